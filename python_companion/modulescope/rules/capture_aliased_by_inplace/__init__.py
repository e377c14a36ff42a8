"""A stored output that a later in-place operation overwrites.

## What it does

Finds forward hooks that store their output or input without a copy, on a module
after which that very tensor is changed in place.

## Why it is bad

`output.detach()` is a view: it shares its memory. A `ReLU(inplace=True)` behind the
hooked layer writes into it, so what was stored as the layer's output is the output
of the ReLU. Of a layer's 64 outputs, 35 are negative; in what `detach()` stored none
is, in what `detach().clone()` stored all 35 are.

## Live evidence

`detach()` also shares the version counter. The counter of a stored tensor is above 0,
and the module behind the hooked one works in place.

## Not reported

- Copies: `.clone()`, and everything that computes a new tensor, such as `.mean()`.
- `.cpu()`, which copies from another device; on the CPU itself only the live half
  can tell.
- In-place operations on another tensor, behind a layer that makes a new one.
- Outputs stored with their graph while gradients are on: NN201 speaks first.

The edit adds `.clone()`.

## References

- `torch.Tensor.detach`
- `torch.nn.Module.register_forward_hook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import insert
from ...source.hooks import (
    FORWARD,
    Hook,
    is_torch_hook,
    only_without_grad,
    resolve_hook,
)
from ...source.hookstores import stored_values
from ...source.inplace import Change, change_after, changes_input
from ...source.instances import Instance, instance, looped
from ...source.text import Text

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: both `function`, `side` (`input` or `output`), `operation`; live also `var`
# (what the hook fills) and `path`.
RULE = Rule(
    code="NN207",
    name="capture-aliased-by-inplace",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="Hook `{function}` stores an {side} that `{operation}` overwrites",
    message="`{var}` holds the {side} of `{path}`, overwritten by `{operation}`",
    why=(
        "`detach()` shares the memory of its tensor. The stored values are those after "
        "the in-place operation, not the ones that the hook saw."
    ),
    advice="Store a copy: `.detach().clone()`.",
    since="0.1.0",
)

_VIEWS = frozenset(
    "detach data view reshape squeeze unsqueeze flatten transpose permute t numpy "
    "T mT narrow select contiguous".split()
)
_CUTS = frozenset(("detach", "data", "numpy"))


@RULE.on_call(*FORWARD)
def overwritten_capture(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first value that is stored without a copy."""
    if not isinstance(node.func, ast.Attribute) or not is_torch_hook(node, text):
        return
    hook = resolve_hook(node, text)
    if hook is None or len(hook.arguments) < 2:
        return
    is_pre = node.func.attr == "register_forward_pre_hook"
    made = instance(text, node.func.value)
    for hooked in [made] if made else looped(text, node.func.value):
        for side, change in _changes(hooked, is_pre):
            stored = _stored(hook, side, is_pre)
            if stored is None or _is_idle_dropout(text, change):
                continue
            if not _is_cut(stored) and not only_without_grad(text, node):
                continue
            local = hook.text is text
            yield text.claim(
                stored if local else node.func,
                subject=Subject("function", "", hook.text.tree.qualname(hook.function)),
                edits=_edits(text, stored) if local else (),
                safe=True,
                severity=None if hook.sure else Severity.INFO,
                related=[
                    change.text.place(change.node, "This changes the tensor in place")
                ],
                function=hook.name,
                side=side,
                operation=change.operation,
            )
            return


def _changes(hooked: Instance, is_pre: bool) -> Iterator[tuple[str, Change]]:
    """What is overwritten after the hook saw it: its input, its output."""
    if change := changes_input(hooked):
        yield "input", change
    elif not is_pre and (change := change_after(hooked)):
        yield "output", change


def _stored(hook: Hook, side: str, is_pre: bool) -> ast.expr | None:
    """The first view of the input or output that the hook stores."""
    arguments = hook.arguments
    name = arguments[1] if side == "input" else arguments[-1]
    if side == "output" and (is_pre or len(arguments) < 3):
        return None
    for value in stored_values(hook):
        if _viewed(value) == name:
            return value
    return None


def _viewed(value: ast.expr) -> str:
    """The name that an expression is a view of; empty if it may be a copy."""
    node: ast.AST = value
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func
        elif isinstance(node, ast.Attribute) and node.attr in _VIEWS:
            node = node.value
        elif isinstance(node, ast.Subscript) and _is_basic(node.slice):
            node = node.value
        else:
            return ""
    return node.id


def _is_basic(index: ast.expr) -> bool:
    """Whether an index makes a view: numbers and slices, no lists and masks."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return all(
        isinstance(part, (ast.Slice, ast.UnaryOp))
        or (isinstance(part, ast.Constant) and not isinstance(part.value, bool))
        for part in parts
    )


def _is_cut(value: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in _CUTS
        for node in ast.walk(value)
    )


def _is_idle_dropout(text: Text, change: Change) -> bool:
    """Dropout changes nothing in a model that is evaluated."""
    return "ropout" in change.operation and "eval" in text.tree.words


def _edits(text: Text, stored: ast.expr) -> tuple[Edit, ...]:
    copies = isinstance(stored, ast.Call) and isinstance(stored.func, ast.Attribute)
    numpy = copies and stored.func.attr == "numpy"  # type: ignore[attr-defined]
    return (insert(text, text.lines.end(stored), ".copy()" if numpy else ".clone()"),)
