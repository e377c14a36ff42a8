"""What is known of a model beside its structure: gradients, initial scales, findings.

Each part is read when a filter first asks for it, and says so if it cannot be read.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..objects.undisturbed import undisturbed
from ..recording.history import History
from ..recording.parameters import Parameters
from ..recording.readings import NOT_REACHED, State
from ..render.numbers import form, several
from ..values.statistics import FIELDS, measure

_RMS, _NAN, _INF = (FIELDS.index(name) for name in ("rms", "nan", "inf"))
_LOW, _HIGH = (FIELDS.index(name) for name in ("min", "max"))
_BUDGET_S = 1.0
_BATCH = 16


class Gradient(NamedTuple):
    """The gradient that was seen last of one parameter."""

    state: str
    """`none`, `zero`, `nan`, `inf` or `value`."""
    rms: float
    """0 unless the state is `value`."""


class Gradients(NamedTuple):
    """Gradients by fqn of the parameter; what is frozen or unreadable has none."""

    found: Mapping[str, Gradient]
    problem: str = ""
    """What is missing, as a sentence."""
    step: int | None = None
    """The recorded step that they are of."""


class Inits(NamedTuple):
    """By fqn of the module: how many times its weights are off, at least 1."""

    factors: Mapping[str, float]
    problem: str = ""


NOTHING_READ = "{} has nothing to read here."


class Seen:
    """The knowledge of one tree; a reader runs at most once."""

    def __init__(
        self,
        gradients: Callable[[], Gradients] | None = None,
        inits: Callable[[], Inits] | None = None,
    ) -> None:
        self._read_gradients = gradients
        self._read_inits = inits
        self._gradients: Gradients | None = None
        self._inits: Inits | None = None

    @property
    def gradients(self) -> Gradients:
        """The gradients seen last."""
        if self._gradients is None:
            read = self._read_gradients
            nothing = Gradients({}, NOTHING_READ.format('Filter "grad:"'))
            self._gradients = read() if read else nothing
        return self._gradients

    @property
    def inits(self) -> Inits:
        """The initial scales."""
        if self._inits is None:
            read = self._read_inits
            nothing = Inits({}, NOTHING_READ.format('Filter "init:"'))
            self._inits = read() if read else nothing
        return self._inits

    def problem(self, word: str) -> str:
        """What keeps a word of the filter language from being answered in full."""
        if word == "grad":
            return self.gradients.problem
        return self.inits.problem if word == "init" else ""


def recorded(history: History) -> Gradients:
    """The last recorded step of a watch."""
    if not history.columns:
        return Gradients({}, "The watch recorded no step.")
    states, values = history.states[-1].tolist(), history.values[-1].tolist()
    found = {
        fqn: _gradient(state, row)
        for fqn, state, row in zip(history.fqns, states, values, strict=True)
    }
    kept = {fqn: gradient for fqn, gradient in found.items() if gradient is not None}
    return Gradients(kept, step=int(history.last_steps[-1]))


def left(module: Any, budget_s: float = _BUDGET_S) -> Gradients:
    """What `.grad` holds now; only while no cell runs."""
    parameters, until = Parameters("", module), time.monotonic() + budget_s
    found: dict[str, Gradient] = {}
    waiting: list[tuple[str, Any]] = []
    with undisturbed():
        for number, (fqn, state, grad) in enumerate(parameters.left()):
            if state in NOT_REACHED:
                found[fqn] = Gradient("none", 0.0)
            elif grad is not None:
                waiting.append((fqn, grad))
            if len(waiting) >= _BATCH:
                _measure(waiting, found)
                waiting.clear()
            if time.monotonic() > until:
                read = form(number + 1, "was", "were")
                every = several(len(parameters.all), "gradient")
                text = f"Only {number + 1} of {every} {read} read."
                return Gradients(found, text)
        _measure(waiting, found)
    return Gradients(found)


def _measure(waiting: list[tuple[str, Any]], found: dict[str, Gradient]) -> None:
    if not waiting:
        return
    rows = measure([grad for _, grad in waiting]).tolist()
    for (fqn, _), row in zip(waiting, rows, strict=True):
        gradient = _gradient(State.VALUE, row)
        if gradient is not None:
            found[fqn] = gradient


def _gradient(state: int, row: list[float]) -> Gradient | None:
    if state in NOT_REACHED:
        return Gradient("none", 0.0)
    if state != State.VALUE:
        return None
    if row[_NAN]:
        return Gradient("nan", 0.0)
    if row[_INF]:
        return Gradient("inf", 0.0)
    if row[_LOW] == row[_HIGH] == 0:
        return Gradient("zero", 0.0)
    return Gradient("value", row[_RMS] if math.isfinite(row[_RMS]) else 0.0)
