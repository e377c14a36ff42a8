"""A layer or parameter that is made in every forward pass.

## What it does

Finds layers with weights (`nn.Linear`, `nn.Conv2d`, `nn.LSTM`, norms, or a class of
the notebook that holds some) that are built in `forward` or in a method that
`forward` calls. Also an `nn.Parameter` of new numbers that is made there.

## Why it is bad

Each pass draws new weights, so the layer never trains: on a task that the layer
solves when it is built in `__init__`, the loss stays within a few percent of where
it was. Two passes on the same input differ.

`self.t = nn.Linear(8, 1)` in `forward` is registered: after the first pass the
module has 4 parameters instead of 2. But an optimizer that was built before does not
hold them, the next pass replaces them, `load_state_dict()` into a new object fails
for the unexpected keys, and the ranks of `DistributedDataParallel` each draw their
own. A local variable instead of an attribute is no cure: then the weights are not
even saved.

## Live evidence

A module that is registered under a name that only `forward` assigns; or a variable of
the notebook, such as the loss, whose graph ends in parameters that no module holds,
beside those of the model. A module whose outputs nobody keeps shows nothing outside
of a watch. A watch
(`%%nn watch`) also counts the layers that are gone after the forward that called them.

## Not reported

- Layers without weights: `nn.ReLU()(x)`, `nn.Dropout`, losses, `affine=False`,
  `nn.InstanceNorm2d` without `affine=True`.
- Parameters that hold a given value, get no gradient, or are passed on.
- Lazy building: under `if self.t is None`, `if not hasattr(self, ...)`, after an early
  `return`, in a cached property. The optimizer must then be built after the first
  pass; NN502 tells if it was not.
- Hypernetworks: the weights of the new layer are set, loaded or passed on.
- A layer that is returned and not called.

There is no edit, because the sizes may depend on the input: `nn.LazyLinear` in
`__init__` takes them from the first batch.

## References

- `torch.nn.LazyLinear`, `torch.nn.modules.lazy`
- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from ...source.tree import dotted_name
from .created import created

# Subject: `attr`, the class, the attribute that gets the layer; or `function`, the
# class, the method's `__qualname__` and the layer's class: `Net.forward: nn.Linear`.
# Values: `layer` (its class, as it is written).
RULE = Rule(
    code="NN103",
    name="module-created-in-forward",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{layer}` is built again in every forward pass, so it never trains",
    message="`{layer}` is built again in every forward pass, so it never trains",
    why=(
        "Each pass draws new weights, and no optimizer holds them. Two passes on the "
        "same input differ."
    ),
    advice="Build it in `__init__`; `nn.LazyLinear` takes its size from the input.",
    since="0.1.0",
)


@RULE.on(ast.Module)
def built_in_forward(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims layers with weights that each forward pass builds."""
    for found in created(text):
        layer = dotted_name(found.call.func)
        name = found.attr or f"{text.tree.qualname(found.method)}: {layer}"
        yield text.claim(
            found.call.func,
            subject=Subject(
                "attr" if found.attr else "function", found.owner.name, name
            ),
            layer=layer,
        )
