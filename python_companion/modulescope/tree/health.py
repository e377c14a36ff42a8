"""How a row is: a finding, a gradient to look at, all normal, or nothing known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..recording.recordings import Recording
from .facts import Facts
from .observations import Gradient, recorded

UNKNOWN, NORMAL, LOOK, FINDING = "unknown", "normal", "look", "finding"
_WORST_FIRST = (FINDING, LOOK, NORMAL)


class Note(NamedTuple):
    """What is known of the parameters of one module."""

    state: str
    text: str


class Health:
    """Answers how the modules of a range of positions are, without a walk."""

    def __init__(
        self, facts: Facts, findings: Iterable[int], notes: Mapping[int, Note]
    ) -> None:
        self._facts = facts
        self._notes = notes
        self._places: dict[str, list[int]] = {FINDING: sorted({*findings})}
        for state in (LOOK, NORMAL):
            self._places[state] = sorted(
                index for index, note in notes.items() if note.state == state
            )

    def of(self, members: Sequence[int]) -> dict[str, Any]:
        """The health of a row: the worst of all that it stands for."""
        members = [self._facts.alias_of.get(index, index) for index in members]
        for state in _WORST_FIRST:
            places = [self._first(index, state) for index in members]
            ill = [place for place in places if place is not None]
            if ill:
                note = self._notes.get(ill[0])
                text = note.text if note and note.state == state else ""
                return _row(state, text, len(ill))
        return _row(UNKNOWN, "", 0)

    def _first(self, index: int, state: str) -> int | None:
        """The first position in a subtree that has a state."""
        places = self._places[state]
        at = bisect_left(places, index)
        if at < len(places) and places[at] < self._facts.ends[index]:
            return places[at]
        return None


def _row(state: str, text: str, count: int) -> dict[str, Any]:
    return {"health": state, "health_text": text, "health_count": count}


NOTHING_KNOWN = _row(UNKNOWN, "", 0)
ILL = _row(FINDING, "", 1)


def notes_of(facts: Facts, recording: Recording | None) -> dict[int, Note]:
    """What the last recorded step says of each module with parameters of its own."""
    if recording is None:
        return {}
    seen = recorded(recording.history)
    found: dict[int, Note] = {}
    for index, name in zip(facts.places, facts.place_names, strict=True):
        fqn = ".".join(part for part in (facts.fqn(index), name) if part)
        gradient = seen.found.get(fqn)
        if gradient is None:
            continue
        note = _note(gradient, seen.step, recording.eps.get(fqn))
        before = found.get(index)
        if before is None or (before.state, note.state) == (NORMAL, LOOK):
            found[index] = note
    return found


def _note(gradient: Gradient, step: int | None, eps: tuple[str, float] | None) -> Note:
    at = f" at step {step}"
    if gradient.state == "none":
        return Note(LOOK, f"No gradient{at}")
    if gradient.state in ("nan", "inf"):
        word = "NaN" if gradient.state == "nan" else "Inf"
        return Note(LOOK, f"{word} in the gradient{at}")
    if gradient.state == "zero":
        return Note(LOOK, f"The gradient is exactly zero{at}")
    beside = f" ({eps[0]} eps {eps[1]:g})" if eps else ""
    state = LOOK if eps and gradient.rms < eps[1] else NORMAL
    return Note(state, f"RMS gradient {gradient.rms:.1e}{at}{beside}")
