"""Reentrant checkpointing of blocks whose input has no gradient."""

from .report import Report

NOTEBOOK = """
from collections import OrderedDict
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

# %%
class ResidualAttentionBlock(nn.Module):
    def __init__(self, d_model, n_head):
        super().__init__()
        self.ln_1 = nn.LayerNorm(d_model)
        self.attn = nn.MultiheadAttention(d_model, n_head, batch_first=True)
        self.ln_2 = nn.LayerNorm(d_model)
        self.mlp = nn.Sequential(
            OrderedDict(
                c_fc=nn.Linear(d_model, 2 * d_model),
                gelu=nn.GELU(),
                c_proj=nn.Linear(2 * d_model, d_model),
            )
        )

    def forward(self, x):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    def __init__(self, width, layers, heads):
        super().__init__()
        self.grad_checkpointing = False
        self.resblocks = nn.ModuleList(
            [ResidualAttentionBlock(width, heads) for _ in range(layers)]
        )

    def forward(self, x):
        for r in self.resblocks:
            if self.grad_checkpointing and not torch.jit.is_scripting():
                x = checkpoint(r, x, use_reentrant=True)
            else:
                x = r(x)
        return x

# %%
class VisionTransformer(nn.Module):
    def __init__(self, width=16, patch=4, layers=2, heads=2, output_dim=6):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, patch, stride=patch, bias=False)
        self.positional_embedding = nn.Parameter(width**-0.5 * torch.randn(16, width))
        self.transformer = Transformer(width, layers, heads)
        self.ln_post = nn.LayerNorm(width)
        self.proj = nn.Parameter(width**-0.5 * torch.randn(width, output_dim))

    def lock(self):
        self.conv1.requires_grad_(False)
        self.positional_embedding.requires_grad_(False)

    def set_grad_checkpointing(self, enable=True):
        self.transformer.grad_checkpointing = enable

    def forward(self, x):
        x = self.conv1(x).flatten(2).transpose(1, 2) + self.positional_embedding
        return self.ln_post(self.transformer(x).mean(1)) @ self.proj

# %%
torch.manual_seed(0)
visual = VisionTransformer()
visual.lock()
visual.set_grad_checkpointing()
params = [p for p in visual.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(params, lr=1e-3)

# %%
visual.train()
for step in range(3):
    images, labels = torch.randn(4, 3, 16, 16), torch.randint(0, 6, (4,))
    optimizer.zero_grad()
    loss = F.cross_entropy(visual(images), labels)
    loss.backward()
    optimizer.step()
print(sum(p.grad is None for p in params), "parameters without gradient")
"""

REPORT = Report(
    source="mlfoundations/open_clip#573",
    date="2023-07-20",
    wrong=(
        "The patches are frozen, so that no input of the first block requires grad: "
        "the reentrant checkpoint then gives no block a gradient."
    ),
    right=(
        "`transformer.resblocks` gets no gradient: `checkpoint(…, use_reentrant=True)` "
        "needs an input that requires grad."
    ),
    known_from="run",
    cells=(2, 5),
    codes=("NN509",),
    notebook=NOTEBOOK,
    fix={"use_reentrant=True": "use_reentrant=False"},
)
