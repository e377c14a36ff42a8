"""Optimizer state that did not follow its parameter.

## What it does

Finds an optimizer whose state has another type than its parameter, or lies on another
device. It needs live objects: `model.to(…)` keeps the parameters, so the text does not
say whether the optimizer had stepped by then.

## Why it is bad

`model.double()` and `model.to(device)` change the parameters in place, and the
optimizer still holds them. What it has collected for them stays as it was: the next
`step()` of Adam raises `expected dtype float for end but got dtype double`. Common
advice is to build the optimizer after `.to(…)`. Before the first step there is no
state, and either order works.

SGD, Adagrad, Adadelta, RMSprop, Rprop and ASGD compute on with a state of another
floating type; only a state on another device makes them raise.

## Live evidence

Type and device of each state tensor and of its parameter.

## Not reported

- Optimizers that have not stepped yet.
- Numbers, as Adam's `step`: torch keeps them where it likes.
- Optimizers of other libraries, which choose types of their own (8 bit, offloading).
- Parameters on `meta`.

The fix in the kernel calls `optimizer.load_state_dict(optimizer.state_dict())`, which
converts the state and keeps its values.

## References

- `torch.optim.Optimizer.load_state_dict`
- `torch/optim/adam.py`: `exp_avg.lerp_`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the optimizer.
# Values: `optimizer`, `state` (`float32`, `cpu`), `own` (`float64`, `cuda:0`).
RULE = Rule(
    code="NN514",
    name="optimizer-state-left-behind",
    severity=Severity.ERROR,
    claim="`{optimizer}` keeps its state in {state}, its parameters are in {own}",
    message="`{optimizer}` keeps its state in {state}, its parameters are in {own}",
    why=(
        "Moving or converting a model changes its parameters, not what the optimizer "
        "has collected for them. Its next `step()` raises."
    ),
    advice="Call `optimizer.load_state_dict(optimizer.state_dict())` after the move.",
    since="0.1.0",
)
