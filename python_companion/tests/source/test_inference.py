"""What an expression holds, as far as the text of a notebook shows it."""

from __future__ import annotations

import pytest
from modulescope.source.cells import Cell
from modulescope.source.inference.expressions import held
from modulescope.source.inference.held import Values
from modulescope.source.notebook import Notebook

_HEAD = "import copy\nimport functools\nimport torch\nfrom torch import nn\n"
_NET = """class Net(nn.Module):
    def __init__(self, width=4, act=None):
        super().__init__()
        self.body = nn.Linear(width, width)
        self.act = act() if act else None
        layers = []
        for _ in range(3):
            layers.append(nn.Linear(width, width))
        layers += [nn.ReLU()]
        self.layers = layers
        self.seq = nn.Sequential(*layers)
        self.heads = {k: nn.Linear(width, 1) for k in "abc"}
        self.gains = [nn.Parameter(torch.ones(8)) for _ in range(3)]
        self.late = []
    def grow(self, layer: nn.Module):
        self.late.append(layer)
    def make(self, n):
        return [nn.Linear(n, n)] * 3
"""


def spelled(values: Values, depth: int = 0) -> str:
    """`module|none`; `~` for what was inferred, `?` for ways that are not known."""
    found = []
    for way in values.ways:
        inner = f"[{spelled(way.items, 1)}]" if way.items is not None else ""
        found.append(way.kind + "~" * (not way.sure) + inner)
    return "|".join(sorted(set(found))) + "?" * (not values.whole)


