"""A loss that compares every prediction with every target.

## What it does

Finds a loss among the variables whose prediction was broadcast against the target,
such as `[64, 1]` against `[64]`. It needs live objects: the text does not say shapes.

## Why it is bad

Broadcasting makes `[64, 64]` of them: 4,096 differences instead of 64, of which 63 in
64 compare a prediction with the target of another sample. The best a model can do is
to predict the mean for every input: a weight whose true value is 3 was learnt as
0.00, at a loss of 9.78; with equal shapes it was learnt as 3.00. torch warns about
`mse_loss` and its like, once, on stderr; about `(a - b) ** 2` it does not.

## Live evidence

The graph of the loss: the shape of the prediction, and the shape of the difference
that the loss is the mean of.

## Not reported

- A target or a prediction that is one number.
- A prediction that has a size of its own in each dimension that the target has: a
  template that is compared with each sample of a batch.
- Pairs that are meant: both sides have a graph, the dimension was put in right before,
  or there are more than two dimensions.
- A scalar that is no loss: no mean or sum of `mse_loss`, `l1_loss`, `smooth_l1_loss`,
  `huber_loss`, or of a squared or absolute difference.

## References

- `torch/nn/functional.py`: `mse_loss`
- Notes of torch: Broadcasting semantics
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the loss.
# Values: `loss`, `given` (`[64, 1]`), `made` (`[64, 64]`), `n`.
RULE = Rule(
    code="NN513",
    name="loss-broadcast",
    severity=Severity.ERROR,
    claim="`{loss}` broadcasts a prediction of {given} to {made}: {elements}",
    message="`{loss}` broadcasts a prediction of {given} to {made}: {elements}",
    why=(
        "Each prediction is compared with the targets of all samples. The best a model "
        "can do is to predict the mean."
    ),
    advice="Give prediction and target one shape: `prediction.squeeze(1)`.",
    since="0.1.0",
)
