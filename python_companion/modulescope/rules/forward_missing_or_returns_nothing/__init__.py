"""A module whose `forward` is missing, misspelt, nested, or returns nothing.

## What it does

Finds a module class without `forward` that has a method of almost that name
(`foward`), or that defines `forward` inside `__init__`; and a `forward` that computes
something and has no `return`.

## Why it is bad

Calling a module calls its `forward`. Without one torch raises
`NotImplementedError: Module [Net] is missing the required "forward" function`, however
close the name of the other method is. A `forward` without `return` raises nothing: the
call gives `None`, and the error appears where that is used.

## Live evidence

An instance whose class has only the `forward` of `nn.Module`, which raises; or whose
`forward` can only return `None`, as its code says.

## Not reported

- Bases that are meant to be derived from: a `forward` that raises, or is only
  `pass`, a docstring or `…`.
- Classes without `forward` and without a method of a similar name: holders, mixins,
  and modules that are trained through `training_step`.
- A `forward` that works by its effects: it sets an attribute, changes an argument,
  calls a method for nothing but its effect, or yields. A change in place of what the
  `forward` made itself, `s.masked_fill_(…)` or `outs.append(…)`, is none.
- Classes with a base that the notebook does not show.

The edit renames the method, also where its cell calls it, or returns the last value.
Only the rename of a method that no cell calls by its old name is applied in bulk.

## References

- `torch/nn/modules/module.py`: `_forward_unimplemented`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .forwards import Problem, problem_of

# Subject of both halves: `class`, empty, the class.
# Values: `cls` and `reason`.
RULE = Rule(
    code="NN116",
    name="forward-missing-or-returns-nothing",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{cls}` has no usable `forward`: {reason}",
    message="`{cls}` has no usable `forward`: {reason}",
    why=(
        "A call of a module is a call of its `forward`. Without one torch raises "
        "`NotImplementedError`, and without `return` the result is `None`."
    ),
    advice="Define `forward` in the class body, and let it return its result.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef)
def unusable_forward(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims a module class whose instances cannot be called for a result."""
    if not node.bases:
        return
    found = problem_of(node, text)
    if found is not None:
        yield _claim(text, node, found)


def _claim(text: Text, node: ast.ClassDef, found: Problem) -> Claim:
    return text.claim(
        text.lines.name_range(found.method),
        subject=Subject("class", "", node.name),
        edits=found.edits,
        safe=found.safe,
        cls=node.name,
        reason=found.reason,
    )