def asked(code: str) -> str:
    """What the arguments of `ask(…)` hold, in the order of the text."""
    cells = [Cell(str(n), text) for n, text in enumerate(code.split("# %%\n"))]
    notebook = Notebook(cells)
    found = []
    for cell in cells:
        text = notebook.text(cell)
        for call in text.tree.calls.get("ask", ()):
            found += [spelled(held(text, argument)) for argument in call.args]
    return ", ".join(found)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("net = nn.Linear(2, 2).to('cpu')\nask(net)", "module"),
        ("net, n = nn.Linear(2, 2), 3\nask(net, n)", "module, number"),
        ("if (net := nn.Linear(2, 2)):\n    ask(net)", "module"),
        ("ask(nn.Linear(2, 2) if flag else None)", "module|none"),
        ("net = copy.deepcopy(nn.Linear(2, 2))\nask(net)", "module"),
        ("net = None\nif flag:\n    net = nn.ReLU()\nask(net)", "module|none"),
        ("if flag:\n    a = 1\nelse:\n    a = nn.ReLU()\n    ask(a)", "module"),
        ("a = nn.ReLU()\na = 3\nask(a)", "number"),
        ("[ask(a, b) for a, b in zip([3], [nn.ReLU()])]", "number, module"),
        ("ask(unknown)", "?"),
        ("a = unknown() if flag else 3\nask(a)", "number?"),
        ("a = 0\nfor _ in range(3):\n    ask(a)\n    a = nn.ReLU()", "module|number"),
        (
            "for a in [nn.ReLU()]:\n    ask(a)\nfor a in [3]:\n    ask(a)",
            "module, number",
        ),
        ("a = b = nn.ReLU()\ndel a\nask(b)", "module"),
        ("ask([b for a, b in [(3, nn.ReLU())]])", "list[module]"),
        ("a = [3]\na += [nn.ReLU()]\n# %%\nask(a)", "list[module]|list[number]"),
        ("ask([p for n, p in unknown.named_parameters()])", "list[parameter~]"),
    ],
)
def test_names_follow_the_statements_that_bind_them(code: str, expected: str) -> None:
    assert asked(_HEAD + code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def make():\n    return nn.ReLU()\nask(make())", "module"),
        ("def same(x):\n    return x\nask(same(nn.ReLU()), same(3))", "module, number"),
        (
            "def pair():\n    return nn.ReLU(), {}\na, b = pair()\nask(a, b)",
            "module, dict[]",
        ),
        (
            "make = lambda n: nn.Linear(n, n)\nask([make(i) for i in range(3)])",
            "list[module]",
        ),
        (
            "def make(n):\n    if n:\n        return nn.ReLU()\n    return 3\n"
            "ask(make(1))",
            "module|number",
        ),
        (
            "def each():\n    for _ in range(2):\n        yield nn.ReLU()\n"
            "ask(list(each()))",
            "list[module]",
        ),
        ("@unknown\ndef make():\n    return nn.ReLU()\nask(make())", "?"),
        ("def f(net):\n    ask(net)\nf(nn.ReLU())\nf(nn.Tanh())", "module~"),
        ("def f(n):\n    ask(n)\n    return nn.Linear(4, 2 * n)", "number~"),
        ("def f(n):\n    ask(n)\n    return nn.Conv2d(3, 3, n)", "?"),
        ("def f(n):\n    ask(n)\n    return torch.zeros(n, 3), range(n)", "number~"),
        ("def f(n):\n    ask(n)\n    n = 3\n    return nn.Linear(n, n)", "?"),
        ("def f(net):\n    ask(net)\nf(nn.ReLU())\nf(unknown)", "module~?"),
        (
            "def f(net):\n    for layer in net.children():\n        ask(layer)",
            "module~",
        ),
        (
            "def f(net):\n    for _, p in net.named_parameters():\n        ask(p)",
            "parameter~",
        ),
        (
            "def f(net: nn.Module, n: int, x: torch.Tensor = None):\n"
            "    ask(net, n, x)",
            "module~, number~, tensor~",
        ),
        ("def f(x):\n    return f(x)\nask(f(3))", ""),
    ],
)
def test_functions_are_followed_with_what_they_are_given(
    code: str, expected: str
) -> None:
    assert asked(_HEAD + code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("net.body", "module"),
        ("net.act", "none?"),
        ("net.layers", "list[module]"),
        ("net.seq", "module"),
        ("net.seq[0]", "module"),
        ("net.heads", "dict[module]"),
        ("net.gains", "list[parameter]"),
        ("net.late", "list[module~]"),
        ("net.make(3)", "list[module]"),
        ("net.body.weight", "parameter"),
        ("net.missing", "?"),
        ("net.state_dict()", "state"),
        ("net.parameters()", "iterator[parameter]"),
        ("net.register_forward_hook(print)", "handle"),
        ("net.make", "function"),
        ("[make(3) for make in [net.make]]", "list[list[module]]"),
        ("functools.partial(net.make, 3)", "function"),
        ("torch.optim.SGD(net.parameters(), 0.1)", "optimizer"),
    ],
)
def test_attributes_are_what_the_class_of_another_cell_makes(
    code: str, expected: str
) -> None:
    found = asked(f"{_HEAD}{_NET}# %%\nnet = Net()\n# %%\nask({code})")
    assert found == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("net = nn.ReLU()\nask(net(x))", "tensor ReLU"),
        ("ask(nn.Sequential(nn.Linear(2, 2), nn.Tanh())(x))", "tensor Tanh"),
        ("ask(nn.Sequential(*[nn.ReLU(), nn.Tanh()])(x))", "tensor Tanh"),
        ("ask(nn.Sequential(*layers)(x))", ""),
        (
            "from collections import OrderedDict\n"
            "pairs = [('a', nn.ReLU()), ('b', nn.Tanh())]\n"
            "ask(nn.DataParallel(nn.Sequential(OrderedDict(pairs)))(x))",
            "tensor Tanh",
        ),
        (
            "net = nn.ReLU() if flag else nn.Tanh()\nask(net(x))",
            "tensor ReLU Tanh",
        ),
        ("ask(nn.LSTM(2, 2)(x))", ""),
        (
            "class Net(nn.Module):\n    def __init__(self):\n"
            "        super().__init__()\n        self.act = nn.Tanh()\n"
            "    def forward(self, x):\n        return self.act(x), 3\n"
            "a, b = Net()(x)\nask(a, b)",
            "tensor Tanh, number",
        ),
        ("ask(torch.softmax(x, 1), x.sigmoid(), torch.special.expit(x))", "tensor"),
        ("for _ in x:\n    net = nn.Sequential(body, net)\nask(net(x))", ""),
        (
            "class Net(nn.Module):\n    def __init__(self, act=nn.ReLU()):\n"
            "        super().__init__()\n        self.act = act\n"
            "    def forward(self, x):\n        return self.act(x)\n"
            "class Sub(Net):\n    def forward(self, x):\n"
            "        return super().forward(x)\n"
            "ask(Net(act=nn.Tanh())(x), Sub(nn.GELU())(x))",
            "tensor Tanh, tensor GELU",
        ),
        (
            "def f(net: nn.Module):\n    ask(net(x))\nf(nn.Tanh())",
            "tensor Tanh",
        ),
        ("net = nn.Sequential(nn.Tanh())\nnet[0] = nn.ReLU()\nask(net(x))", ""),
        ("net = nn.Sequential(nn.Tanh())\nnet.append(x)\nask(net(x))", ""),
        ("net = nn.Sequential(nn.Tanh())\nask(net[:-1](x))", ""),
        ("a = [nn.ReLU(), nn.Tanh()]\nask(nn.Sequential(*a[:-1])(x))", ""),
        (
            "def strip(m):\n    m[0] = nn.ReLU()\n"
            "net = nn.Sequential(nn.Tanh())\nstrip(net)\nask(net(x))",
            "",
        ),
        ("p = nn.Tanh()(x)\np.log_()\nask(p)", "tensor"),
        ("a = [nn.ReLU(), nn.Tanh()]\na.pop()\nask(nn.Sequential(*a)(x))", ""),
    ],
)
def test_a_module_that_is_called_gives_the_output_of_its_last_layer(
    code: str, expected: str
) -> None:
    cell = Cell("a", _HEAD + code)
    text = Notebook([cell]).text(cell)
    found: dict[str, None] = {}
    for argument in text.tree.calls["ask"][0].args:
        for way in held(text, argument).ways:
            layers = (
                [getattr(w.made_by, "attr", "") for w in way.of.ways] if way.of else []
            )
            found[" ".join([way.kind, *layers])] = None
    assert ", ".join(found) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "class Own(torch.optim.Optimizer):\n    pass\n"
            "class Mine(Own):\n    pass\nask(Own(p, {}), Mine(p, {}))",
            "optimizer, optimizer",
        ),
        (
            "from torch.optim.lr_scheduler import LRScheduler\n"
            "class Warm(LRScheduler):\n    pass\nask(Warm(opt), LRScheduler(opt))",
            "?, scheduler",
        ),
        (
            "from accelerate import Accelerator\na = Accelerator()\n"
            "net, opt = a.prepare(nn.ReLU(), torch.optim.SGD([], 0.1))\n"
            "ask(a, net, opt, a.prepare(nn.ReLU()))",
            "object, module, optimizer, module",
        ),
        ("ask(unknown.prepare(nn.ReLU()))", "?"),
    ],
)
def test_optimizers_are_known_by_their_bases_and_behind_launchers(
    code: str, expected: str
) -> None:
    assert asked(_HEAD + code) == expected


