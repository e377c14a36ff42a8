"""A walk over all layers that overwrites what a child had set to zero.

## What it does

Finds a constructor that draws the weights of every linear or convolution layer below
it, although a class of one of its children sets such a weight to zero on purpose.

## Why it is bad

The child's own scheme is lost without a word. Thirty residual blocks whose last layer
starts at zero return their input, with a standard deviation of 1; after a walk with
Xavier the output of the same network had a standard deviation above 1,000.

## Live evidence

The weight that the child's text sets to zero, as it was when the model was first seen:
confirmed if it is not zero, refuted if it is.

## Not reported

- A walk with a condition that is not on the class of torch's layers: a flag, a name.
- A constructor that sets the child again after the walk, or calls its methods.
- Children that come after the walk, and other schemes than zero: they may be meant to
  be replaced.

## References

- `torch.nn.Module.apply`, `torch.nn.Module.modules`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import CellRef, Place, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts, Method
from ...source.text import Text
from .walks import Walk, builders, last_walk, zeroed_children

# Subject of both halves: `class`, empty, the parent.
# Values: both `parent`, `child`, `param`; live also `path`.
RULE = Rule(
    code="NN306",
    name="parent-init-overwrites-child",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{parent}` draws `{param}` of `{child}` again, which is set to zero there",
    message="`{parent}` has drawn `{param}` of `{child}` again, which is zero there",
    why=(
        "A walk over `modules()` reaches the layers of all children, and runs after "
        "their constructors. What a child set on purpose is lost."
    ),
    advice="Mark the layers to skip, or call the child's reset after the walk.",
    since="0.1.0",
)


@RULE.on(
    ast.ClassDef,
    words=("modules", "named_modules", "apply", "children", "init_weights"),
)
def walk_over_children(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims the walk of a class that draws a child's zero weight again."""
    facts = text.module_class(node)
    if facts is None or "__init__" not in facts.methods:
        return
    for builder, call in builders(facts):
        found = last_walk(text, facts, builder, call)
        claims = [*_overwritten(text, facts, found, builder)] if found else []
        if claims:
            yield claims[0]
            return


def _overwritten(
    text: Text, facts: ClassFacts, found: Walk, builder: Method
) -> Iterator[Claim]:
    for child, layer, zero, owner in zeroed_children(text, facts, found, builder):
        place = Place(
            CellRef(owner.cell.id), owner.range(zero), "the child sets it to zero here"
        )
        yield text.claim(
            found.place,
            subject=Subject("class", "", facts.name),
            related=[place],
            parent=facts.name,
            child=child,
            param=f"{layer}.weight",
        )
