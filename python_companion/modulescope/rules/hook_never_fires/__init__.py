"""A hook on a module that is never called.

## What it does

Finds forward and backward hooks that sit only on modules whose `forward` never runs.
It needs the live model: the text does not say what a module is.

## Why it is bad

Hooks run when the module itself is called. A `ModuleList` or `ModuleDict` has no
`forward`: the model calls its elements. `MultiheadAttention` reads the weight of its
`out_proj` and never calls it, and a traced module runs compiled code in place of its
children. In each case a forward of the model calls the hook 0 times, without a word.

## Live evidence

The class of the hooked module, and that of the modules it is in: whether its
`forward` is the one of `nn.Module`, which only raises. A watch (`%%nn watch`) also sees
which modules its first ten steps call: five or more calls of the model, and none of the
hooked one, confirm too.

## Not reported

- A function that also sits on modules that run, as after a loop over `modules()`.
- Hooks on state dicts: these reach containers, too.
- Classes with a `__call__` of their own.
- Without a watch, a `forward` that takes another branch: it may run the next time.

## References

- `torch.nn.Module.register_forward_hook`
- `torch.nn.ModuleList`
- `torch.nn.MultiheadAttention`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: `function`, `path` (the module), `kind` (its class).
RULE = Rule(
    code="NN209",
    name="hook-never-fires",
    severity=Severity.WARNING,
    claim="Hook `{function}` never runs: nothing calls `{path}`, a `{kind}`",
    message="Hook `{function}` never runs: nothing calls `{path}`, a `{kind}`",
    why=(
        "Hooks run when their module itself is called. Containers without a `forward` "
        "and modules whose weights are used directly are not."
    ),
    advice="Hook the elements of the container, or the attention itself.",
    since="0.1.0",
)
