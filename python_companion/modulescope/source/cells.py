"""A cell's text becomes a syntax tree with exact positions, or a reason why not."""

from __future__ import annotations

import ast
import re
import threading
import warnings
from typing import NamedTuple

from .lazy import lazy
from .magics import blank_magics
from .positions import Lines, split_lines
from .tree import Tree

# In a cell of one line IPython takes the name of a magic without its `%`.
_AUTOMAGIC = re.compile(
    r"\s*(?:pip|conda|mamba|uv|cd|ls|ll|cat|cp|mv|rm|mkdir|rmdir|pwd|who|whos|man|more"
    r"|env|run|load_ext|reload_ext|autoreload|matplotlib|pylab|timeit|time)"
    r"[ \t]+[^\n]+\s*"
)
MAX_CELL_CHARACTERS = 1_000_000
_FILE = "<modulescope>"


class Cell(NamedTuple):
    """The text of a code cell, or of a file (then `id` is None)."""

    id: str | None
    source: str


class ParsedCell:
    """The tree of a text; empty, with a `problem`, if it cannot be parsed."""

    def __init__(
        self,
        source: str,
        tree: ast.Module,
        parsed: str | None = None,
        problem: str | None = None,
        foreign: bool = False,
    ) -> None:
        self.source = source
        self.tree = tree
        self.problem = problem
        self.foreign = foreign
        self._parsed = parsed
        self._trees: dict[str, Tree] = {}

    def indexed(self, package: str) -> Tree:
        """The tree with its index, where relative imports are from a package."""
        if package not in self._trees:
            self._trees[package] = Tree(self.tree, package)
        return self._trees[package]

    @lazy
    def lines(self) -> Lines:
        """The lines, with conversions of columns."""
        return Lines(self.source, self._parsed)


# Trees are large (about 5 MB for 1,000 lines), so only a few stay.
_MAX_KEPT = 16
_kept: dict[str, ParsedCell] = {}
_lock = threading.Lock()


def parse(source: str) -> ParsedCell:
    """Parses a cell and keeps its tree for a while.

    It never raises and never prints a warning. Too long, too deeply nested, not
    UTF-8, not Python: the result says so.
    """
    found = parse_once(source)
    keep(found)
    return found


def parse_once(source: str) -> ParsedCell:
    """Parses a cell whose tree is not wanted again, or takes it if it is there."""
    return _kept.get(source) or _parse(source)


def keep(parsed: ParsedCell) -> None:
    """Keeps a tree until others were asked for."""
    with _lock:
        _kept.pop(parsed.source, None)
        _kept[parsed.source] = parsed
        if len(_kept) > _MAX_KEPT:
            del _kept[next(iter(_kept))]


def forget() -> None:
    """Drops all trees."""
    with _lock:
        _kept.clear()


def _parse(source: str) -> ParsedCell:
    if len(source) > MAX_CELL_CHARACTERS:
        return _unparsed(source, "longer than 1,000,000 characters")
    normal = "\n".join(split_lines(source)) if "\r" in source else source
    try:
        return _parsed(source, normal)
    except SyntaxError as error:
        return _unparsed(source, f"{error.msg} (line {error.lineno or 1})")
    except (RecursionError, MemoryError):
        return _unparsed(source, "nested too deeply")
    except ValueError as error:
        # Lone surrogates; NUL on Python 3.10; a number with too many digits.
        return _unparsed(source, str(error))


def _parsed(source: str, normal: str) -> ParsedCell:
    try:
        return ParsedCell(source, _tree(normal), normal)
    except SyntaxError:
        # Nearly all cells hold no IPython syntax; what does is never valid Python.
        blanked = blank_magics(normal)
    if blanked.foreign or _AUTOMAGIC.fullmatch(source):
        return ParsedCell(source, _empty(), foreign=True)
    return ParsedCell(source, _tree(blanked.source), blanked.source)


def _unparsed(source: str, problem: str) -> ParsedCell:
    return ParsedCell(source, _empty(), problem=problem)


def _empty() -> ast.Module:
    return ast.Module(body=[], type_ignores=[])


def _tree(source: str) -> ast.Module:
    _silence_parser()
    first = re.search(r"^[ \t]*(?=[^\s#])", source, re.MULTILINE)
    if first is None or not first[0]:
        return ast.parse(source, _FILE)
    # IPython runs cells that are indented as a whole. A block around them keeps the
    # columns; its own line is taken off again.
    try:
        tree = ast.parse("if 1:\n" + source, _FILE)
    except SyntaxError as error:
        error.lineno = (error.lineno or 2) - 1
        raise
    ast.increment_lineno(tree, -1)
    block = tree.body[0]
    assert isinstance(block, ast.If)
    return ast.Module(body=block.body + tree.body[1:], type_ignores=[])


def _silence_parser() -> None:
    """Keeps the parser from printing `invalid escape sequence` into a cell's output.

    Not `warnings.catch_warnings`: it swaps the filters of the whole process while
    the user's cell runs in another thread. A filter for our own file name does not
    touch anyone else's warnings.
    """
    if not any(entry[3] == _MODULE for entry in warnings.filters):
        warnings.filterwarnings("ignore", module=_MODULE_TEXT)


_MODULE_TEXT = re.escape(_FILE)
_MODULE = re.compile(_MODULE_TEXT)
