"""Neighbouring layers in different floating types.

## What it does

Finds a linear or convolution layer whose weight has another floating type than its
neighbours. It needs the live model: the text does not say what `.half()` reached.

## Why it is bad

Outside autocast the forward pass raises `mat1 and mat2 must have the same dtype`.
Under autocast the same model runs, so the mistake shows only where autocast is off,
often in evaluation.

## Live evidence

The floating types of all parameters of linear and convolution layers, with the
layers that differ from the majority.

## Not reported

- Normalisation layers in float32 beside layers in a shorter type: that is the
  recommended form.
- Quantised layers, integer parameters and buffers.
- Parts that do not feed each other: two models side by side in one container.

## References

- `torch.nn.Module.to`, `torch.autocast`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `model`, `dtypes` (`float32 and float16`), `module` (the first that
# differs, as an expression), `dtype` (its own).
RULE = Rule(
    code="NN403",
    name="mixed-dtype",
    severity=Severity.WARNING,
    claim="`{model}` mixes {dtypes}: `{module}` is {dtype}",
    message="`{model}` mixes {dtypes}: `{module}` is {dtype}",
    why=(
        "A matrix product takes both operands in one type; outside autocast the "
        "forward pass raises where the types meet."
    ),
    advice="Convert the layer with `.to(dtype)`, or run the model under autocast.",
    since="0.1.0",
)
