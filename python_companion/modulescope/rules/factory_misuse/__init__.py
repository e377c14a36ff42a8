"""A layer factory that is told from a layer by `callable`, or does not fit.

## What it does

Finds `norm_layer(c) if callable(norm_layer) else norm_layer`, and `nn.GroupNorm` or
`nn.LayerNorm` given as the `norm_layer` of a convolutional class of this notebook that
calls it with the number of channels alone.

## Why it is bad

Every module can be called. So `callable` is True for a layer that was made already,
and the layer gets a number in place of a tensor: `AttributeError: 'int' object has no
attribute 'dim'`.

`nn.GroupNorm` needs the number of groups first: with one argument it raises
`TypeError: GroupNorm.__init__() missing 1 required positional argument`.
`nn.LayerNorm(4)` normalises the last dimension, which is the width of an image, not its
channels: `Given normalized_shape=[4], expected input with shape [*, 4], but got input
of size[1, 4, 6, 6]`. On images that are as wide as the layer has channels it raises
nothing and normalises the wrong dimension.

## Live evidence

None: the text shows it all.

## Not reported

- `isinstance(f, nn.Module)`, which tells the two apart.
- Wrappers such as `LayerNorm2d`, and `functools.partial(nn.GroupNorm, 8)`.
- Classes that move the channels themselves (`permute`, `movedim`, `flatten`, …), or
  that ask which layer they were given.

The edit adds the test for a module; it is shown first.

## References

- `torch/nn/modules/normalization.py`: `GroupNorm`, `LayerNorm`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import insert
from ...source.text import Text
from .factories import misfit, tested_factory

# Subject: `class`, empty, the class that gets the factory. Value: `what`.
RULE = Rule(
    code="NN118",
    name="factory-misuse",
    severity=Severity.WARNING,
    claim="`{name}` {problem}",
    message="`{name}` {problem}",
    why=(
        "A factory is called with the number of channels alone. Layers that were made "
        "already, and norms with other arguments, do not fit there."
    ),
    advice="Test with `isinstance`, or pass `functools.partial(nn.GroupNorm, 8)`.",
    since="0.1.0",
)


@RULE.on_call("callable")
def tested_by_callable(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `f(c) if callable(f) else f`, which calls a module that it is given."""
    name = tested_factory(text, node)
    facts = text.enclosing_class(node) if name else None
    if facts is None:
        return
    module = text.names.spell("torch.nn.Module", node)
    end = text.lines.end(node)
    test = f" and not isinstance({name}, {module})"
    yield text.claim(
        node,
        subject=Subject("class", "", facts.name),
        edits=(insert(text, end, test),) if module else (),
        name=f"callable({name})",
        problem="is True for a module, too, so a ready layer is called",
    )


@RULE.on(ast.Call, words=("GroupNorm", "LayerNorm"))
def misfitting_norms(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a norm that a class of the notebook cannot build or use."""
    found = misfit(text, node)
    if found is None:
        return
    problem = "needs the number of groups, and `{}` gives it the channels alone"
    if found.kind == "LayerNorm":
        problem = "normalises the last dimension, not the channels of `{}`"
    yield text.claim(
        found.node,
        subject=Subject("class", "", found.owner),
        name=f"nn.{found.kind}",
        problem=problem.format(found.owner),
    )
