"""A model that is trained in eval mode.

## What it does

Finds a training loop of a model that `model.eval()` has put in eval mode, without
`model.train()` after it: above the loop, in an earlier cell, or at the end of each
epoch, so that only the first epoch trains as it should. The model may be an attribute
(`self.model` of a trainer), and a function or method that the code calls may set the
mode. Cells count in the order in which they ran.

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
- Attributes of which the notebook does not show that they have such layers.

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
from ...source.backwards import BACKWARDS
from ...source.inference.expressions import held
from ...source.loops import Loop, training_loops
from ...source.text import Text
from ...source.tree import dotted_name
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


@RULE.on_call(*BACKWARDS)
def loops_in_eval_mode(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the models of the cell's training loops, each once per loop."""
    calls = (text.tree.calls.get(name, ()) for name in BACKWARDS)
    if node is not next(found[0] for found in calls if found):
        return
    for loop in training_loops(text):
        for name in _models(loop):
            if not may_depend_on_mode(text, name) or not is_optimized(loop, name):
                continue
            found = evaluated_at(loop, dotted_name(name))
            if found is not None:
                yield _claim(loop, name, found)


def _models(loop: Loop) -> list[ast.expr]:
    """What the loop itself calls, and its methods of `self`, each once."""
    found: dict[str, ast.expr] = {}
    for text, node in loop.reached:
        if text is loop.text and isinstance(node, ast.Call):
            name = dotted_name(node.func)
            inside = loop.node in text.tree.ancestors(node)
            if name and (inside or _is_of_same_self(loop, node)):
                found.setdefault(name, node.func)
    return list(found.values())


def _is_of_same_self(loop: Loop, node: ast.Call) -> bool:
    """Whether a method that the loop calls calls something of the same object."""
    text = loop.text
    return (
        dotted_name(node.func).startswith("self.")
        and text.enclosing_class(node) is not None
        and text.enclosing_class(node) is text.enclosing_class(loop.node)
    )


def _claim(loop: Loop, name: ast.expr, where: tuple[CellRef, Range]) -> Claim:
    text, function = loop.text, loop.function
    model = dotted_name(name)
    subject = Subject("name", "", model)
    if function is not None:
        subject = Subject("function", "", text.tree.qualname(function))
    edits, safe = train_edits(loop, name)
    return text.claim(
        name,
        subject=subject,
        related=[Place(*where, f"`{model}` is put in eval mode here")],
        edits=edits,
        safe=safe,
        severity=_severity(text, name),
        model=model,
    )


def _severity(text: Text, name: ast.expr) -> Severity | None:
    """Lower for an attribute of which only all calls say what it holds."""
    inferred = isinstance(name, ast.Attribute) and not held(text, name).sure
    return Severity.INFO if inferred else None
