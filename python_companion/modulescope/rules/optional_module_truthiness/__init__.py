"""An optional container that is tested by its truth value.

## What it does

Finds `if self.skip:` where `self.skip` is None or a container of modules that may be
empty.

## Why it is bad

Modules have no truth value of their own, but containers have a length, and Python takes
an object of length 0 as false. `nn.Sequential()`, `nn.ModuleList()` and
`nn.ModuleDict()` are false as soon as they are empty, `nn.Identity()` is true. So an
empty `nn.Sequential` counts as absent: with `x + self.skip(x) if self.skip else x` an
input of 1 gives 1.0 where the empty path, which passes its input on, would give 2.0.

## Live evidence

The attribute holds a container without entries: the test is False, although it is not
None.

## Not reported

- `is not None` and `is None`.
- Flags and numbers, and layers without a length: they are always true, so the test does
  what it says.
- Containers that are written with an entry, which are never empty.
- A test whose only effect is to skip a loop over the container.

The edit compares with None. It keeps the meaning for every container that has an entry.

## References

- Python data model, `object.__bool__`
- `torch/nn/modules/container.py`: `Sequential.__len__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...rulekit.truth import comparison, truth_tests
from ...source.optional import optional_modules
from ...source.text import Text
from .tests import container_name, is_only_iterated

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`, `kind`; live `owner`, `attr`, `kind`.
RULE = Rule(
    code="NN113",
    name="optional-module-truthiness",
    severity=Severity.WARNING,
    claim="An empty `{kind}` in `self.{attr}` counts as False here, like None",
    message="`{owner}.{attr}` is an empty `{kind}`, which counts as False like None",
    why=(
        "An empty container of modules has length 0, so its truth value is False. "
        "The test cannot tell it from None."
    ),
    advice="Compare with None: `is not None`.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef, words=("Sequential", "ModuleList", "ModuleDict"))
def tested_containers(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims truth tests of attributes that are None or a container."""
    facts = text.module_class(node)
    if facts is None:
        return
    for optional in optional_modules(facts):
        kind = container_name(text, [call for _, call in optional.modules])
        uses = facts.uses.get(optional.attr, ()) if kind else ()
        for test in truth_tests(text, [use.node for use in uses]):
            if is_only_iterated(text, test):
                continue
            edits = comparison(text, test)
            yield text.claim(
                test,
                subject=Subject("attr", facts.name, optional.attr),
                edits=edits,
                safe=True,
                related=[text.place(optional.none.target, "it may be None")],
                attr=optional.attr,
                kind=kind,
            )
