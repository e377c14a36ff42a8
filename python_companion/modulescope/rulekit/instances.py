"""The live instances of classes that claims are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..objects import classes, walk
from ..session.scene import Model, Scene
from .rule import Claim


class Instance(NamedTuple):
    """An instance of a claim's class, or of a class that derives from it."""

    claim: Claim
    cls: type
    """The class of that name among the bases of the instance."""
    model: Model
    node: walk.Node


def instances(scene: Scene, code: str) -> Iterator[Instance]:
    """The instances of the classes (`Subject.owner`) that a rule has claims about."""
    wanted: dict[str, list[Claim]] = {}
    for claim in scene.claims.get(code, ()):
        if claim.subject.owner:
            wanted.setdefault(claim.subject.owner, []).append(claim)
    if not wanted:
        return
    known: dict[int, list[tuple[type, list[Claim]]]] = {}
    for model in scene.models:
        for node in model.nodes:
            kind = type(node.module)
            if id(kind) not in known:
                bases = ((base, classes.name(base)) for base in classes.mro(kind))
                known[id(kind)] = [
                    (b, wanted[name]) for b, name in bases if name in wanted
                ]
            for base, claims in known[id(kind)]:
                for claim in claims:
                    yield Instance(claim, base, model, node)
