"""Follows a path such as `model.encoder[3]` through namespaces and raw registries.

Nothing is evaluated: names, attributes, and subscripts with a number or a text.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from ..closest import closest, suggestion
from . import classes, raw, registries, walk
from .classes import derives
from .containers import ghost_members

_MISSING = object()


class NoSuchPath(LookupError):
    """A sentence that says what is wrong with a path."""


def module_at(expression: str, names: Mapping[str, Any], models: Iterable[str]) -> Any:
    """The module that a path leads to; see `resolve`.

    Raises:
        NoSuchPath: It leads nowhere, or to something else.
    """
    found = resolve(expression, names, models)
    if not walk.is_module(found):
        raise NoSuchPath(f"`{expression}` is {_kind(found)}, not an nn.Module.")
    return found


def resolve(expression: str, names: Mapping[str, Any], models: Iterable[str]) -> Any:
    """What a path leads to.

    Args:
        expression: `model`, `model.encoder[3]`, `models["teacher"]`.
        names: The user's namespace.
        models: Names of models to offer when the first name is not defined; only then
            they are asked for.

    Raises:
        NoSuchPath: With the sentence to show.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
        steps: list[ast.Attribute | ast.Subscript] = []
        while isinstance(tree, (ast.Attribute, ast.Subscript)):
            steps.append(tree)
            tree = tree.value
        if not isinstance(tree, ast.Name):
            raise SyntaxError
        value = names.get(tree.id, _MISSING)
        if value is _MISSING:
            known = ", ".join(models)
            hint = f" Models here: {known}." if known else ""
            raise NoSuchPath(f"`{tree.id}` is not defined.{hint}")
        for step in reversed(steps):
            value = _step(value, step)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NoSuchPath(f"`{expression}` is no variable and no path.") from None
    return value


def _step(owner: Any, step: ast.Attribute | ast.Subscript) -> Any:
    if isinstance(step, ast.Attribute):
        return _member(owner, step.attr, step.value)
    try:
        key = ast.literal_eval(step.slice)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        key = None
    if type(key) not in (int, str):
        raise NoSuchPath(f"`{ast.unparse(step)}` needs a number or a text in brackets.")
    return _item(owner, key, step.value)


def _member(owner: Any, name: str, where: ast.expr) -> Any:
    children = registries.read(owner, "_modules")
    for found in (children, raw.instance_dict(owner)):
        if name in found:
            return found[name]
    raise _missing(where, name, children)


def _item(owner: Any, key: int | str, where: ast.expr) -> Any:
    if walk.is_module(owner):
        children = registries.read(owner, "_modules")
        if type(key) is int:
            members = list(children.values())
            if -len(members) <= key < len(members):
                return members[key]
        elif key in children:
            return children[key]
        raise _missing(where, str(key), children)
    found = _in_container(owner, key)
    if found is _MISSING:
        raise NoSuchPath(f"`{ast.unparse(where)}` has no member {key!r}.")
    return found


def _in_container(owner: Any, key: int | str) -> Any:
    # Past what a subclass overrides. Not `dict.__getitem__`: it asks `__missing__`,
    # and a defaultdict would get a new entry.
    try:
        if derives(type(owner), dict):
            return dict.get(owner, key, _MISSING)
        for base in (list, tuple):
            if derives(type(owner), base) and type(key) is int:
                return base.__getitem__(owner, key)
    except (LookupError, TypeError):
        return _MISSING
    return _MISSING


def _kind(value: Any) -> str:
    """`a Tensor [64, 3]`, `an int`."""
    name = classes.class_name(value)
    article = "an" if name[:1].lower() in "aeiou" else "a"
    shape = ""
    if walk.is_tensor(value) and (facts := walk.tensor_facts(value)) is not None:
        shape = f" {list(facts.shape)}"
    return f"{article} {name}{shape}"


def _missing(where: ast.expr, name: str, children: Mapping[Any, Any]) -> NoSuchPath:
    known = [key for key in children if type(key) is str]
    hint = suggestion(closest(name, known))
    return NoSuchPath(f'`{ast.unparse(where)}` has no submodule "{name}".{hint}')


def descend(root: Any, fqn: str) -> Any:
    """The module with this name below a root, ghosts included; None if it is gone."""
    value, rest = root, fqn
    while rest:
        candidates = {
            walk.str_name(key): child
            for key, child in registries.read(value, "_modules").items()
            if child is not None
        }
        if not any(_leads(name, rest) for name in candidates):
            candidates = ghost_members(value)
        names = [name for name in candidates if _leads(name, rest)]
        if not names:
            return None
        name = max(names, key=len)
        value, rest = candidates[name], rest[len(name) + 1 :]
    return value if walk.is_module(value) else None


def _leads(name: str, fqn: str) -> bool:
    return fqn == name or fqn.startswith(f"{name}.")
