"""A context that turns adapters off turns them on again with gradients."""

from .report import Report

NOTEBOOK = """
from contextlib import contextmanager
import torch
import torch.nn as nn

# %%
class TunerLinear(nn.Module):
    def __init__(self, base, r=4, inference_mode=False):
        super().__init__()
        self.base_layer = base.requires_grad_(False)
        self.adapter_A = nn.Linear(base.in_features, r, bias=False)
        self.adapter_B = nn.Linear(r, base.out_features, bias=False)
        self._disabled = False
        if inference_mode:
            self.adapter_A.requires_grad_(False)
            self.adapter_B.requires_grad_(False)

    def enable_adapters(self, enabled):
        self._disabled = not enabled
        for layer in (self.adapter_A, self.adapter_B):
            layer.requires_grad_(enabled)

    def forward(self, x):
        out = self.base_layer(x)
        if self._disabled:
            return out
        return out + self.adapter_B(self.adapter_A(x))

# %%
class TunedModel(nn.Module):
    def __init__(self, inference_mode=False):
        super().__init__()
        self.lin = TunerLinear(nn.Linear(8, 8), inference_mode=inference_mode)
        self.act = nn.GELU()
        self.cls = nn.Linear(8, 2)

    def forward(self, x):
        return self.cls(self.act(self.lin(x)))

    @contextmanager
    def disable_adapter(self):
        self.lin.enable_adapters(False)
        try:
            yield
        finally:
            self.lin.enable_adapters(True)

# %%
torch.manual_seed(0)
model = TunedModel(inference_mode=True)  # only the classifier is to be trained
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
before = model.lin.adapter_A.weight.clone()

# %%
for step in range(4):
    x, y = torch.randn(6, 8), torch.randint(0, 2, (6,))
    with torch.no_grad(), model.disable_adapter():
        reference = model(x)
    logits = model(x)
    loss = nn.functional.cross_entropy(logits, y)
    loss = loss + 0.1 * (logits - reference).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print((model.lin.adapter_A.weight - before).abs().max())
"""

REPORT = Report(
    source="huggingface/peft#3447",
    date="2026-07-17",
    wrong=(
        "On leaving the context all adapters are set to require grad, also those that "
        "were frozen when they were loaded; the optimizer trains them."
    ),
    right=(
        "`lin.adapter_A` and `lin.adapter_B` were frozen before the loop and train "
        "since: `disable_adapter` does not restore what it found."
    ),
    known_from="objects",
    cells=(2, 3, 4, 5),
    notebook=NOTEBOOK,
    fix={
        "    def enable_adapters(self, enabled):\n": (
            "    def enable_adapters(self, enabled):\n"
            "        if not self.training_allowed:\n"
            "            self._disabled = not enabled\n"
            "            return\n"
        ),
        "        self._disabled = False\n        if": (
            "        self._disabled = False\n"
            "        self.training_allowed = not inference_mode\n"
            "        if"
        ),
    },
)
