"""A filtered state dict that is merged into the model's own before it is loaded.

## What it does

Finds the idiom that keeps the entries of a checkpoint whose names, or shapes, the
model knows, updates the model's own state dict with them and loads that.

## Why it is bad

The model's own state dict always matches, so `load_state_dict` answers `All keys
matched successfully` whatever the filter has kept. With a prefix `module.` on each
name the filter kept 0 of 2 tensors, and the answer was the same. Loading the filtered
entries with `strict=False` named both as missing.

## Live evidence

How many entries the filter kept, if they are still in the namespace, of how many
tensors the model has. It is an error if none was kept.

## Not reported

- Any look at what was kept: its length, its keys, a message for what is left out.
- A filter that kept at least half of the model's tensors, once that is known.

## References

- `torch.nn.Module.load_state_dict`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from ...source.tree import dotted_name
from .merged import merged

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the model.
# Values: both `model`, `source`; live also `k`, `n`.
RULE = Rule(
    code="NN409",
    name="partial-load-matched-nothing",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{model}` loads its own state dict, so all keys match in any case",
    message="`{model}` got {k} of its {tensors}, and the load says that all match",
    why=(
        "The model's own state dict always matches. `All keys matched` says nothing of "
        "how many entries came from the checkpoint."
    ),
    advice="Load the filtered entries with `strict=False` and print the result.",
    since="0.1.0",
)


@RULE.on_call("load_state_dict")
def own_state_loaded(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a load of the model's own state dict with filtered entries in it."""
    if not isinstance(node.func, ast.Attribute) or len(node.args) != 1:
        return
    model = dotted_name(node.func.value)
    source = merged(text, node, model) if model else None
    if source is None:
        return
    function = text.tree.function(node)
    scope = text.tree.qualname(function) if function else ""
    yield text.claim(
        node, subject=Subject("name", scope, model), model=model, source=source
    )
