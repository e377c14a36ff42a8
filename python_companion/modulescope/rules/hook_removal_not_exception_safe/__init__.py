"""A hook that stays on the model if the code before `remove()` raises.

## What it does

Finds handles that are removed further down in the same block, with calls in between
that can raise, and no `try … finally` or `with`.

## Why it is bad

A forward raises easily: a wrong shape, no memory left, an interrupt by hand. Then
`handle.remove()` is not reached, and the hook stays. Three attempts that fail leave
three hooks, and each runs in every forward from then on. In a notebook the model lives
on, so does the hook.

## Live evidence

None: what is left behind is reported as such, by NN203.

## Not reported

- `with handle:` and `with module.register_forward_hook(…):` (a handle is a context
  manager), `finally`, `ExitStack`.
- Nothing in between that could raise.
- A removal in another cell or function: between runs the handle is yours to keep.
- A module that is made in the same function: it goes with its hooks.

The edit puts the calls into `with handle:`, which removes the hook in any case.

## References

- `torch.utils.hooks.RemovableHandle`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import indent_under, remove_line
from ...source.hooks import MODULE, is_torch_hook
from ...source.instances import value_of
from ...source.nodes import root_name
from ...source.text import Text
from ...source.torchnames import RETURNS_SELF
from .suites import can_raise, later_removal, removes_always

# Subject: `name`, empty, the variable of the handle.
# Values: `handle`, `method`, `line` (that of the removal).
RULE = Rule(
    code="NN212",
    name="hook-removal-not-exception-safe",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="An exception before line {line} leaves the hook of `{handle}` behind",
    message="An exception before line {line} leaves the hook of `{handle}` behind",
    why=(
        "The calls in between can raise, and then `remove()` is not reached. The hook "
        "runs in every forward from then on."
    ),
    advice="Use the handle as a context manager: `with handle:`.",
    since="0.1.0",
)

_MAKES_NOTHING = RETURNS_SELF | {"get_submodule"}
# Names that are given on from one to the next.
_STEPS = 5


@RULE.on_call(*MODULE)
def unsafe_removal(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the registration whose removal can be missed."""
    handle, is_list = _handle(text, node)
    if not handle or not is_torch_hook(node, text) or _is_own(text, node):
        return
    statement = text.tree.statement(node)
    if removes_always(text, statement, handle):
        return
    found = later_removal(text, statement, handle)
    if found is None:
        return
    begun, between, removal = found
    if not can_raise(text, between):
        return
    simple = not is_list and begun is statement and isinstance(removal, ast.Expr)
    yield text.claim(
        node.func,
        subject=Subject("name", "", handle),
        edits=_edits(text, between, removal, handle) if simple else (),
        safe=True,
        related=[text.place(removal, "It is removed here")],
        handle=handle,
        line=text.lines.start(removal).line + 1,
    )


def _handle(text: Text, node: ast.Call) -> tuple[str, bool]:
    """The variable that gets the handle, and whether it is a list of them."""
    if not isinstance(node.func, ast.Attribute):
        return "", False
    parent = text.tree.parents[node]
    if isinstance(parent, (ast.ListComp, ast.List)):
        node, parent = parent, text.tree.parents[parent]  # type: ignore[assignment]
        is_list = True
    elif (
        isinstance(parent, ast.Call)
        and isinstance(parent.func, ast.Attribute)
        and parent.func.attr in ("append", "extend")
        and isinstance(parent.func.value, ast.Name)
    ):
        return parent.func.value.id, True
    else:
        is_list = False
    if isinstance(parent, ast.AugAssign) and is_list:
        return _name(parent.target), True
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Subscript):
        return _name(parent.targets[0].value), True
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        if isinstance(target, ast.Name) and parent.value is node:
            return target.id, is_list
    return "", False


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _is_own(text: Text, node: ast.Call) -> bool:
    """Whether the hooked module is made in the same function."""
    function = text.tree.function(node)
    assert isinstance(node.func, ast.Attribute)
    value: ast.expr = node.func.value
    for _ in range(_STEPS):
        root = root_name(_whole(value))
        if function is None or root is None:
            return False
        given = value_of(text, root)
        if given is None or not text.tree.scopes[function].get(root.id):
            return False
        value = _whole(given[1])
        if isinstance(value, ast.Call):
            return True
        if value is given[1]:
            return False
    return False


def _whole(node: ast.expr) -> ast.expr:
    """`net` of `net.get_submodule(name)` and `net.to(device)`: they make nothing."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in _MAKES_NOTHING:
            break
        node = node.func.value
    return node


def _edits(
    text: Text, between: Sequence[ast.stmt], removal: ast.stmt, handle: str
) -> tuple[Edit, ...]:
    """Puts what is in between under `with handle:`, and drops the removal."""
    block = indent_under(text, between, f"with {handle}:")
    line = remove_line(text, removal)
    return (*block, *line) if block and line else ()
