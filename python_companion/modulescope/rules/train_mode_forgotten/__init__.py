"""A model that is trained in eval mode.

## What it does

Finds a training loop of a model that `model.eval()` has put in eval mode, without
`model.train()` after it: above the loop, in an earlier cell, or at the end of each
epoch, so that only the first epoch trains as it should. Cells count in the order in
which they ran.

## Why it is bad

Dropout does nothing, so the model is not regularised. Batch norm normalises with its
running statistics and does not update them: in 50 steps on shifted inputs
`num_batches_tracked` stayed 0 and the running mean 0.00, against 50 and 4.97 in train
mode. Nothing raises.

## Live evidence

The mode of the dropout and batch norm layers after the training; that parameters
changed in the last run, and no running statistic did.

## Not reported

- `model.train()` in the loop, or in a function that it calls.
- Single layers in eval mode, as for a fine-tuning with frozen batch norm.
- Models without layers that behave differently in train mode.
- Optimizers of other tensors: an attack, or the input of a frozen model.
- Functions that are given a model in a mode that the text does not show.

The edit inserts `model.train()`, where the loop evaluates first: behind that. It is not
safe if `model.eval()` stands right above the forward pass, which may be deliberate.

## References

- `torch.nn.Module.train`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import CellRef, Place, Range, Severity
from ...rulekit.mode_layers import may_depend_on_mode
from ...rulekit.rule import Claim, Rule, Subject
from ...source.loops import Loop, training_loops
from ...source.text import Text
from .edits import train_edits
from .modes import evaluated_at
from .optimized import is_optimized

# Subject of both halves: `name`, empty, the model; in a function `function`, empty, its
# qualified name. Values: both `model`; live also `layers`.
RULE = Rule(
    code="NN506",
    name="train-mode-forgotten",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{model}` is trained after `{model}.eval()`, without `{model}.train()`",
    message="`{model}` was trained in eval mode: {layers} off",
    why=(
        "In eval mode dropout does nothing, and batch norm uses its running statistics "
        "and does not update them."
    ),
    advice="Call `model.train()` at the start of each epoch.",
    since="0.1.0",
)


@RULE.on_call("backward")
def loops_in_eval_mode(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the models of the cell's training loops, each once per loop."""
    if node is not text.tree.calls["backward"][0]:
        return
    for loop in training_loops(text):
        for name in _models(loop):
            if not may_depend_on_mode(text, name) or not is_optimized(loop, name.id):
                continue
            found = evaluated_at(loop, name.id)
            if found is not None:
                yield _claim(loop, name, found)


def _models(loop: Loop) -> list[ast.Name]:
    """The names that the loop itself calls, each once."""
    found: dict[str, ast.Name] = {}
    for text, node in loop.reached:
        if text is loop.text and isinstance(node, ast.Call):
            inside = loop.node in text.tree.ancestors(node)
            if isinstance(node.func, ast.Name) and inside:
                found.setdefault(node.func.id, node.func)
    return list(found.values())


def _claim(loop: Loop, name: ast.Name, where: tuple[CellRef, Range]) -> Claim:
    text, function = loop.text, loop.function
    subject = Subject("name", "", name.id)
    if function is not None:
        subject = Subject("function", "", text.tree.qualname(function))
    edits, safe = train_edits(loop, name)
    return text.claim(
        name,
        subject=subject,
        related=[Place(*where, f"`{name.id}` is put in eval mode here")],
        edits=edits,
        safe=safe,
        model=name.id,
    )
