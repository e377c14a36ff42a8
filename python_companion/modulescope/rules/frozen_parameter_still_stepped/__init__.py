"""A frozen parameter that its optimizer keeps moving.

## What it does

Finds parameters with `requires_grad=False` that an optimizer holds, that still have a
gradient from before, and that changed in a run while they were frozen. It needs the
kernel.

## Why it is bad

`requires_grad_(False)` stops new gradients, it does not clear the old one, and
`Optimizer.step()` asks only whether `.grad` is None. So each step adds the last
gradient again, with momentum ever faster: frozen weights moved by 1.67 in five steps of
SGD with momentum 0.9. After `zero_grad()` they stand still; `set_to_none=False` does
not help, because momentum and weight decay still move them (by 0.37).

## Live evidence

The version counters of frozen parameters before and after each run, whether `.grad` is
set, and which optimizer holds them.

## Not reported

- Parameters frozen after training that no step has moved yet: the usual `zero_grad()`
  at the start of the next step clears their gradient in time.
- Frozen parameters that no optimizer holds, such as EMA copies and target networks
  that the program updates itself.

## References

- `torch/optim/sgd.py`: parameters whose `grad` is not None are stepped
- `torch.optim.Optimizer.zero_grad`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `path`, `optimizer`, `n`.
RULE = Rule(
    code="NN515",
    name="frozen-parameter-still-stepped",
    severity=Severity.WARNING,
    claim="`{path}` is frozen, but `{optimizer}` still moves it",
    message="`{path}` is frozen, but `{optimizer}` still moves it",
    why=(
        "Freezing stops new gradients and keeps the old one. `step()` applies it again "
        "each time."
    ),
    advice="Call `zero_grad()` once after freezing, before the next `step()`.",
    since="0.1.0",
)
