"""The live half: parameters that a DDP wrapper did not record."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

from ...findings import CellRef, Range
from ...objects import classes, metadata, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from ...source.cells import parse
from . import RULE


@RULE.probe
def parameters_unknown_to_ddp(scene: Scene) -> Iterator[Verdict]:
    """Confirms for wrapped models; asks only where processes are connected."""
    wrapper = _wrapper()
    if wrapper is None:
        return
    for model in scene.models:
        for node in model.of_type(wrapper):
            late = _late(node.module)
            if late:
                yield _verdict(scene, model, node, late)


def _wrapper() -> Any:
    """The DDP class, if the user has loaded and initialised torch.distributed."""
    distributed = sys.modules.get("torch.distributed.distributed_c10d")
    parallel = sys.modules.get("torch.nn.parallel.distributed")
    if distributed is None or parallel is None:
        return None
    try:
        if not distributed.is_initialized():
            return None
        return parallel.DistributedDataParallel
    except Exception:
        return None


def _late(ddp: Any) -> list[tuple[str, Any]]:
    """The trainable parameters below a wrapper that it did not record."""
    attributes = raw.instance_dict(ddp)
    # Private, but the only record; a torch without it says nothing.
    known = attributes.get("_module_parameters")
    ignored = attributes.get("parameters_to_ignore")
    if type(known) is not list:
        return []
    ids = set(map(id, known))
    skipped = ignored if classes.is_exactly(ignored, (set, list)) else ()
    inner = registries.read(ddp, "_modules").get("module")
    if not walk.is_module(inner):
        return []
    found = [
        (fqn, tensor)
        for fqn, tensor in Model("", inner).parameters
        if id(tensor) not in ids and fqn not in (skipped or ())
    ]
    flags = metadata.requires_grad(tensor for _, tensor in found)
    return [entry for entry, flag in zip(found, flags, strict=True) if flag]


def _verdict(
    scene: Scene, model: Model, node: walk.Node, late: list[tuple[str, Any]]
) -> Verdict:
    path = words.path(model.name, node.fqn)
    known = len(raw.instance_dict(node.module)["_module_parameters"])
    cell, span = _assignment(scene, [fqn for fqn, _ in late])
    bound = model.bound
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "model": words.clean(path),
            "n": words.count(len(late), "parameter"),
        },
        evidence=(
            f"DDP recorded {words.count(known, 'parameter')} when it was made; it does "
            f"not know {words.listing(fqn for fqn, _ in late)}",
        ),
        object=path,
        cell=cell or (bound.cell if bound else None),
        range=span or (None if cell else provenance.name_range(bound, model.name)),
        cause=path,
    )


def _assignment(scene: Scene, names: list[str]) -> tuple[CellRef | None, Range | None]:
    """Where a cell put the late layer into the model, the latest first."""
    attributes = {part for fqn in names for part in fqn.split(".")[:-1]}
    for run in reversed(scene.runs):
        if not attributes & provenance.words(run.source):
            continue
        parsed = parse(run.source)
        for node in provenance.nodes(parsed.tree, ast.Attribute):
            if isinstance(node.ctx, ast.Store) and node.attr in attributes:
                return run.cell, parsed.lines.range(node)
    return None, None
