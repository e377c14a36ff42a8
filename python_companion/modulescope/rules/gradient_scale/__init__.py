"""Gradients that vanish or explode on their way through the model.

## What it does

Compares, in the steps that a watch recorded, the gradient of each parameter with its
optimizer's `eps`, with the other end of the model, and, for plain SGD, the step with
the weight.

## Why it is bad

Adam divides a gradient by the root of its square plus `eps`: a gradient far below
`eps` gives a step that much smaller than the learning rate, so the layer stands still.
Through 20 sigmoid layers the ratio of gradient to weight falls by thirteen orders of
magnitude between the last layer and the first. In a network whose weights are four
times too large both ends explode alike: only the comparison of a step with the weight
that it changes shows it.

Absolute limits such as 1e-7 and 100 prove nothing: the same healthy network crosses
both if its loss is multiplied by 1e-6 or 1e8, while its ratio stays at 3.7 to the last
digit.

## Live evidence

The recorded RMS of each gradient in all recorded steps, the `eps` of its optimizer, and
the RMS of the weights from when the model was first seen. Values under a `GradScaler`
are divided by its scale first.

## Not reported

- Gradients that were above `eps` in the first recorded steps: they are small because
  the loss is solved.
- Embeddings, whose gradients are sparse, and weights that start at zero.
- Infinite values while a `GradScaler` looks for its scale.
- A model whose initial scale is already reported (NN308): that is the cause.

## References

- Kingma & Ba 2015, "Adam", section 2
- Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward
  neural networks"
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the model.
# Values: `k`, `parameters`, `model`, `problem`.
RULE = Rule(
    code="NN516",
    name="gradient-scale",
    severity=Severity.WARNING,
    claim="gradients of `{model}` {problem}",
    message="gradients of {k} of {parameters} of `{model}` {problem}",
    why=(
        "A step is as large as its gradient is beside the weight and the optimizer's "
        "`eps`. Layers with a vanishing one stand still; an exploding one undoes them."
    ),
    advice="Check initialisation and normalisation, or clip the gradients.",
    since="0.1.0",
    consequence_of=("NN308", "NN408"),
)
