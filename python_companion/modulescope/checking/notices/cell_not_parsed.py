"""A cell or file is not valid Python, so nothing in it was checked.

## What it does

Names the cells and files that Python's own parser refuses, with its reason and the
line. Nothing is claimed about them, so no finding there does not mean that there is
no bug.

## Why it is bad

A rule reads the syntax tree of a text, and this text has none. What the cell defines
is not known to the other cells either: a class whose base is defined here is no
module class for the rules. It is a notice about the check and not about your model:
it never changes the exit code, unless `--select` asks for it.

## Live evidence

None: it is about the text. In a notebook it appears after the cell ran, not while
you type. Live objects are read all the same.

## Not reported

- Lines that start with `%`, `!` or `?`, and what IPython takes for a magic: they are
  blanked, and the Python around them is checked.
- Cells that start with a magic for another language, such as `%%bash`.
- Cells that you are typing.

A file for a newer version of Python than the one that runs the check is not valid
for it. Cells of more than 1,000,000 characters, and those nested too deeply for the
parser, are not read.

## References

- `ast.parse` in Python's library reference
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...findings import Position, Range, Severity
from ...rulekit.rule import Claim, Invalid, Rule, Subject, Valid
from ...source.cells import Cell
from ...source.positions import Lines
from ..claims import Found

RULE = Rule(
    code="NN002",
    name="cell-not-parsed",
    severity=Severity.INFO,
    claim="This {what} is not valid Python, so it was not checked: {problem}",
    message="This {what} is not valid Python, so it was not checked: {problem}",
    why="Rules read the syntax tree, and there is none. No finding here means nothing.",
    advice="Correct the syntax, or check with the Python version it is written for.",
    since="0.1.0",
)

INVALID = [Invalid("import torch\nx = = 1", line=2, fixed="import torch\nx = 1")]
VALID = [
    Valid("%%bash\nls | wc -l", why="a cell in another language"),
    Valid("!pip list\nx = 1\nx?", why="IPython's own syntax"),
]

# The parser's reason ends with its line.
_LINE = re.compile(r" \(line (\d+)\)$")


def not_parsed(
    cells: Sequence[Cell], problems: Mapping[str | None, str]
) -> Iterator[Found]:
    """One claim for each cell with a problem, at the line that Python names."""
    for cell in cells:
        problem = problems.get(cell.id)
        if problem is None:
            continue
        named = _LINE.search(problem)
        lines = Lines(cell.source)
        line = min(int(named[1]) - 1 if named else 0, len(lines.lines) - 1)
        values = {
            "what": "file" if cell.id is None else "cell",
            "problem": _LINE.sub("", problem)[:40].rstrip(),
        }
        span = Range(Position(line, 0), lines.at(line, len(lines.line(line))))
        subject = Subject("name", "", "syntax")
        yield Found(RULE, cell, Claim(subject, span, values))