def test_an_object_that_trains_has_the_model_that_it_was_given() -> None:
    trainer = (
        "class Trainer:\n    def __init__(self, model, lr=0.1):\n"
        "        self.model = model\n"
        "        self.opt = torch.optim.SGD(self.model.parameters(), lr)\n"
        "    def fit(self):\n        ask(self.model, self.opt)\n"
        "# %%\ntrainer = Trainer(nn.Linear(2, 2))\nask(trainer.model, trainer)"
    )
    assert asked(_HEAD + trainer) == "module~, optimizer, module, object"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "a = []\na.insert(0, nn.ReLU())\na.extend([3])\nask(a)",
            "list[module|number]",
        ),
        (
            "a = {}\na['x'] = nn.ReLU()\na.setdefault('y', 3)\nask(a)",
            "dict[module|number]",
        ),
        (
            "a = dict(x=nn.ReLU())\nfor k, v in a.items():\n    ask(k, v)",
            "text, module",
        ),
        ("for i, v in enumerate([nn.ReLU()]):\n    ask(i, v)", "number, module"),
        (
            "for (i, v), w in zip(enumerate([nn.ReLU()]), [3]):\n    ask(v, w)",
            "module, number",
        ),
        ("a = [nn.ReLU()] * 3 + [nn.Tanh()]\nask(a, a[0])", "list[module], module"),
        ("a = (nn.ReLU(), 3)\nask(a[0], a[-1])", "module, number"),
        (
            "from collections import OrderedDict\n"
            "ask(nn.Sequential(OrderedDict([('a', nn.ReLU())]))[0])",
            "module",
        ),
        (
            "x = torch.zeros(3)\nask(x + 1, x.sum(), x.item(), -x, x > 0)",
            "tensor, tensor, number, tensor, tensor",
        ),
        ("ask(nn.Parameter(torch.zeros(3)).to('cpu'))", "tensor"),
    ],
)
def test_containers_hold_what_is_put_into_them(code: str, expected: str) -> None:
    assert asked(_HEAD + code) == expected
