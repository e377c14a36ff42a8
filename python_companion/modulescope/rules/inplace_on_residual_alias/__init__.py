"""An in-place operation on a tensor that is read again.

## What it does

Finds `r = x`, then an in-place operation on `x` (`F.relu(x, inplace=True)`,
`nn.ReLU(inplace=True)`, `x += y`, `x.add_(y)`), and then a read of `r`; and the output
of an in-place layer under another name while the input is read again.

## Why it is bad

`r = x` makes no copy: both names stand for one tensor. After `x = F.relu(x,
inplace=True)` the residual is activated too: for the values -3 to 3, an output that
should be -3 is 0, and no error tells. The tensor of the caller changes as well. If
autograd has saved the tensor (the output of `sigmoid`, `tanh`, `exp`, `softmax`), the
backward raises instead.

`out += identity` is fine as it is mostly used: `out` comes fresh from a convolution,
a linear or a norm layer, and none of these needs its output again.

## Live evidence

Live evidence needs a watch (`%%nn watch`): only during the pass can the version counter
of the input be compared, in its first ten steps. Outside of one, and for tensors that
`forward` made itself, the finding stays static.

## Not reported

- `r = x.clone()`.
- `x` got a new value from a layer before the operation, or `r` before the read.
- A read of the shape, the type or the device only.
- `x.relu_()` as a statement of its own, with no other name for `x`: it says so.
- Changes of an argument that only the caller may read again.

The edit adds `.clone()`. It is not safe: a result changes, if to the one meant.

## References

- `torch.nn.ReLU`, `torch.Tensor.clone`
- torch notes, Autograd mechanics: In-place correctness checks
- He et al. 2016, Identity mappings in deep residual networks
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts
from ...source.edits import insert
from ...source.text import Text
from .aliases import overwritten, where_it_can_be

# Subject: `function`, the class, the method's `__qualname__` and the variable:
# `Net.forward: r`. Values: `operation` (`relu(inplace=True)`, `+=`), `name`.
RULE = Rule(
    code="NN111",
    name="inplace-on-residual-alias",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="In-place `{operation}` changes `{name}`, which is read again below",
    message="In-place `{operation}` changes `{name}`, which is read again below",
    why=(
        "An assignment makes no copy, so both names stand for one tensor. What is "
        "read below is the changed value."
    ),
    advice="Keep a copy by `.clone()`, or do not work in place.",
    since="0.1.0",
)


@RULE.on(ast.Module)
def overwritten_tensors(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims in-place operations on tensors that forward reads again."""
    wanted = where_it_can_be(text)
    for definition in text.class_nodes if wanted else ():
        facts = text.module_class(definition)
        if facts is not None and "forward" in facts.methods:
            yield from _claims(facts, text, wanted)


def _claims(
    facts: ClassFacts, text: Text, wanted: frozenset[ast.AST]
) -> Iterator[Claim]:
    for found in overwritten(facts, wanted):
        where = text.tree.qualname(found.method)
        yield text.claim(
            found.change.node,
            subject=Subject("function", facts.name, f"{where}: {found.name}"),
            edits=(insert(text, text.range(found.copied).end, ".clone()"),),
            related=(text.place(found.read, f"`{found.name}` is read here"),),
            operation=found.change.operation,
            name=found.name,
        )
