"""An optional submodule that is None: legal, and what `nn.Identity` would change.

## What it does

Finds an attribute that is a module in one case and None in the other, and whose calls
are checked. Off by default: nothing is wrong with it.

## Why it is bad

It is not. Parameters, `state_dict()`, `.to()`, `copy.deepcopy`, pickling and
`torch.jit.script` all accept None, and torch does so itself (`bias=None`, `downsample=
None` in residual networks). The saved keys are the same as with the module left out.

Advice to replace None by `nn.Identity()` is right only for `x = self.down(x)`. In
`x = x + self.down(x)` the identity adds `x` once more: on normal random input the
output changes by 0.80 on average, which is the mean size of that input.

## Live evidence

The attribute of an instance is None.

## Not reported

- Attributes that are None until something fills them, such as a cache.
- `register_parameter("bias", None)`, the way torch itself leaves out a parameter.
- Calls without a check, which are NN114.

## References

- `torch/nn/modules/module.py`: `Module.register_module` accepts None
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts
from ...source.edits import replace
from ...source.nodes import is_none
from ...source.optional import Optional, may_end_as_none, optional_modules
from ...source.text import Text

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`, `note`; live `owner`, `attr`, `note`.
RULE = Rule(
    code="NN115",
    name="optional-none-note",
    severity=Severity.HINT,
    claim="`self.{attr}` may be None, which is legal{note}",
    message="`{owner}.{attr}` is None, which is legal{note}",
    why=(
        "None is a legal optional module for everything that torch does with a model. "
        "`nn.Identity()` does the same only where the call is `x = self.down(x)`."
    ),
    advice="Keep the check; use `nn.Identity()` only for a pure pass-through.",
    since="0.1.0",
    default_on=False,
)
_CHANGES = "; `nn.Identity` would change the result"
_SAME = "; `nn.Identity` would do the same"


@RULE.on(ast.ClassDef)
def optional_children(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims attributes that are None or a module, and are called under a check."""
    facts = text.module_class(node)
    if facts is None:
        return
    for found in optional_modules(facts):
        uses = _calls(facts, found.attr)
        guards = [guard for call in uses if (guard := _guard(text, call, found.attr))]
        if not guards or len(guards) < len(uses):
            continue
        if not may_end_as_none(facts, found.attr):
            continue
        same = all(_passes_through(text, call) for call in uses)
        yield text.claim(
            found.none.target,
            subject=Subject("attr", facts.name, found.attr),
            edits=_identity(text, found) if same else (),
            attr=found.attr,
            note=_SAME if same else _CHANGES,
        )


def _calls(facts: ClassFacts, attr: str) -> list[ast.Call]:
    """The calls of an attribute of the module."""
    parents = facts.text.tree.parents
    return [
        call
        for use in facts.uses.get(attr, ())
        if isinstance(call := parents[use.node], ast.Call) and call.func is use.node
    ]


def _guard(text: Text, call: ast.Call, attr: str) -> ast.AST | None:
    """The condition about the attribute that a call stands under."""
    for parent in text.tree.ancestors(call):
        if isinstance(parent, (ast.If, ast.IfExp)) and any(
            isinstance(node, ast.Attribute) and node.attr == attr
            for node in ast.walk(parent.test)
        ):
            return parent
        if isinstance(parent, ast.FunctionDef):
            return None
    return None


def _passes_through(text: Text, call: ast.Call) -> bool:
    """Whether a call is `x = self.a(x)`, or `self.a(x) if … else x`."""
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Name):
        return False
    name = call.args[0].id
    parent = text.tree.parents[call]
    if isinstance(parent, ast.IfExp):
        rest = parent.orelse if parent.body is call else parent.body
        return isinstance(rest, ast.Name) and rest.id == name
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return False
    target = parent.targets[0]
    guard = text.tree.parents[parent]
    alone = isinstance(guard, ast.If) and not guard.orelse and guard.body == [parent]
    return alone and isinstance(target, ast.Name) and target.id == name


def _identity(text: Text, found: Optional) -> tuple[Edit, ...]:
    """`nn.Identity()` in place of the None of a conditional expression."""
    value = found.none.value
    name = text.names.spell("torch.nn.Identity", found.none.target)
    if not isinstance(value, ast.IfExp) or not name:
        return ()
    arms = [arm for arm in (value.body, value.orelse) if is_none(arm)]
    return (replace(text, arms[0], f"{name}()"),) if len(arms) == 1 else ()
