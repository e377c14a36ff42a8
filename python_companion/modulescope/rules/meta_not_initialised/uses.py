"""What happens first to a model that has no values yet."""

from __future__ import annotations

import ast
from typing import Literal, NamedTuple

from ...source.branches import both_run
from ...source.flow import is_optimizer_class
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Methods that neither need values nor fill them.
_INERT = frozenset(
    "to cuda cpu eval train half float bfloat16 double requires_grad_ zero_grad type "
    "state_dict compile".split()
)
_LOOKS = frozenset(("print", "len", "isinstance", "type", "id", "repr", "str"))


class Use(NamedTuple):
    """The first use that matters; `fill` stands for all that may fill the model."""

    kind: Literal["run", "load", "optimizer", "fill"]
    node: ast.expr


def first_use(text: Text, made: ast.expr) -> tuple[str, Use | None]:
    """The name of the model that a call leaves without values, and its first use."""
    target = _target(text, made)
    if not target:
        return "", None
    scope = text.tree.function(made) or text.tree.module
    body = scope.body if isinstance(scope.body, list) else [scope.body]
    end = (made.end_lineno or 0, made.end_col_offset or 0)
    for node in walk(*body):
        position = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        if position < end or not isinstance(node, (ast.Name, ast.Attribute)):
            continue
        if dotted_name(node) != target:
            continue
        use = _use(text, node)
        if use is None:
            continue
        if not both_run(body, text.range(made), text.range(node)):
            return target, None
        return target, use
    return target, None


def _target(text: Text, made: ast.expr) -> str:
    """`model` of `model.to_empty(…)` and of `model = Net().to_empty(…)`."""
    parent = text.tree.parents[made]
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        return dotted_name(parent.targets[0])
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute):
        return dotted_name(made.func.value)
    return ""


def _use(text: Text, node: ast.expr) -> Use | None:
    """What a place does to the model; None if that does not matter."""
    if not isinstance(node.ctx, ast.Load):  # type: ignore[attr-defined]
        return Use("fill", node)
    parent = text.tree.parents[node]
    if isinstance(parent, ast.Call):
        if parent.func is node:
            return Use("run", node)
        name = dotted_name(parent.func)
        return None if name in _LOOKS else Use("fill", node)
    if not isinstance(parent, ast.Attribute):
        # `return model`, `[model]`, `model[0]`: others may fill it.
        return Use("fill", node)
    call = text.tree.parents[parent]
    if not isinstance(call, ast.Call) or call.func is not parent:
        return Use("fill", node)
    if parent.attr in _INERT:
        return None
    if parent.attr == "load_state_dict":
        return Use("fill" if _may_assign(call) else "load", parent)
    if parent.attr == "parameters":
        around = text.tree.parents[call]
        if isinstance(around, ast.Call) and is_optimizer_class(text, around.func):
            return Use("optimizer", parent)
    return Use("fill", node)


def _may_assign(call: ast.Call) -> bool:
    return len(call.args) > 2 or any(
        item.arg in (None, "assign")
        and not (isinstance(item.value, ast.Constant) and item.value.value is False)
        for item in call.keywords
    )
