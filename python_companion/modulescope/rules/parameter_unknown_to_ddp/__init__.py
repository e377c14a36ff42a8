"""A parameter that was added after the model was wrapped by DDP.

## What it does

Finds trainable parameters of a `DistributedDataParallel` model that the wrapper does
not know, because a layer was added or replaced after it was made. It needs live
objects, of a kernel in which `torch.distributed` is initialised.

## Why it is bad

DDP takes the list of parameters when it is made: it copies them from the first
process to all others, and puts a hook on each that averages its gradient. A layer
that comes later has neither. It starts and trains differently in every process: of
the 4 parameters of a model with a late layer, 2 differed between two processes after
one step. Nothing raises, and the checkpoint holds the layer of one process.

## Live evidence

The parameters of the wrapped module that are not among those DDP recorded.

## Not reported

- Layers that are added before the model is wrapped.
- Parameters that do not require grad, and those that DDP was told to ignore.
- Kernels without an initialised `torch.distributed`.

## References

- `torch/nn/parallel/distributed.py`: `_module_parameters`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the DDP model. Values: `model`, `n`.
RULE = Rule(
    code="NN518",
    name="parameter-unknown-to-ddp",
    severity=Severity.ERROR,
    claim="`{model}` has {n} that came after DDP wrapped it",
    message="`{model}` has {n} that came after DDP wrapped it",
    why=(
        "DDP reads the parameters when it is made. Those that come later are neither "
        "copied to the other processes nor averaged."
    ),
    advice="Build the model first, and wrap it last.",
    since="0.1.0",
)
