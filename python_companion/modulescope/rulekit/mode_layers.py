"""Whether a model has layers that behave differently in train mode."""

from __future__ import annotations

import ast
import re

from ..source.frames import Frame, is_argument
from ..source.inference.expressions import held
from ..source.instances import instance
from ..source.loops import functions_called
from ..source.text import Text
from .mode_arguments import any_of
from .mode_origin import WRAPPERS, given_by_callers, made_from
from .mode_owned import owns_mode

_MODEL_NAME = re.compile(r"(.*_)?(model|net|network|classifier)\d*$")
_DEPTH = 12
_SELF = frozenset(
    "to cuda cpu half float double bfloat16 train eval requires_grad_ apply".split()
)


def mode_matters(text: Text, node: ast.expr, depth: int = 0) -> bool | None:
    """Whether a called expression is a model whose mode matters; None: not known.

    What a function is given is what its callers give, where they all agree.
    """
    if depth > _DEPTH:
        return None
    if isinstance(node, ast.Name):
        if is_argument(text, node):
            return _of_callers(text, node, depth + 1)
        found = made_from(text, node)
        return _made(*found, depth + 1) if found else None
    made = instance(text, node)
    if made is not None:
        return owns_mode(Frame(made.text), made.call)
    return _held(text, node) if isinstance(node, ast.Attribute) else None


def _held(text: Text, node: ast.Attribute) -> bool | None:
    """The verdict about all that an attribute holds, where each is made here."""
    values = held(text, node).without("none")
    if not values.only("module"):
        return None
    calls = [way for way in values.ways if isinstance(way.node, ast.Call)]
    if len(calls) < len(values.ways):
        return None
    return any_of([owns_mode(way.frame, way.node) for way in calls])


def _made(text: Text, value: ast.expr, depth: int) -> bool | None:
    """The verdict about a model that an expression certainly makes."""
    if isinstance(value, (ast.Name, ast.Attribute, ast.Subscript)):
        return mode_matters(text, value, depth)
    is_model = _makes_model(text, value, depth)
    return owns_mode(Frame(text), value) if is_model else None


def _makes_model(text: Text, value: ast.expr, depth: int) -> bool:
    while isinstance(value, ast.Call) and (
        isinstance(value.func, ast.Attribute)
        and value.func.attr in _SELF
        and not text.resolve(value.func)
    ):
        value = value.func.value
        if isinstance(value, ast.Name):
            return mode_matters(text, value, depth) is not None
    if not isinstance(value, ast.Call):
        return False
    known = text.is_module_class(value.func) is not None
    return known or text.callee(value) in WRAPPERS or any(functions_called(text, value))


def _of_callers(text: Text, node: ast.Name, depth: int) -> bool | None:
    verdicts = [
        _global(owner, argument, depth) if argument is not None else None
        for owner, argument in given_by_callers(text, node)
    ]
    # Callers in other files may give another one.
    return any_of(verdicts) if verdicts and None not in verdicts else None


def _global(text: Text, node: ast.expr, depth: int) -> bool | None:
    """The verdict about an argument; a function that hands on its own tells nothing."""
    is_handed_on = isinstance(node, ast.Name) and is_argument(text, node)
    return None if is_handed_on else _made(text, node, depth)


def may_depend_on_mode(text: Text, name: ast.expr) -> bool:
    """Whether a called name is a model whose mode matters, as far as texts show.

    Of an attribute they must show it.
    """
    if not isinstance(name, ast.Name):
        return mode_matters(text, name) is True
    bindings = text.names.bindings(name.id, name)
    if {binding.kind for binding in bindings} & {"import", "function", "class"}:
        return False
    verdict = mode_matters(text, name)
    if verdict is None:
        # Its class is not in the notebook: the name decides.
        return _MODEL_NAME.match(name.id) is not None
    return verdict
