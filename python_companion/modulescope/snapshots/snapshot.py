"""`Snapshot`: what a model was like at one moment; numbers and names, no weights."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..findings import CellRef
from ..objects import classes, walk
from ..objects.undisturbed import undisturbed
from ..values import figures
from ..values.fingerprints import fingerprint
from ..values.samples import coprime_stride
from ..values.view import MemoryView, why_unreadable

if TYPE_CHECKING:
    import numpy as np

_SAMPLES = 4096
_ALL_SAMPLES = 1 << 22
"""Of all tensors together, 16 MB; of each at least 64."""
_LEAST_SAMPLES = 64


@dataclass(frozen=True)
class ModuleState:
    """One module at one place."""

    class_name: str
    reference: weakref.ref[Any] | None


@dataclass(frozen=True)
class TensorState:
    """One parameter or buffer."""

    kind: str
    """`parameter` or `buffer`."""
    shape: tuple[int, ...]
    dtype: str
    device: str
    trainable: bool
    reference: weakref.ref[Any] | None
    version: int | None
    mean: float = math.nan
    std: float = math.nan
    """Both from the sample; NaN if it was not read."""
    fingerprint: int | None = None
    """Of all values; None if there was no time, or nothing that can be read."""
    sample: np.ndarray[Any, Any] | None = None
    """(samples,) of its values, spread over the tensor."""
    is_whole: bool = False
    """Whether the sample has all values."""
    note: str = ""
    """Why nothing was read; else empty."""


@dataclass(frozen=True)
class Snapshot:
    """What a model was like; it keeps neither the model nor its weights alive."""

    name: str
    model: str
    class_name: str
    time: float
    """Milliseconds since 1970, UTC."""
    cell: CellRef | None
    """The run after which it was taken, or in which."""
    modules: Mapping[str, ModuleState]
    """By fqn; a module at several places has several."""
    tensors: Mapping[str, TensorState]
    """By fqn of its first place."""
    key: str = ""
    pinned: bool = False
    during: str = ""
    """What happened before it: `load_state_dict`, `cell [8]`; else empty."""
    partial: bool = False
    """Some modules were left out."""

    @cached_property
    def module_names(self) -> list[str]:
        """The fqns of its modules, sorted."""
        return sorted(self.modules)

    @cached_property
    def tensor_names(self) -> list[str]:
        """The fqns of its tensors, sorted."""
        return sorted(self.tensors)

    @property
    def bytes(self) -> int:
        """What it takes to keep it, about."""
        held = sum(
            state.sample.nbytes if state.sample is not None else 0
            for state in self.tensors.values()
        )
        names = sum(map(len, self.tensors)) + sum(map(len, self.modules))
        return held + names + 400 * len(self.tensors) + 200 * len(self.modules)

    def to_dict(self) -> dict[str, Any]:
        """Structure and statistics as JSON-ready data, version 1."""
        return {
            "version": 1,
            "name": self.name,
            "model": self.model,
            "class_name": self.class_name,
            "time": self.time,
            "cell": self.cell.execution_count if self.cell else None,
            "bytes": self.bytes,
            "partial": self.partial,
            "modules": [
                {"fqn": fqn, "class_name": state.class_name}
                for fqn, state in self.modules.items()
            ],
            "tensors": [
                {
                    "fqn": fqn,
                    "kind": state.kind,
                    "shape": list(state.shape),
                    "dtype": state.dtype,
                    "device": state.device,
                    "trainable": state.trainable,
                    "mean": _finite(state.mean),
                    "std": _finite(state.std),
                    "fingerprint": None
                    if state.fingerprint is None
                    else f"{state.fingerprint:016x}",
                    "note": state.note,
                }
                for fqn, state in self.tensors.items()
            ],
        }

    def __repr__(self) -> str:
        """The complete text."""
        from .render import snapshot_text

        return snapshot_text(self.to_dict(), all_rows=True)

    def _repr_html_(self) -> str:
        from .render import snapshot_html

        return snapshot_html(self.to_dict())


def take(
    module: Any,
    name: str,
    model: str,
    cell: CellRef | None = None,
    during: str = "",
    budget_s: float = math.inf,
    values: bool = True,
) -> Snapshot:
    """Reads a model.

    Args:
        module: The model.
        name: What the snapshot is called.
        model: What the model is called.
        cell: The run after which, or in which, it is taken.
        during: What happened before: `load_state_dict`.
        budget_s: Of what is left then, only the sample is read, and not the whole.
        values: False: read version counters only.
    """
    begin = time.monotonic()
    nodes, partial = walk.nodes(module)
    modules: dict[str, ModuleState] = {}
    found: dict[str, tuple[Any, str]] = {}
    seen: set[int] = set()
    for node in nodes:
        name_of_class = classes.class_name(node.module)
        modules[node.fqn] = ModuleState(name_of_class, _reference(node.module))
        for key, tensor, kind in walk.own_tensors(node.module):
            if id(tensor) not in seen:
                seen.add(id(tensor))
                found[f"{node.fqn}.{key}" if node.fqn else key] = tensor, kind
    each = _ALL_SAMPLES // max(len(found), 1)
    samples = min(max(each, _LEAST_SAMPLES), _SAMPLES)
    tensors: dict[str, TensorState] = {}
    for fqn, (tensor, kind) in found.items():
        in_time = time.monotonic() - begin < budget_s
        tensors[fqn] = _tensor(tensor, kind, samples if values else 0, in_time)
    return Snapshot(
        name=name,
        model=model,
        class_name=classes.class_name(module),
        time=time.time() * 1000,
        cell=cell,
        modules=modules,
        tensors=tensors,
        during=during,
        partial=partial,
    )


def _tensor(tensor: Any, kind: str, samples: int, whole: bool) -> TensorState:
    facts = walk.tensor_facts(tensor)
    if facts is None:
        note = "Its metadata cannot be read."
        return TensorState(kind, (), "", "", False, None, None, note=note)
    state = TensorState(
        kind=kind,
        shape=facts.shape,
        dtype=facts.dtype,
        device=facts.device,
        trainable=facts.requires_grad,
        reference=_reference(tensor),
        version=facts.version,
        note=why_unreadable(tensor, facts),
    )
    if state.note or not samples:
        return state
    try:
        with undisturbed():
            return _with_values(state, tensor, facts, samples, whole)
    except Exception as error:
        return replace(state, note=f"It could not be read ({type(error).__name__}).")


def _with_values(
    state: TensorState, tensor: Any, facts: walk.TensorFacts, samples: int, whole: bool
) -> TensorState:
    import numpy as np

    view = MemoryView(tensor, logical=True)
    # Rounded up: there must not be more of them, and they must reach the end.
    step = coprime_stride(view.shape, view.numel + samples - 1, samples)
    values = figures.as_numpy(view.every(0, step, samples))
    mean = float(np.add.reduce(values)) / values.size
    centred = values - mean
    std = math.sqrt(float(centred.dot(centred)) / values.size)
    kept = np.float64 if facts.itemsize == 8 else np.float32
    return replace(
        state,
        mean=mean,
        std=std,
        fingerprint=fingerprint(view, facts.itemsize) if whole else None,
        sample=values.astype(kept),
        is_whole=values.size == view.numel,
    )


def _reference(value: Any) -> weakref.ref[Any] | None:
    try:
        return weakref.ref(value)
    except TypeError:
        return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
