"""A comment silences a rule that has nothing to say there.

## What it does

Finds `# nn: ignore[…]` comments, and codes in them, that keep nothing quiet: no claim
about the text and no evidence from live objects falls on the lines that the comment
reaches. A code or name that no rule has is named, with the nearest that exists.

## Why it is bad

The comment outlives its reason. When the same bug comes back on that line, nobody
hears of it, and a misspelt code protects nothing from the start.

## Live evidence

A rule that also reads live objects is judged only after its probe has read those of
this kernel and the comment's cell has run with its present text. A comment that has
silenced live evidence once stays needed until the kernel restarts.

## Not reported

- Codes of rules that are off, in the settings, in the notebook or on the command
  line: they may have had something to say.
- Rules with a live half when only the text is read, as `modulescope check` does with
  notebooks: the objects might show what the text does not.
- Comments in cells that cannot be parsed, or whose text changed since they ran.
- `# noqa`: other tools read it too, and their codes are none of our business.

The edit removes exactly what is needless: the code from its list, or the comment.
What else the comment says stays. A misspelt code is not removed: it was meant to
silence something.

## References

- `RUF100` of ruff and `warn_unused_ignores` of mypy do the same for theirs
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Invalid, Rule, Valid

RULE = Rule(
    code="NN001",
    name="needless-ignore",
    severity=Severity.INFO,
    claim="{said}",
    message="{said}",
    why="When the bug comes back on this line, nobody hears of it.",
    advice="Remove what is needless from the comment, or name the rule that is meant.",
    since="0.1.0",
)

INVALID = [
    Invalid(
        """
import torch
mask = torch.ones(4)  # nn: ignore[NN101]
""",
        line=2,
        fixed="""
import torch
mask = torch.ones(4)
""",
    )
]
VALID = [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(2, 2)  # nn: ignore[NN101]
""",
        why="the comment silences a claim",
    ),
    Valid("x = 1  # noqa: NN101", why="other tools read noqa"),
    Valid("text = '# nn: ignore[NN101]'", why="a string is no comment"),
]
