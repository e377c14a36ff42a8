"""An optional module or tensor that the forward pass uses without a check.

## What it does

Finds an attribute that `__init__` leaves as None under one condition and sets under
another, and that each forward pass calls or indexes, directly, through a method, or
by a variable that stands for it.

## Why it is bad

None is a legal value for an optional module: the model can be saved and moved. Only the
use fails: `TypeError: 'NoneType' object is not callable`, at the first batch of just
that configuration.

## Live evidence

The attribute of an instance is None now.

## Not reported

- Uses under a condition, after an early `return` or an `assert`, or in `try`: whatever
  is asked there may stand for the check.
- Attributes that another method, a class that derives from this one, or code outside
  of the class sets as well.
- An attribute that every way through `__init__` sets to something else in the end.

The edit puts the check around `x = self.skip(x)` or `x + self.skip(x)`. It is shown
first: whether leaving the module out is right is for you to say. `nn.Identity()` in
place of None does the same for `x = self.skip(x)`, but in a sum it adds `x`.

## References

- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts, Method
from ...source.optional import (
    Optional,
    Use,
    certain_uses,
    may_end_as_none,
    optional_attributes,
    used,
)
from ...source.text import Text
from .edits import guard

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`, `when`, `method`; live `owner`, `attr`; both `does`.
RULE = Rule(
    code="NN114",
    name="optional-module-called-unguarded",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` is None{when}, and `{method}` {does} it without a check",
    message="`{owner}.{attr}` is None, and `forward` {does} it without a check",
    why=(
        "None can be neither called nor indexed: the first forward pass of such a "
        "model raises `TypeError`."
    ),
    advice="Call it under `if … is not None`, or use `nn.Identity()` to pass through.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef)
def unguarded_uses(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims uses of attributes that may be None, where nothing can prevent them."""
    facts = text.module_class(node)
    if facts is None or "forward" not in facts.methods:
        return
    optional = [
        found
        for found in optional_attributes(facts)
        if found.attr not in facts.methods and may_end_as_none(facts, found.attr)
    ]
    uses = certain_uses(facts, "forward") if optional else {}
    for found in optional:
        if found.attr in uses and not _is_set_elsewhere(facts, found.attr):
            yield _claim(text, facts, found, *uses[found.attr])


def _claim(
    text: Text, facts: ClassFacts, found: Optional, use: Use, method: Method
) -> Claim:
    is_call = isinstance(use, ast.Call)
    return text.claim(
        used(use),
        subject=Subject("attr", facts.name, found.attr),
        edits=guard(text, use) if isinstance(use, ast.Call) else (),
        related=[text.place(found.none.target, "it may be None")],
        attr=found.attr,
        when=found.condition or " in one case",
        method=method.name,
        does="calls" if is_call else "indexes",
    )


def _is_set_elsewhere(facts: ClassFacts, attr: str) -> bool:
    """Whether something else may set an attribute of that name."""
    if facts.registers_by_variable or facts.registration(attr):
        return True
    own = {id(store.target) for store in facts.stores.get(attr, ())}
    return any(
        node.attr == attr
        and isinstance(node.ctx, (ast.Store, ast.Del))
        and id(node) not in own
        and not _is_of_unrelated_class(facts, node)
        for node in facts.text.tree.all(ast.Attribute)
    )


def _is_of_unrelated_class(facts: ClassFacts, node: ast.Attribute) -> bool:
    """Whether a store is `self.attr` in a class that does not derive from this one."""
    other = facts.text.enclosing_class(node)
    return (
        other is not None
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and all(member.node is not facts.node for member in other.family)
    )
