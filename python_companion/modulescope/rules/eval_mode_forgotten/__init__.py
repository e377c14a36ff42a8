"""A model that is evaluated in train mode.

## What it does

Finds a model that is called under `torch.no_grad()` or `torch.inference_mode()`, or
in a function named `eval…`, `valid…`, `test…` or `predict…`, without `model.eval()`
before.

## Why it is bad

`no_grad` stops the recording of gradients and nothing else. In train mode dropout
still drops and batch norm still normalises with the statistics of the batch, and
changes its running ones: of 256 predictions, two calls on the same input agreed on
38 %, a running mean moved by 0.06, and a batch of one raises `Expected more than 1
value per channel when training`.

## Live evidence

The layers of the model that behave differently in train mode: dropout with `p > 0`,
batch norm with running statistics. It is an error when batch statistics moved in a
cell that ran under `no_grad`.

## Not reported

- Models without such layers: their mode changes nothing.
- `model.eval()` in the cell or function, or in an earlier cell, without a later
  `model.train()`. A function runs when it is called, so for a function every cell
  counts.
- Models from `from_pretrained`, which come in eval mode.
- Tests of a test runner, and library functions that are given a model.
- Monte Carlo dropout and recomputed batch statistics: `model.train()` in the same
  block says that it is meant.

The edit inserts `model.eval()`, and `model.train()` behind the block where the notebook
trains a model. It is safe only in an evaluation function of a notebook that does not,
if all calls of it are in the same cell.

## References

- `torch.nn.Module.eval`, `torch.no_grad`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...source.text import Text
from ...source.tree import walk
from ..base import Claim, Rule, Subject
from .contexts import Context, evaluations
from .edits import mode_edits
from .layers import may_depend_on_mode
from .modes import is_in_eval_mode

# Subject of both halves: `name`, empty, the model.
# Values: both `model`, `context` (`` `torch.no_grad()` ``, `` `evaluate` ``); live also
# `layers` (`2 dropout layers`, `1 dropout and 2 batch norm layers`).
RULE = Rule(
    code="NN505",
    name="eval-mode-forgotten",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{model}` is called in {context} without `{model}.eval()`",
    message="`{model}` ran in train mode in {context}: {layers} active",
    why=(
        "`no_grad` only stops the recording of gradients. In train mode dropout still "
        "drops, and batch norm uses and changes the statistics of the batch."
    ),
    advice="Call `model.eval()` before, and `model.train()` before training again.",
    since="0.1.0",
)


@RULE.on(ast.Module)
def calls_in_train_mode(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims the first call of each model in an evaluation without `eval()`."""
    claimed: set[str] = set()
    for context in evaluations(text):
        for call in _model_calls(context):
            assert isinstance(call.func, ast.Name)
            model = call.func.id
            if model in claimed or not may_depend_on_mode(text, call.func):
                continue
            if is_in_eval_mode(text, context, call) or context.leaves_open(
                text, call.func
            ):
                continue
            claimed.add(model)
            edits, safe = mode_edits(text, context, call)
            yield text.claim(
                call.func,
                subject=Subject("name", "", model),
                edits=edits,
                safe=safe,
                model=model,
                context=context.name,
            )


def _model_calls(context: Context) -> Iterator[ast.Call]:
    for node in walk(*context.body):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node
