"""Probabilities where a loss expects logits.

## What it does

Finds `cross_entropy`, `nll_loss`, `kl_div` or their classes that are given the output
of a softmax, and `binary_cross_entropy_with_logits` or `BCEWithLogitsLoss` that is
given that of a sigmoid: directly, through variables or a function of the notebook,
from a class whose `forward` ends in one, or a `Sequential` whose last layer is one.
Model and loss may be arguments of a function that all calls give the like.

## Why it is bad

`cross_entropy` applies `log_softmax` (or `logsigmoid`) itself. Probabilities lie
between 0 and 1, so a second softmax can never make one class certain: with n classes
the loss stays above `log(1 + (n - 1) / e)`, 0.905 for 5 classes and 5.909 for 1,000,
and its gradients are small. Trained equally long, a model reached a loss of 0.13 from
logits and 1.17 from probabilities. Accuracy suffers less than the loss, so that the
mistake looks like slow training.

`nll_loss` applies nothing: it takes the mean of what it is given. Of probabilities it
is the mean of -p instead of -log p, which is never below -1 and hardly punishes a
prediction that is certain and wrong: its gradient was 0.0001 where that of -log p is
1.0.

`kl_div` takes the logarithm of one side only. Given both sides as probabilities, a
model that learns the target (0.6, 0.3, 0.1) ends at a certain first class (1.0), not
at the target, which it reaches with `log_softmax`.

`log_softmax` before `cross_entropy` is harmless: applied twice it changes nothing.

## Live evidence

The graph of a loss among the variables: a `LogSoftmaxBackward0` or an
`NllLossBackward0` right behind which there is a `SoftmaxBackward0`, with the number of
classes and the floor.

## Not reported

- Softmax for metrics or printing, beside a loss of the logits.
- `nll_loss(log_softmax(…))`, `nll_loss(log(softmax(…)))`, `log_softmax` twice.
- Softmax in the target: soft labels are probabilities.
- A `forward` that applies it in evaluation only.
- Variables that another branch may have bound to something else, and functions that
  one call gives another model or another loss.

## References

- `torch.nn.CrossEntropyLoss`, `torch.nn.BCEWithLogitsLoss`, `torch.nn.KLDivLoss`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from ...source.tree import dotted_name
from .criteria import LossCall, losses_called
from .origin import Origin, origin

# Subject of both halves: `name`, empty, the variable that gets the loss; elsewhere
# `function`, empty, the qualified name of the function (empty at the top level).
# Values: static `loss`, `expected`, `applied`, `source`; live `loss`, `harm`.
RULE = Rule(
    code="NN507",
    name="softmax-before-cross-entropy",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{loss}` expects {expected} but gets {applied} output of {source}",
    message="`{loss}` {harm}",
    why=(
        "Probabilities lie between 0 and 1. Read as logits or as their logarithms they "
        "make no class certain, and gradients are small."
    ),
    advice="Give the loss what it expects; take a softmax only for probabilities.",
    since="0.1.0",
)


@RULE.on(ast.Module)
def losses_of_probabilities(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims each call of such a loss."""
    for loss in losses_called(text):
        found = origin(text, loss.output, loss.applied)
        if found is not None:
            yield text.claim(
                loss.output,
                subject=_subject(text, loss.call),
                severity=None if loss.sure and found.sure else Severity.INFO,
                loss=loss.name,
                expected=loss.expected,
                applied=f"`{loss.applied}`",
                source=_source(text, loss, found),
            )


def _source(text: Text, loss: LossCall, found: Origin) -> str:
    """What the loss calls for it, by name; where that is torch's own, the line."""
    function = found.call.func
    function = function.func if isinstance(function, ast.Call) else function
    if found.is_named and not text.resolve(function):
        return f"`{dotted_name(function)}`"
    if found.text is not text:
        return f"`{dotted_name(loss.output)}`"
    return f"line {text.range(found.call).start.line + 1}"


def _subject(text: Text, call: ast.Call) -> Subject:
    function = text.tree.function(call)
    if function is not None:
        return Subject("function", "", text.tree.qualname(function))
    statement = text.tree.statement(call)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0]
        # What the variable holds in the end is another loss than an earlier one.
        if text.names.bindings(name.id, name)[-1].node is statement:
            return Subject("name", "", name.id)
    return Subject("function", "", "")
