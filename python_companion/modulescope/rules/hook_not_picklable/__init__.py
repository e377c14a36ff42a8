"""A lambda as a hook, on a model that is pickled as a whole.

## What it does

Finds hooks that cannot be pickled, on a model that the notebook pickles:
`torch.save(model, …)`, `pickle.dump(model, …)`, `mp.spawn(…, args=(model,))`. It needs
the live model.

## Why it is bad

Pickling a module pickles its hook registries, and a function is stored as its name.
A lambda, a function inside a function, or one that was defined again since has no name
that leads back to it: `PicklingError: Can't pickle <function <lambda>>: attribute
lookup <lambda> on __main__ failed`. `torch.save(model.state_dict(), …)` saves tensors
only, and works.

## Live evidence

The qualified name of each hook function, and whether it leads to that function.

## Not reported

- Models of which only the state dict is saved, or nothing.
- Functions at the top level of a cell or module, methods of such classes, and
  `functools.partial` of them.
- Tensor and parameter hooks: pickle leaves them out.
- Other picklers, which store code: `dill`, `cloudpickle`.

## References

- `torch.save`
- `pickle`: what can be pickled
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: `function`, `path` (the module), `call` (`torch.save(model)`).
RULE = Rule(
    code="NN206",
    name="hook-not-picklable",
    severity=Severity.WARNING,
    claim="Hook `{function}` on `{path}` makes `{call}` fail",
    message="Hook `{function}` on `{path}` makes `{call}` fail",
    why=(
        "Pickling a module pickles its hooks, each by the name of its function. "
        "Lambdas and local functions have no name that pickle can follow."
    ),
    advice="Save `model.state_dict()`, or remove the hook first.",
    since="0.1.0",
)
