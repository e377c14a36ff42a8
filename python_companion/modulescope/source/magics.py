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


def _blank_lines(source: str) -> str:
    """Walks over logical lines and blanks those that are IPython's."""
    position = 0
    while position < len(source):
        source, position = _blank_logical_line(source, position)
    return source


def _blank_logical_line(source: str, start: int) -> tuple[str, int]:
    """Blanks one logical line if it is a magic; returns where the next one starts."""
    first = start
    while first < len(source) and source[first] in " \t\f":
        first += 1
    if source[first : first + 1] in tuple("%!?,;/"):
        return _blank(source, first, _joined_end(source, first))
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
            return _blank(
                source, position - 1, _joined_end(source, position), value=True
            )
        elif kind == "help" and depth == 0:
            return _blank(source, first, _joined_end(source, position))
        elif kind == "end" and depth == 0:
            return source, position
    return source, len(source)


def _blank(source: str, start: int, end: int, value: bool = False) -> tuple[str, int]:
    """Puts `_`, a name that means nothing here, in place of a span."""
    span = source[start:end]
    # `%time` is as long as `if 1:`, so the statement that it times keeps its columns.
    timed = not value and _TIMED.match(span)
    text = "if 1:" + span[5:] if timed else "_" + _spaces(span[1:])
    return source[:start] + text + source[end:], end + 1


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
