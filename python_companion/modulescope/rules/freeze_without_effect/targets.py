"""Static: what an assignment to `requires_grad` sets in vain."""

from __future__ import annotations

import ast
from typing import Literal, NamedTuple

from ...source.classes import is_self
from ...source.inference.expressions import held
from ...source.inference.held import TENSORS, Held, Values
from ...source.text import Text
from .spelling import WANTED
from .states import is_of_state

Kind = Literal["module", "misspelt", "copy", "state", "compared"]


class Vain(NamedTuple):
    """Why an assignment has no effect."""

    kind: Kind
    reason: str
    sure: bool = True


def reason_of(owners: str, attr: str) -> str:
    """Why nothing reads an attribute of modules, or of tensors."""
    if attr == f"{WANTED}_":
        return "it replaces a method"
    return f"{owners} have no `{attr}`"


def vain(text: Text, target: ast.Attribute) -> Vain | None:
    """Why an assignment to an attribute changes no parameter; None if it may."""
    if not isinstance(target.ctx, ast.Store):
        return _compared(text, target)
    owner = target.value
    if is_self(text, owner):
        # A flag of a class of the user.
        return None
    values = held(text, owner)
    if values.only("module"):
        return _on_modules(values, target.attr)
    if target.attr != WANTED:
        if not values.only(*TENSORS):
            return None
        return Vain("misspelt", reason_of("tensors", target.attr), values.sure)
    if is_of_state(text, owner):
        return Vain("state", "state dicts hold detached tensors")
    return _on_copy(text, owner)


def _on_modules(values: Values, attr: str) -> Vain | None:
    if any(_knows(way, attr) for way in values.ways):
        return None
    return Vain("module", reason_of("modules", attr), values.sure)


def _knows(way: Held, attr: str) -> bool:
    """Whether the class of a module has such an attribute itself, or may have it."""
    facts = way.facts
    if facts is None:
        return False
    return not facts.is_fully_known or any(
        attr in owner.stores
        or attr in owner.uses
        or attr in owner.text.tree.scopes.get(owner.node, {})
        for owner in facts.family
    )


def _on_copy(text: Text, owner: ast.expr) -> Vain | None:
    """`p.data.requires_grad = …`: nobody else has the tensor that is set."""
    if isinstance(owner, ast.Call) and not owner.args and not owner.keywords:
        source, shown = owner.func, "detach()"
    else:
        source, shown = owner, "data"
    if not isinstance(source, ast.Attribute) or source.attr != shown.rstrip("()"):
        return None
    values = held(text, source.value)
    if not values.only(*TENSORS):
        return None
    return Vain("copy", f"`{shown}` gives a new tensor each time", values.sure)


def _compared(text: Text, target: ast.Attribute) -> Vain | None:
    """`p.requires_grad == False` as a statement, where nothing shows its result."""
    test = text.tree.parents.get(target)
    statement = text.tree.parents.get(test) if test is not None else None
    if not isinstance(test, ast.Compare) or not isinstance(statement, ast.Expr):
        return None
    constant = isinstance(test.comparators[0], ast.Constant)
    if test.left is not target or len(test.ops) > 1 or not constant:
        return None
    if not isinstance(test.ops[0], ast.Eq) or target.attr != WANTED:
        return None
    if text.tree.parents.get(statement) is text.tree.module:
        return None
    return Vain("compared", "it only compares")
