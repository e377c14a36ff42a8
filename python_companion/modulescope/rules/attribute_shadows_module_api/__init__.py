"""An attribute that takes the name of a method of every module.

## What it does

Finds `self.train = True` and the like: a module that sets an attribute with the name
of a public method of `nn.Module`, to a value that cannot be called. Also layers,
parameters and keys of an `nn.ModuleDict` with such a name.

## Why it is bad

An instance attribute is found before the method of the class. After `self.train =
True` the call `model.eval()` raises `TypeError: 'bool' object is not callable`, and so
does `train()` or `eval()` of every model that contains the module: torch calls `train`
on each child.

Torch guards only some of the ways. A parameter or a `ModuleDict` entry of that name
raises `KeyError: "attribute 'half' already exists"` at once. A layer is registered
without complaint, but `self.half` goes on to read the method, so the layer cannot be
called by its name: `self.half(x)` calls `Module.half`.

## Live evidence

A module whose own attributes or registered children have the name of a method that its
class inherits from `nn.Module`, with a value that is no function.

## Not reported

- `self.training`, which is a plain attribute of every module.
- A method of the class with that name: it overrides on purpose. Then an attribute of
  that name is taken as deliberate, too.
- Values that can be called or may be: `self.forward = self.forward_fast` is a common
  way to choose a forward pass.
- Arguments of which neither an annotation, a default nor a use as the size of a layer
  says what they are.

The edit renames the attribute within the class. Other code may read it by its old name,
so the edit is shown first.

## References

- `torch/nn/modules/module.py`: `Module.__setattr__`, `Module.register_parameter`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule
from ...source.text import Text
from ...source.torchnames import MODULE_METHODS
from .attributes import hidden_methods
from .keys import REGISTERING, keys_of, name_of

# Subject of both halves: `attr`, the class, the attribute.
# Values: `where` (the attribute or key in backticks) and `effect`.
RULE = Rule(
    code="NN120",
    name="attribute-shadows-module-api",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="{where} {effect}",
    message="{where} {effect}",
    why=(
        "An attribute of the instance is found before a method of its class. The next "
        "call of the method, by torch or by you, meets the value instead."
    ),
    advice="Give the attribute another name.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef, words=MODULE_METHODS)
def shadowed_methods(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims attributes of a module class that hide a method of `nn.Module`."""
    return hidden_methods(node, text)


@RULE.on_call("ModuleDict", "Sequential")
def refused_keys(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims keys of containers that torch refuses."""
    return keys_of(node, text)


@RULE.on_call(*REGISTERING)
def refused_names(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `self.register_buffer("half", …)`."""
    return name_of(node, text)
