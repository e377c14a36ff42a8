"""An initialisation after the optimizer was built makes new parameters."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class SymmetricQuantizer(nn.Module):
    def __init__(self, num_bits=4):
        super().__init__()
        self.levels = 2 ** (num_bits - 1) - 1
        self.scale = nn.Parameter(torch.ones(1))
        self.initialized = False

    def apply_minmax_init(self, min_values, max_values):
        abs_max = torch.max(max_values.abs(), min_values.abs())
        self.scale = nn.Parameter(abs_max.view(1).clamp(min=1e-2))
        self.initialized = True

    def forward(self, x):
        step = self.scale.abs() / self.levels
        q = (x / step).clamp(-self.levels, self.levels)
        return (q + (q.round() - q).detach()) * step


class QuantizedLinear(nn.Linear):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.weight_quantizer = SymmetricQuantizer()
        self.input_quantizer = SymmetricQuantizer(8)

    def forward(self, x):
        return F.linear(
            self.input_quantizer(x), self.weight_quantizer(self.weight), self.bias
        )

# %%
class QuantizationController:
    def __init__(self, target_model):
        self._model = target_model

    def initialize_quantizer_params(self, data_loader):
        layers = [m for m in self._model.modules() if isinstance(m, QuantizedLinear)]
        seen, handles = {}, []
        for layer in layers:
            handles.append(
                layer.register_forward_pre_hook(lambda m, x: seen.update({m: x[0]}))
            )
        with torch.no_grad():
            self._model(next(iter(data_loader))[0])
        for handle in handles:
            handle.remove()
        for layer in layers:
            w, x = layer.weight.detach(), seen[layer]
            layer.weight_quantizer.apply_minmax_init(w.min(), w.max())
            layer.input_quantizer.apply_minmax_init(x.min(), x.max())

# %%
torch.manual_seed(0)
model = nn.Sequential(QuantizedLinear(6, 16), nn.ReLU(), QuantizedLinear(16, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
loader = [(torch.randn(8, 6), torch.randint(0, 3, (8,))) for _ in range(4)]

# %%
compression_ctrl = QuantizationController(model)
compression_ctrl.initialize_quantizer_params(loader)

# %%
for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
print([round(m.scale.item(), 4) for m in model.modules() if hasattr(m, "scale")])
"""

REPORT = Report(
    source="openvinotoolkit/nncf#327",
    date="2020-12-06",
    wrong=(
        "`apply_minmax_init` puts a new parameter in place of `scale`; the optimizer "
        "holds the old ones, and the ranges are never trained."
    ),
    right=(
        "Four `scale` parameters get gradients and are in no optimizer: they were "
        "replaced after Adam was built. Copy into them instead."
    ),
    known_from="text",
    cells=(2, 4, 5, 6),
    codes=("NN502",),
    notebook=NOTEBOOK,
    fix={
        "        self.scale = nn.Parameter(abs_max.view(1).clamp(min=1e-2))\n": (
            "        self.scale.data.copy_(abs_max.view(1).clamp(min=1e-2))\n"
        )
    },
)
