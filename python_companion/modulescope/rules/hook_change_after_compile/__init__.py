"""A hook that was registered after the model was compiled.

## What it does

Finds the first forward hook of a module, registered after a `torch.compile` of its
model, or of a function that calls it, had run. It needs the live model.

## Why it is bad

Compiled code is not made again when a hook appears: by default torch does not guard
the hooks of a module that had none (`skip_nnmodule_hook_guards`). A hook that
multiplies by 100 changes nothing if it is registered after the first compiled call; it
works if it is registered before it, or after `torch._dynamo.reset()`. Nothing is said.

## Live evidence

The compiled module, or the compiled function that names the model; the cells in which
it was called, itself or by a method of the object that holds it; and the registries
before and after each run: the hook is newer than the first call, and the module had
none.

## Not reported

- Hooks on the compiled module itself: these run outside of the compiled code. Not so
  on the model of a compiled function.
- A second hook on a module that had one, and a hook that is removed: both are noticed.
- After `torch._dynamo.reset()`, and with `skip_nnmodule_hook_guards = False`.
- Models that `model.compile()` compiled in place.
- Hooks that have stored something since: they ran.

Another shape or mode may make torch compile once more, with the hook in it.

## References

- `torch.compile`
- `torch._dynamo.config.skip_nnmodule_hook_guards`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: `function`, `path` (the module), `compiled` (the variable).
RULE = Rule(
    code="NN208",
    name="hook-change-after-compile",
    severity=Severity.WARNING,
    claim="`{compiled}` was compiled before `{path}` got hook `{function}`",
    message="`{compiled}` was compiled before `{path}` got hook `{function}`",
    why=(
        "Compiled code is not guarded against the first hook of a module. What was "
        "compiled before goes on without it."
    ),
    advice="Register hooks before the first compiled call, or reset with "
    "`torch._dynamo.reset()`.",
    since="0.1.0",
)
