"""Faults made of what a class already has: real lines, edited."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .donor import Donor, is_self
from .fault import Fault, Replacement, kind


def _without_super(donor: Donor) -> Iterator[Replacement]:
    """The call is gone; the finding may be anywhere from `class` to its end."""
    call = donor.super_calls[0]
    if not donor.children:
        return
    yield donor.start(donor.node), donor.start(donor.node), "§"
    yield donor.start(call), donor.end(call), "pass"
    yield donor.end(donor.init), donor.end(donor.init), "§"


def _late_super(donor: Donor) -> Iterator[Replacement]:
    call = donor.super_calls[0]
    if donor.init.body[-1] is call or not donor.children:
        return
    yield donor.start(donor.node), donor.start(donor.node), "§"
    yield donor.start(call), donor.end(call), "pass"
    yield donor.end(donor.init), donor.end(donor.init), "\n        super().__init__()§"


def _super_after_first(donor: Donor) -> Iterator[Replacement]:
    """The call stands below the first module."""
    call = donor.super_calls[0]
    for statement in donor.init.body:
        if (
            isinstance(statement, ast.Assign)
            and is_self(statement.targets[0])
            and statement.targets[0].attr in donor.children
            and statement.value is donor.children[statement.targets[0].attr]
        ):
            yield donor.start(donor.node), donor.start(donor.node), "§"
            yield donor.start(call), donor.end(call), "pass"
            end = donor.end(statement)
            yield end, end, "§\n        super().__init__()"
            return


def _unwrapped_list(donor: Donor) -> Iterator[Replacement]:
    """`nn.ModuleList([…])` becomes `[…]`."""
    for name, value, statement in donor.assigned:
        made = donor.children.get(name)
        if made is not value or donor.of(made.func) != "nn.ModuleList":
            continue
        if len(made.args) != 1 or made.keywords:
            continue
        inner = made.args[0]
        if isinstance(inner, ast.ListComp):
            elements = [inner.elt]
        elif isinstance(inner, ast.List):
            elements = inner.elts
        else:
            continue
        if elements and all(_makes_module(donor, element) for element in elements):
            yield donor.start(statement), donor.start(statement), "§"
            yield donor.start(made), donor.end(made), donor.of(inner)
            yield donor.end(statement), donor.end(statement), "§"
            return


def _makes_module(donor: Donor, node: ast.expr) -> bool:
    """Whether an expression certainly makes a module that holds tensors."""
    if not isinstance(node, ast.Call):
        return False
    if re.fullmatch(r"nn\.(Linear|Conv\dd|LayerNorm|Embedding)", donor.of(node.func)):
        return True
    return isinstance(node.func, ast.Name) and any(
        isinstance(other, ast.ClassDef)
        and other.name == node.func.id
        and [ast.unparse(base) for base in other.bases] == ["nn.Module"]
        and "nn.Linear" in ast.unparse(other)
        for other in donor.tree.body
    )


def _repeated(donor: Donor) -> Iterator[Replacement]:
    """`nn.ModuleList([Block() for _ in range(n)])` becomes `[Block()] * n`."""
    for node in ast.walk(donor.init):
        if (
            isinstance(node, ast.Call)
            and donor.of(node.func) in ("nn.ModuleList", "nn.Sequential")
            and len(node.args) == 1
        ):
            inner = node.args[0]
            inner = inner.value if isinstance(inner, ast.Starred) else inner
            if not isinstance(inner, ast.ListComp) or len(inner.generators) != 1:
                continue
            loop = inner.generators[0]
            if (
                not _makes_module(donor, inner.elt)
                or loop.ifs
                or not isinstance(loop.iter, ast.Call)
                or donor.of(loop.iter.func) != "range"
                or len(loop.iter.args) != 1
                or _uses(inner.elt, ast.unparse(loop.target))
            ):
                continue
            yield donor.start(node), donor.start(node), "§"
            text = f"[{donor.of(inner.elt)}] * {donor.of(loop.iter.args[0])}"
            yield donor.start(inner), donor.end(inner), text
            yield donor.end(node), donor.end(node), "§"
            return


def _uses(node: ast.AST, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))


def _tensor_for_parameter(donor: Donor) -> Iterator[Replacement]:
    """`nn.Parameter(torch.zeros(…))` becomes a tensor that requires grad."""
    for _, value, statement in donor.assigned:
        if _is_parameter(donor, value) and _is_factory(donor, value.args[0]):
            inner = donor.of(value.args[0])
            text = f"{inner[:-1].rstrip().rstrip(',')}, requires_grad=True)"
            yield donor.start(statement), donor.start(statement), "§"
            yield donor.start(value), donor.end(value), text
            return


def _parameter_in_product(donor: Donor) -> Iterator[Replacement]:
    for _, value, statement in donor.assigned:
        if _is_parameter(donor, value):
            yield donor.start(statement), donor.start(statement), "§"
            yield donor.end(value), donor.end(value), " * 0.02§"
            return


def _is_parameter(donor: Donor, value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and donor.of(value.func) == "nn.Parameter"
        and len(value.args) == 1
        and not value.keywords
    )


def _is_factory(donor: Donor, node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and re.fullmatch(
            r"torch\.(zeros|ones|arange|tensor|linspace|randn|full)",
            donor.of(node.func),
        )
        is not None
        and not any(k.arg in (None, "requires_grad") for k in node.keywords)
    )


def _attribute_for_buffer(donor: Donor) -> Iterator[Replacement]:
    """`self.register_buffer("x", torch.zeros(…))` becomes `self.x = …`."""
    for node in ast.walk(donor.init):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and donor.of(node.value.func) == "self.register_buffer"
            and len(node.value.args) >= 2
            and isinstance(node.value.args[0], ast.Constant)
            and _is_factory(donor, node.value.args[1])
        ):
            name = node.value.args[0].value
            uses = [
                n
                for n in ast.walk(donor.forward)
                if is_self(n) and n.attr == name and isinstance(n.ctx, ast.Load)
            ]
            if not uses or f"self.{name}.to(" in donor.text:
                continue
            value = donor.of(node.value.args[1])
            yield donor.start(node), donor.end(node), f"§self.{name} = {value}§"
            return


def _assigned_first(donor: Donor) -> Iterator[Replacement]:
    """`self.x = …` in front of `self.register_buffer("x", …)`."""
    for node in donor.init.body:
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and donor.of(node.value.func) == "self.register_buffer"
            and len(node.value.args) >= 2
            and isinstance(node.value.args[0], ast.Constant)
            and isinstance(node.value.args[1], (ast.Name, ast.Call))
        ):
            name, value = node.value.args[0].value, donor.of(node.value.args[1])
            at = donor.start(node)
            yield at, at, f"self.{name} = {value}\n        §"
            yield donor.end(node), donor.end(node), "§"
            return


def _always_dropping(donor: Donor) -> Iterator[Replacement]:
    """`F.dropout(…, training=self.training)` loses its last argument."""
    for node in donor.in_forward(ast.Call):
        if donor.of(node.func) != "F.dropout" or not node.args:
            continue
        for keyword in node.keywords:
            if keyword.arg == "training" and is_self(keyword.value):
                yield donor.start(node), donor.start(node), "§"
                before = [*node.args, *(k for k in node.keywords if k is not keyword)]
                end = max(donor.end(part) for part in before)
                if end < donor.start(keyword):
                    yield end, donor.end(keyword), ""
                    return


def _direct_forward(donor: Donor) -> Iterator[Replacement]:
    """`self.child(x)` becomes `self.child.forward(x)`."""
    for node in donor.in_forward(ast.Call):
        if is_self(node.func) and node.func.attr in donor.children:
            end = donor.end(node.func)
            yield donor.start(node), donor.start(node), "§"
            yield end, end, ".forward"
            return


def _direct_forward_in_loop(donor: Donor) -> Iterator[Replacement]:
    """`for layer in self.layers: x = layer(x)` calls forward."""
    lists = {
        name
        for name, made in donor.children.items()
        if donor.of(made.func) == "nn.ModuleList"
    }
    for loop in donor.in_forward(ast.For):
        if not (is_self(loop.iter) and loop.iter.attr in lists):
            continue
        for node in ast.walk(loop):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and isinstance(loop.target, ast.Name)
                and node.func.id == loop.target.id
            ):
                end = donor.end(node.func)
                yield donor.start(node), donor.start(node), "§"
                yield end, end, ".forward"
                return


def _truth_for_none(donor: Donor) -> Iterator[Replacement]:
    """`if self.x is not None:` becomes `if self.x:` for a container or None."""
    found = _optional_containers(donor)
    for test in donor.in_forward(ast.Compare):
        if (
            is_self(test.left)
            and test.left.attr in found
            and isinstance(test.ops[0], ast.IsNot)
        ):
            yield donor.start(test), donor.start(test), "§"
            yield donor.end(test.left), donor.end(test), ""
            return


def _optional_containers(donor: Donor) -> set[str]:
    values: dict[str, set[str]] = {}
    for name, value, _ in donor.assigned:
        parts = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        for part in parts:
            if isinstance(part, ast.Constant) and part.value is None:
                values.setdefault(name, set()).add("None")
            elif isinstance(part, ast.Call):
                values.setdefault(name, set()).add(donor.of(part.func))
    containers = {"nn.Sequential", "nn.ModuleList", "nn.ModuleDict"}
    return {n for n, made in values.items() if "None" in made and made & containers}


def _misspelt(name: str):
    def edit(donor: Donor) -> Iterator[Replacement]:
        if donor.source.count("def forward") != len(
            re.findall(r"def forward\(", donor.source)
        ):
            return
        at = donor.start(donor.forward) + len("def ")
        yield donor.start(donor.node), donor.start(donor.node), "§"
        yield at, at + len("forward"), name
        yield donor.end(donor.forward), donor.end(donor.forward), "§"

    return edit


def _returns_nothing(donor: Donor) -> Iterator[Replacement]:
    nested = [
        n
        for n in ast.walk(donor.forward)
        if n is not donor.forward
        and isinstance(n, (ast.FunctionDef, ast.Lambda, ast.Yield, ast.Raise))
    ]
    if nested:
        return
    yield donor.start(donor.node), donor.start(donor.node), "§"
    for node in donor.in_forward(ast.Return):
        if node.value is None:
            return
        yield donor.start(node), donor.start(node.value), "result = "
    yield donor.end(donor.forward), donor.end(donor.forward), "§"


def _unguarded_bias(donor: Donor) -> Iterator[Replacement]:
    """`if m.bias is not None: nn.init.zeros_(m.bias)` loses its guard."""
    for node in ast.walk(donor.node):
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare)):
            continue
        if not re.fullmatch(r"(m|module)\.bias is not None", donor.of(node.test)):
            continue
        if node.orelse or len(node.body) != 1:
            continue
        if not re.search(r"isinstance\(m\w*, nn\.(Linear|Conv)", donor.text):
            continue
        body = donor.of(node.body[0])
        if "init." in body:
            yield donor.start(node), donor.end(node), f"§{body}§"
            return


def _constant_weight(donor: Donor) -> Iterator[Replacement]:
    """`nn.init.xavier_uniform_(self.x.weight)` becomes zeros."""
    for node in ast.walk(donor.node):
        if (
            isinstance(node, ast.Call)
            and re.fullmatch(
                r"nn\.init\.(xavier|kaiming)_(uniform|normal)_", donor.of(node.func)
            )
            and node.args
            and re.fullmatch(r"self\.\w+\.weight", donor.of(node.args[0]))
        ):
            child = node.args[0].value.attr
            made = donor.children.get(child)
            if made is None or not re.fullmatch(
                r"nn\.(Linear|Conv\dd)", donor.of(made.func)
            ):
                continue
            if re.search(r"out|proj|gate|gamma|head|last|final", child):
                continue
            text = f"§nn.init.ones_({donor.of(node.args[0])})§"
            yield donor.start(node), donor.end(node), text
            return


def _with_bias(donor: Donor) -> Iterator[Replacement]:
    """A convolution in front of a batch norm loses `bias=False`."""
    for node in ast.walk(donor.init):
        if not (isinstance(node, ast.Call) and donor.of(node.func) == "nn.Sequential"):
            continue
        for layer, following in zip(node.args, node.args[1:], strict=False):
            if not (isinstance(layer, ast.Call) and isinstance(following, ast.Call)):
                continue
            if not re.fullmatch(r"nn\.Conv\dd", donor.of(layer.func)):
                continue
            if not re.fullmatch(r"nn\.BatchNorm\dd", donor.of(following.func)):
                continue
            for keyword in layer.keywords:
                if keyword.arg == "bias" and donor.of(keyword.value) == "False":
                    yield donor.start(node), donor.start(node), "§"
                    yield donor.start(keyword.value), donor.end(keyword.value), "True"
                    yield donor.end(node), donor.end(node), "§"
                    return


KINDS = [
    kind(
        "NN101",
        "super().__init__() is missing or late",
        styles="local base, alias base, base in another cell",
        missing=Fault(edit=_without_super),
        at_the_end=Fault(edit=_late_super),
        below_the_first_module=Fault(edit=_super_after_first),
    ),
    kind(
        "NN102",
        "a ModuleList of the library made a list",
        styles="local base, alias base, base in another cell",
        unwrapped=Fault(edit=_unwrapped_list),
    ),
    kind(
        "NN104",
        "a Parameter of the library made a tensor",
        styles="local base, alias base, base in another cell",
        tensor=Fault(edit=_tensor_for_parameter),
    ),
    kind(
        "NN105",
        "a buffer of the library made an attribute",
        styles="local base, alias base, base in another cell",
        attribute=Fault(edit=_attribute_for_buffer),
    ),
    kind(
        "NN106",
        "a Parameter of the library in a product",
        styles="local base, alias base, base in another cell",
        product=Fault(edit=_parameter_in_product),
    ),
    kind(
        "NN109",
        "dropout of the library without training=",
        styles="local base, alias base, base in another cell",
        stripped=Fault(edit=_always_dropping),
    ),
    kind(
        "NN110",
        "a call of the library made a call of forward",
        styles="local base, alias base, base in another cell",
        child=Fault(edit=_direct_forward),
        in_a_loop=Fault(edit=_direct_forward_in_loop),
    ),
    kind(
        "NN112",
        "a bias of the library in front of a batch norm",
        styles="local base, alias base, base in another cell",
        with_bias=Fault(edit=_with_bias),
    ),
    kind(
        "NN113",
        "a test for None of the library made a truth test",
        styles="local base, alias base, base in another cell",
        truth=Fault(edit=_truth_for_none),
    ),
    kind(
        "NN116",
        "forward is misspelt or returns nothing",
        styles="local base, alias base, base in another cell",
        foward=Fault(edit=_misspelt("foward")),
        froward=Fault(edit=_misspelt("froward")),
        Forward=Fault(edit=_misspelt("Forward")),
        forwards=Fault(edit=_misspelt("forwards")),
        no_return=Fault(edit=_returns_nothing),
    ),
    kind(
        "NN117",
        "a buffer of the library whose name is taken",
        styles="local base, alias base, base in another cell",
        assigned=Fault(edit=_assigned_first),
    ),
    kind(
        "NN119",
        "blocks of the library repeated",
        styles="local base, alias base, base in another cell",
        repeated=Fault(edit=_repeated),
    ),
    kind(
        "NN302",
        "a guarded bias of the library without its guard",
        styles="local base, alias base, base in another cell",
        unguarded=Fault(edit=_unguarded_bias),
    ),
    kind(
        "NN307",
        "an init of the library made a constant",
        styles="local base, alias base, base in another cell",
        ones=Fault(edit=_constant_weight),
    ),
]
