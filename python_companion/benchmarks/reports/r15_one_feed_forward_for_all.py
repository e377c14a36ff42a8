"""Every layer of an encoder is given the same feed-forward module."""

from .report import Report

NOTEBOOK = """
from functools import partial
import torch
from torch import nn

# %%
class SelfAttention(nn.Module):
    def __init__(self, model_dim, num_heads):
        super().__init__()
        self.att = nn.MultiheadAttention(model_dim, num_heads, batch_first=True)

    def forward(self, x, mask=None):
        return self.att(x, x, x, key_padding_mask=mask, need_weights=False)[0]


class EncoderLayer(nn.Module):
    def __init__(self, model_dim, attention, ff, norm_layer=nn.LayerNorm, norm="pre"):
        super().__init__()
        self.att, self.ff, self.norm = attention, ff, norm
        self.norm1, self.norm2 = norm_layer(model_dim), norm_layer(model_dim)

    def forward(self, x, mask=None):
        if self.norm == "pre":
            x = x + self.att(self.norm1(x), mask)
            return x + self.ff(self.norm2(x))
        x = self.norm1(x + self.att(x, mask))
        return self.norm2(x + self.ff(x))

# %%
class Encoder(nn.Module):
    def __init__(
        self, model_dim, num_layers, attention_layer, ff_layer=None, ff_dim=64
    ):
        super().__init__()
        if ff_layer is None:
            ff_layer = nn.Sequential(
                nn.Linear(model_dim, ff_dim), nn.ReLU(), nn.Linear(ff_dim, model_dim)
            )
        else:
            ff_layer = ff_layer()
        self.encoder_layers = nn.ModuleList(
            [
                EncoderLayer(model_dim, attention_layer(), ff_layer)
                for _ in range(num_layers)
            ]
        )

    def forward(self, x, padding_mask=None):
        for layer in self.encoder_layers:
            x = layer(x, padding_mask)
        return x

# %%
torch.manual_seed(0)
enc = Encoder(16, num_layers=4, attention_layer=partial(SelfAttention, 16, 2))
print(sum(p.numel() for p in enc.parameters()), "parameters")
opt = torch.optim.AdamW(enc.parameters(), lr=1e-3)
for _ in range(4):
    frames = torch.randn(2, 10, 16)
    loss = nn.functional.mse_loss(enc(frames + 0.1 * torch.randn_like(frames)), frames)
    opt.zero_grad()
    loss.backward()
    opt.step()
"""

REPORT = Report(
    source="habla-liaa/encodecmae#3",
    date="2026-02-12",
    wrong=(
        "The feed-forward part is made once, before the loop over the layers, and "
        "given to each of them: four layers train one set of weights."
    ),
    right=(
        "`encoder_layers.0.ff` to `encoder_layers.3.ff` are one module, while the "
        "attention next to it is made anew: make it in the loop."
    ),
    known_from="text",
    cells=(3, 4),
    codes=("NN119",),
    notebook=NOTEBOOK,
    fix={
        "            ff_layer = nn.Sequential(\n"
        "                nn.Linear(model_dim, ff_dim), nn.ReLU(), "
        "nn.Linear(ff_dim, model_dim)\n"
        "            )\n"
        "        else:\n"
        "            ff_layer = ff_layer()\n": (
            "            ff_layer = lambda: nn.Sequential(\n"
            "                nn.Linear(model_dim, ff_dim), nn.ReLU(), "
            "nn.Linear(ff_dim, model_dim)\n"
            "            )\n"
        ),
        "attention_layer(), ff_layer)": "attention_layer(), ff_layer())",
    },
)
