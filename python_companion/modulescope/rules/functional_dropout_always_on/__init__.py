"""A functional dropout that `eval()` does not turn off.

## What it does

Finds `F.dropout(x, 0.5)` (also `dropout1d`, `dropout2d`, `dropout3d`) without
`training=` in a module, and `F.scaled_dot_product_attention(..., dropout_p=0.1)`
with a probability that does not depend on `self.training`.

## Why it is bad

`nn.Dropout` asks its own `training` flag; a function has no flag, and the default of
these functions is `training=True`. After `eval()` the function still zeroes half of
the values: on 10,000 ones with `p=0.5`, half of them come out as 0. Attention has no
`training` argument at all: with `dropout_p=0.5` two calls in eval mode on the same
input differ, and the validation loss is that of another, random network each time.

The default is the other way round for `F.alpha_dropout`, `F.feature_alpha_dropout`,
`F.rrelu` and `F.batch_norm`: they do nothing random without `training=True`.

## Live evidence

An instance of the class that is in eval mode, with the probability that it holds. A
probability of 0 refutes: nothing is dropped. That two forward passes differ needs a
forward pass, which a check never runs.

## Not reported

- `training=True` or `F.dropout(x, 0.5, True)`: Monte-Carlo dropout says that it is
  meant. So does a class or method named for it (`MCDropout`, `bayesian_forward`).
- Calls under `if self.training:`, behind an early `return`, and a probability made
  from `self.training`.
- A probability of 0, and one that is an argument: the caller decides.
- Methods that run in training only by their name: `training_step`, `augment`.

The edit passes `training=self.training`, and for attention
`dropout_p=... if self.training else 0.0`.

## References

- `torch.nn.functional.dropout`, `torch.nn.functional.scaled_dot_product_attention`
- Srivastava et al. 2014, Dropout: a simple way to prevent neural networks from
  overfitting
- Gal and Ghahramani 2016, Dropout as a Bayesian approximation
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import add_argument, insert
from ...source.imports import renamed_calls
from ...source.text import Text
from ...source.tree import dotted_name
from .modes import Drop, drop

# Subject: `function`, the class (empty outside of one), the method's `__qualname__`
# and, where it has one, the attribute with the probability: `Net.forward: p`.
# Values: `function` (as it is written), `attr` (of the probability, or empty), `p`.
RULE = Rule(
    code="NN109",
    name="functional-dropout-always-on",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="`{function}` goes on dropping values after `eval()`",
    message="`{function}` goes on dropping values after `eval()`",
    why=(
        "A function does not know the mode of the module, so it drops values in each "
        "pass. Predictions and validation losses are then random."
    ),
    advice="Make it depend on `self.training`.",
    since="0.1.0",
)

_DROPOUTS = ("dropout", "dropout1d", "dropout2d", "dropout3d")
_ATTENTION = "scaled_dot_product_attention"


@RULE.on_call(*_DROPOUTS, _ATTENTION)
def calls(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims functional dropouts that do not depend on the mode."""
    found = drop(node, text)
    if found is None:
        return
    owner = found.owner.name if found.owner else ""
    where = text.tree.qualname(found.method)
    yield text.claim(
        node.func,
        subject=Subject(
            "function", owner, ": ".join(filter(None, (where, found.attr)))
        ),
        edits=_edits(found, text),
        safe=True,
        severity=None if found.is_certain else Severity.WARNING,
        function=dotted_name(node.func),
        attr=found.attr,
        p=found.probability,
    )


@RULE.on(ast.ImportFrom)
def calls_by_another_name(node: ast.ImportFrom, text: Text) -> Iterator[Claim]:
    """The same for `from torch.nn.functional import dropout as drop`."""
    for call in renamed_calls(text, node, "torch.nn", (*_DROPOUTS, _ATTENTION)):
        yield from calls(call, text)


def _edits(found: Drop, text: Text) -> tuple[Edit, ...]:
    if not found.me:
        return ()
    if found.is_attention:
        assert found.value is not None
        end = text.range(found.value).end
        return (insert(text, end, f" if {found.me}.training else 0.0"),)
    return add_argument(text, found.call, f"training={found.me}.training")
