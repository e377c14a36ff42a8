"""A model that is evaluated in train mode.

## What it does

Finds a model that is called under `torch.no_grad()` or `torch.inference_mode()`, or
in a function named `eval…`, `valid…`, `test…` or `predict…`, without `model.eval()`
before.

## Why it is bad

`no_grad` stops the recording of gradients and nothing else. In train mode dropout
still drops and batch norm still normalises with the statistics of the batch, and
changes its running ones: of 256 predictions, two calls on the same input agreed on
66 %, the running mean moved by 0.19, and a batch of one raises `Expected more than 1
value per channel when training`.

## Live evidence

The layers of the model that behave differently in train mode: dropout with `p > 0`,
batch norm with running statistics. It is an error when batch statistics moved in a
cell that ran under `no_grad`.

## Not reported

- Models without such layers: their mode changes nothing.
- `model.eval()` in the cell or function, or in an earlier cell, without a later
  `model.train()`.
- Monte Carlo dropout and recomputed batch statistics: `model.train()` in the same
  block says that it is meant.

The edit inserts `model.eval()`.

## References

- `torch.nn.Module.eval`, `torch.no_grad`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `name`, empty, the model.
# Values: static `model`, `context` (`` `torch.no_grad()` ``, `` `evaluate` ``); live
# `model`, `layers` (`2 dropout layers`, `1 dropout and 2 batch norm layers`).
RULE = Rule(
    code="NN505",
    name="eval-mode-forgotten",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{model}` is called in {context} without `{model}.eval()`",
    message="`{model}` ran in train mode under `no_grad`: {layers} active",
    why=(
        "`no_grad` only stops the recording of gradients. In train mode dropout still "
        "drops, and batch norm uses and changes the statistics of the batch."
    ),
    advice="Call `model.eval()` before, and `model.train()` before training again.",
    since="0.1.0",
)
