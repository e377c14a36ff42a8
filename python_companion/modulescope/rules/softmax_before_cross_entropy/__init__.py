"""Probabilities where a loss expects logits.

## What it does

Finds `cross_entropy` or `CrossEntropyLoss` that is given the output of a softmax, and
`binary_cross_entropy_with_logits` or `BCEWithLogitsLoss` that is given that of a
sigmoid: directly, through variables, through a class of the notebook whose `forward`
ends in one, or a `Sequential` whose last layer is one.

## Why it is bad

The loss applies `log_softmax` (or `logsigmoid`) itself. Probabilities lie between 0
and 1, so a second softmax can never make one class certain: with n classes the loss
stays above `log(1 + (n - 1) / e)`, 0.905 for 5 classes and 5.909 for 1,000, and its
gradients are small. Trained equally long, a model reached a loss of 0.13 from logits
and 1.17 from probabilities. Accuracy suffers less than the loss, so that the mistake
looks like slow training.

`log_softmax` before `cross_entropy` is harmless: applied twice it changes nothing.

## Live evidence

The graph of a loss among the variables: a `LogSoftmaxBackward0` right behind which
there is a `SoftmaxBackward0`, with the number of classes and the floor.

## Not reported

- Softmax for metrics or printing, beside a loss of the logits.
- `nll_loss(log_softmax(…))`, `nll_loss(log(softmax(…)))`, `log_softmax` twice.
- Softmax in the target: soft labels are probabilities.
- A `forward` that applies it in evaluation only.
- Variables that another branch may have bound to something else.

## References

- `torch.nn.CrossEntropyLoss`, `torch.nn.BCEWithLogitsLoss`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .criteria import losses_called
from .origin import Origin, origin

# Subject of both halves: `name`, empty, the variable that gets the loss; elsewhere
# `function`, empty, the qualified name of the function (empty at the top level).
# Values: static `loss`, `applied`, `source`; live `loss`, `applied`, `floor`.
RULE = Rule(
    code="NN507",
    name="softmax-before-cross-entropy",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{loss}` expects logits but gets {applied} output of {source}",
    message="`{loss}` cannot fall below {floor}: {applied} is applied twice",
    why=(
        "The loss applies it itself. Applied twice no class can become certain, so the "
        "loss stays high and gradients are small."
    ),
    advice="Give the loss the logits, and apply it only where you need probabilities.",
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
                loss=loss.name,
                applied=f"`{loss.applied}`",
                source=_source(found),
            )


def _source(found: Origin) -> str:
    if found.model:
        return f"`{found.model}`"
    line = found.text.range(found.node).start.line + 1
    return f"line {line}"


def _subject(text: Text, call: ast.Call) -> Subject:
    function = text.tree.function(call)
    if function is not None:
        return Subject("function", "", text.tree.qualname(function))
    statement = text.tree.statement(call)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return Subject("name", "", statement.targets[0].id)
    return Subject("function", "", "")
