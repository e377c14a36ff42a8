"""Units behind a ReLU that nothing in the data ever wakes.

## What it does

Finds layers in front of a ReLU of which more than half of the units got a gradient of
exactly zero in every recorded step. It speaks of cells that ran under `%%nn watch`, or
of a `watch()` in code.

## Why it is bad

A unit whose input is negative for the whole batch passes 0 forward and exactly 0
back, so no step can wake it: the width of the layer is lost. A network whose biases all
started at −100 had 100 % dead units and a weight gradient of exactly 0, and its loss
stayed at 1.39; the same network with its own biases went down to 0.00. A learning rate
that is too high for a moment does the same.

## Live evidence

The share of exact zeros in the gradient of the layer's bias: it is the sum over the
batch of what comes back to each unit, so it is 0 only if the unit was silent for every
sample. Two recorded steps or more are needed, and more than half of the units in each.

## Not reported

- Layers without a bias, or whose output meets no ReLU as far as can be read.
- Up to half of the units: sparse activity is what ReLU networks do.

## References

- Lu et al. 2019, "Dying ReLU and Initialization"
- `torch.nn.ReLU`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, the layer, the model.
# Values: `k`, `n`, `path`.
RULE = Rule(
    code="NN510",
    name="dead-units",
    severity=Severity.WARNING,
    claim="most units of `{path}` are inactive for whole batches",
    message="{k} of {units} of `{path}` {are} inactive for whole batches",
    why=(
        "A ReLU unit that is negative for every sample gets a gradient of exactly 0. "
        "No step can change it any more."
    ),
    advice="Lower the learning rate, check the initial biases, or use a leaky ReLU.",
    since="0.1.0",
)
