"""What two snapshots differ in, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..render.names import grouped
from ..render.numbers import form, several

if TYPE_CHECKING:
    from .difference import DiffRow
    from .snapshot import Snapshot

KINDS = (
    "added",
    "removed",
    "moved",
    "retyped",
    "shape",
    "dtype",
    "device",
    "frozen",
    "changed",
    "unchanged",
)
"""In the order in which they are told."""


def summary(b: Snapshot, rows: Sequence[DiffRow], unknown: Sequence[str]) -> str:
    """`load_state_dict changed 148 of 161 tensors. Unchanged: 13 (head.*).`."""
    changed = [row.fqn for row in rows if row.kind == "changed"]
    same = [row.fqn for row in rows if row.kind == "unchanged"]
    total = len(changed) + len(same)
    everything = [*b.tensors]
    parts: list[str] = []
    if changed:
        what = form(total, "the", "all") if not same else f"{len(changed):,} of"
        tensors = f"{what} {several(total, 'tensor')}"
        parts.append(
            f"{b.during} changed {tensors}."
            if b.during
            else f"{tensors[0].upper()}{tensors[1:]} changed."
        )
        if same and len(same) <= len(changed):
            parts.append(f"Unchanged: {len(same):,} ({grouped(same, everything)}).")
        elif same:
            parts.append(f"Changed: {grouped(changed, everything)}.")
    elif total:
        what = f"{b.during} changed no tensor" if b.during else "No tensor changed"
        parts.append(f"{what} ({total:,} compared).")
    counts = {kind: sum(row.kind == kind for row in rows) for kind in KINDS[:-2]}
    said = [f"{number:,} {_WORDS[kind]}" for kind, number in counts.items() if number]
    if said:
        parts.append(f"Also: {', '.join(said)}." if parts else f"{', '.join(said)}.")
    if unknown:
        parts.append(
            f"Not compared: {len(unknown):,} ({grouped(unknown, everything)})."
        )
    return " ".join(parts) or "Nothing to compare."


_WORDS = {
    "added": "added",
    "removed": "removed",
    "moved": "moved",
    "retyped": "of another type",
    "shape": "of another shape",
    "dtype": "of another dtype",
    "device": "on another device",
    "frozen": "frozen or unfrozen",
}


def notes(
    a: Snapshot, b: Snapshot, rows: Sequence[DiffRow], unknown: Sequence[str]
) -> Iterator[str]:
    """What a reader has to know to read the rows right."""
    if a.time > b.time:
        yield f"{b.name} is older than {a.name}."
    if a.class_name != b.class_name:
        yield f"A {a.class_name} is compared with a {b.class_name}."
    if any(row.kind == "changed" and row.estimated for row in rows):
        yield "Relative changes are estimated from a sample of each tensor."
    if any(row.kind == "unchanged" and row.estimated for row in rows):
        yield "Some tensors count as unchanged because their sample or version is."
    if unknown:
        state = b.tensors[unknown[0]]
        reason = state.note or a.tensors.get(unknown[0], state).note
        yield f"Some tensors have no values to compare: {unknown[0]}: {reason}"
    if a.partial or b.partial:
        yield "The model is too large; some modules were left out."
