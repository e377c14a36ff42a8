"""Instances that refute a claim about an attribute: it is registered after all."""

from __future__ import annotations

from collections.abc import Iterator

from ..objects import classes, registries
from ..session.scene import Scene
from .rule import Subject


def refuting_classes(
    scene: Scene, code: str, registry: str
) -> Iterator[tuple[Subject, type]]:
    """The claimed attributes that an instance has in a registry after all."""
    claimed = {
        c.subject for c in scene.claims.get(code, ()) if c.subject.kind == "attr"
    }
    if not claimed:
        return
    for model in scene.models:
        for node in model.nodes:
            for base in classes.mro(type(node.module)):
                name = classes.name(base)
                for subject in claimed:
                    if subject.owner == name and subject.name in registries.read(
                        node.module, registry
                    ):
                        yield subject, base
