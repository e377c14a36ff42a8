"""Static: what a class assigns to names that its methods have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit
from ...rulekit.rule import Claim, Subject
from ...source.classes import ClassFacts, Store, self_name
from ...source.edits import replace
from ...source.inference.kinds import ValueKind, value_kind
from ...source.text import Text
from ...source.torchnames import MODULE_METHODS
from ...source.tree import walk
from ...source.values import class_level

_OPERATORS = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.Mult)
_NO_NAME = "cannot be registered: every module has a method of that name"


def hidden_methods(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims attributes of a module class that hide a method of `nn.Module`."""
    facts = text.module_class(node)
    if facts is None:
        return
    stored = MODULE_METHODS.intersection(_assigned_names(facts))
    if not stored or _is_special(facts):
        return
    for attr in sorted(stored):
        if any(attr in member.methods for member in facts.family):
            continue
        found = [(store, _kind(facts, store)) for store in facts.stores.get(attr, ())]
        for store, kind in found:
            if kind is not None and _hides(attr, kind):
                yield _claim(facts, attr, store.target, kind)
                break
        else:
            for target, value in class_level(facts):
                if target.id == attr and value_kind(text, value) == "plain":
                    yield _claim(facts, attr, target, "plain")


def _assigned_names(facts: ClassFacts) -> Iterator[str]:
    yield from facts.stores
    for target, _ in class_level(facts):
        yield target.id


def _is_special(facts: ClassFacts) -> bool:
    """Whether the class decides itself what its attributes mean."""
    return any(
        name in member.methods
        for member in facts.family
        for name in ("__setattr__", "__getattribute__", "__slots__")
    )


def _kind(facts: ClassFacts, store: Store) -> ValueKind | None:
    if not isinstance(store.statement, (ast.Assign, ast.AnnAssign)):
        return None
    found = value_kind(facts.text, store.value)
    return "plain" if found is None and _is_arithmetic(store.value) else found


def _is_arithmetic(node: ast.expr | None) -> bool:
    """Whether a value is `n // 2` and the like, which gives nothing to call."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, _OPERATORS)
        and any(_is_number(side) for side in (node.left, node.right))
    )


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _hides(attr: str, kind: ValueKind) -> bool:
    # `self.forward = None` clears what an instance was given before.
    return kind != "none" or attr != "forward"


def _claim(
    facts: ClassFacts, attr: str, target: ast.Attribute | ast.Name, kind: ValueKind
) -> Claim:
    effect = f"hides the method `nn.Module.{attr}`"
    if kind == "module":
        effect = f"still reads the method `nn.Module.{attr}`, not the layer"
    elif kind in ("parameter", "buffer"):
        effect = _NO_NAME
    name = ast.unparse(target)
    return facts.text.claim(
        target,
        subject=Subject("attr", facts.name, attr),
        edits=tuple(_renamed(facts, attr, target, kind)),
        where=f"`{name}`",
        effect=effect,
    )


def _renamed(
    facts: ClassFacts, attr: str, target: ast.Attribute | ast.Name, kind: ValueKind
) -> Iterator[Edit]:
    """Renames the attribute wherever the class means it and not the method."""
    text, new = facts.text, f"{attr}_"
    taken = new in facts.stores or new in facts.uses or new in facts.methods
    if taken or new in MODULE_METHODS or isinstance(target, ast.Name):
        return
    for method in facts.methods.values():
        me = self_name(method)
        for node in walk(*method.body, into_classes=False):
            if not (
                isinstance(node, ast.Attribute)
                and node.attr == attr
                and isinstance(node.value, ast.Name)
                and node.value.id == me
            ):
                continue
            parent = text.tree.parents[node]
            called = isinstance(parent, ast.Call) and parent.func is node
            # Without arguments `self.half()` is the method.
            if not called or (kind == "module" and parent.args):  # type: ignore[attr-defined]
                yield replace(text, node, f"{me}.{new}")
