"""A state dict hook that removes a hook while the hooks run.

## What it does

Finds hooks of `state_dict()` and `load_state_dict()` that remove themselves, or
another hook of the same kind on the same module, in their own body.

## Why it is bad

torch goes through these hooks without a copy. If another hook follows, removing one
raises `RuntimeError: OrderedDict mutated during iteration`, and the hooks behind it do
not run: of the hooks a, b and c, only a and b run if b removes itself. With nothing
behind it the removal works, so the error comes with the next hook that someone adds.

## Live evidence

None: the text shows it.

## Not reported

- Forward, forward pre- and backward hooks: torch goes through a copy of these, so a
  hook may remove itself. Advice to the contrary is wrong.
- Handles of another kind, or of another module.

## References

- `torch.nn.Module.register_state_dict_post_hook`
- `torch.nn.Module.register_load_state_dict_post_hook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import is_self
from ...source.hooks import STATE, is_torch_hook, resolve_hook
from ...source.instances import value_of
from ...source.text import Text
from ...source.tree import walk

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: `function`, `handle` (as the text writes it).
RULE = Rule(
    code="NN210",
    name="state-hook-removed-inside",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="State dict hook `{function}` removes `{handle}` while the hooks run",
    message="State dict hook `{function}` removes `{handle}` while the hooks run",
    why=(
        "torch goes through these hooks without a copy. As soon as another one "
        "follows, this raises `OrderedDict mutated during iteration`."
    ),
    advice="Remove the handle after `state_dict()` or `load_state_dict()` returned.",
    since="0.1.0",
)


@RULE.on_call(*STATE)
def removing_hook(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the removal, or the registration if another cell has the function."""
    if not isinstance(node.func, ast.Attribute) or not is_torch_hook(node, text):
        return
    hook = resolve_hook(node, text)
    if hook is None:
        return
    function = hook.function
    body = function.body if isinstance(function.body, list) else [function.body]
    for call in walk(*body):
        if not _is_removal(call):
            continue
        handle = call.func.value  # type: ignore[attr-defined]
        if not _same_registry(hook.text, handle, text, node):
            continue
        local = hook.text is text
        yield text.claim(
            call if local else node.func,  # type: ignore[arg-type]
            subject=Subject("function", "", hook.text.tree.qualname(function)),
            function=hook.name,
            handle=hook.text.lines.text(handle)[:30],
        )
        return


def _is_removal(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "remove"
        and not node.args
        and not node.keywords
    )


def _same_registry(owner: Text, handle: ast.expr, text: Text, node: ast.Call) -> bool:
    """Whether a handle is of the same kind of hook, on the same module."""
    made = _registration(owner, handle)
    if made is None or not isinstance(node.func, ast.Attribute):
        return False
    origin, call = made
    assert isinstance(call.func, ast.Attribute)
    return _kind(call.func.attr) == _kind(node.func.attr) and (
        origin.lines.text(call.func.value) == text.lines.text(node.func.value)
    )


def _registration(text: Text, handle: ast.expr) -> tuple[Text, ast.Call] | None:
    """The call that gave a handle: of a variable, of `self.handle`."""
    value: ast.expr | None = None
    if isinstance(handle, ast.Name):
        text, value = value_of(text, handle) or (text, None)
    elif isinstance(handle, ast.Attribute) and is_self(text, handle.value):
        facts = text.enclosing_class(handle)
        stores = [
            store
            for store in (facts.all_stores(handle.attr) if facts else [])
            if not isinstance(store.value, ast.Constant)
        ]
        value = stores[0].value if len(stores) == 1 else None
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return None
    return (text, value) if value.func.attr in STATE else None


def _kind(method: str) -> str:
    """One name for the public and the private way into one registry."""
    name = method.removeprefix("_").removeprefix("register_")
    return "state_dict_post_hook" if name == "state_dict_hook" else name
