"""A model with tensors on several devices.

## What it does

Finds a model whose parameters, buffers and tensor attributes lie on more than one
real device. It needs the live model: the text does not say where a tensor is.

## Why it is bad

An operation takes its tensors from one device: the first that meets both raises
`Expected all tensors to be on the same device`. It often happens only in a branch
that runs late, such as validation.

## Live evidence

The device of every tensor of the model. No data is
read and nothing is moved.

## Not reported

- Models that are spread on purpose: with an `hf_device_map`, with hooks of
  accelerate, or with parts that each lie wholly on one device and a `forward` that
  moves what goes between them.
- Tensors without dimensions on the CPU: torch combines them with any device.
- `meta` tensors, which hold no data; they have a rule of their own.

## References

- `torch.nn.Module.to`, `torch.nn.Module.register_buffer`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `model`, `n` (devices).
RULE = Rule(
    code="NN402",
    name="mixed-devices",
    severity=Severity.ERROR,
    claim="`{model}` has tensors on {devices}",
    message="`{model}` has tensors on {devices}",
    why=(
        "An operation takes its tensors from one device; the first that meets both "
        "raises. `.to()` moves parameters and buffers, not plain attributes."
    ),
    advice="Register the tensor as a buffer, or move it.",
    since="0.1.0",
)
