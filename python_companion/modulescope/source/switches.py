"""Calls that turn a switch of torch for the whole kernel."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .text import Text

_SWITCHES = {
    "torch.set_grad_enabled": "grad mode",
    "torch.autograd.set_grad_enabled": "grad mode",
    "torch.autograd.set_detect_anomaly": "anomaly detection",
    "torch.set_default_dtype": "default dtype",
    "torch.set_default_device": "default device",
}
SWITCHES = frozenset(name.rpartition(".")[2] for name in _SWITCHES)
"""The last names of the functions that turn one."""

_SAME_DTYPE = {"double": "float64", "float": "float32", "half": "float16"}


class Turned(NamedTuple):
    """A switch and the state that a call asks for; empty if the text does not tell."""

    mode: str
    state: str


def turned(text: Text, node: ast.Call) -> Turned | None:
    """The switch that a call turns, be it a statement or a context manager."""
    mode = _SWITCHES.get(text.callee(node))
    if mode is None:
        return None
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    return Turned(mode, _state(text, values[0]) if values else "")


def _state(text: Text, node: ast.expr) -> str:
    """`on`, `off`, `float64`, `cuda:0`."""
    if isinstance(node, ast.Call) and text.callee(node) == "torch.device":
        if len(node.args) != 1:
            return ""
        node = node.args[0]
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            return "on" if node.value else "off"
        return node.value if isinstance(node.value, str) else ""
    head, _, last = text.resolve(node).rpartition(".")
    return _SAME_DTYPE.get(last, last) if head == "torch" else ""
