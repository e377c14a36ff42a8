"""A tensor that a module computes with, but that is no buffer.

## What it does

Finds `self.mean = torch.zeros(3)` in the `__init__` of a module class whose
`forward` reads `self.mean`.

## Why it is bad

`.to()` moves parameters and buffers, not other attributes: on another device the
forward pass raises, or copies in every call. `state_dict()` does not save it: a
statistic that had reached 4.98 is 0 again after the weights are loaded into a new
model, and the outputs are wrong by the same amount. A buffer keeps both.

## Live evidence

A plain tensor among the object's own attributes that requires no grad. It is an
error when its device differs from that of the module's parameters.

## Not reported

- `register_buffer`, `nn.Buffer`, `nn.Parameter`.
- Tensors that only `__init__` uses, or that are read by none of its methods.
- Tensors that are moved where they are used: `self.mean.to(x.device)`.
- Live: tensors that were stored by a forward pass, such as a cached activation.

The edit makes it `self.register_buffer("mean", …)`. Use `persistent=False` for what
can be computed again.

## References

- `torch.nn.Module.register_buffer`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`; live `owner` (the module's expression), `attr`, `device`.
RULE = Rule(
    code="NN105",
    name="unregistered-state-tensor",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` is a plain tensor that `.to()` and `state_dict()` skip",
    message=(
        "`{owner}.{attr}` is a plain tensor on {device}: "
        "`.to()` and `state_dict()` skip it"
    ),
    why=(
        "Only parameters and buffers follow the module to another device and into a "
        "checkpoint. After loading, this tensor has its initial value again."
    ),
    advice="Register it with `register_buffer`.",
    since="0.1.0",
)
