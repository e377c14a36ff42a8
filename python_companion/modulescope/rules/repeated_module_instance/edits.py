"""The edit that makes a layer for each entry."""

from __future__ import annotations

import ast

from ...findings import Edit, Range
from ...source.text import Text
from .repeats import Repeat


def comprehension(text: Text, found: Repeat) -> tuple[Edit, ...]:
    """Turns `[a, b] * n` into a comprehension that calls `a` and `b` each time."""
    node = found.node
    if not isinstance(node, ast.BinOp) or not isinstance(
        node.left, (ast.List, ast.Tuple)
    ):
        return ()
    elements = node.left.elts
    if not all(isinstance(element, ast.Call) for element in elements):
        return ()
    if isinstance(text.tree.parents[node], ast.BinOp):
        return ()
    source = text.lines.text(node)
    if "#" in source or source[:1] not in ("(", "["):
        return ()
    first, last = elements[0], elements[-1]
    start, end = text.range(node).start, text.range(node).end
    head, close = source[0], ")" if source[0] == "(" else "]"
    times = f"for _ in range({text.lines.text(node.right)})"
    tail = Range(text.lines.end(last), end)
    if len(elements) == 1:
        return (text.edit(tail, f" {times}{close}"),)
    opening = Range(start, text.lines.start(first))
    return (
        text.edit(opening, f"{head}layer {times} for layer in ("),
        text.edit(tail, f"){close}"),
    )
