"""An activation function that no module hook can reach.

## What it does

Finds `F.relu(x)`, `torch.sigmoid(x)` and their like in the forward pass of a module.
It is off by default: nearly all code does this, and rightly.

## Why it is bad

It is not, unless you want to observe or replace the activation by a module hook:
`F.relu` is no module, so no hook sees it and the module tree does not show it. The
outputs are equal to those of `nn.ReLU`, to the last bit.

That a functional call cannot be observed at all is not true: a `TorchFunctionMode`
sees it, and `torch.fx` traces it. Nor does `quantize_dynamic` need the module: it
converts linear and recurrent layers only, and leaves `nn.ReLU` alone.

## Live evidence

None: the text says all.

## Not reported

- Functions outside of a module's forward pass: losses, metrics, preparation of data.
- `F.softmax` and `F.log_softmax`, which are rarely a layer of their own.
- Functionals with state or with a mode (`F.dropout`: NN109).

There is no edit: a new attribute is one more entry in the module tree, and slices of
a `Sequential` shift.

## References

- `torch.overrides.TorchFunctionMode`, `torch.fx`
- `torch.nn.Module.register_forward_hook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.guards import passes
from ...source.imports import renamed_calls
from ...source.text import Text
from ...source.tree import dotted_name

# Subject: `function`, the class, the method's `__qualname__` and the function.
# Values: `function` (as it is written).
RULE = Rule(
    code="NN121",
    name="functional-activation-unhookable",
    severity=Severity.HINT,
    static_severity=Severity.HINT,
    claim="`{function}` is no module, so no module hook sees it",
    message="`{function}` is no module, so no module hook sees it",
    why=(
        "Module hooks run for modules only. The output is the same; a "
        "`TorchFunctionMode` or `torch.fx` sees the call."
    ),
    advice="To hook it, use its module (`nn.ReLU`, `nn.GELU`) as an attribute.",
    since="0.1.0",
    default_on=False,
)

_FUNCTIONS = frozenset(
    "relu relu6 gelu silu mish elu selu celu leaky_relu softplus softsign hardswish "
    "hardsigmoid hardtanh logsigmoid tanh sigmoid".split()
)
_HEADS = ("torch", "torch.nn.functional")


@RULE.on_call(*_FUNCTIONS)
def activations(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims activation functions of torch in a forward pass."""
    head, _, name = text.resolve(node.func).rpartition(".")
    if head not in _HEADS or name not in _FUNCTIONS:
        return
    method, owner = text.tree.function(node), text.enclosing_class(node)
    if owner is None or text.module_class(owner.node) is None:
        return
    if method not in passes(owner, "forward"):
        return
    written = dotted_name(node.func)
    where = text.tree.qualname(method)
    yield text.claim(
        node.func,
        subject=Subject("function", owner.name, f"{where}: {written}"),
        function=written,
    )


@RULE.on(ast.ImportFrom)
def by_another_name(node: ast.ImportFrom, text: Text) -> Iterator[Claim]:
    """The same for `from torch.nn.functional import gelu as act`."""
    for call in renamed_calls(text, node, "torch", _FUNCTIONS):
        yield from activations(call, text)
