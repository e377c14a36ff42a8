"""A model that is evaluated in train mode.

## What it does

Finds a model that is called under `torch.no_grad()` or `torch.inference_mode()`, or
in a function named `eval…`, `valid…`, `test…` or `predict…`, without `model.eval()`
before. The text alone is enough where it shows that the model owns a module whose
mode matters: its class is in the notebook, or it is built of torch's modules. That
includes `self.model` of a trainer, where nothing in the notebook sets eval mode. Any
other model is asked once it ran.

## Why it is bad

`no_grad` stops the recording of gradients and nothing else. In train mode dropout
still drops and batch norm still normalises with the statistics of the batch, and
changes its running ones: of 256 predictions, two calls on the same input agreed on
38 %, a running mean moved by 0.06, and a batch of one raises `Expected more than 1
value per channel when training`.

## Live evidence

The layers of the model that behave differently in train mode: dropout with a rate above
0, also in `nn.LSTM`, `nn.GRU` and `nn.MultiheadAttention`, batch norm and instance norm
with running statistics, `nn.RReLU`. It is an error when batch statistics moved in a
cell that ran under `no_grad`.

## Not reported

- Models without such layers: their mode changes nothing. That counts a dropout of rate
  0, a norm that keeps no statistics, and classes that are no `nn.Module`.
- Before they ran: models of libraries, rates that the text does not show, and models
  that a function gets that cannot be read.
- `model.eval()` in the cell or function, or in an earlier cell, without a later
  `model.train()`; written flags, helpers, decorators and context managers count. A
  function runs when it is called, so for a function every cell counts.
- Models from `from_pretrained`, which come in eval mode, and copies of models in it.
- Tests of a test runner, library functions that are given a model, and functions that
  train, whatever they are called.
- Monte Carlo dropout and recomputed batch statistics: `model.train()` in the same
  block or right above it, or a call whose result is dropped, says that it is meant.
- Targets that a training step makes without a graph: by the model that it trains, or
  by one whose weights follow it.
- Generators of an adversarial training, inputs that are drawn for the call, results of
  which only the shape is looked at, and ensembles that a loop goes through.
- Before they ran: inputs that are drawn and used for nothing else.

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
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .edits import mode_edits
from .forgotten import forgotten

# Subject of both halves: `name`, empty, the model.
# Values: both `model`, `context` (`` `torch.no_grad()` ``, `` `evaluate` ``); of the
# text `mode`, as far as it shows; live `layers` (`2 dropout layers`, `1 dropout and 2
# batch norm layers`).
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
    """Claims the first call of each model in an evaluation without `eval()`.

    Aloud only of models that are known to own a module with a mode.
    """
    for found in forgotten(text):
        edits, safe = mode_edits(text, found)
        yield text.claim(
            found.call.func,
            subject=Subject("name", "", found.model),
            edits=edits,
            safe=safe,
            quiet=not found.matters or found.mode != "train",
            model=found.model,
            context=found.context.name,
            mode=found.mode,
        )
