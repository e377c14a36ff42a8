"""A buffer that is updated with a graph attached.

## What it does

Finds a buffer that `forward` updates from its input, in place or by assignment,
outside `torch.no_grad()` and without `detach()`.

## Why it is bad

The buffer then carries the graph of the batch, and of every batch before: its graph
grows by 6 nodes in each step, with the activations that they hold. The second
`backward()` raises `Trying to backward through the graph a second time`, and
`copy.deepcopy(model)` raises too. Under `no_grad` the same update keeps 0 nodes.

## Live evidence

A buffer that has a `grad_fn` or requires grad, with the number of nodes of its graph.

## Not reported

- Updates under `torch.no_grad()`, `torch.inference_mode()` or after `detach()`.
- Updates by numbers or other buffers only: there is no graph to carry.
- Tensors that are no buffer.

The edit puts the update under `with torch.no_grad():`.

## References

- `torch.no_grad`, `torch.Tensor.lerp_`
- `torch/nn/modules/batchnorm.py`: running statistics
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `attr`, the class, the buffer.
# Values: static `attr`; live `owner` (the module's expression), `attr`, `nodes`.
RULE = Rule(
    code="NN108",
    name="buffer-carries-graph",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="Buffer `self.{attr}` is updated with the graph of the input attached",
    message="Buffer `{owner}.{attr}` carries an autograd graph of {nodes} nodes",
    why=(
        "The buffer keeps the graph of every batch that went through it. The second "
        "`backward()` raises, and the memory grows with each step."
    ),
    advice="Update the buffer under `torch.no_grad()`.",
    since="0.1.0",
)
