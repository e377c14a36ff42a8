"""A write through `.data`, which autograd does not see.

## What it does

Finds `w.data += …`, `w.data.add_(…)`, `w.data[…] = …` and `w.data = …` between the
forward pass and the backward of its loss. `w.data += …` at the top level of a cell and
a step that is written out after a backward, `p.data -= rate * p.grad`, are hints.

## Why it is bad

`.data` gives the values without the version counter that tells autograd of changes.
For the sum of x³ at x = 1, `x.data += 1` before `backward()` gave a gradient of 12
where the loss had been computed with 3, and no error. The same write under `no_grad`
raised.

A step after the last backward does no harm: 20 steps through `.data` gave the very
weights that 20 steps under `no_grad` gave. But if another backward of the same graph
follows, as with two losses that share a forward pass, `.data` gives a wrong gradient
where `no_grad` raises.

## Live evidence

None: nothing shows afterwards that `.data` was written.

## Not reported

- Reading `.data`.
- Initialisation, weight clipping, averages and target networks: between a step and the
  next forward pass, a write through `.data` changes no gradient.
- The steps of optimizer classes, and those that are under `no_grad` already.

The edit moves the write into a block of `torch.no_grad()`, so that autograd sees it
and raises where it would have computed a wrong gradient. Between a forward pass and its
backward it is shown first: if backward needs the old values, write after it.

## References

- `torch.no_grad`, `torch.Tensor.data`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import indent_under
from ...source.text import Text
from ...source.tree import dotted_name
from .between import is_between
from .steps import is_step_by_hand

# Subject: `name`, empty (in a function its `__qualname__`), the tensor.
# Values: `name`, `when`.
RULE = Rule(
    code="NN405",
    name="data-attribute-edit",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{name}.data` is written {when}",
    message="`{name}.data` is written {when}",
    why=(
        "A write through `.data` does not move the version counter. If backward needs "
        "the old values, it computes a wrong gradient where it would have raised."
    ),
    advice="Write the tensor itself in a block of `torch.no_grad()`.",
    since="0.1.0",
)


@RULE.on(ast.Module, words=("data",))
def writes(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims writes between a forward pass and its backward; hints at some others."""
    for attribute in text.tree.all(ast.Attribute):
        if attribute.attr != "data":
            continue
        name = dotted_name(attribute.value)
        statement = _write(text, attribute)
        if statement is None or not name:
            continue
        function = text.tree.function(attribute)
        scope = text.tree.qualname(function) if function else ""
        subject = Subject("name", scope, name)
        edits = _edits(text, attribute, statement)
        if is_between(text, statement):
            yield text.claim(
                statement if isinstance(statement, ast.Expr) else attribute,
                subject=subject,
                # Backward may raise then: that is the cure, but nothing runs on.
                edits=edits,
                name=name,
                when="between the forward pass and backward",
            )
        elif _is_bare(text, statement) or is_step_by_hand(text, statement, name):
            yield text.claim(
                attribute,
                subject=subject,
                edits=edits,
                safe=True,
                severity=Severity.HINT,
                name=name,
                when="where autograd does not see it",
            )


def _write(text: Text, attribute: ast.Attribute) -> ast.stmt | None:
    """The statement that writes through `.data`, if it does nothing else."""
    parent = text.tree.parents[attribute]
    if isinstance(parent, ast.Subscript) and parent.value is attribute:
        target: ast.AST = parent
        statement = text.tree.parents[parent]
    elif isinstance(parent, ast.Attribute):
        call = text.tree.parents[parent]
        in_place = parent.attr.endswith("_") and not parent.attr.endswith("__")
        if in_place and isinstance(call, ast.Call) and call.func is parent:
            statement = text.tree.parents[call]
            return statement if isinstance(statement, ast.Expr) else None
        return None
    else:
        target, statement = attribute, parent
    if isinstance(statement, ast.AugAssign) and statement.target is target:
        return statement
    if isinstance(statement, ast.Assign) and target in statement.targets:
        return statement
    return None


def _is_bare(text: Text, statement: ast.stmt) -> bool:
    """`w.data += …` as a statement of a cell: no loop, no function, no class."""
    return (
        isinstance(statement, ast.AugAssign)
        and text.tree.parents[statement] is text.tree.module
    )


def _edits(
    text: Text, attribute: ast.Attribute, statement: ast.stmt
) -> tuple[Edit, ...]:
    """Puts the write into `with torch.no_grad():`, on the tensor itself."""
    spelled = text.names.spell("torch.no_grad", attribute)
    if isinstance(statement, ast.Assign) and attribute in statement.targets:
        # `w.data = other` may change shape and type.
        return ()
    block = indent_under(text, [statement], f"with {spelled}():") if spelled else ()
    if not block:
        return ()
    span = Range(text.lines.end(attribute.value), text.lines.end(attribute))
    return (*block, text.edit(span, ""))
