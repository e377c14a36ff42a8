"""An initialisation that runs after the weights were loaded.

## What it does

Finds `model.apply(init)`, `model.reset_parameters()` or a loop of `nn.init` over the
whole model after `load_state_dict`, `from_pretrained` or `weights=…` gave it weights.
Cells count in the order in which they ran, so it also finds an init cell that was run
again. In a class it follows `self.init_weights()` into its method.

## Why it is bad

The loaded weights are gone, and training starts from random ones. A network with a
loss below 0.01 had a loss above 1 after the initialisation; loading after it kept the
loss below 0.01.

## Live evidence

The state dict that was loaded, if it is still in the namespace, is compared with the
model's tensors, as long as no backward has run: then only an initialisation can have
changed them.

## Not reported

- The initialisation comes first.
- A part only: `model.head.apply(init)`, a condition on names, a class of your own.
- Either or: the load and the initialisation are in different branches.
- A training between the two: the new start is meant.

## References

- `torch.nn.Module.apply`, `torch.nn.Module.load_state_dict`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .order import Overwritten, overwritten

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the model.
# Values: both `model`, `call`; `sources` has the names that the weights came from.
RULE = Rule(
    code="NN305",
    name="reinit-after-load",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="{call} overwrites the weights that were loaded into `{model}`",
    message="{call} has overwritten the weights that `{model}` had loaded",
    why=(
        "An initialisation draws every layer anew. After a load nothing of what was "
        "loaded is left."
    ),
    advice="Initialise first and load afterwards, or initialise the new layers only.",
    since="0.1.0",
)


@RULE.on(
    ast.Module,
    words=(
        "apply",
        "reset_parameters",
        "modules",
        "named_modules",
        "parameters",
        "named_parameters",
    ),
)
def initialised_after_load(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims each initialisation of a model that had loaded weights."""
    seen: set[tuple[str, str]] = set()
    for found in overwritten(text):
        key = (found.scope, found.load.name)
        if key not in seen:
            seen.add(key)
            yield _claim(text, found)


def _claim(text: Text, found: Overwritten) -> Claim:
    return text.claim(
        found.init.range,
        subject=Subject("name", found.scope, found.load.name),
        related=[found.place],
        model=found.load.name,
        call=found.call,
        sources=found.load.others,
    )
