"""One hook, registered again by each run of its cell.

## What it does

Finds several copies of the same hook function on one module. It needs the live
model: the text of a cell that registers a hook is right, running it twice is not.

## Why it is bad

`register_forward_hook` adds a hook; it never replaces one. After a cell ran five
times, the hook runs five times in each forward pass: what it appends is there five
times, and an output that it doubles is multiplied by 32. The model keeps all of
them until it is built again.

## Live evidence

The hook registries of each module are read. Functions are the same if they have the
same qualified name, code and constants, and close over the same objects: numbers,
texts and None are compared by value, everything else by identity. Hooks that a loop or
a factory puts on several modules, each with its own values, are one finding. The cells
that registered them come from the registries before and after each run; where such a
cell only calls a function that registers, the definition of the hook is shown.

## Not reported

- Hooks of one factory that close over different values: `make_hook("a")` and
  `make_hook("b")`.
- Bound methods of different objects, and `functools.partial` objects.
- A hook that was removed by its handle before it was registered again.

## References

- `torch.nn.Module.register_forward_hook`
- `torch.utils.hooks.RemovableHandle`
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: `function`, `times`, `kind` (`forward`, `forward pre`, …), `where`.
RULE = Rule(
    code="NN203",
    name="hook-registered-twice",
    severity=Severity.ERROR,
    claim="`{function}` is registered {times} as a {kind} hook of {where}",
    message="`{function}` is registered {times} as a {kind} hook of {where}",
    why=(
        "Each run of the cell adds the hook again; it never replaces the one before. "
        "What the hook does happens that many times in every forward pass."
    ),
    advice="Keep the handle and call `handle.remove()` before registering again.",
    since="0.1.0",
)
