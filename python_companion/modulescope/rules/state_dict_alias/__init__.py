"""A state dict that is kept while its model is trained on.

## What it does

Finds `best = model.state_dict()` that is kept over further training: in a loop that
trains, in a list of snapshots, or before a training after which it is loaded back.
Shallow copies (`dict(…)`, `.copy()`, a comprehension over `items()`) count as well.

## Why it is bad

`state_dict()` returns the parameters themselves, not copies. Each later step changes
them in place, so the "best" weights are always the last ones. A run whose best loss
was below 0.001, and which then diverged for 20 steps, had a loss above 1,000 with the
weights that it had kept, and below 0.001 with a deep copy.

## Live evidence

Tensors of a dictionary of the namespace that share their memory with parameters of
a model which changed after the dictionary was made.

## Not reported

- `copy.deepcopy(…)`, `{k: v.clone() for …}`, `torch.save(…)`: these copy.
- A state dict that is used before the next step: saved, loaded elsewhere, printed.
- Optimizers, schedulers and scalers.

The edit wraps the call in `copy.deepcopy(…)` and imports `copy` where it is missing.

## References

- `torch.nn.Module.state_dict`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import add_import, wrap
from ...source.state import Snapshot
from ...source.text import Text
from .later import overwritten_before_use
from .loops import kept_over_training

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the
# variable; or `attr`, the class, the attribute.
# Values: both `target`, `model`.
RULE = Rule(
    code="NN406",
    name="state-dict-alias",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{target}` shares its tensors with `{model}`, which trains on",
    message="`{target}` shares its tensors with `{model}`, which was trained on",
    why=(
        "`state_dict()` returns the parameters themselves, and each step changes them "
        "in place. What was kept is always what the model is now."
    ),
    advice="Keep `copy.deepcopy(model.state_dict())`.",
    since="0.1.0",
)


@RULE.on_call("state_dict")
def kept_in_a_loop(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a state dict that a training loop keeps."""
    if found := kept_over_training(text, node):
        target, taken = found
        yield _claim(text, target, taken)


@RULE.on(ast.Module, words=("state_dict",))
def loaded_back(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims a state dict that is loaded back after a training."""
    for target, taken in overwritten_before_use(text):
        if kept_over_training(text, taken.call) is None:
            yield _claim(text, target, taken)


def _claim(text: Text, target: ast.expr, taken: Snapshot) -> Claim:
    name = ast.unparse(target)
    return text.claim(
        target,
        subject=_subject(text, target, name),
        edits=_edits(text, taken),
        safe=True,
        target=name,
        model=taken.model,
    )


def _subject(text: Text, target: ast.expr, name: str) -> Subject:
    function = text.tree.function(target)
    facts = text.enclosing_class(target)
    if isinstance(target, ast.Subscript):
        # The live half knows the dictionary, whatever it holds besides.
        name = ast.unparse(target.value)
    if isinstance(target, ast.Attribute) and facts and name == f"self.{target.attr}":
        return Subject("attr", facts.name, target.attr)
    return Subject("name", text.tree.qualname(function) if function else "", name)


def _edits(text: Text, taken: Snapshot) -> tuple[Edit, ...]:
    if spelled := text.names.spell("copy.deepcopy", taken.call):
        return wrap(text, taken.call, spelled)
    imported = add_import(text, "copy")
    return (*imported, *wrap(text, taken.call, "copy.deepcopy")) if imported else ()
