"""A forward hook that stores its output with the graph attached.

## What it does

Finds a function given to `register_forward_hook` that stores its input or output,
in a container, a list or an attribute, without `detach()`.

## Why it is bad

A stored tensor with a `grad_fn` keeps every activation that its graph needs: three
calls of a small network left 23 MiB behind that `detach()` does not. The memory is
held until the container is emptied. It is no bug where the gradient is wanted.

## Live evidence

The variables that a registered hook closes over, its defaults, its object and the
globals it names are searched two levels deep for tensors that have a `grad_fn`.
Hooks run in the grad mode of the caller: under `no_grad` and `inference_mode` a
stored output has no graph, and nothing is reported.

## Not reported

- `output.detach()`, `.item()`, `.cpu().numpy()`, and numbers computed from it.
- Cells that run the model under `torch.no_grad()` or `torch.inference_mode()` only.
- Code that computes gradients from what is stored (Grad-CAM, feature losses): a
  cell that calls `backward` or `autograd.grad` on it. Elsewhere, ignore NN201.

The edit adds `.detach()` to what is stored.

## References

- `torch.nn.Module.register_forward_hook`
- `torch.Tensor.detach`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `function`, empty, the hook's `__qualname__`.
# Values: both `function` (its name), live also `kind` (`Forward`, `Forward pre`, …).
RULE = Rule(
    code="NN201",
    name="hook-captures-graph",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="Forward hook `{function}` stores tensors with their autograd graph",
    message="{kind} hook `{function}` stores tensors with their autograd graph",
    why=(
        "A tensor with a `grad_fn` keeps all activations that its graph needs. The "
        "memory stays held until what the hook filled is emptied."
    ),
    advice="Store `output.detach()`.",
    since="0.1.0",
)
