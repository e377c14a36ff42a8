"""A `filter` that the optimizer has used up is then clipped: nothing is clipped."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class LoraLinear(nn.Module):
    def __init__(self, base, rank=4, alpha=8):
        super().__init__()
        self.base = base
        self.down = nn.Linear(base.in_features, rank, bias=False)
        self.up = nn.Linear(rank, base.out_features, bias=False)
        nn.init.zeros_(self.up.weight)
        self.scale = alpha / rank

    def forward(self, x):
        return self.base(x) + self.scale * self.up(self.down(x))


class Denoiser(nn.Module):
    def __init__(self, dim=16):
        super().__init__()
        self.to_q = nn.Linear(dim, dim)
        self.to_v = nn.Linear(dim, dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x, t):
        h = torch.sigmoid(self.to_q(x)) * self.to_v(x)
        return self.out(h) * (1 - t)

# %%
torch.manual_seed(0)
transformer = Denoiser()
transformer.requires_grad_(False)
transformer.to_q = LoraLinear(transformer.to_q)
transformer.to_v = LoraLinear(transformer.to_v)

lora_layers = filter(lambda p: p.requires_grad, transformer.parameters())
optimizer = torch.optim.AdamW(lora_layers, lr=1e-4, weight_decay=1e-2)

# %%
max_grad_norm, global_step = 0.01, 0
for epoch in range(2):
    train_loss = 0.0
    for _ in range(4):
        latents, noise = torch.randn(8, 16), torch.randn(8, 16)
        t = torch.rand(8, 1)
        pred = transformer((1 - t) * latents + t * noise, t)
        loss = F.mse_loss(pred, noise, reduction="mean")
        train_loss += loss.item()

        loss.backward()
        params_to_clip = lora_layers
        nn.utils.clip_grad_norm_(params_to_clip, max_grad_norm)
        optimizer.step()
        optimizer.zero_grad()
        global_step += 1
    print(epoch, train_loss / 4)
"""

REPORT = Report(
    source="PixArt-alpha/PixArt-alpha#160",
    date="2024-06-25",
    wrong=(
        "`filter` can be gone through once, and the optimizer did so: "
        "`clip_grad_norm_` gets no parameter."
    ),
    right="`lora_layers` is an iterator that AdamW has used up: make it a list.",
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "lora_layers = filter(lambda p: p.requires_grad, transformer.parameters())": (
            "lora_layers = [p for p in transformer.parameters() if p.requires_grad]"
        )
    },
)
