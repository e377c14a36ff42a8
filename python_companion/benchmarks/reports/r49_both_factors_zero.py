"""Both matrices of a low-rank update start as zeros: neither gets a gradient."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class LoRALayer(nn.Module):
    def __init__(self, in_features, out_features, r=4, lora_alpha=16):
        super().__init__()
        self.r = r
        self.lora_A = nn.Parameter(torch.zeros((in_features, r)), requires_grad=True)
        self.lora_B = nn.Parameter(torch.zeros((r, out_features)), requires_grad=True)
        self.scaling = lora_alpha / r

    def forward(self, x):
        return (x @ self.lora_A @ self.lora_B) * self.scaling


class Attention(nn.Module):
    def __init__(self, d_model, r):
        super().__init__()
        self.q = nn.Linear(d_model, d_model, bias=False)
        self.k = nn.Linear(d_model, d_model, bias=False)
        self.v = nn.Linear(d_model, d_model, bias=False)
        self.lora_q = LoRALayer(d_model, d_model, r)
        self.lora_v = LoRALayer(d_model, d_model, r)

    def forward(self, h):
        q, v = self.q(h) + self.lora_q(h), self.v(h) + self.lora_v(h)
        return h + F.scaled_dot_product_attention(q, self.k(h), v)

# %%
class PromptedT5(nn.Module):
    def __init__(self, vocab=40, d_model=16, layers=2, r=4):
        super().__init__()
        self.shared = nn.Embedding(vocab, d_model)
        self.block = nn.ModuleList([Attention(d_model, r) for _ in range(layers)])
        self.final_layer_norm = nn.LayerNorm(d_model)

    def forward(self, ids):
        h = self.shared(ids)
        for layer in self.block:
            h = layer(h)
        return self.final_layer_norm(h) @ self.shared.weight.t()


def mark_only_lora_as_trainable(model):
    for name, param in model.named_parameters():
        param.requires_grad = "lora_" in name

# %%
torch.manual_seed(0)
model = PromptedT5()
mark_only_lora_as_trainable(model)
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], 1e-3)

# %%
for step in range(4):
    ids = torch.randint(0, 40, (4, 8))
    loss = F.cross_entropy(model(ids).transpose(1, 2), ids.roll(-1, 1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(model.block[0].lora_q.lora_A.grad.abs().max())
"""

REPORT = Report(
    source="circle-hit/SAPT#11",
    date="2024-10-19",
    wrong=(
        "The gradient of each factor is a product with the other, which is zero: the "
        "adapter never leaves its start."
    ),
    right=(
        "`lora_A` and `lora_B` are both zero and multiplied: their gradients are "
        "exactly zero in every step. Draw one of them."
    ),
    known_from="text",
    cells=(2, 4, 5),
    codes=("NN307",),
    notebook=NOTEBOOK,
    fix={
        "nn.Parameter(torch.zeros((in_features, r)), requires_grad=True)": (
            "nn.Parameter(torch.randn((in_features, r)) / r**0.5)"
        )
    },
)
