"""IPython's syntax, blanked so that Python's parser sees only Python.

Every replacement keeps lines, and columns code point for code point, so that what
remains is where the user sees it. IPython itself is not needed: the CLI works
without it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Cell magics whose body is Python that runs in this kernel.
_PYTHON_CELL_MAGICS = frozenset(
    "time timeit capture prun nn debug memit mprun scalene snakeviz wandb".split()
)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)(?![\w?])")
# Cheap: without one of these a text has no IPython syntax.
_SUSPECT = re.compile(r"^\s*[%!?,;/]|=[ \t]*[%!]|\?[ \t]*(?:#.*)?$", re.MULTILINE)
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>'{3}(?:[^'\\]|\\(?s:.)|'(?!''))*'{3}
        | "{3}(?:[^"\\]|\\(?s:.)|"(?!""))*"{3}
        | '(?:[^'\\\n]|\\(?s:.))*' | "(?:[^"\\\n]|\\(?s:.))*")
  | (?P<name>\w+)
  | (?P<open>[\(\[\{]) | (?P<close>[\)\]\}])
  | (?P<assign>(?<![=!<>:+\-*/%&|^@])=(?!=)[ \t]*[%!])
  | (?P<join>\\\n)
  | (?P<end>\n)
  | (?P<help>\?)
    """,
    re.VERBOSE,
)
_TIMED = re.compile(
    r"%time(?= +(?!(?:for|while|with|if|def|class|async|try)\b)[\w(\[])"
)


class Blanked(NamedTuple):
    """A text without IPython's syntax; `foreign`: it is not Python at all."""

    source: str
    foreign: bool = False


def blank_magics(source: str) -> Blanked:
    r"""Blanks cell magics, line magics, shell calls and help requests.

    Args:
        source: The text of a cell, its lines ended by `\n` only.
    """
    start = 0
    while found := _CELL_MAGIC.match(source, start):
        if found[1] not in _PYTHON_CELL_MAGICS:
            return Blanked("", foreign=True)
        end = _line_end(source, found.start(1))
        source = source[:start] + _spaces(source[start:end]) + source[end:]
        start = end
    if _SUSPECT.search(source, start):
        source = _blank_lines(source)
    return Blanked(source)


class _Span(NamedTuple):
    """A piece of IPython's syntax, and where the line after it starts."""

    start: int
    end: int
    is_value: bool = False


def _blank_lines(source: str) -> str:
    """Walks over logical lines and blanks what is IPython's, at equal length."""
    pieces: list[str] = []
    position = done = 0
    while position < len(source):
        span = _find(source, position)
        if isinstance(span, int):
            position = span
            continue
        pieces += (source[done : span.start], _blank(source, span))
        done = span.end
        position = done + 1
    return "".join([*pieces, source[done:]])


def _find(source: str, start: int) -> _Span | int:
    """IPython's syntax in one logical line, or where the next line starts."""
    first = start
    while first < len(source) and source[first] in " \t\f":
        first += 1
    if source[first : first + 1] in tuple("%!?,;/"):
        return _Span(first, _joined_end(source, first))
    depth = 0
    position = first
    while found := _TOKEN.search(source, position):
        position = found.end()
        kind = found.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "assign" and depth == 0:
            return _Span(position - 1, _joined_end(source, position), is_value=True)
        elif kind == "help" and depth == 0:
            return _Span(first, _joined_end(source, position))
        elif kind == "end" and depth == 0:
            return position
    return len(source)


def _blank(source: str, span: _Span) -> str:
    """`_`, a name that means nothing here, and spaces."""
    text = source[span.start : span.end]
    if not span.is_value and _TIMED.match(text):
        # `%time` is as long as `if 1:`, so the statement it times keeps its columns.
        return "if 1:" + text[5:]
    return "_" + _spaces(text[1:])


def _spaces(span: str) -> str:
    return re.sub(r"[^\n]", " ", span)


def _line_end(source: str, start: int) -> int:
    end = source.find("\n", start)
    return len(source) if end < 0 else end


def _joined_end(source: str, start: int) -> int:
    r"""The end of a line, with those that a final `\` joins to it."""
    end = _line_end(source, start)
    while end < len(source) and source[end - 1] == "\\":
        end = _line_end(source, end + 1)
    return end
