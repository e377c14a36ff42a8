"""What an argument holds: by the call that is read, its annotation, or all calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..classes import self_name
from ..frames import Frame, argument
from ..nodes import is_none
from .held import UNKNOWN, Ask, Held, Kind, Values, inferred, join, one
from .sizes import is_size

if TYPE_CHECKING:
    from ..text import Text

_PLAIN: dict[str, Kind] = {
    "int": "number",
    "float": "number",
    "bool": "number",
    "str": "text",
    "torch.Tensor": "tensor",
    "torch.nn.Parameter": "parameter",
    "torch.optim.Optimizer": "optimizer",
    "list": "list",
    "tuple": "tuple",
    "set": "set",
    "dict": "dict",
}
_SEQUENCES: dict[str, Kind] = {
    "list": "list",
    "tuple": "tuple",
    "set": "set",
    "typing.List": "list",
    "typing.Tuple": "tuple",
    "typing.Sequence": "list",
    "typing.Iterable": "iterator",
    "collections.abc.Sequence": "list",
    "collections.abc.Iterable": "iterator",
}
_OPTIONAL = frozenset(("typing.Optional", "typing.Union"))


def argument_of(ask: Ask, frame: Frame, node: ast.arg) -> Values:
    """What an argument holds in a function that is read."""
    function = _owner(frame.text, node)
    if function is None:
        return UNKNOWN
    above = frame.text.tree.parents.get(function)
    if isinstance(above, ast.ClassDef) and self_name(function) == node.arg:
        return _itself(frame, above)
    if function is frame.function and frame.call is not None:
        given = argument(frame, node.arg)
        return ask(*given) if given else UNKNOWN
    if node.annotation is not None:
        return inferred(_by_annotation(ask, frame, function, node, node.annotation))
    default = _default(function, node)
    if default is not None and not is_none(default):
        return inferred(ask(Frame(frame.text), default))
    if is_size(frame.text, function, node.arg):
        return inferred(one("number", frame, node))
    return inferred(_by_calls(ask, frame.text, function, node.arg))


def _by_annotation(
    ask: Ask, frame: Frame, function: ast.FunctionDef, node: ast.arg, note: ast.expr
) -> Values:
    """What an annotation says, or all calls where it says only that it is a module."""
    if frame.text.resolve(note) == "torch.nn.Module":
        found = _by_calls(ask, frame.text, function, node.arg)
        if found.only("module"):
            return found
    return annotated(frame, node, note)


def _itself(frame: Frame, node: ast.ClassDef) -> Values:
    """What `self` is in a method of a class."""
    is_module = (frame.facts or frame.text.facts(node)).is_module
    if is_module is None:
        return UNKNOWN
    return one("module" if is_module else "object", frame, node)


def annotated(frame: Frame, node: ast.AST, note: ast.expr) -> Values:
    """What an annotation says of a value that `node` stands for."""
    text = frame.text
    if is_none(note):
        return one("none", frame, note)
    if isinstance(note, ast.BinOp) and isinstance(note.op, ast.BitOr):
        return join(annotated(frame, node, side) for side in (note.left, note.right))
    if isinstance(note, ast.Subscript):
        return _subscripted(frame, node, note)
    dotted = text.resolve(note)
    if dotted in _PLAIN:
        return one(_PLAIN[dotted], frame, node)
    return one("module", frame, node) if text.is_module_class(note) else UNKNOWN


def _subscripted(frame: Frame, node: ast.AST, note: ast.Subscript) -> Values:
    dotted = frame.text.resolve(note.value)
    inner = note.slice.elts if isinstance(note.slice, ast.Tuple) else [note.slice]
    if dotted in _OPTIONAL:
        found = [annotated(frame, node, part) for part in inner]
        empty = [one("none", frame, note)] if dotted.endswith("Optional") else []
        return join([*found, *empty])
    if dotted in _SEQUENCES:
        items = annotated(frame, node, inner[0])
        return Values((Held(_SEQUENCES[dotted], frame, node, items),), True)
    return UNKNOWN


def _by_calls(ask: Ask, text: Text, function: ast.FunctionDef, name: str) -> Values:
    """What all calls of a function of the notebook give it, if all are known."""
    called = function.name
    if called == "__init__":
        above = text.tree.parents.get(function)
        called = above.name if isinstance(above, ast.ClassDef) else ""
    elif isinstance(text.tree.parents.get(function), ast.ClassDef):
        return UNKNOWN
    found = []
    for owner, call in _calls(text, called):
        facts = text.facts(above) if function.name == "__init__" else None  # type: ignore[arg-type]
        inner = Frame(text, function, call, Frame(owner), facts)
        given = argument(inner, name)
        found.append(ask(*given) if given else UNKNOWN)
    return join(found) if found else UNKNOWN


def _calls(text: Text, name: str) -> Iterator[tuple[Text, ast.Call]]:
    yield from ((text, call) for call in text.tree.calls.get(name, ()))
    yield from text.notebook.callers(text.cell, name)


def _owner(text: Text, node: ast.arg) -> ast.FunctionDef | None:
    function = text.tree.parents.get(text.tree.parents.get(node, node))
    return function if isinstance(function, ast.FunctionDef) else None


def _default(function: ast.FunctionDef, node: ast.arg) -> ast.expr | None:
    args = function.args
    every = [*args.posonlyargs, *args.args]
    pairs = list(zip(reversed(every), reversed(args.defaults), strict=False))
    pairs += [
        (a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d
    ]
    return next((default for found, default in pairs if found is node), None)
