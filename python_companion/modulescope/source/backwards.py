"""What a call of `backward()` back-propagates, whoever runs it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .inference.expressions import held
from .inference.held import TENSORS
from .inference.library import LAUNCHERS
from .optimizers import words_of
from .tree import dotted_name

if TYPE_CHECKING:
    from .text import Text

BACKWARDS = ("backward", "manual_backward")
# Names of what has a `backward` of its own, which does more than torch's.
_ENGINES = frozenset(("engine", "manager", "model", "ddp"))
# Names of what only hands the loss on to torch.
_LAUNCHER_NAMES = frozenset(("accelerator", "fabric"))


def back_propagated(text: Text, node: ast.Call) -> ast.expr | None:
    """The tensor of `tensor.backward()` and `accelerator.backward(tensor)`.

    None if it is a `backward` of a module or of an engine, which may do anything.
    """
    function = node.func
    if not isinstance(function, ast.Attribute) or text.resolve(function.value):
        return None
    if function.attr == "manual_backward":
        return node.args[0] if node.args else None
    if function.attr != "backward":
        return None
    if _is_launcher(text, function.value):
        return node.args[0] if len(node.args) == 1 else None
    is_tensor = _is_tensor(text, function.value) and len(node.args) < 2
    return function.value if is_tensor else None


def is_backward(text: Text, node: ast.Call) -> bool:
    """Whether a call back-propagates a tensor as torch does."""
    return back_propagated(text, node) is not None


def _is_launcher(text: Text, node: ast.expr) -> bool:
    values = held(text, node).without("none")
    if values.ways:
        return any(w.frame.text.callee(w.node) in LAUNCHERS for w in values.ways)
    return dotted_name(node).rpartition(".")[2] in _LAUNCHER_NAMES


def _is_tensor(text: Text, node: ast.expr) -> bool:
    values = held(text, node)
    if values.some(*TENSORS):
        return True
    if values.some("module", "object", "optimizer"):
        return False
    name = dotted_name(node)
    return name != "self" and _ENGINES.isdisjoint(words_of(name.rpartition(".")[2]))
