"""Comments that silence rules: `# nn: ignore[NN102]`, `# noqa: NN102`."""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .magics import blank_magics
from .positions import split_lines

_OWN = re.compile(
    r"#\s*nn:\s*ignore(?P<scope>-cell|-file)?(?![\w-])(?:\s*\[(?P<words>[^\]\n]*)\])?",
    re.IGNORECASE,
)
# As flake8 and ruff read it: codes, separated by commas or spaces.
_CODE = r"[A-Z]+[0-9]+"
_NOQA = re.compile(
    rf"#\s*noqa(?![\w-])(?P<listed>\s*:\s*(?P<words>{_CODE}(?:[\s,]+{_CODE})*))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,]+")


class Word(NamedTuple):
    """A code or name in a comment, with its span in the line, in code points."""

    text: str
    start: int
    end: int


class Comment(NamedTuple):
    """A comment that silences rules.

    `start` and `end` enclose what silences; the comment around it, which may hold
    other words, goes from `whole` to the end of the line.
    """

    line: int
    """From zero."""
    start: int
    end: int
    whole: int
    scope: str
    """`line`, `cell` or `file`."""
    words: tuple[Word, ...]
    is_own: bool
    """False for `# noqa`, which other tools read too."""
    is_alone: bool
    """Nothing but the comment is on its line."""

    def names(self, code: str, name: str) -> bool:
        """Whether it speaks of a rule."""
        wanted = (code.lower(), name.lower())
        return any(word.text.lower() in wanted for word in self.words)

    @property
    def is_bare(self) -> bool:
        """A `# noqa` without codes: it means everything that a text alone shows."""
        return not self.is_own and not self.words


@dataclass(frozen=True)
class Ignores:
    """What the comments of one cell silence."""

    comments: tuple[Comment, ...] = ()
    alone: frozenset[int] = frozenset()
    """Lines that hold a comment only."""
    starts: tuple[int, ...] = ()
    """The first and last line of each statement, decorators included, in order."""
    ends: tuple[int, ...] = ()

    def covering(
        self, code: str, name: str, start: int, end: int, live: bool = False
    ) -> Iterator[Comment]:
        """The comments that silence a rule on these lines.

        A comment counts on each of these lines, on the first and last line of the
        statement they are in, and on lines of its own above.
        """
        lines: frozenset[int] | None = None
        for comment in self.comments:
            if comment.is_bare:
                if live:
                    continue
            elif not comment.names(code, name):
                continue
            if comment.scope == "line":
                if lines is None:
                    lines = self._reach(start, end)
                if comment.line not in lines:
                    continue
            yield comment

    def _reach(self, start: int, end: int) -> frozenset[int]:
        found = {start, end}
        firsts = {start}
        at = bisect_right(self.starts, start) - 1
        if at >= 0 and start <= self.ends[at]:
            found |= {self.starts[at], self.ends[at]}
            firsts.add(self.starts[at])
            if end <= self.ends[at]:
                found |= set(range(start, end + 1))
        at = bisect_left(self.ends, end)
        if at < len(self.ends) and self.starts[at] <= end:
            found.add(self.ends[at])
        for first in firsts:
            above = first - 1
            while above in self.alone:
                found.add(above)
                above -= 1
        return frozenset(found)


def may_ignore(source: str) -> bool:
    """Whether a text may hold comments of our own; cheap."""
    return _OWN.search(source) is not None


@lru_cache(maxsize=512)
def ignores_of(source: str) -> Ignores:
    """Reads the comments of a text. It need not be valid Python."""
    if not _OWN.search(source) and not _NOQA.search(source):
        return Ignores()
    normal = "\n".join(split_lines(source))
    return _tokenized(normal) or _by_lines(normal)


def _tokenized(source: str) -> Ignores | None:
    """Knows strings from comments; None if the text is not Python."""
    blanked = blank_magics(source)
    if blanked.foreign:
        return None
    lines = blanked.source.split("\n")
    comments: list[tuple[int, int, str]] = []
    statements: list[tuple[int, int]] = []
    first: int | None = None
    is_decorator = is_new = True
    try:
        for token in tokenize.generate_tokens(io.StringIO(blanked.source).readline):
            line = token.start[0] - 1
            if token.type == tokenize.COMMENT:
                comments.append((line, token.start[1], token.string))
            elif token.type == tokenize.NEWLINE:
                if not is_decorator:
                    statements.append((line if first is None else first, line))
                    first = None
                is_new = True
            elif token.type not in _LAYOUT:
                first = line if first is None else first
                is_decorator = token.string == "@" if is_new else is_decorator
                is_new = False
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        return None
    return _ignores(lines, comments, statements)


_LAYOUT = frozenset((tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER))


def _by_lines(source: str) -> Ignores:
    """Takes every `#` for a comment: of a text that is being typed."""
    lines = source.split("\n")
    found = [
        (n, line.find("#"), line[line.find("#") :]) for n, line in enumerate(lines)
    ]
    return _ignores(lines, [entry for entry in found if entry[1] >= 0], ())


def _ignores(
    lines: Sequence[str],
    comments: Sequence[tuple[int, int, str]],
    statements: Sequence[tuple[int, int]],
) -> Ignores:
    alone = {line for line, start, _ in comments if not lines[line][:start].strip()}
    return Ignores(
        tuple(
            comment
            for line, start, text in comments
            for comment in _read(text, line, start, line in alone)
        ),
        frozenset(alone),
        tuple(start for start, _ in statements),
        tuple(end for _, end in statements),
    )


def _read(text: str, line: int, start: int, is_alone: bool) -> Iterator[Comment]:
    """What one comment says; it may hold several, each with its own `#`."""
    for pattern, is_own in ((_OWN, True), (_NOQA, False)):
        for found in pattern.finditer(text):
            scope = (found["scope"] or "")[1:] if is_own else ""
            yield Comment(
                line,
                start + found.start(),
                start + found.end(),
                start,
                scope.lower() or "line",
                tuple(_words(found, start)),
                is_own,
                is_alone,
            )


def _words(found: re.Match[str], start: int) -> Iterator[Word]:
    for word in _WORD.finditer(found["words"] or ""):
        at = start + found.start("words")
        yield Word(word[0], at + word.start(), at + word.end())
