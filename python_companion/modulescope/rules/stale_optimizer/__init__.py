"""An optimizer that still holds the parameters of an older model.

## What it does

Finds an optimizer none of whose tensors belongs to a live model, while a model is
trained. It needs the kernel: in a notebook it comes from running cells again in
another order, not from the text.

## Why it is bad

An optimizer keeps the tensor objects it was given. A model that is built again has
new ones, so `step()` changes the old ones and the model stays as it began. Nothing
raises and the loss stays flat: after 200 steps it was the same to the last bit,
6.27, where a fresh optimizer reached 0.00. `zero_grad()` does not reach the model
either, so its gradients add up.

## Live evidence

The optimizer's tensors are compared by identity with those of every model of the
namespace. It is reported only if none or few are left in them, the run used the
optimizer, its tensors got no gradients, and a model of the namespace went through
`backward()` while none of its tensors changed. A model that was built and trained in
one run counts as unchanged if its version counters are still those of its constructor.

## Not reported

- Optimizers over plain tensors, such as an image that is optimised.
- One of several optimizers: a GAN's pair, an EMA copy, a frozen teacher, LoRA with a
  frozen base.
- A model that was rebuilt and not trained yet.
- An optimizer of a model that is out of sight, as its tensors get gradients.

## References

- `torch.optim.Optimizer.param_groups`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the optimizer.
# Values: `optimizer`, `model`.
RULE = Rule(
    code="NN501",
    name="stale-optimizer",
    severity=Severity.ERROR,
    claim="`{optimizer}` updates tensors that are not in `{model}`",
    message="`{optimizer}` updates tensors that are not in `{model}`",
    why=(
        "An optimizer keeps the tensor objects it was given. A new model has new "
        "tensors, so `step()` never reaches them."
    ),
    advice="Build the optimizer again, after the model.",
    since="0.1.0",
    wasted=True,
)
