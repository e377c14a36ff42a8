"""A full backward hook next to an in-place operation: the forward raises.

## What it does

Finds full backward hooks, and full backward pre-hooks, on a module whose output is
changed in place right after it, or that changes its own input in place.

## Why it is bad

For a module with such a hook torch passes inputs and outputs through a
`BackwardHookFunction`, and hands out views of them. Changing such a view in place
raises in the next forward: `Output 0 of BackwardHookFunction is a view and is being
modified inplace`. The line it names is that of the in-place operation, far from the
hook. `nn.Linear` before `nn.ReLU(inplace=True)` is enough.

## Live evidence

The hook registries, `inplace` of the module and of its neighbours in a `Sequential`,
and whether a parameter above requires gradients. What a `forward` of your own does
is read from its text.

## Not reported

- In-place operations on another tensor: behind an operation that makes a new one.
- Dropout in eval mode or with `p=0`: it changes nothing.
- Modules whose input does not require gradients: the first layer's, or those behind
  frozen layers only. Nothing is wrapped there. (The hook of an activation that is no
  part of a model runs only if its input requires them, so that is reported.)
- Gradient hooks of parameters and tensors, forward hooks.

The edit sets `inplace=False`. It costs the memory that `inplace` saved. A hook on the
output tensor, set by a forward hook, needs no edit: `output.register_hook(…)`.

## References

- `torch.nn.Module.register_full_backward_hook`
- `torch.utils.hooks.BackwardHook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import is_self
from ...source.edits import replace
from ...source.hooks import FULL_BACKWARD, is_torch_hook
from ...source.inplace import Change, change_after, change_in_forward, changes_input
from ...source.instances import Instance, instance, looped, path
from ...source.text import Text

# Subject: `name`, empty, the module's path (`model.layers.0`); of `self.fc` in a
# class `attr`, the class, `fc`.
# Values: both `path`, `side` (`input` or `output`), `operation`.
RULE = Rule(
    code="NN204",
    name="full-backward-hook-with-inplace",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{operation}` changes the {side} of `{path}`, which has a backward hook",
    message="`{operation}` changes the {side} of `{path}`, which has a backward hook",
    why=(
        "Inputs and outputs of a module with a full backward hook are views, made by "
        "an autograd function. Changing one in place raises `RuntimeError` in forward."
    ),
    advice="Set `inplace=False`, or hook the output tensor instead.",
    since="0.1.0",
)


# What passes a module on by its name.
_GIVES = (ast.Call, ast.keyword, ast.List, ast.Tuple, ast.Dict, ast.Assign, ast.Return)


@RULE.on_call(*FULL_BACKWARD)
def hook_beside_inplace(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first of the hooked modules that meets an in-place operation."""
    if not isinstance(node.func, ast.Attribute) or not is_torch_hook(node, text):
        return
    owner = node.func.value
    for subject, where, side, change in _clashes(text, owner):
        yield text.claim(
            node.func,
            subject=subject,
            edits=_edits(text, change),
            related=[
                change.text.place(change.node, "The tensor is changed in place here")
            ],
            path=where,
            side=side,
            operation=change.operation,
        )
        return


_Clash = tuple[Subject, str, str, Change]


def _clashes(text: Text, owner: ast.expr) -> Iterator[_Clash]:
    """The modules that an expression may be, each with what works in place on it."""
    made = instance(text, owner)
    for hooked in [made] if made else looped(text, owner):
        side, change = _change(hooked)
        if change is None and _stands_alone(text, owner, hooked):
            side, change = "input", changes_input(hooked)
        if change is not None:
            yield *_named(text, owner, hooked, looped_over=made is None), side, change
    if made is None and isinstance(owner, ast.Attribute):
        change = _after_any(text, owner)
        if change is not None:
            yield *_of_attribute(text, owner), "output", change


def _after_any(text: Text, owner: ast.Attribute) -> Change | None:
    """What the parent does to the output of a child that one of several lines makes."""
    if is_self(text, owner.value):
        facts = text.enclosing_class(owner)
    else:
        parent = instance(text, owner.value)
        facts = parent.facts if parent else None
    if facts is None or not facts.is_module:
        return None
    stores = facts.all_stores(owner.attr)
    values = [store.value for store in stores]
    # A hook cannot be set on the None of another branch.
    made = [v for v in values if not (isinstance(v, ast.Constant) and v.value is None)]
    if len(made) < 2 or not all(facts.text.is_module_call(value) for value in made):
        return None
    return change_in_forward(facts, owner.attr)


def _change(hooked: Instance) -> tuple[str, Change | None]:
    # What the outermost module gets needs no gradient: it is not wrapped.
    parent = hooked.parent
    is_first = hooked.owner is None and (
        parent is None or (hooked.key == "0" and not (parent.parent or parent.owner))
    )
    if not is_first and (change := changes_input(hooked)):
        return "input", change
    return "output", change_after(hooked)


def _stands_alone(text: Text, owner: ast.expr, hooked: Instance) -> bool:
    """Whether an activation is called by its own name only, as `act(fc(x))`.

    It has no parameters: its hook runs only if its input needs gradients, and then
    forward raises. In a container it may come first, where nothing needs them; and
    dropout changes nothing in eval mode.
    """
    if hooked.parent or hooked.owner or "Dropout" in hooked.kind:
        return False
    if not isinstance(owner, ast.Name):
        return False
    uses = (node for node in text.tree.all(ast.Name) if node.id == owner.id)
    return not any(
        isinstance(text.tree.parents[use], _GIVES)
        and use is not getattr(text.tree.parents[use], "func", None)
        for use in uses
        if isinstance(use.ctx, ast.Load)
    )


def _named(
    text: Text, owner: ast.expr, hooked: Instance, looped_over: bool
) -> tuple[Subject, str]:
    """What the claim is about, and how it names the module."""
    if isinstance(owner, ast.Attribute) and is_self(text, owner.value):
        return _of_attribute(text, owner)
    where = path(owner)
    if looped_over:
        root = hooked
        while root.parent is not None:
            root = root.parent
        name = _variable(root)
        where = f"{name}.{hooked.fqn}" if name else hooked.fqn
    return Subject("name", "", where or hooked.key), where or hooked.key


def _of_attribute(text: Text, owner: ast.Attribute) -> tuple[Subject, str]:
    facts = text.enclosing_class(owner)
    if facts and is_self(text, owner.value):
        return Subject("attr", facts.name, owner.attr), f"self.{owner.attr}"
    return Subject("name", "", path(owner)), path(owner)


def _variable(root: Instance) -> str:
    """The variable that a module is assigned to."""
    statement = root.text.tree.statement(root.call)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ""


def _edits(text: Text, change: Change) -> tuple[Edit, ...]:
    """Makes a module or function work out of place, if this cell calls it."""
    if change.text is not text or not isinstance(change.node, ast.Call):
        return ()
    for keyword in change.node.keywords:
        if keyword.arg == "inplace":
            return (replace(text, keyword.value, "False"),)
    return ()
