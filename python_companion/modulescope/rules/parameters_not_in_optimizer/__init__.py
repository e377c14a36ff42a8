"""A layer that was added or replaced after the optimizer was built.

## What it does

Finds `model.head = nn.Linear(…)`, `model.append(…)` or `model.add_module(…)` after
`optimizer = Optimizer(model.parameters())`, without the optimizer being built again
and without `add_param_group`. Cells count in the order in which they ran.

## Why it is bad

`parameters()` is read once, when the optimizer is built. The new layer gets
gradients but no step: its weight and bias are exactly what they were initialised
to, while the rest of the model trains.

## Live evidence

Parameters that require grad, of a model that some optimizer covers in part, and that
no optimizer of the namespace holds.

## Not reported

- Layers that are replaced before the optimizer is built.
- Several optimizers that cover the model together.
- Parts with `requires_grad` off. If less than half of a model is covered, it may be
  frozen on purpose, and the finding is a warning.

## References

- `torch.optim.Optimizer.add_param_group`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `name`, empty, the model.
# Values: static `model`, `attr`, `optimizer`; live `n`, `model`.
RULE = Rule(
    code="NN502",
    name="parameters-not-in-optimizer",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{model}.{attr}` is made after `{optimizer}`, which does not hold it",
    message="{n} trainable parameters of `{model}` are in no optimizer",
    why=(
        "An optimizer reads `parameters()` once, when it is built. What comes later "
        "gets gradients, but no step changes it."
    ),
    advice="Build the optimizer after the last layer, or call `add_param_group`.",
    since="0.1.0",
)
