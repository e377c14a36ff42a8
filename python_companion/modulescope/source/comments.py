"""Comments that silence rules: `# nn: ignore[NN102]`, `# noqa: NN102`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from .positions import split_lines

_OWN = re.compile(r"#\s*nn:\s*ignore(-cell|-file)?\s*\[([^\]\n]*)\]", re.IGNORECASE)
_NOQA = re.compile(r"#\s*noqa\b(?:\s*:\s*([\w\-, ]+))?", re.IGNORECASE)
ALL = "*"


@dataclass(frozen=True)
class Ignores:
    """What the comments of one cell silence: codes and names of rules."""

    lines: dict[int, frozenset[str]] = field(default_factory=dict)
    """By line from zero; `*` is a bare `# noqa`, for static findings only."""
    cell: frozenset[str] = frozenset()
    file: frozenset[str] = frozenset()
    comment_only: frozenset[int] = frozenset()

    def covers(
        self, code: str, name: str, start: int, end: int, live: bool = False
    ) -> bool:
        """Whether a finding on these lines is silenced.

        A comment counts on the first and last line, and on a line of its own above.
        """
        wanted = {code.lower(), name.lower()}
        if not live:
            wanted.add(ALL)
        if wanted & (self.cell | self.file):
            return True
        lines = [start, end]
        if start - 1 in self.comment_only:
            lines.append(start - 1)
        return any(wanted & self.lines.get(line, frozenset()) for line in lines)


@lru_cache(maxsize=512)
def ignores_of(source: str) -> Ignores:
    """Reads the comments of a text. It need not be valid Python."""
    if "ignore" not in source and "noqa" not in source.lower():
        return Ignores()
    lines: dict[int, frozenset[str]] = {}
    scoped: dict[str, frozenset[str]] = {"-cell": frozenset(), "-file": frozenset()}
    comment_only = set()
    for number, line in enumerate(split_lines(source)):
        if "#" not in line:
            continue
        if line.lstrip().startswith("#"):
            comment_only.add(number)
        for scope, listed in _OWN.findall(line):
            if scope:
                scoped[scope.lower()] |= _words(listed)
            else:
                lines[number] = lines.get(number, frozenset()) | _words(listed)
        if found := _NOQA.search(line):
            words = _words(found[1]) if found[1] else frozenset((ALL,))
            lines[number] = lines.get(number, frozenset()) | words
    return Ignores(lines, scoped["-cell"], scoped["-file"], frozenset(comment_only))


def _words(listed: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", listed.lower()))
