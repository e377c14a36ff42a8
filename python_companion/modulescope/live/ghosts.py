"""Ghosts: modules that sit in a plain attribute, where no registry sees them."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from . import walk
from .collect import Collector
from .facts import Ghost
from .kinds import STANDARD, derives

_PEEK = 64
"""How many items of a container are looked at before it is taken for data."""
_MEMBERS = 10_000


def ghost_pass(main: Collector, limit: int) -> None:
    """Adds the ghosts of a finished pass, and the facts of what they hold."""
    if not main.candidates:
        return
    collector = Collector(main.torch)
    for owner, attribute, value in main.candidates:
        members = [
            (module, name)
            for module, name in _members(value)
            if id(module) not in main.position
        ]
        if not members:
            continue
        start = len(collector.facts)
        positions = []
        for module, name in members:
            positions.append((name, len(collector.facts)))
            collector.walk([(module, name)], start + limit, skip=main.position)
        container = "" if walk.is_module(value) else _container_name(value)
        main.facts.ghosts.append(Ghost(owner, attribute, container, tuple(positions)))
    main.facts.ghost_facts = collector.facts


def _container_name(value: object) -> str:
    return walk.class_name(value)


def ghost_members(module: Any) -> dict[str, Any]:
    """The modules in the plain attributes of one module, by their names as ghosts."""
    return {
        f"{walk.str_name(attribute)}.{name}"
        if name
        else walk.str_name(attribute): found
        for attribute, value in walk.instance_dict(module).items()
        if attribute not in STANDARD
        for found, name in _members(value)
    }


def _members(value: Any) -> list[tuple[Any, str]]:
    """The modules in an attribute, with names; one more level of nesting is opened."""
    if walk.is_module(value):
        return [(value, "")]
    found: list[tuple[Any, str]] = []
    for name, item in _items(value):
        if walk.is_module(item):
            found.append((item, name))
        elif type(item) in (list, tuple, dict):
            found.extend(
                (inner, f"{name}.{below}")
                for below, inner in _items(item)
                if walk.is_module(inner)
            )
    return found


def _items(container: Any) -> list[tuple[str, Any]]:
    """The items of a container, or nothing if its first ones are data."""
    try:
        items = _raw_items(container)
    except (TypeError, RuntimeError):
        # Another thread changed it.
        return []
    if not any(_may_hold(item) for _, item in items[:_PEEK]):
        return []
    return items


def _may_hold(item: object) -> bool:
    return walk.is_module(item) or type(item) in (list, tuple, dict)


def _raw_items(container: Any) -> list[tuple[str, Any]]:
    if derives(type(container), dict):
        pairs = islice(dict.items(container), _MEMBERS)
        return [(_key_name(key), value) for key, value in pairs]
    for base in (list, tuple, set, frozenset, deque):
        if derives(type(container), base):
            items = islice(base.__iter__(container), _MEMBERS)
            return [(str(number), item) for number, item in enumerate(items)]
    return []


def _key_name(key: object) -> str:
    return str(key) if type(key) is int else walk.str_name(key)
