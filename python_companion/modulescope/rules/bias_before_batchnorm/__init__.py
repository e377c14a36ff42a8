"""A bias that the norm layer behind it takes away.

## What it does

Finds a convolution or linear layer with a bias right before a `BatchNorm` (or, for
convolutions, an `InstanceNorm`) of the same channels: as neighbours in an
`nn.Sequential`, and as attributes that `forward` calls one on the other.

## Why it is bad

The norm subtracts the mean of each channel, and with it the bias: adding 10 to the
bias changes the output by less than a hundred-thousandth. The gradient of the bias is
less than a hundred-thousandth of that of the weight. This harms nothing; it wastes
one parameter per channel, with its gradient and the state of the optimizer. The norm
has a bias of its own.

## Live evidence

The number of parameters and, once there are gradients, the gradient norms (L2) of bias
and weight. A layer without bias, or a gradient that counts, refutes.

## Not reported

- Anything between the two: `Conv2d, ReLU, BatchNorm2d`.
- An output that something else reads as well.
- A linear layer before a norm of another width: then it normalises another axis.
- A norm in eval mode: it subtracts the running mean, so the bias acts.
- Layers that may get `bias` by `**options`, whose keys are not written out.

The edit adds `bias=False`. It is not safe: the keys of the state dict change, so
existing checkpoints do not load.

## References

- Ioffe and Szegedy 2015, Batch normalization, section 3.2
- `torch.nn.BatchNorm2d`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule
from ...source.edits import add_argument, replace
from ...source.tensors import keyword
from ...source.text import Text
from ...source.tree import dotted_name
from .pairs import BIAS_POSITION, NORMS, Pair, neighbours, of_class

# Subject: `attr`, the class, the path of the layer below it (`net.0`); or `name`, the
# variable and the path below it (`model.0`); or `function`, where a function builds it.
# Values: `layer`, `norm` (as they are written; live the path and the class).
RULE = Rule(
    code="NN112",
    name="bias-before-batchnorm",
    severity=Severity.HINT,
    static_severity=Severity.HINT,
    claim="The bias of `{layer}` is cancelled by the `{norm}` behind it",
    message="The bias of `{layer}` is cancelled by the `{norm}` behind it",
    why=(
        "The norm subtracts the mean of each channel, and the bias with it. The bias "
        "never trains; the norm has its own."
    ),
    advice="Pass `bias=False` to the layer.",
    since="0.1.0",
)


@RULE.on_call(*NORMS)
def neighbours_in_a_sequence(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims layers that stand right before a norm in an `nn.Sequential`."""
    pair = neighbours(node, text)
    if pair is not None:
        yield _claim(pair, text)


@RULE.on(ast.ClassDef, words=NORMS)
def called_one_on_the_other(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims layers whose output `forward` gives to a norm only."""
    facts = text.module_class(node)
    if facts is not None:
        for pair in of_class(facts):
            yield _claim(pair, text)


def _claim(pair: Pair, text: Text) -> Claim:
    return text.claim(
        pair.layer.func,
        subject=pair.subject,
        edits=_edits(pair.layer, text),
        layer=dotted_name(pair.layer.func),
        norm=dotted_name(pair.norm.func),
    )


def _edits(layer: ast.Call, text: Text) -> tuple[Edit, ...]:
    position = BIAS_POSITION[text.resolve(layer.func).rpartition(".")[2]]
    if given := keyword(layer, "bias"):
        return (replace(text, given.value, "False"),)
    if len(layer.args) > position:
        return (replace(text, layer.args[position], "False"),)
    return add_argument(text, layer, "bias=False")
