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
        found = named_members(value)
        members = [
            (item, name)
            for item, name in found
            if id(item) not in main.position and walk.is_module(item)
        ]
        tensors = [
            (item, name)
            for item, name in found
            if walk.is_tensor(item) and is_lost(item) and not main.tensors.has(item)
        ]
        if not members and not tensors:
            continue
        start = len(collector.facts)
        positions = []
        for module, name in members:
            positions.append((name, len(collector.facts)))
            collector.walk([(module, name)], start + limit, skip=main.position)
        alone = walk.is_module(value) or walk.is_tensor(value)
        container = "" if alone else walk.class_name(value)
        specs = tuple(
            (name, walk.class_name(item), collector.tensors.spec_of(item))
            for item, name in tensors
        )
        main.facts.ghosts.append(
            Ghost(owner, attribute, container, tuple(positions), specs)
        )
    collector.tensors.settle()
    main.facts.ghost_facts = collector.facts


def is_lost(tensor: Any) -> bool:
    """Whether a tensor that no registry has is meant to be trained.

    What was computed (the weight under weight norm, a kept output) has a graph.
    """
    facts = walk.tensor_facts(tensor)
    return facts is not None and facts.requires_grad and facts.is_leaf


def ghost_members(module: Any) -> dict[str, Any]:
    """The modules in the plain attributes of one module, by their names as ghosts."""
    return {
        f"{walk.str_name(attribute)}.{name}"
        if name
        else walk.str_name(attribute): found
        for attribute, value in walk.instance_dict(module).items()
        if attribute not in STANDARD
        for found, name in named_members(value)
        if walk.is_module(found)
    }


def named_members(value: Any) -> list[tuple[Any, str]]:
    """The modules and tensors in an attribute, with names.

    One more level of nesting is opened.
    """
    if _is_member(value):
        return [(value, "")]
    found: list[tuple[Any, str]] = []
    for name, item in _items(value):
        if _is_member(item):
            found.append((item, name))
        elif type(item) in (list, tuple, dict):
            found.extend(
                (inner, f"{name}.{below}")
                for below, inner in _items(item)
                if _is_member(inner)
            )
    return found


def _is_member(value: object) -> bool:
    return walk.is_module(value) or walk.is_tensor(value)


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
    return _is_member(item) or type(item) in (list, tuple, dict)


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
