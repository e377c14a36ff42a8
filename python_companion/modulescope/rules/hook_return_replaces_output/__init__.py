"""A forward hook that returns a value, by which the output is replaced.

## What it does

Finds functions given to `register_forward_hook` or `register_forward_pre_hook` that
return what they meant to store only: `output.detach()`, `.cpu()`, a shape, a number,
the result of `setdefault` or `pop`, or a tuple of calls.

## Why it is bad

What a forward hook returns, other than None, takes the place of the module's output;
what a pre-hook returns takes that of its input. `return output.detach()` leaves every
value as it is and stops every gradient: the layer and all layers before it are no
longer trained. `lambda m, i, o: store.setdefault("a", o)` returns the stored tensor:
three different inputs give the output of the first, three times.

## Live evidence

The hook sits on a module, and that module or those before it have parameters that
require gradients. After a backward: which of them got none.

## Not reported

- Steering, quantisation, adapters: what is computed from the output, `output * 2`.
- Functions that return None in the end, as `list.append` and `dict.update` do.
- `output.clone()`: a common cure for in-place operations; nothing is cut.
- `store.get(name)` and values that only some branches return: activation patching.
- Detached values where the model runs under `no_grad` only, and functions that say
  what they are for: `stop_gradient`, `detach_output`, `freeze`.

The edit returns None. A lambda has no statement: write a `def`, or use `update`.

## References

- `torch.nn.Module.register_forward_hook`
- `torch.nn.Module.register_forward_pre_hook`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...findings import Edit, Position, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import replace
from ...source.hooks import FORWARD, Hook, is_torch_hook, only_without_grad
from ...source.hooks import resolve_hook as resolve
from ...source.text import Text
from ...source.tree import walk
from .returns import Returned, returned_by_mistake

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: both `function`, `side` (`output` or `input`), `value` (its text), `effect`
# (`cuts`, `moves`, `freezes` or `breaks`); live also `path`.
RULE = Rule(
    code="NN205",
    name="hook-return-replaces-output",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="Hook `{function}` returns `{value}` in place of the {side}",
    message="Hook `{function}` on `{path}` returns `{value}` in place of the {side}",
    why=(
        "What a forward hook returns takes the place of the module's output, what a "
        "pre-hook returns that of its input. A detached one stops all gradients there."
    ),
    advice="Return nothing from a hook that only looks.",
    since="0.1.0",
)

_DELIBERATE = re.compile(r"detach|stop|grad|freez|frozen|block|cut|replace|patch")


@RULE.on_call(*FORWARD)
def returning_hook(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first value that is returned by mistake."""
    if not isinstance(node.func, ast.Attribute) or not is_torch_hook(node, text):
        return
    hook = resolve(node, text)
    if hook is None or _DELIBERATE.search(hook.name.lower()):
        return
    is_pre = node.func.attr == "register_forward_pre_hook"
    found = returned_by_mistake(hook, is_pre)
    if found is None:
        return
    if found.effect == "cuts" and only_without_grad(text, node):
        return
    local = hook.text is text
    yield text.claim(
        found.node if local else node.func,
        subject=Subject("function", "", hook.text.tree.qualname(hook.function)),
        edits=_edits(text, found) if local else (),
        severity=None if hook.sure else Severity.INFO,
        safe=not _is_called(hook),
        function=hook.name,
        side="input" if is_pre else "output",
        value=_short(hook.text.lines.text(found.node)),
        effect=found.effect,
    )


def _short(code: str) -> str:
    code = " ".join(code.split())
    return code if len(code) <= 28 else f"{code[:27]}…"


def _is_called(hook: Hook) -> bool:
    """Whether other code calls the function too, and may use what it returns."""
    name = hook.name
    calls = hook.text.tree.calls.get(name, ())
    return any(call not in set(walk(hook.function)) for call in calls)


def _edits(text: Text, found: Returned) -> tuple[Edit, ...]:
    """Returns None; a call that does something is kept as a statement."""
    statement = text.tree.parents[found.node]
    if not isinstance(statement, ast.Return):
        return ()
    if found.effect != "freezes":
        return (replace(text, found.node, "None"),)
    start = text.lines.start(statement)
    after = text.lines.start(found.node)
    if start.line != after.line:
        return ()
    return (text.edit(Range(start, Position(after.line, after.character)), ""),)
