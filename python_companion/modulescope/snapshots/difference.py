"""`SnapshotDiff`: what two snapshots differ in."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ..render.numbers import several
from .snapshot import ModuleState, Snapshot, TensorState
from .summary import KINDS, notes, summary

if TYPE_CHECKING:
    import numpy as np

# What rounding to a type does to a value, at most.
_ROUNDING = {"float16": 2.0**-11, "bfloat16": 2.0**-8, "float32": 2.0**-24}


@dataclass(frozen=True)
class DiffRow:
    """One difference, or one tensor that is unchanged."""

    kind: str
    fqn: str
    """In the later snapshot; of what was removed, in the earlier one."""
    before: str = ""
    after: str = ""
    relative: float | None = None
    """|after - before| / |before|; None if unknown."""
    estimated: bool = False
    """From the sample, not from all values."""
    shape: str = ""
    """Of a tensor whose values were compared: `[64, 3] float32`."""


@dataclass(frozen=True)
class SnapshotDiff:
    """What two snapshots of a model differ in, worst first."""

    a: Snapshot
    b: Snapshot
    summary: str
    notes: tuple[str, ...]
    rows: tuple[DiffRow, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, version 1."""
        return {
            "version": 1,
            "a": _head(self.a),
            "b": _head(self.b),
            "summary": self.summary,
            "notes": list(self.notes),
            "rows": [asdict(row) for row in self.rows],
        }

    def __repr__(self) -> str:
        """The complete text."""
        from .render import diff_text

        return diff_text(self.to_dict(), all_rows=True)

    def _repr_html_(self) -> str:
        from .render import diff_html

        return diff_html(self.to_dict())


def _head(snapshot: Snapshot) -> dict[str, Any]:
    cell = snapshot.cell.execution_count if snapshot.cell else None
    return {
        "name": snapshot.name,
        "model": snapshot.model,
        "class_name": snapshot.class_name,
        "time": snapshot.time,
        "cell": cell,
    }


def compare(a: Snapshot, b: Snapshot) -> SnapshotDiff:
    """Compares an earlier snapshot with a later one."""
    moves = _moves(a, b)
    rows = list(_module_rows(a, b, moves))
    unknown: list[str] = []
    rows += _tensor_rows(a, b, moves, unknown)
    rows.sort(key=lambda row: KINDS.index(row.kind))
    return SnapshotDiff(
        a, b, summary(b, rows, unknown), tuple(notes(a, b, rows, unknown)),
        tuple(rows),
    )  # fmt: skip


