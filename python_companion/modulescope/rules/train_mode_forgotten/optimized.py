"""Whether a loop steps the parameters of a model."""

from __future__ import annotations

import ast

from ...source.flow import optimized_models
from ...source.inference.expressions import held, items
from ...source.inference.held import Values
from ...source.loops import Loop
from ...source.optimizers import stepped
from ...source.text import Text
from ...source.tree import dotted_name


def is_optimized(loop: Loop, model: ast.expr) -> bool:
    """Whether an optimizer of the loop holds a model, as far as texts show.

    In a function that is given both, they belong together.
    """
    name = dotted_name(model)
    for step in loop.steps:
        optimizer = stepped(step)
        if optimizer is None:
            continue
        if _holds(step.text, optimizer, held(loop.text, model)):
            return True
        if not isinstance(optimizer, ast.Name):
            continue
        for owner, made in step.text.definitions(optimizer):
            value = made.value if isinstance(made, ast.Assign) else None
            roots = optimized_models(owner, value)
            if any(root == name or root.startswith(f"{name}.") for root in roots):
                return True
        if _is_argument(loop, optimizer.id) and _is_argument(loop, name):
            return True
    return False


def _holds(text: Text, optimizer: ast.expr, model: Values) -> bool:
    """Whether an optimizer is over parameters of a module."""
    modules = {id(way.node) for way in model.some("module")}
    return any(
        id(owner.node) in modules
        for way in held(text, optimizer).some("optimizer")
        for tensor in (items(way.of).ways if way.of else ())
        for owner in (tensor.of.ways if tensor.of else ())
    )


def _is_argument(loop: Loop, name: str) -> bool:
    bindings = loop.text.names.bindings(name, loop.node)
    return bool(bindings) and all(
        isinstance(binding.node, ast.arg) for binding in bindings
    )
