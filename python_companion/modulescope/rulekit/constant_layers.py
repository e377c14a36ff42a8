"""Which layers a text fills with a constant."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ..source.classes import ClassFacts
from ..source.instances import Instance, instance, path
from ..source.nodes import root_name
from ..source.state import draws_at_random
from ..source.text import Text
from ..source.tree import dotted_name, walk

_INIT = "torch.nn.init."
LAYERS = frozenset(
    f"torch.nn.{name}"
    for name in "Linear Bilinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d "
    "ConvTranspose3d".split()
)
_FIXED = {"ones_": 1.0, "zeros_": 0.0, "zero_": 0.0}


class Constant(NamedTuple):
    """A call that fills `layer.weight` with a number."""

    layer: ast.expr
    value: float

    @property
    def shown(self) -> str:
        """The number, short."""
        return f"{self.value:g}"


def constant(text: Text, node: ast.Call) -> Constant | None:
    """`init.constant_(layer.weight, 0.1)`, `layer.weight.data.fill_(0.1)`."""
    if not isinstance(node.func, ast.Attribute):
        return None
    if text.resolve(node.func).startswith(_INIT):
        weight, given = (node.args[0] if node.args else None), node.args[1:]
    else:
        weight, given = node.func.value, node.args
    if isinstance(weight, ast.Attribute) and weight.attr == "data":
        weight = weight.value
    if not isinstance(weight, ast.Attribute) or weight.attr != "weight":
        return None
    given = given or [item.value for item in node.keywords if item.arg == "val"]
    value = _FIXED.get(node.func.attr)
    if value is None and given and isinstance(given[0], ast.Constant):
        number = given[0].value
        value = float(number) if type(number) in (int, float) else None  # type: ignore[arg-type]
    return None if value is None else Constant(weight.value, value)


def every_layer(text: Text, node: ast.Call, found: Constant) -> bool:
    """Whether a condition on the class of a loop variable or argument is all there is.

    And nothing else in that function draws weights.
    """
    layer = found.layer
    if not isinstance(layer, ast.Name):
        return False
    tests = [
        parent.test
        for parent in text.tree.ancestors(node)
        if isinstance(parent, ast.If)
    ]
    if len(tests) != 1 or not _is_kind_test(text, tests[0], layer.id):
        return False
    scope = text.tree.function(node)
    loops = [p for p in text.tree.ancestors(node) if isinstance(p, ast.For)]
    around: ast.AST | None = loops[0] if loops else scope
    if around is None or (loops and not _walks_modules(loops[0])):
        return False
    return not draws_at_random(around)


def _is_kind_test(text: Text, test: ast.expr, name: str) -> bool:
    if not isinstance(test, ast.Call) or dotted_name(test.func) != "isinstance":
        return False
    if len(test.args) != 2 or dotted_name(test.args[0]) != name:
        return False
    kinds = test.args[1]
    listed = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
    return any(text.resolve(kind) in LAYERS for kind in listed)


def _walks_modules(loop: ast.For) -> bool:
    source = loop.iter
    return (
        isinstance(source, ast.Call)
        and isinstance(source.func, ast.Attribute)
        and source.func.attr in ("modules", "named_modules")
    )


def only_layer(text: Text, found: Constant) -> bool:
    """Whether a layer with several units has no neighbour with random weights."""
    made = instance(text, found.layer)
    if made is None or not _has_units(made) or _is_frozen(text, found.layer):
        return False
    while made.parent is not None:
        if not _is_alone(made, made.parent):
            return False
        made = made.parent
    if made.owner is not None:
        return not _has_random_neighbour(made.owner, made)
    root = root_name(found.layer)
    return root is not None and not _is_part(text, root)


def _is_alone(made: Instance, parent: Instance) -> bool:
    """Whether all other modules of an `nn.Sequential` hold nothing."""
    return parent.kind == "torch.nn.Sequential" and all(
        other.call is made.call or other.text.is_stateless_call(other.call)
        for other in parent.elements or [parent]
    )


def _has_units(made: Instance) -> bool:
    """Whether it is a layer with more than one output, not a depthwise convolution."""
    if made.kind not in LAYERS or any(
        item.arg == "groups" for item in made.call.keywords
    ):
        return False
    sizes = [
        item.value for item in made.call.keywords if item.arg and "out" in item.arg
    ]
    sizes += made.call.args[1:2]
    return not any(isinstance(size, ast.Constant) and size.value == 1 for size in sizes)


def _is_frozen(text: Text, layer: ast.expr) -> bool:
    """Whether the scope turns off its gradient: a fixed filter."""
    name = path(layer)
    scope = text.tree.function(layer) or text.tree.module
    return any(
        isinstance(node, ast.Attribute)
        and node.attr.startswith("requires_grad")
        and path(node).startswith(f"{name}.")
        for node in walk(scope)
    )


def _has_random_neighbour(facts: ClassFacts, made: Instance) -> bool:
    """Whether a class may hold anything else with weights: then the units part soon."""
    return any(
        attr != made.key and _may_have_weights(relative, attr, store.value)
        for relative in facts.family
        for attr, stores in relative.stores.items()
        for store in stores
    )


def _may_have_weights(facts: ClassFacts, attr: str, value: ast.expr | None) -> bool:
    """Whether an attribute is a module with weights, or a value that is called."""
    text = facts.text
    if text.is_stateless_call(value) or not isinstance(value, (ast.Call, ast.Name)):
        return False
    return text.is_module_call(value) or any(
        isinstance(call := text.tree.parents[use.node], ast.Call)
        and call.func is use.node
        for use in facts.uses.get(attr, ())
    )


def _is_part(text: Text, layer: ast.Name) -> bool:
    """Whether a variable is put into a larger module."""
    scope = text.tree.function(layer) or text.tree.module
    for node in walk(scope):
        if isinstance(node, ast.Name) and node.id == layer.id:
            if any(
                isinstance(parent, ast.Call) and text.is_module_call(parent)
                for parent in text.tree.ancestors(node)
            ):
                return True
    return False
