"""A copied model whose hooks write where those of the original write.

## What it does

Finds copies of a model that carry its hooks. It needs the live models.

## Why it is bad

`copy.deepcopy(model)` copies the parameters, but a function is never copied: the
copy's hook is the same function, with the same list or dictionary. After a forward of
the copy, `features["a"]` is the copy's. Removing the handle takes the hook off the
original only, and no handle for that of the copy exists.

## Live evidence

The same function has the same key in registries of two modules. torch counts these
keys up and uses none twice, so only a copy can have one again.

## Not reported

- Hooks that store nothing: steering is meant for the copy, too.
- Bound methods: `deepcopy` copies them with their object.
- Hooks that torch or a library registered, such as spectral norm.
- A model that was copied before the hook was registered, or after it was removed.

## References

- `copy.deepcopy`
- `torch.utils.hooks.RemovableHandle`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the variable of the copy.
# Values: `copy`, `original` (variables), `hooks` (`1 hook`), `function`.
RULE = Rule(
    code="NN214",
    name="hook-copied-by-deepcopy",
    severity=Severity.WARNING,
    claim="`{copy}` carries {hooks} of `{original}`: both write to the same place",
    message="`{copy}` carries {hooks} of `{original}`: both write to the same place",
    why=(
        "`deepcopy` copies no functions, so both models call the same one. The handle "
        "removes it from the original only."
    ),
    advice="Copy the model before you register hooks.",
    since="0.1.0",
)
