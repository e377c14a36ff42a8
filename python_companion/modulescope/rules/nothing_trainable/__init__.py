"""An optimizer over a model of which nothing requires grad.

## What it does

Finds an optimizer that holds parameters of a model none of whose parameters requires
grad, such as a backbone that was frozen whole, head included. It needs live objects:
what is frozen in the end is decided at run time.

## Why it is bad

There is nothing to train. `backward()` raises `element 0 of tensors does not require
grad and does not have a grad_fn`; where the input requires grad, or another model has
a part in the loss, it runs, and the weights stay exactly as they are.

## Live evidence

How many parameters the model has, how many of them require grad, and how many the
optimizer holds.

## Not reported

- Models without an optimizer: teachers, feature extractors, models for inference.
- Models that have been trained since they were first seen, or whose optimizer has
  stepped: a discriminator that is frozen for the generator's turn, or a finished
  training.
- Models with any part that requires grad.

## References

- `torch.nn.Module.requires_grad_`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model. Values: `model`, `n`, `optimizer`.
RULE = Rule(
    code="NN508",
    name="nothing-trainable",
    severity=Severity.ERROR,
    claim="None of the {parameters} that `{optimizer}` has of `{model}` can train",
    message="None of the {parameters} that `{optimizer}` has of `{model}` can train",
    why=(
        "They do not require grad, so no backward pass reaches them. An optimizer does "
        "not say so."
    ),
    advice="Enable the part to train: `model.head.requires_grad_(True)`.",
    since="0.1.0",
    wasted=True,
)
