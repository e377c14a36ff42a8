"""What the last run wrote, told from version counters: no values are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..session.scene import Scene
from ..session.session import Session
from .difference import SnapshotDiff, compare
from .snapshot import take

COUNTED = "Told from version counters; writes through `.data` are not seen."


def last_run_changes(
    session: Session, scene: Scene, module: Any, name: str
) -> SnapshotDiff | None:
    """What the last run did to a model; None if the run made it, or none ran.

    Args:
        session: The memory of the kernel.
        scene: The live objects of now.
        module: The root module.
        name: What it is called.
    """
    signature = session.model_log.before_last_run(module)
    if signature is None or not scene.runs:
        return None
    cell = scene.runs[-1].cell
    count = "?" if cell.execution_count is None else cell.execution_count
    now = take(module, f"after [{count}]", name, cell, f"cell [{count}]", values=False)
    versions = dict(zip(signature.parameters, signature.versions, strict=True))
    versions |= zip(signature.buffers, signature.buffer_versions, strict=True)
    before = replace(
        now,
        name=f"before [{count}]",
        during="",
        tensors={
            fqn: replace(state, version=versions[ident])
            for fqn, state in now.tensors.items()
            if (ident := id(state.reference and state.reference())) in versions
        },
    )
    found = compare(before, now)
    return replace(found, notes=(COUNTED,))
