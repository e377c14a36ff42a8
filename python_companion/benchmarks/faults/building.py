"""Faults of what `__init__` builds."""

from __future__ import annotations

from .fault import Fault, kind

_LAYERS = "self.extra = {made}§"
_USED = "for layer in self.extra:\n    {x} = layer({x})"


def _in_list(text: str, used: str = _USED) -> Fault:
    return Fault(init=text, first=used)


KINDS = [
    kind(
        "NN102",
        "layers in a plain container",
        styles="alias, names, local base, base in another cell",
        list=_in_list("self.extra = [nn.Linear(4, 4), nn.Linear(4, 4)]§"),
        tuple=_in_list("self.extra = (nn.Linear(4, 4), nn.Linear(4, 4))§"),
        dict=_in_list(
            'self.extra = {"a": nn.Linear(4, 4), "b": nn.Linear(4, 4)}§',
            "for layer in self.extra.values():\n    {x} = layer({x})",
        ),
        comprehension=_in_list("self.extra = [nn.Linear(4, 4) for _ in range(3)]§"),
        append_in_a_loop=_in_list(
            "self.extra = []§\nfor _ in range(3):\n"
            "    self.extra.append(nn.Linear(4, 4))§"
        ),
        augmented=_in_list("self.extra = []§\nself.extra += [nn.Conv2d(4, 4, 3)]§"),
        local_class=Fault(
            before=(
                "class Gate(nn.Module):\n    def __init__(self):\n"
                "        super().__init__()\n        self.lift = nn.Linear(4, 4)\n\n"
                "    def forward(self, value):\n        return self.lift(value)\n\n\n"
            ),
            init="self.extra = [Gate(), Gate()]§",
            first=_USED,
        ),
        by_key=_in_list(
            'self.extra = {}§\nfor key in ("a", "b"):\n'
            "    self.extra[key] = nn.Linear(4, 4)§",
            "for layer in self.extra.values():\n    {x} = layer({x})",
        ),
    ),
    kind(
        "NN104",
        "a trainable tensor that is no Parameter",
        also="NN105",
        styles="alias, helper, local base",
        keyword=Fault(
            init="self.gain = torch.ones(4, requires_grad=True)§",
            first="{x} = {x} * self.gain",
        ),
        method=Fault(
            init="self.gain = torch.randn(4).requires_grad_()§",
            first="{x} = {x} * self.gain",
        ),
        method_later=Fault(
            init="self.gain = torch.zeros(4, 4)§\nself.gain.requires_grad_(True)§",
            first="{x} = {x} @ self.gain",
        ),
        attribute_later=Fault(
            init="self.gain = torch.zeros(4, 4)§\nself.gain.requires_grad = True§",
            first="{x} = {x} @ self.gain",
        ),
    ),
    kind(
        "NN105",
        "state in a plain tensor",
        styles="alias, helper, local base, base in another cell",
        factory=Fault(
            init="self.offsets = torch.arange(8)§", first="{x} = {x} + self.offsets"
        ),
        constants=Fault(
            init="self.means = torch.tensor([0.5, 0.4, 0.3])§",
            first="{x} = {x} - self.means",
        ),
        by_a_local=Fault(
            init="steps = torch.linspace(0.0, 1.0, 8)\nself.steps = steps§",
            first="{x} = {x} * self.steps",
        ),
        pair=Fault(
            init="self.low, self.high = torch.zeros(3), torch.ones(3)§",
            first="{x} = {x} * self.low + self.high",
        ),
        expression=Fault(
            init="self.table = 1.0 / torch.arange(1, 9)§",
            first="{x} = {x} * self.table",
        ),
        annotated=Fault(
            init="self.offsets: torch.Tensor = torch.zeros(8)§",
            first="{x} = {x} + self.offsets",
        ),
    ),
    kind(
        "NN106",
        "a Parameter inside an expression",
        styles="alias, names, helper, local base",
        product=Fault(init="self.gain = nn.Parameter(torch.randn(4)) * 0.02§"),
        product_reversed=Fault(init="self.gain = 0.02 * nn.Parameter(torch.ones(4))§"),
        negated=Fault(init="self.gain = -nn.Parameter(torch.ones(4))§"),
        converted=Fault(
            init="self.gain = nn.Parameter(torch.ones(4)).to(torch.float16)§"
        ),
        view=Fault(init="self.gain = nn.Parameter(torch.ones(4)).view(1, 4)§"),
    ),
    kind(
        "NN112",
        "a bias in front of a batch norm",
        styles="alias, names, local base",
        sequential=Fault(
            init=(
                "self.stem = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), "
                "nn.ReLU())§"
            ),
            first="{x} = self.stem({x})",
        ),
        linear=Fault(
            init="self.stem = nn.Sequential(nn.Linear(3, 8), nn.BatchNorm1d(8))§",
            first="{x} = self.stem({x})",
        ),
        written_out=Fault(
            init=(
                "self.stem = nn.Sequential(\n    nn.ReLU(),\n"
                "    nn.Conv2d(3, 8, 3, bias=True),§\n    nn.BatchNorm2d(8),\n)§"
            ),
            first="{x} = self.stem({x})",
        ),
        by_forward=Fault(
            init="self.stem = nn.Conv2d(3, 8, 3)§\nself.stem_norm = nn.BatchNorm2d(8)§",
            first="{x} = self.stem({x})§\n{x} = self.stem_norm({x})§",
        ),
    ),
    kind(
        "NN117",
        "a buffer whose name is taken",
        styles="alias, helper, local base",
        tensor=Fault(
            init='self.counts = torch.zeros(4)\nself.register_buffer("counts", '
            "self.counts)§"
        ),
        none=Fault(
            init='self.counts = None\nself.register_buffer("counts", torch.zeros(4))§'
        ),
        parameter=Fault(
            init="self.counts = torch.ones(4)\n"
            'self.register_parameter("counts", nn.Parameter(torch.ones(4)))§'
        ),
        keyword=Fault(
            init="self.counts = 0\n"
            'self.register_buffer(name="counts", tensor=torch.zeros(4))§'
        ),
    ),
    kind(
        "NN118",
        "a factory in place of what it makes, or one that needs more",
        styles="alias, local base",
        callable=Fault(
            above=(
                "from torch import nn\n\n\nclass Mixer(nn.Module):\n"
                "    def __init__(self, dim, norm_layer=nn.LayerNorm):\n"
                "        super().__init__()\n"
                "        self.norm = norm_layer(dim) if callable(norm_layer)"
                " else norm_layer§\n\n    def forward(self, x):\n"
                "        return self.norm(x)\n"
            )
        ),
        callable_act=Fault(
            above=(
                "from torch import nn\n\n\nclass Mixer(nn.Module):\n"
                "    def __init__(self, dim, act_layer=nn.GELU):\n"
                "        super().__init__()\n"
                "        if callable(act_layer):§\n"
                "            self.act = act_layer()§\n"
                "        else:\n            self.act = act_layer\n\n"
                "    def forward(self, x):\n        return self.act(x)\n"
            )
        ),
        group_norm=Fault(
            above=(
                "from torch import nn\n\n\nclass Mixer(nn.Module):\n"
                "    def __init__(self, dim, norm_layer=nn.BatchNorm2d):\n"
                "        super().__init__()\n"
                "        self.conv = nn.Conv2d(3, dim, 3)\n"
                "        self.norm = norm_layer(dim)\n\n"
                "    def forward(self, x):\n        return self.norm(self.conv(x))\n"
            ),
            script="mixer = Mixer(8, norm_layer=nn.GroupNorm)§",
        ),
        layer_norm=Fault(
            above=(
                "from torch import nn\n\n\nclass Mixer(nn.Module):\n"
                "    def __init__(self, dim, norm_layer=nn.BatchNorm2d):\n"
                "        super().__init__()\n"
                "        self.conv = nn.Conv2d(3, dim, 3)\n"
                "        self.norm = norm_layer(dim)\n\n"
                "    def forward(self, x):\n        return self.norm(self.conv(x))\n"
            ),
            script="mixer = Mixer(8, norm_layer=nn.LayerNorm)§",
        ),
    ),
    kind(
        "NN119",
        "one layer repeated",
        styles="alias, names, helper, local base",
        module_list=Fault(
            init="self.extra = nn.ModuleList([nn.Linear(4, 4)] * 3)§", first=_USED
        ),
        sequential=Fault(
            init="self.extra = nn.Sequential(*[nn.Linear(4, 4)] * 3)§",
            first="{x} = self.extra({x})",
        ),
        by_a_local=Fault(
            init="layer = nn.Linear(4, 4)\nself.extra = nn.ModuleList([layer] * 3)§",
            first=_USED,
        ),
        comprehension=Fault(
            init="layer = nn.Linear(4, 4)\n"
            "self.extra = nn.ModuleList([layer for _ in range(3)])§",
            first=_USED,
        ),
        extend=Fault(
            init="self.extra = nn.ModuleList()\n"
            "self.extra.extend([nn.Conv2d(4, 4, 3)] * 3)§",
            first=_USED,
        ),
        append_in_a_loop=Fault(
            init="layer = nn.Linear(4, 4)\nself.extra = nn.ModuleList()\n"
            "for _ in range(3):\n    self.extra.append(layer)§",
            first=_USED,
        ),
    ),
    kind(
        "NN120",
        "an attribute that hides a method of Module",
        styles="local base, base in another cell",
        modules=Fault(init="self.modules = nn.ModuleList([nn.Linear(4, 4)])§"),
        parameters=Fault(init="self.parameters = [4, 8]§"),
        type=Fault(init='self.type = "encoder"§'),
        train=Fault(init="self.train = True§"),
        half=Fault(init="self.half = 4§"),
        helper=Fault(
            init="self._prepare()",
            method="def _prepare(self):\n    self.children = nn.ModuleList()§",
        ),
        key=Fault(
            init='self.heads = nn.ModuleDict({"type": nn.Linear(4, 4)})§',
            first='{x} = self.heads["type"]({x})',
        ),
    ),
]
