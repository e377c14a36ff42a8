"""Ghosts: modules that sit in a plain attribute, where no registry sees them."""

from __future__ import annotations

from typing import Any

from ..objects import classes, walk
from ..objects.containers import members, unregistered
from .collect import Collector
from .facts import Ghost


def ghost_pass(main: Collector, limit: int) -> None:
    """Adds the ghosts of a finished pass, and the facts of what they hold."""
    if not main.candidates:
        return
    collector = Collector(main.torch)
    for owner, attribute, value in main.candidates:
        found = members(value)
        modules = unregistered(found, main.position)
        tensors = [
            (item, name)
            for item, name in found
            if walk.is_tensor(item) and is_lost(item) and not main.tensors.has(item)
        ]
        if not modules and not tensors:
            continue
        start = len(collector.facts)
        positions = []
        for module, name in modules:
            positions.append((name, len(collector.facts)))
            collector.walk([(module, name)], start + limit, skip=main.position)
        alone = walk.is_module(value) or walk.is_tensor(value)
        container = "" if alone else classes.class_name(value)
        specs = tuple(
            (name, classes.class_name(item), collector.tensors.spec_of(item))
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
