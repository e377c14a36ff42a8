"""The one kind that an expression certainly has."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from .expressions import held
from .held import CONTAINERS

if TYPE_CHECKING:
    from ..text import Text

ValueKind = Literal["plain", "none", "tensor", "parameter", "buffer", "module"]
_NAMED: dict[str, ValueKind] = {
    "none": "none",
    "tensor": "tensor",
    "parameter": "parameter",
    "buffer": "buffer",
    "module": "module",
    **dict.fromkeys(("number", "text", *CONTAINERS), "plain"),
}


def value_kind(text: Text, node: ast.AST | None) -> ValueKind | None:
    """What an expression certainly is; None if that is not known, or not one kind.

    `plain` is a number, a string, a container: nothing that can be called.
    """
    values = held(text, node)
    kinds = {_NAMED.get(way.kind) for way in values.ways}
    return kinds.pop() if values.whole and len(kinds) == 1 else None
