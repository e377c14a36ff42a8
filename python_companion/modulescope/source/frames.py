"""A function that is read, and what the call that runs it gives it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from .classes import Method

if TYPE_CHECKING:
    from .classes import ClassFacts
    from .text import Text


class Frame(NamedTuple):
    """A function that is read, and the call that runs it; or the top level."""

    text: Text
    function: Method | None = None
    call: ast.Call | None = None
    """None if it is not known what the function is given."""
    outer: Frame | None = None
    """Where the call stands."""
    facts: ClassFacts | None = None
    """The class of the instance whose method the function is."""
    built: Frame | None = None
    """The `__init__` that made this instance, if its call is known."""


def argument(frame: Frame, name: str) -> tuple[Frame, ast.expr] | None:
    """What a function is given under a name, or the default; None if not known."""
    function, call = frame.function, frame.call
    if function is None or call is None or frame.outer is None:
        return None
    if any(item.arg is None for item in call.keywords):
        return None
    for item in call.keywords:
        if item.arg == name:
            return frame.outer, item.value
    every = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    if frame.facts is not None:
        every = every[1:]
    if any(isinstance(item, ast.Starred) for item in call.args):
        return None
    if name in every[: len(call.args)]:
        return frame.outer, call.args[every.index(name)]
    default = _default(function, name)
    return (frame, default) if default is not None else None


def _default(function: Method, name: str) -> ast.expr | None:
    args = function.args
    every = [a.arg for a in (*args.posonlyargs, *args.args)]
    by_name = dict(zip(reversed(every), reversed(args.defaults), strict=False))
    keyword = dict(zip((a.arg for a in args.kwonlyargs), args.kw_defaults, strict=True))
    return by_name.get(name) or keyword.get(name)


def is_argument(text: Text, node: ast.Name) -> bool:
    """Whether a name is an argument of the function it is in."""
    bindings = text.names.bindings(node.id, node)
    return any(isinstance(binding.node, ast.arg) for binding in bindings)
