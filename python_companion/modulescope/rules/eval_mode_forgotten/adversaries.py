"""Generators: models that are trained against another one, and sampled meanwhile."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ...source.text import Text
from ...source.tree import walk


def is_adversary(text: Text, names: Iterable[str]) -> bool:
    """Whether another model, with an optimizer of its own, judges what a model makes.

    `names` are those of the model. Its mode while it is sampled is that of its
    training, on purpose: its batch statistics are part of what it learned.
    """
    names = frozenset(names)
    groups = [
        frozenset(name.partition(".")[0] for name in event.others)
        for _, event in text.notebook.events()
        if event.kind == "optimizer"
    ]
    judges = frozenset[str]().union(*(g for g in groups if names.isdisjoint(g)))
    if not judges or all(map(names.isdisjoint, groups)):
        return False
    return any(_judged(owner, names, judges) for owner in _texts(text, names))


def _texts(text: Text, names: Iterable[str]) -> list[Text]:
    found = [text]
    for name in names:
        found += [t for t, _ in text.notebook.callers(text.cell, name)]
    return list({id(owner): owner for owner in found}.values())


def _judged(text: Text, names: frozenset[str], judges: frozenset[str]) -> bool:
    """Whether a judge is called with what the model made."""
    made = {
        getattr(target, "id", "")
        for node in text.tree.all(ast.Assign)
        if _calls(node.value, names)
        for target in node.targets
    } - {""}
    return any(
        getattr(node.func, "id", "") in judges
        and any(_is_made(item, names, made) for item in node.args)
        for node in text.tree.all(ast.Call)
    )


def _is_made(node: ast.expr, names: frozenset[str], made: set[str]) -> bool:
    used = {item.id for item in walk(node) if isinstance(item, ast.Name)}
    return _calls(node, names) or not made.isdisjoint(used)


def _calls(node: ast.AST, names: frozenset[str]) -> bool:
    return any(
        isinstance(item, ast.Call) and getattr(item.func, "id", "") in names
        for item in walk(node)
    )
