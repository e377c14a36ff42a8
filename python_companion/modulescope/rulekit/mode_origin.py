"""What a called name was made from, and the other names of the same model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..source.frames import Frame, argument, is_argument
from ..source.loops import functions_called
from ..source.text import Text
from ..source.tree import walk

# They give on the modes of what they are given.
WRAPPERS = frozenset(
    "copy.deepcopy torch.compile torch.nn.DataParallel "
    "torch.nn.parallel.DataParallel torch.nn.parallel.DistributedDataParallel".split()
)


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


def names_of(text: Text, root: ast.Name) -> Iterator[str]:
    """A model's name and those it was made from, by `=` or `deepcopy`."""
    pending, seen = [(text, root)], set[str]()
    while pending:
        owner, node = pending.pop(0)
        if node.id not in seen:
            seen.add(node.id)
            yield node.id
            pending += _sources(owner, node)


def _sources(text: Text, node: ast.Name) -> list[tuple[Text, ast.Name]]:
    if is_argument(text, node):
        return [
            (owner, found)
            for owner, found in given_by_callers(text, node)
            if isinstance(found, ast.Name)
        ]
    made = made_from(text, node)
    if made is None:
        return []
    owner, value = made
    if isinstance(value, ast.Name):
        return [made]  # type: ignore[list-item]
    if isinstance(value, ast.Call) and owner.callee(value) in WRAPPERS:
        return [(owner, item) for item in value.args if isinstance(item, ast.Name)]
    return []
