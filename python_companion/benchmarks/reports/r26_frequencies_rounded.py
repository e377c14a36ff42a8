"""The frequencies of rotary positions are rounded when the model is cast to bf16."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn

# %%
class RotaryEmbedding(nn.Module):
    def __init__(self, dim, base=10000.0):
        super().__init__()
        inv_freq = 1.0 / (base ** (torch.arange(0, dim, 2).float() / dim))
        self.register_buffer("inv_freq", inv_freq, persistent=False)

    def forward(self, x):
        t = torch.arange(x.size(1), device=x.device, dtype=torch.float32)
        freqs = torch.outer(t, self.inv_freq.float())
        return freqs.cos().to(x.dtype), freqs.sin().to(x.dtype)


def rotate(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)

# %%
class Attention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.o_proj = nn.Linear(dim, dim, bias=False)

    def forward(self, x, cos, sin):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        out = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return x + self.o_proj(out)


class LlamaForCausalLM(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.embed_tokens = nn.Embedding(config["vocab"], config["dim"])
        self.layers = nn.ModuleList([Attention(config["dim"]) for _ in range(2)])
        self.rotary_emb = RotaryEmbedding(config["dim"])
        self.lm_head = nn.Linear(config["dim"], config["vocab"], bias=False)
        if config.get("torch_dtype") is not None:
            self.to(config["torch_dtype"])

    def forward(self, ids):
        x = self.embed_tokens(ids)
        cos, sin = self.rotary_emb(x)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return self.lm_head(x)

# %%
torch.manual_seed(0)
model = LlamaForCausalLM({"vocab": 32, "dim": 16, "torch_dtype": torch.bfloat16})
opt = torch.optim.SGD(model.parameters(), lr=1e-2)
for _ in range(2):
    ids = torch.randint(0, 32, (1, 300))
    loss = nn.functional.cross_entropy(model(ids)[0, :-1].float(), ids[0, 1:])
    opt.zero_grad()
    loss.backward()
    opt.step()
"""

REPORT = Report(
    source="NVIDIA-NeMo/Automodel#2549",
    date="2026-06-13",
    wrong=(
        "`self.to(torch.bfloat16)` rounds the buffer `inv_freq` too; `.float()` in "
        "forward does not bring back what was lost."
    ),
    right=(
        "`rotary_emb.inv_freq` is bfloat16 and computed with in float32: a buffer that "
        "was rounded by the cast of the whole model."
    ),
    known_from="objects",
    cells=(2, 3, 4),
    notebook=NOTEBOOK,
    fix={
        '            self.to(config["torch_dtype"])\n': (
            "            keep = self.rotary_emb.inv_freq\n"
            '            self.to(config["torch_dtype"])\n'
            "            self.rotary_emb.inv_freq = keep\n"
        )
    },
)
