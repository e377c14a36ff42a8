"""A parameter or buffer that holds NaN or infinite values.

## What it does

Reads the parameters and buffers of the live models after a cell has run, and reports
the first, in the order of the modules, that holds a NaN or an infinity. It needs the
live model: the text does not say that a training run diverged.

## Why it is bad

A value that is not finite never becomes finite again: every step adds a gradient that
is NaN, too. With a learning rate that is 1,000 times too large a regression network
has its first NaN after 4 steps, and all of its 577 parameters are NaN; the loss prints
`nan` from then on, and nothing raises.

## Live evidence

The values, read again only if a version counter, a gradient or a `.data` edit says
that they may have changed. In models above 16.8 million values large tensors are
sampled. The evidence names the tensors that are still finite, when all of them were,
which variable still holds finite copies, and which optimizer has taken over the NaN.

## Not reported

- Infinite values in buffers and frozen parameters: masks are filled with `-inf`.
- Buffers that were created as NaN and never written: a mark for "not set yet".
- Gradients and activations; only what would be saved.

## References

- `torch.isfinite`, `torch.nn.utils.clip_grad_norm_`
- `torch.autograd.set_detect_anomaly`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `n`, `values`, `are`, `name` (the first bad tensor, as an expression), `what`.
RULE = Rule(
    code="NN408",
    name="non-finite-parameter",
    severity=Severity.ERROR,
    claim="{n} of {values} of `{name}` {are} {what}",
    message="{n} of {values} of `{name}` {are} {what}",
    why=(
        "A NaN or infinite weight never recovers: each further step adds a gradient "
        "that is NaN, too."
    ),
    advice="Load the last finite checkpoint, rebuild the optimizer and lower the rate.",
    since="0.1.0",
    wasted=True,
)
