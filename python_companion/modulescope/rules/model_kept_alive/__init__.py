"""An old model that something invisible keeps in memory.

## What it does

Finds models of at least 10 MB whose variable was deleted or got another value, but
which are still alive: IPython's output cache, the last traceback, an exception that you
keep, an optimizer, or the graphs of results in a list hold them. It needs the kernel.

## Why it is bad

The memory of the old model, its gradients and its optimizer state is not given back,
so a notebook that builds a model again and again runs out of memory although
`del model` was called. A cell whose last line is `model` puts it into `Out[n]` for the
rest of the session; an exception in `forward` keeps it until the next exception, or as
long as `errors.append(error)` keeps that; an output that was not detached keeps the
parameters through its graph; an
Adam optimizer keeps the parameters, their gradients and two moments: four times the
size of the model.

## Live evidence

The companion remembers by weak reference which models the namespace reached after each
run. One that is alive and no longer reached is looked for in `Out`, in the frames of
the last traceback and of exceptions among the variables, and, by the identity of its
parameters, in the optimizers of the namespace and in the graphs of tensors in its
containers. The heap is not searched: what is not found there is not reported.

## Not reported

- Models that a variable, list, dict or object of yours still reaches: that is your
  choice.
- A single result: the next run binds its name anew.
- Models below 10 MB: they would not be missed.
- An optimizer whose old model was replaced under the same name: that is
  `stale-optimizer` (NN501) as soon as you train.

## References

- IPython: output caching system, `%reset -f out`
- `sys.last_value`, `sys.last_traceback`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the name it had.
# Values: `name`, `cls`, `size`, `keeper`.
RULE = Rule(
    code="NN601",
    name="model-kept-alive",
    severity=Severity.WARNING,
    claim="the old `{name}` is kept alive by {keeper}",
    message="the old `{name}` ({size}) is kept alive by {keeper}",
    why=(
        "An object stays in memory as long as anything refers to it. Here that is not "
        "the variable of the model, so `del` cannot reach it."
    ),
    advice="Let go of it there; end a last line with `;`, keep `str(error)`, detach.",
    since="0.1.0",
)
