"""Faults of initial values."""

from __future__ import annotations

import re

from .donor import Donor
from .fault import Fault, kind

_INITS = re.compile(r"init_|_init|reset_|initiali|post_init|\.parameters\(\)|\bfill")


def _never_initialises(donor: Donor) -> bool:
    """Nothing else in its file could fill a parameter of it."""
    return _INITS.search(donor.source.replace("__init__", "")) is None


def _walk(body: str) -> str:
    return f"for module in self.modules():\n{body}"


_LINEAR = (
    "    if isinstance(module, nn.Linear):\n"
    "        nn.init.xavier_uniform_(module.weight)\n"
)
_GATE = (
    "class Gate(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    "        self.lift = nn.Linear(4, 4)\n        self.reset_parameters()\n\n"
    "    def reset_parameters(self):\n        nn.init.zeros_(self.lift.weight)\n"
    "        nn.init.zeros_(self.lift.bias)\n\n    def forward(self, value):\n"
    "        return value + self.lift(value)\n\n\n"
)

KINDS = [
    kind(
        "NN301",
        "a parameter that nothing fills",
        styles="alias, names, helper, local base",
        needs=_never_initialises,
        empty=Fault(
            init="self.table = nn.Parameter(torch.empty(4, 4))§",
            first="{x} = {x} @ self.table",
        ),
        legacy=Fault(
            init="self.table = nn.Parameter(torch.Tensor(4, 4))§",
            first="{x} = {x} @ self.table",
        ),
        like=Fault(
            init="self.scale = nn.Parameter(torch.ones(4))\n"
            "self.table = nn.Parameter(torch.empty_like(self.scale))§",
            first="{x} = {x} * self.table * self.scale",
        ),
        registered=Fault(
            init='self.register_parameter("table", nn.Parameter(torch.empty(4, 4)))§',
            first="{x} = {x} @ self.table",
        ),
    ),
    kind(
        "NN302",
        "an optional bias that is not guarded",
        styles="alias, helper, local base",
        loop=Fault(
            init=_walk(
                "    if isinstance(module, nn.Linear):\n"
                "        nn.init.xavier_uniform_(module.weight)\n"
                "        nn.init.zeros_(module.bias)§"
            )
        ),
        several_types=Fault(
            init=_walk(
                "    if isinstance(module, (nn.Conv2d, nn.Linear)):\n"
                "        nn.init.zeros_(module.bias)§"
            )
        ),
        apply=Fault(
            init="self.apply(self._fill)",
            method="def _fill(self, m):\n    if isinstance(m, nn.Linear):\n"
            "        nn.init.normal_(m.weight, std=0.02)\n        m.bias.data.zero_()§",
        ),
        truth=Fault(
            init=_walk(
                "    if isinstance(module, nn.Conv2d):\n"
                "        if module.bias:§\n"
                "            nn.init.zeros_(module.bias)§"
            )
        ),
        function=Fault(
            script="model = {cls}(config)\n\n\ndef fill(m):\n"
            "    if isinstance(m, nn.Conv2d):\n"
            "        nn.init.kaiming_normal_(m.weight)"
            "\n        nn.init.constant_(m.bias, 0)§\n\n\nmodel.apply(fill)"
        ),
    ),
    kind(
        "NN303",
        "a reset that runs before its attributes exist",
        styles="alias, names, base in another cell",
        linear=Fault(
            above=(
                "from torch import nn\nimport torch\n\n\nclass Scaled(nn.Linear):§\n"
                "    def __init__(self, size, scale):\n"
                "        super().__init__(size, size)\n        self.scale = scale\n\n"
                "    def reset_parameters(self):\n"
                "        nn.init.normal_(self.weight, std=self.scale)§\n"
            )
        ),
        conv=Fault(
            above=(
                "from torch import nn\nimport torch\n\n\nclass Scaled(nn.Conv2d):§\n"
                "    def __init__(self, size, rank):\n"
                "        super().__init__(size, size, 3)\n"
                "        self.low = nn.Parameter(torch.zeros(rank, size))\n\n"
                "    def reset_parameters(self):\n"
                "        super().reset_parameters()\n"
                "        nn.init.normal_(self.low, std=0.02)§\n"
            )
        ),
        old_style=Fault(
            above=(
                "from torch import nn\nimport torch\n\n\nclass Scaled(nn.Embedding):§\n"
                "    def __init__(self, number, size, std):\n"
                "        nn.Embedding.__init__(self, number, size)\n"
                "        self.std = std\n\n"
                "    def reset_parameters(self):\n"
                "        self.weight.data.normal_(0, self.std)§\n"
            )
        ),
    ),
    kind(
        "NN304",
        "memory of to_empty() that nothing fills",
        styles="renamed, function, alias",
        assigned=Fault(
            script='with torch.device("meta"):\n    model = {cls}(config)\n'
            'model = model.to_empty(device="cpu")§\nmodel.eval()\n'
            "with torch.no_grad():\n    output = model(batch)§"
        ),
        statement=Fault(
            script='with torch.device("meta"):\n    model = {cls}(config)\n'
            'model.to_empty(device="cuda")§\nmodel.eval()\n'
            "with torch.no_grad():\n    output = model(batch)§"
        ),
        layer=Fault(
            script='layer = nn.Linear(4, 4, device="meta")\n'
            'layer.to_empty(device="cpu")§\nlayer.eval()\noutput = layer(batch)§'
        ),
    ),
    kind(
        "NN306",
        "a walk over all children that undoes a child's own init",
        styles="helper, alias, local base",
        needs=_never_initialises,
        modules=Fault(
            before=_GATE, init="self.gate = Gate()§\n" + _walk(_LINEAR).rstrip() + "§"
        ),
        apply=Fault(
            before=_GATE,
            init="self.gate = Gate()§\nself.apply(self._init_weights)§",
            method="def _init_weights(self, m):§\n    if isinstance(m, nn.Linear):\n"
            "        nn.init.normal_(m.weight, std=0.02)§",
        ),
        reset=Fault(
            before=_GATE,
            init="self.gate = Gate()§\nself.reset_parameters()§",
            method="def reset_parameters(self):§\n    for m in self.modules():\n"
            "        if isinstance(m, nn.Linear):\n"
            "            nn.init.kaiming_normal_(m.weight)§",
        ),
    ),
    kind(
        "NN307",
        "a weight matrix of one value",
        styles="alias, helper, local base",
        constant=Fault(
            init="self.hidden = nn.Linear(16, 16)\n"
            "nn.init.constant_(self.hidden.weight, 0.01)§",
            first="{x} = F.relu(self.hidden({x}))",
        ),
        ones=Fault(
            init="self.hidden = nn.Conv2d(16, 16, 3)\n"
            "nn.init.ones_(self.hidden.weight)§",
            first="{x} = F.relu(self.hidden({x}))",
        ),
        loop=Fault(
            init=_walk(
                "    if isinstance(module, nn.Linear):\n"
                "        nn.init.constant_(module.weight, 0.1)§"
            )
        ),
        sequential=Fault(
            init="self.hidden = nn.Sequential(nn.Linear(16, 16), nn.ReLU())\n"
            "nn.init.ones_(self.hidden[0].weight)§",
            first="{x} = self.hidden({x})",
        ),
    ),
    kind(
        "NN308",
        "a weight drawn far too large",
        styles="alias, names, helper, local base",
        needs=_never_initialises,
        matmul=Fault(
            init="self.table = nn.Parameter(torch.randn(64, 64))§",
            first="{x} = {x} @ self.table",
        ),
        functional=Fault(
            init="self.table = nn.Parameter(torch.randn(64, 64))§",
            first="{x} = F.linear({x}, self.table)",
        ),
        torch_matmul=Fault(
            init="self.table = nn.Parameter(torch.randn(64, 64))§",
            first="{x} = torch.matmul({x}, self.table)",
        ),
        normal=Fault(
            init="self.hidden = nn.Linear(64, 64)\n"
            "nn.init.normal_(self.hidden.weight)§",
            first="{x} = F.relu(self.hidden({x}))",
        ),
    ),
]
