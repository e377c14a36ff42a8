"""A tensor that requires grad but is no parameter.

## What it does

Finds `self.w = torch.randn(4, requires_grad=True)` and `self.w.requires_grad_()` in
a module class that never makes an `nn.Parameter` of it.

## Why it is bad

The tensor gets a gradient, so everything looks right. But `parameters()` does not
yield it, so no optimizer changes it; `state_dict()` does not save it; `.to()` leaves
it where it was. After 20 steps with a gradient in each, the tensor is unchanged to
the last bit; the same tensor as a parameter moves, is saved, and follows `.to()`.

## Live evidence

A leaf tensor among the object's own attributes that requires grad and is no
`nn.Parameter`.

## Not reported

- `nn.Parameter(...)`, `register_parameter`, and attributes that become a parameter
  in another method.
- Tensors outside module classes: an adversarial input or a style image is optimised
  on purpose.

The edit wraps the tensor in `nn.Parameter` and drops `requires_grad=True`.

## References

- `torch.nn.Parameter`
- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`; live `owner` (the module's expression), `attr`.
RULE = Rule(
    code="NN104",
    name="trainable-tensor-attribute",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` requires grad but is no `nn.Parameter`",
    message="`{owner}.{attr}` requires grad but is no `nn.Parameter`",
    why=(
        "It gets gradients, but `parameters()` does not yield it, so no optimizer "
        "changes it. `state_dict()` does not save it and `.to()` does not move it."
    ),
    advice="Wrap it in `nn.Parameter`.",
    since="0.1.0",
)
