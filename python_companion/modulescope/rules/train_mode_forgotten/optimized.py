"""Whether a loop steps the parameters of a model."""

from __future__ import annotations

import ast

from ...source.flow import optimized_models
from ...source.loops import Loop
from ...source.optimizers import stepped


def is_optimized(loop: Loop, model: str) -> bool:
    """Whether an optimizer of the loop holds a model, as far as texts show.

    In a function that is given both, they belong together.
    """
    for step in loop.steps:
        optimizer = stepped(step)
        if not isinstance(optimizer, ast.Name):
            continue
        for owner, made in step.text.definitions(optimizer):
            value = made.value if isinstance(made, ast.Assign) else None
            roots = optimized_models(owner, value)
            if any(root == model or root.startswith(f"{model}.") for root in roots):
                return True
        if _is_argument(loop, optimizer.id) and _is_argument(loop, model):
            return True
    return False


def _is_argument(loop: Loop, name: str) -> bool:
    bindings = loop.text.names.bindings(name, loop.node)
    return bool(bindings) and all(
        isinstance(binding.node, ast.arg) for binding in bindings
    )
