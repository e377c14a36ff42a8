"""Hooks keep one input per module, but a module is called twice in a forward."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn

# %%
class MotifModel(nn.Module):
    '''Predicts from one-hot encoded sequences; one ReLU serves both layers.'''

    def __init__(self, length=10):
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 3, padding=1)
        self.dense1 = nn.Linear(6 * length, 6 * length)
        self.relu = nn.ReLU()
        self.flatten = nn.Flatten()
        self.dense2 = nn.Linear(6 * length, 1)

    def forward(self, X):
        X = self.flatten(self.relu(self.conv(X)))
        X = self.relu(self.dense1(X).view(-1, 6, 10))
        return self.dense2(self.flatten(X))

# %%
def _f_hook(module, inputs, outputs):
    module.input = inputs[0].clone().detach()
    module.output = outputs.clone().detach()


def _b_hook(module, grad_input, grad_output):
    # the rescale rule: slopes between example and reference
    x, ref = module.input.chunk(2)
    y, y_ref = module.output.chunk(2)
    delta_in, delta_out = x - ref, y - y_ref
    slope = torch.where(delta_in.abs() < 1e-6, (x > 0).float(), delta_out / delta_in)
    return (grad_output[0] * torch.cat([slope, slope]),)


def deep_lift(model, X, references):
    handles = []
    for module in model.modules():
        if isinstance(module, nn.ReLU):
            handles.append(module.register_forward_hook(_f_hook))
            handles.append(module.register_full_backward_hook(_b_hook))
    try:
        both = torch.cat([X, references]).requires_grad_()
        y, y_ref = model(both).chunk(2)
        grad = torch.autograd.grad((y - y_ref).sum(), both)[0]
    finally:
        for handle in handles:
            handle.remove()
    return grad.chunk(2)[0] * (X - references)

# %%
torch.manual_seed(0)
model = MotifModel().eval()
X = nn.functional.one_hot(torch.randint(0, 4, (3, 10)), 4).float().transpose(1, 2)
attr = deep_lift(model, X, torch.zeros_like(X))
with torch.no_grad():
    gap = (model(X) - model(torch.zeros_like(X))).squeeze(1)
print((attr.sum((1, 2)) - gap).abs().max())
"""

REPORT = Report(
    source="jmschrei/tangermeme#54",
    date="2026-01-16",
    wrong=(
        "`relu` runs twice in a pass and its forward hook stores one input: the "
        "backward hook of the first call gets what the second one saw."
    ),
    right=(
        "`model.relu` is called twice in one forward, and the hook overwrites what it "
        "stored in the first call: keep a stack."
    ),
    known_from="run",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "    module.input = inputs[0].clone().detach()\n"
        "    module.output = outputs.clone().detach()\n": (
            "    kept = module.__dict__.setdefault('kept', [])\n"
            "    kept.append((inputs[0].clone().detach(), outputs.clone().detach()))\n"
        ),
        "    x, ref = module.input.chunk(2)\n    y, y_ref = module.output.chunk(2)\n": (
            "    seen, made = module.kept.pop()\n"
            "    (x, ref), (y, y_ref) = seen.chunk(2), made.chunk(2)\n"
        ),
    },
)