class _Moves:
    """Where modules of the earlier snapshot are in the later one."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self.roots = roots

    def new(self, fqn: str) -> str:
        """The later name of a module or tensor."""
        if not self.roots:
            return fqn
        prefix = fqn
        while prefix:
            if prefix in self.roots:
                return (self.roots[prefix] + fqn[len(prefix) :]).lstrip(".")
            prefix = prefix.rpartition(".")[0]
        return fqn


def _moves(a: Snapshot, b: Snapshot) -> _Moves:
    """The topmost modules that have another place, by their object."""
    places: dict[int, list[str]] = {}
    for fqn, state in b.modules.items():
        if (module := _alive(state)) is not None:
            places.setdefault(id(module), []).append(fqn)
    roots: dict[str, str] = {}
    for fqn, state in a.modules.items():
        module = _alive(state)
        found = places.get(id(module), []) if module is not None else []
        if not found or fqn in found:
            continue
        if _Moves(roots).new(fqn) not in found:
            roots[fqn] = found[0]
    return _Moves(roots)


def _alive(state: ModuleState) -> Any:
    return None if state.reference is None else state.reference()


def _module_rows(a: Snapshot, b: Snapshot, moves: _Moves) -> Iterator[DiffRow]:
    for fqn, place in moves.roots.items():
        yield DiffRow("moved", place, fqn or "the root", place or "the root")
    names = {moves.new(fqn): state for fqn, state in a.modules.items()}
    for fqn, state in names.items():
        other = b.modules.get(fqn)
        if other is not None and other.class_name != state.class_name:
            yield DiffRow("retyped", fqn, state.class_name, other.class_name)
    gone = {
        fqn: state
        for fqn, state in a.modules.items()
        if moves.new(fqn) not in b.modules
    }
    new = {fqn: state for fqn, state in b.modules.items() if fqn not in names}
    for fqn in _topmost(gone):
        yield DiffRow("removed", fqn, _described(a, fqn))
    for fqn in _topmost(new):
        yield DiffRow("added", fqn, "", _described(b, fqn))


def _topmost(states: Mapping[str, ModuleState]) -> list[str]:
    """Those whose parent is none of them."""
    return [fqn for fqn in states if not fqn or fqn.rpartition(".")[0] not in states]


def _described(snapshot: Snapshot, fqn: str) -> str:
    """`Sequential, 3 modules, 4 tensors`."""
    modules = 1 + _below(snapshot.module_names, fqn)
    tensors = _below(snapshot.tensor_names, fqn)
    text = snapshot.modules[fqn].class_name
    if modules > 1:
        text += f", {several(modules, 'module')}"
    return f"{text}, {several(tensors, 'tensor')}"


def _below(names: Sequence[str], fqn: str) -> int:
    """How many of some sorted names are below one of them."""
    # The character after the dot.
    return bisect_left(names, f"{fqn}/") - bisect_left(names, f"{fqn}.")


def _tensor_rows(
    a: Snapshot, b: Snapshot, moves: _Moves, unknown: list[str]
) -> Iterator[DiffRow]:
    before = {moves.new(fqn): (fqn, state) for fqn, state in a.tensors.items()}
    for fqn, (old_fqn, old) in before.items():
        new = b.tensors.get(fqn)
        if new is None:
            owner = fqn.rpartition(".")[0]
            if owner in b.modules:
                yield DiffRow("removed", old_fqn, _tensor_text(old))
        else:
            yield from _facets(fqn, old, new)
            row = _values(fqn, old, new)
            if row is not None:
                yield replace(row, shape=f"{list(new.shape)} {new.dtype}")
            elif old.shape == new.shape:
                unknown.append(fqn)
    known = {moves.new(fqn) for fqn in a.modules}
    for fqn, new in b.tensors.items():
        if fqn not in before and fqn.rpartition(".")[0] in known:
            yield DiffRow("added", fqn, "", _tensor_text(new))


def _tensor_text(state: TensorState) -> str:
    return f"{state.kind} {list(state.shape)} {state.dtype}"


def _facets(fqn: str, old: TensorState, new: TensorState) -> Iterator[DiffRow]:
    if old.shape != new.shape:
        yield DiffRow("shape", fqn, str(list(old.shape)), str(list(new.shape)))
    if old.dtype != new.dtype:
        yield DiffRow("dtype", fqn, old.dtype, new.dtype)
    if old.device != new.device:
        yield DiffRow("device", fqn, old.device, new.device)
    if old.trainable != new.trainable and "parameter" in (old.kind, new.kind):
        texts = {True: "trainable", False: "frozen"}
        yield DiffRow("frozen", fqn, texts[old.trainable], texts[new.trainable])


def _values(fqn: str, old: TensorState, new: TensorState) -> DiffRow | None:
    """Whether the values changed; None where that cannot be told."""
    if old.shape != new.shape:
        return None
    if old.sample is None or new.sample is None:
        return _by_version(fqn, old, new)
    same_type = old.dtype == new.dtype
    if same_type and old.fingerprint is not None and new.fingerprint is not None:
        if old.fingerprint == new.fingerprint:
            return DiffRow("unchanged", fqn, relative=0.0)
        relative = _relative(old.sample, new.sample)
        return DiffRow("changed", fqn, *_stds(old, new), relative, not old.is_whole)
    relative = _relative(old.sample, new.sample)
    limit = 0.0
    if not same_type:
        # A cast rounds; that is no change of the values.
        limit = max(_ROUNDING.get(old.dtype, 0.0), _ROUNDING.get(new.dtype, 0.0))
    if relative is not None and relative <= limit:
        return DiffRow("unchanged", fqn, relative=relative, estimated=not old.is_whole)
    return DiffRow("changed", fqn, *_stds(old, new), relative, not old.is_whole)


def _by_version(fqn: str, old: TensorState, new: TensorState) -> DiffRow | None:
    """What the version counter of the same tensor tells, without its values."""
    if old.reference is None or new.reference is None:
        return None
    tensor = old.reference()
    if tensor is None or new.reference() is not tensor or old.version is None:
        return None
    if old.version == new.version:
        return DiffRow("unchanged", fqn, estimated=True)
    known = math.isfinite(old.std) and math.isfinite(new.std)
    texts = _stds(old, new) if known else ("", "")
    return DiffRow("changed", fqn, *texts, estimated=True)


def _stds(old: TensorState, new: TensorState) -> tuple[str, str]:
    texts = [
        f"std {state.std:.3g}" if math.isfinite(state.std) else "not finite"
        for state in (old, new)
    ]
    return texts[0], texts[1]


def _relative(
    before: np.ndarray[Any, Any], after: np.ndarray[Any, Any]
) -> float | None:
    import numpy as np

    if before.shape != after.shape:
        return None
    old, new = before.astype(np.float64), after.astype(np.float64)
    delta = new - old
    norm = float(old.dot(old))
    change = float(delta.dot(delta))
    if not math.isfinite(norm) or not math.isfinite(change):
        return 0.0 if np.array_equal(old, new, equal_nan=True) else None
    if change == 0:
        return 0.0
    return math.sqrt(change / norm) if norm > 0 else None
