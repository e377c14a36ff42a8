"""A model as it was before training beside what it is now, if it was seen then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..session.scene import Model
from .difference import SnapshotDiff, compare
from .snapshot import TensorState, take

_NOTE = (
    "The initial state is known by version counters and sampled statistics of "
    "parameters; buffers are left out."
)


def since_birth(model: Model, budget_s: float) -> SnapshotDiff | None:
    """What happened to the parameters since they were initialised.

    None if the model was trained in the run that made it.
    """
    if not model.birth_versions:
        return None
    cell = model.bound.cell if model.bound else None
    now = take(model.module, "now", model.name, budget_s=budget_s)
    now = replace(now, tensors=_parameters(now.tensors))
    found: dict[str, TensorState] = {}
    for fqn, state in now.tensors.items():
        tensor = state.reference() if state.reference is not None else None
        sample = model.birth.get(fqn)
        if id(tensor) in model.birth_versions:
            found[fqn] = replace(
                state,
                version=model.birth_versions[id(tensor)],
                mean=sample.mean if sample else float("nan"),
                std=sample.std if sample else float("nan"),
                fingerprint=None,
                sample=None,
            )
    before = replace(now, name="initial", cell=cell, tensors=found)
    diff = compare(before, now)
    return replace(diff, notes=(_NOTE,))


def _parameters(tensors: Mapping[str, TensorState]) -> dict[str, TensorState]:
    return {k: state for k, state in tensors.items() if state.kind == "parameter"}
