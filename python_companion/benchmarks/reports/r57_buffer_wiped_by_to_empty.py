"""A buffer that the constructor fills is wiped by `to_empty` and stays so."""

from .report import Report

NOTEBOOK = """
import math
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class TransformerBlock(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.norm = nn.LayerNorm(d_model)
        self.w1 = nn.Linear(d_model, 2 * d_model)
        self.w2 = nn.Linear(2 * d_model, d_model)

    def forward(self, x):
        return x + self.w2(F.silu(self.w1(self.norm(x))))


class LayerNormScaledBlock(TransformerBlock):
    def __init__(self, d_model, block_idx):
        super().__init__(d_model)
        self.register_buffer(
            "ln_scale", torch.tensor(1.0 / math.sqrt(block_idx + 1)), persistent=False
        )

    def forward(self, x):
        return x + self.w2(F.silu(self.w1(self.ln_scale * self.norm(x))))

# %%
class Transformer(nn.Module):
    def __init__(self, vocab, d_model, n_layers):
        super().__init__()
        self.embeddings = nn.Embedding(vocab, d_model)
        self.blocks = nn.ModuleList(
            [LayerNormScaledBlock(d_model, i) for i in range(n_layers)]
        )
        self.lm_head = nn.Linear(d_model, vocab)

    @torch.no_grad()
    def init_weights(self, device):
        self.to_empty(device=device)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=0.02)
                nn.init.zeros_(module.bias)
            elif isinstance(module, nn.Embedding):
                nn.init.trunc_normal_(module.weight, std=0.02)
            elif isinstance(module, nn.LayerNorm):
                module.reset_parameters()

    def forward(self, ids):
        h = self.embeddings(ids)
        for block in self.blocks:
            h = block(h)
        return self.lm_head(h)

# %%
torch.manual_seed(0)
with torch.device("meta"):
    model = Transformer(vocab=20, d_model=16, n_layers=3)
model.init_weights("cpu")
optim = torch.optim.AdamW(model.parameters(), lr=1e-3)
for step in range(3):
    ids = torch.randint(0, 20, (2, 9))
    loss = F.cross_entropy(model(ids[:, :-1]).transpose(1, 2), ids[:, 1:])
    optim.zero_grad()
    loss.backward()
    optim.step()
print([block.ln_scale.item() for block in model.blocks])
"""

REPORT = Report(
    source="allenai/OLMo-core#698",
    date="2026-05-29",
    wrong=(
        "`to_empty` gives `ln_scale` new memory, and `init_weights` goes through the "
        "parameters only: the blocks are scaled by whatever lies there."
    ),
    right=(
        "`blocks.*.ln_scale` is uninitialised since `to_empty`: fill it in "
        "`init_weights`, or keep it as a number."
    ),
    known_from="text",
    cells=(3, 4),
    codes=("NN304",),
    notebook=NOTEBOOK,
    fix={
        "        self.to_empty(device=device)\n": (
            "        self.to_empty(device=device)\n"
            "        for i, block in enumerate(self.blocks):\n"
            "            block.ln_scale.fill_(1.0 / math.sqrt(i + 1))\n"
        )
    },
)
