"""The handle of a hook is dropped, so the hook stays for good.

## What it does

Finds statements that register a hook on a module and keep no handle.

## Why it is bad

The handle that `register_forward_hook` returns is the only public way to remove the
hook: `nn.Module` has no method that removes one. Dropping a handle does not remove
its hook either: of 100 handles none is left, and all 100 hooks are. Each run of the
cell adds one more.

## Live evidence

The hook sits on a module, and no variable, list, dictionary or attribute of the
namespace holds a `RemovableHandle` of it. Values are looked at one level deep.

## Not reported

- Handles that are assigned, stored, returned, or used by `with`; also `_ = …`.
- Tensor hooks, `parameter.register_hook(clip)`: they end with their tensor.
- Hooks on state dicts that a class registers for itself: they are meant to stay.
- A hook that only calls `output.requires_grad_(True)`, as for adapters on a frozen
  model: a second one changes nothing.

In a function of a notebook it is a hint: what the function sets up may be meant to
stay; in a file nothing is said. In `forward` it is an error: every call adds a hook.

The edit assigns the handle to a name. Loops need a list, `handles.append(…)`, and
functions need to give it on: `return handle`.

## References

- `torch.utils.hooks.RemovableHandle`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule
from ...source.edits import insert
from ...source.hooks import MODULE, STATE, hook_subject, is_torch_hook, resolve_hook
from ...source.text import Text
from ...source.tree import walk

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: both `method`; live also `n`, `function`, `path`.
RULE = Rule(
    code="NN202",
    name="hook-handle-discarded",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="The handle of `{method}` is dropped, so its hook cannot be removed",
    message="Nothing holds the handle of hook `{function}` on `{path}`",
    why=(
        "The handle is the only public way to remove the hook. Each run of this code "
        "adds another one."
    ),
    advice="Keep the handle.",
    since="0.1.0",
)

_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp)


@RULE.on_call(*MODULE)
def dropped_handle(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the name of the method."""
    statement = _dropping(text, node)
    if statement is None or not is_torch_hook(node, text):
        return
    assert isinstance(node.func, ast.Attribute)
    severity = _severity(text, node)
    if severity is None or _only_requires_grad(text, node):
        return
    yield text.claim(
        node.func,
        subject=hook_subject(node, text),
        edits=_edits(text, node, statement),
        safe=True,
        severity=severity,
        method=node.func.attr,
    )


def _dropping(text: Text, node: ast.Call) -> ast.Expr | None:
    """The statement that only makes the call, or a list of such calls."""
    if not isinstance(node.func, ast.Attribute):
        return None
    parent = text.tree.parents[node]
    if isinstance(parent, ast.ListComp) and parent.elt is node:
        parent = text.tree.parents[parent]
    return parent if isinstance(parent, ast.Expr) else None


def _severity(text: Text, node: ast.Call) -> Severity | None:
    """None where a class registers for itself what is meant to stay."""
    assert isinstance(node.func, ast.Attribute)
    function = text.tree.function(node)
    if function is None:
        return None if text.enclosing_class(node) else Severity.WARNING
    facts = text.enclosing_class(function)
    if facts is not None and node.func.attr in STATE:
        return None
    if facts is not None and facts.is_module and function.name == "forward":  # type: ignore[union-attr]
        guarded = any(isinstance(p, ast.If) for p in text.tree.ancestors(node))
        return Severity.HINT if guarded else Severity.ERROR
    # A library sets up what stays; a function of a notebook is run again and again.
    return None if text.cell.id is None else Severity.HINT


def _only_requires_grad(text: Text, node: ast.Call) -> bool:
    hook = resolve_hook(node, text)
    if hook is None:
        return False
    body = hook.function.body
    calls = [n for n in walk(*(body if isinstance(body, list) else [body]))]
    names = {
        n.func.attr if isinstance(n.func, ast.Attribute) else ""
        for n in calls
        if isinstance(n, ast.Call)
    }
    return names == {"requires_grad_"}


def _edits(text: Text, node: ast.Call, statement: ast.Expr) -> tuple[Edit, ...]:
    """Assigns the handle to a name that no cell uses; none in loops and functions."""
    if any(isinstance(parent, _LOOPS) for parent in text.tree.ancestors(statement)):
        return ()
    if text.tree.function(statement) is not None:
        return ()
    plural = "handles" if statement.value is not node else "handle"
    earlier = [
        call
        for method in MODULE
        for call in text.tree.calls.get(method, ())
        if _dropping(text, call) and call.lineno < node.lineno
    ]
    name = _unused(text, plural, len(earlier))
    return (insert(text, text.lines.start(statement), f"{name} = "),)


def _unused(text: Text, name: str, skipped: int) -> str:
    """`handle`, `handle_2`, …: the first that is free after so many others."""
    number = 1
    while True:
        found = name if number == 1 else f"{name}_{number}"
        elsewhere = text.notebook.bindings(text.cell, found)
        if found not in text.tree.words and not any(elsewhere):
            if skipped == 0:
                return found
            skipped -= 1
        number += 1
