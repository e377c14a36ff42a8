"""Trainable parameters that a backward does not reach.

## What it does

Finds parameters that want a gradient and got none in any recorded step, while others of
the same model got theirs. It speaks of cells that ran under `%%nn watch`, or of a
`watch()` in code, because `.grad` alone cannot tell a parameter that was never reached
from one that `zero_grad()` has just cleared.

## Why it is bad

A parameter without a gradient is skipped by `step()`: it stays as it was drawn, and
nothing says so. Either the layer is not used, or the graph is cut in the middle of the
model by `detach()`, `.item()`, `.numpy()` or a new `torch.tensor(…)`. With a cut after
the first layer of two, the two tensors before it got no gradient and the loss still
fell, because the layer behind it learned alone.

## Live evidence

The recorded states of each parameter: a value, frozen, or not in the graph of the
backward. If all that got none come before all that got one, the evidence says between
which two parameters the graph ends.

## Not reported

- Frozen parameters, and models of which nothing got a gradient.
- Experts of a mixture, and other list members of which a sibling was used: routing may
  leave them out.
- A gradient in one of several backward passes is enough: generator and discriminator
  in one module.
- Parameters of modules from installed libraries are info: their unused heads, such as a
  pooler, are normal.

## References

- `torch.Tensor.backward`, `torch.Tensor.detach`
- `torch/optim/optimizer.py`: parameters whose `grad` is None are skipped
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `n`, `model`, `first`.
RULE = Rule(
    code="NN509",
    name="none-grad-after-backward",
    severity=Severity.WARNING,
    claim="`{model}` has trainable parameters that get no gradient",
    message="{n} of `{model}` got no gradient, `{first}` first",
    why=(
        "`step()` skips parameters without a gradient, so they never change. The layer "
        "is unused, or the graph is cut behind it."
    ),
    advice="Use the layer, or remove what cuts the graph: `detach`, `item`, `numpy`.",
    since="0.1.0",
    consequence_of=("NN517",),
)
