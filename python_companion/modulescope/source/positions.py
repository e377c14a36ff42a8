"""Where things are: lines, characters, and what Python and editors count.

Python's `col_offset` counts UTF-8 bytes, editors count UTF-16 units, a `str` counts
code points. Only this file converts between them.
"""

from __future__ import annotations

import ast
import itertools
import re
from bisect import bisect_right

from ..findings import Position, Range
from .lazy import lazy

# Not str.splitlines(): it also splits on form feeds and Unicode separators, which
# neither Python's tokenizer nor an editor counts as the end of a line.
_LINE_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of a text, without their ends, and conversions of columns.

    `parsed` is what Python saw: magics are blanked there, code point for code point,
    so an index into one is an index into the other.
    """

    def __init__(self, source: str, parsed: str | None = None) -> None:
        self.source = source
        self.lines = split_lines(source)
        same = parsed is None or parsed is source
        self._parsed = self.lines if same else split_lines(parsed or "")

    @lazy
    def _starts(self) -> list[int]:
        if "\r" in self.source:
            return [0, *(match.end() for match in _LINE_END.finditer(self.source))]
        lengths = [len(line) + 1 for line in self.lines[:-1]]
        return [*itertools.accumulate(lengths, initial=0)]

    def line(self, number: int) -> str:
        """A line, from zero; empty beyond the last."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def index(self, lineno: int, col_offset: int) -> int:
        """The code point within a line of what `ast` places at a byte."""
        if not 0 < lineno <= len(self._parsed):
            return 0
        line = self._parsed[lineno - 1]
        if line.isascii():
            return col_offset
        return len(line.encode()[:col_offset].decode(errors="ignore"))

    def offset(self, lineno: int, col_offset: int) -> int:
        """The code point within the whole text."""
        start = self._starts[min(max(lineno, 1), len(self._starts)) - 1]
        return start + self.index(lineno, col_offset)

    def position(self, lineno: int, col_offset: int) -> Position:
        """The editor's position of what `ast` places at a byte."""
        return self.at(lineno - 1, self.index(lineno, col_offset))

    def at(self, number: int, index: int) -> Position:
        """The editor's position of a code point in a line, both from zero."""
        before = self.line(number)[:index]
        if before.isascii():
            return Position(number, len(before))
        return Position(number, len(before.encode("utf-16-le", "surrogatepass")) // 2)

    def place(self, offset: int) -> Position:
        """The editor's position of a code point of the whole text."""
        number = bisect_right(self._starts, offset) - 1
        return self.at(number, offset - self._starts[number])

    def range(self, node: ast.expr | ast.stmt) -> Range:
        """The span of a node."""
        return Range(self.start(node), self.end(node))

    def start(self, node: ast.expr | ast.stmt) -> Position:
        """Where a node starts."""
        return self.position(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> Position:
        """Where a node ends."""
        return self.position(node.end_lineno or 1, node.end_col_offset or 0)

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The source of a node, as the user wrote it."""
        start = self.offset(node.lineno, node.col_offset)
        return self.source[
            start : self.offset(node.end_lineno or 1, node.end_col_offset or 0)
        ]

    def name_range(
        self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    ) -> Range:
        """The span of the name in a `class` or `def` statement."""
        number = node.lineno - 1
        found = re.compile(r"\b(?:class|def)\s+").search(
            self.line(number), self.index(node.lineno, node.col_offset)
        )
        if not found:
            return Range(self.start(node), self.start(node))
        end = found.end()
        while end < len(self.line(number)) and _continues(self.line(number)[end]):
            end += 1
        return Range(self.at(number, found.end()), self.at(number, end))


def _continues(character: str) -> bool:
    return ("a" + character).isidentifier()


def split_lines(source: str) -> list[str]:
    r"""Splits at `\r\n`, `\n` and `\r` only."""
    if "\r" in source:
        return _LINE_END.split(source)
    return source.split("\n")


def apply_edits(source: str, edits: list[tuple[Range, str]]) -> str:
    """The text after replacements that do not overlap; used by tests and `--fix`.

    Of several insertions at one place the first given comes first.
    """
    lines = Lines(source)
    spans = [
        (_offset(lines, span.start), _offset(lines, span.end), number, text)
        for number, (span, text) in enumerate(edits)
    ]
    for start, end, _, text in sorted(spans, reverse=True):
        source = source[:start] + text + source[end:]
    return source


def _offset(lines: Lines, position: Position) -> int:
    line = lines.line(position.line)
    index = position.character
    if not line.isascii():
        units = line.encode("utf-16-le", "surrogatepass")[: 2 * index]
        index = len(units.decode("utf-16-le", "surrogatepass"))
    return lines._starts[min(position.line, len(lines._starts) - 1)] + index
