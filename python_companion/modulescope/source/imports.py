"""Calls of what an import gives another name."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .text import Text


def renamed_calls(
    text: Text, node: ast.ImportFrom, package: str, names: Collection[str]
) -> list[ast.Call]:
    """The calls of `drop` after `from torch.nn.functional import dropout as drop`.

    A check that asks for calls by their last name does not meet them.
    """
    if not node.module or not node.module.startswith(package):
        return []
    return [
        call
        for alias in node.names
        if alias.name in names and alias.asname not in (None, alias.name)
        for call in text.tree.calls.get(alias.asname or "", ())
        if isinstance(call.func, ast.Name)
    ]
