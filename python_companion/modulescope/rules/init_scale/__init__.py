"""Weights that start at a scale which lets the signal vanish or explode.

## What it does

Finds weights that start far from the scale that keeps a signal's size: in the text,
`nn.Parameter(torch.randn(n, m))` that is multiplied with the input unscaled, and
`nn.init.normal_(layer.weight)` without a `std`; in the kernel, any fresh weight of
a linear or convolution layer.

## Why it is bad

Each layer multiplies the size of the signal by `std · sqrt(fan_in)`, with another
`sqrt(1/2)` for a ReLU. A factor that is not near 1 is raised to the power of the
depth. Through 20 ReLU layers of width 256, a standard deviation of 1 gives outputs
of about 1e20 and gradients that are no longer finite; 0.01 gives outputs of about
1e-20 and gradients of about 1e-14; He initialisation keeps the output near 1.

## Live evidence

The statistics of each weight are sampled when its model is first seen, before it is
trained. Expected is `sqrt(2 / fan_in)` if a ReLU-type activation follows, else
`1 / sqrt(fan_in)`; reported is what starts outside 1/5 to 5 times of that. Layers
with one cause are one finding.

## Not reported

- Weights whose output meets a normalisation layer or a residual sum.
- Embeddings, whose default is 1, and positional codes.
- Weights of classes from an installed library.
- Weights that were already trained when they were first seen.

## References

- He et al. 2015, "Delving Deep into Rectifiers", equation 10
- `torch/nn/init.py`: `kaiming_normal_`, `calculate_gain`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject: static `attr`, the class, the attribute (`w`, `fc.weight`); live the same
# for a weight of a claim, else `name`, empty, the model.
# Values: static `attr`; live `what` (`` `model.head` starts ``, `` 2 layers of
# `model` start ``), `ratio` (`8.8`, `6–50`), `side` (`below`, `above`), `signal`
# (`ReLU`, `linear`).
RULE = Rule(
    code="NN308",
    name="init-scale",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` starts with std 1, which lets the signal grow in each layer",
    message="{what} {ratio}× {side} the scale that keeps a {signal} signal",
    why=(
        "Each layer multiplies the size of the signal by its weight's scale, so an "
        "error grows with the depth. The gradients vanish or explode the same way."
    ),
    advice='Use `nn.init.kaiming_normal_(weight, nonlinearity="relu")`.',
    since="0.1.0",
)
