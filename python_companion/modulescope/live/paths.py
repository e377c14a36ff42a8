"""Follows a path such as `model.encoder[3]` through namespaces and raw registries.

Nothing is evaluated: names, attributes, and subscripts with a number or a text.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from . import walk
from .ghosts import ghost_members
from .kinds import derives


class NoSuchPath(LookupError):
    """A sentence that says what is wrong with a path."""


def resolve(expression: str, names: Mapping[str, Any], models: Iterable[str]) -> Any:
    """What a path leads to.

    Args:
        expression: `model`, `model.encoder[3]`, `models["teacher"]`.
        names: The user's namespace.
        models: Names of models to offer when the first name is not defined.

    Raises:
        NoSuchPath: With the sentence to show.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NoSuchPath(f"`{expression}` is no variable and no path.") from None
    steps: list[ast.Attribute | ast.Subscript] = []
    while isinstance(tree, (ast.Attribute, ast.Subscript)):
        steps.append(tree)
        tree = tree.value
    if not isinstance(tree, ast.Name):
        raise NoSuchPath(f"`{expression}` is no variable and no path.")
    if tree.id not in names:
        known = ", ".join(models)
        hint = f" Models here: {known}." if known else ""
        raise NoSuchPath(f"`{tree.id}` is not defined.{hint}")
    value = names[tree.id]
    for step in reversed(steps):
        value = _step(value, step)
    return value


def _step(owner: Any, step: ast.Attribute | ast.Subscript) -> Any:
    where = ast.unparse(step.value)
    if isinstance(step, ast.Attribute):
        return _member(owner, step.attr, where)
    try:
        key = ast.literal_eval(step.slice)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        key = None
    if type(key) not in (int, str):
        raise NoSuchPath(f"`{ast.unparse(step)}` needs a number or a text in brackets.")
    return _item(owner, key, where)


def _member(owner: Any, name: str, where: str) -> Any:
    children = walk.registry(owner, "_modules")
    for found in (children, walk.instance_dict(owner)):
        if name in found:
            return found[name]
    raise _missing(where, name, children)


def _item(owner: Any, key: int | str, where: str) -> Any:
    if walk.is_module(owner):
        children = walk.registry(owner, "_modules")
        if type(key) is int:
            members = list(children.values())
            if -len(members) <= key < len(members):
                return members[key]
        elif key in children:
            return children[key]
        raise _missing(where, str(key), children)
    try:
        if derives(type(owner), dict):
            return dict.__getitem__(owner, key)
        if derives(type(owner), list) and type(key) is int:
            return list.__getitem__(owner, key)
        if derives(type(owner), tuple) and type(key) is int:
            return tuple.__getitem__(owner, key)
    except (LookupError, TypeError):
        raise NoSuchPath(f"`{where}` has no member {key!r}.") from None
    raise NoSuchPath(f"`{where}` has no member {key!r}.")


def _missing(where: str, name: str, children: Mapping[Any, Any]) -> NoSuchPath:
    known = [key for key in children if type(key) is str]
    close = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f" Closest: {close[0]}." if close else ""
    return NoSuchPath(f'`{where}` has no submodule "{name}".{hint}')


def descend(root: Any, fqn: str) -> Any:
    """The module with this name below a root, ghosts included; None if it is gone."""
    value, rest = root, fqn
    while rest:
        candidates = {
            walk.str_name(key): child
            for key, child in walk.registry(value, "_modules").items()
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
