"""A `reset_parameters` that torch calls before its parameters exist.

## What it does

Finds a class that derives from a layer of torch (`nn.Linear`, `nn.Conv2d`,
`nn.LayerNorm`, …), overrides `reset_parameters`, and there reads an attribute that its
`__init__` sets after `super().__init__()` or `nn.Linear.__init__(self)`.

## Why it is bad

These layers call `self.reset_parameters()` at the end of their `__init__`. That is the
override, and what the derived `__init__` adds does not exist yet: building the layer
raises `AttributeError: 'Scaled' object has no attribute 'scale'`, always.

## Live evidence

None: such an object cannot be built.

## Not reported

- Classes that derive from `nn.Module` itself, which has no `reset_parameters` and calls
  none, or from a container.
- Attributes that the layer of torch, the class body or an earlier statement sets.
- Reads under a condition, after an early `return`, in `try`, or in a loop: whatever is
  asked there may stand for the check.
- Classes with more than one base, or with a base that the notebook does not show.

There is no edit. Two cures work: skip what is not there yet (`hasattr`), and call
`self.reset_parameters()` again at the end of `__init__`; or give the new parameter its
values where it is made.

## References

- `torch/nn/modules/linear.py`: `Linear.__init__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .order import early_read

# Subject: `attr`, the class, the attribute that is read too early.
# Values: `base`, `attr`.
RULE = Rule(
    code="NN303",
    name="reset-before-parameters-exist",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="`nn.{base}.__init__` calls `reset_parameters` before `self.{attr}` is set",
    message="`nn.{base}.__init__` calls `reset_parameters` before `self.{attr}` is set",
    why=(
        "Layers of torch call `self.reset_parameters()` within their `__init__`, and "
        "that is the override. Building such a layer raises `AttributeError`."
    ),
    advice="Guard it by `hasattr`, and call `reset_parameters()` again at the end.",
    since="0.1.0",
)


@RULE.on(ast.FunctionDef, words=("reset_parameters", "__init__"))
def early_reset(node: ast.FunctionDef, text: Text) -> Iterator[Claim]:
    """Claims what an override of `reset_parameters` reads before it is there."""
    definition = text.tree.parents.get(node)
    if node.name != "reset_parameters" or not isinstance(definition, ast.ClassDef):
        return
    facts = text.module_class(definition)
    found = early_read(facts) if facts is not None else None
    if facts is None or found is None:
        return
    yield text.claim(
        found.node,
        subject=Subject("attr", facts.name, found.node.attr),
        related=[text.place(found.store, f"`{found.node.attr}` is set here")],
        base=found.base,
        attr=found.node.attr,
    )
