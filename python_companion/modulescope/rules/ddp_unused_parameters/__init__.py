"""A distributed model with parameters that the backward does not reach.

## What it does

Finds a `DistributedDataParallel` model of which trainable parameters got no gradient in
a recorded step, without `find_unused_parameters=True` or `static_graph=True`. It speaks
of cells that ran under `%%nn watch`, or of a `watch()` in code.

## Why it is bad

Each process waits until all gradients of a bucket are there, and some never come. The
first step passes; the second raises `Expected to have finished reduction in the prior
iteration before starting a new one`. With `find_unused_parameters=True`, or with all
parameters in use, three steps passed.

## Live evidence

The recorded states of the parameters of the wrapped model, and the two flags of the
wrapper.

## Not reported

- The same model without the wrapper: see NN509.
- Wrappers with `find_unused_parameters=True` or `static_graph=True`.

## References

- `torch.nn.parallel.DistributedDataParallel`
- `torch/csrc/distributed/c10d/reducer.cpp`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `n`, `model`.
RULE = Rule(
    code="NN517",
    name="ddp-unused-parameters",
    severity=Severity.ERROR,
    claim="`{model}` has parameters without a gradient: the next step fails in DDP",
    message="{n} of `{model}` got no gradient: the next step fails in DDP",
    why=(
        "DDP waits for the gradient of each parameter. Those that the loss does not "
        "use never come, so the second iteration raises."
    ),
    advice="Remove the unused layer, or wrap with `find_unused_parameters=True`.",
    since="0.1.0",
)
