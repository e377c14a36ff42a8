"""A parameter that is tested by its truth value.

## What it does

Finds `if self.scale:` where `self.scale` is an `nn.Parameter`, or a parameter or None;
and `if self.bias:` in classes that derive from `nn.Linear` or a convolution.

## Why it is bad

The truth value of a tensor with several elements raises `Boolean value of Tensor with
more than one value is ambiguous`. With a single element it is the value that is
tested: a scale that training brings to 0 counts as absent. With
`x + self.shift if self.shift else x` a shift that starts at 0 had a gradient in 0 of 20
steps, so it stayed at 0; compared with None it came to 1.0, where it should be.

## Live evidence

The attribute holds a parameter, and how many elements it has. An instance that has None
there refutes the claim.

## Not reported

- `is not None` and `is None`.
- A single number that is never None, such as a flag of a first pass: its value may be
  meant. Nor one that is never None and whose only size is a variable.
- Buffers and other tensors, which often are such flags.
- Attributes that may also be something else, such as a number.

The edit compares with None, where the parameter may be None.

## References

- `torch.Tensor.__bool__`
- `torch/nn/modules/linear.py`: `register_parameter("bias", None)`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...rulekit.truth import comparison, truth_tests
from ...source.text import Text
from .parameters import has_parameters, parameter

# Subject of both halves: `attr`, the class, the attribute.
# Values: `owner`, `attr`, `effect`.
RULE = Rule(
    code="NN122",
    name="parameter-truthiness",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{owner}.{attr}` is a parameter, and its truth value {effect}",
    message="`{owner}.{attr}` is a parameter, and its truth value {effect}",
    why=(
        "A tensor of several elements has no truth value. That of a single element is "
        "False when it is 0, which training may reach or start from."
    ),
    advice="Compare with None: `is not None`.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef)
def tested_parameters(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims truth tests of attributes that are a parameter."""
    facts = text.module_class(node)
    if facts is None or not has_parameters(facts):
        return
    for attr, uses in facts.uses.items():
        tests = list(truth_tests(text, [use.node for use in uses]))
        found = parameter(facts, attr) if tests else None
        if found is None:
            continue
        for test in tests:
            yield text.claim(
                test,
                subject=Subject("attr", facts.name, attr),
                edits=comparison(text, test) if found.is_optional else (),
                safe=True,
                severity=None if found.sure else Severity.INFO,
                owner="self",
                attr=attr,
                effect=effect(found.is_one),
            )


def effect(is_one: bool | None) -> str:
    """What asking for a truth value does; None if the size is not known."""
    if is_one is None:
        return "raises or is its value"
    return "is its value" if is_one else "raises"
