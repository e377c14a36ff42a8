"""Whether a model has layers that behave differently in train mode."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...source.frames import Frame, argument, is_argument
from ...source.instances import instance
from ...source.loops import functions_called
from ...source.text import Text
from ...source.tree import walk
from .owned import any_of, owns_mode

_MODEL_NAME = re.compile(r"(.*_)?(model|net|network|classifier)\d*$")
_DEPTH = 12
_SELF = frozenset(
    "to cuda cpu half float double bfloat16 train eval requires_grad_ apply".split()
)
# They give on the modes of what they are given.
WRAPPERS = frozenset(
    "copy.deepcopy torch.compile torch.nn.DataParallel "
    "torch.nn.parallel.DataParallel torch.nn.parallel.DistributedDataParallel".split()
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
    return owns_mode(Frame(made.text), made.call) if made else None


def made_from(text: Text, node: ast.Name) -> tuple[Text, ast.expr] | None:
    """What a name was made from last, before `model = model.to(device)`."""
    found = text.definitions(node)
    if text.tree.function(node) is None and any(owner is text for owner, _ in found):
        found = [(o, at) for o, at in found if getattr(at, "lineno", 0) <= node.lineno]
    for owner, at in reversed(found):
        if isinstance(at, ast.Tuple):
            return _unpacked(owner, at, node.id)
        if not isinstance(at, ast.Assign) or not isinstance(at.targets[0], ast.Name):
            return None
        below = walk(at.value)
        if not any(isinstance(n, ast.Name) and n.id == node.id for n in below):
            return owner, at.value
    return None


def _unpacked(text: Text, target: ast.Tuple, name: str) -> tuple[Text, ast.expr] | None:
    """What a name is in `model, optimizer = get_model()`, and in `a, b = x, y`."""
    names = [getattr(item, "id", "") for item in target.elts]
    statement = text.tree.parents.get(target)
    if not isinstance(statement, ast.Assign):
        return None
    made = list(_results(text, statement.value))
    if len(made) != 1:
        return None
    owner, value = made[0]
    if not isinstance(value, ast.Tuple) or len(value.elts) != len(names):
        return None
    starred = any(isinstance(item, ast.Starred) for item in value.elts)
    return None if starred else (owner, value.elts[names.index(name)])


def _results(text: Text, value: ast.expr) -> Iterator[tuple[Text, ast.expr]]:
    """What a call of a function of the notebook returns; else the value itself."""
    if not isinstance(value, ast.Call):
        yield text, value
        return
    for owner, function in functions_called(text, value):
        for made in walk(*function.body, into_classes=False):
            if isinstance(made, ast.Return) and made.value is not None:
                yield owner, made.value


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


def given_by_callers(
    text: Text, node: ast.Name
) -> Iterator[tuple[Text, ast.expr | None]]:
    """What each call of the notebook gives a function as one of its arguments."""
    function = text.tree.function(node)
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    if text.enclosing_class(function) is not None:
        return
    own = [(text, call) for call in text.tree.calls.get(function.name, ())]
    for owner, call in (*own, *text.notebook.callers(text.cell, function.name)):
        if isinstance(call.func, ast.Name):
            found = argument(Frame(text, function, call, Frame(owner)), node.id)
            yield owner, found[1] if found else None


def _global(text: Text, node: ast.expr, depth: int) -> bool | None:
    """The verdict about an argument; a function that hands on its own tells nothing."""
    is_handed_on = isinstance(node, ast.Name) and is_argument(text, node)
    return None if is_handed_on else _made(text, node, depth)


def may_depend_on_mode(text: Text, name: ast.Name) -> bool:
    """Whether a called name is a model whose mode matters, as far as texts show."""
    bindings = text.names.bindings(name.id, name)
    if {binding.kind for binding in bindings} & {"import", "function", "class"}:
        return False
    verdict = mode_matters(text, name)
    if verdict is None:
        # Its class is not in the notebook: the name decides.
        return _MODEL_NAME.match(name.id) is not None
    return verdict
