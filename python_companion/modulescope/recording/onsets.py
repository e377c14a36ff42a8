"""Where a value that is not finite appeared first."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from .cells import INF, NAN
from .parameters import Parameters
from .readings import Known, Reading


class Onset(NamedTuple):
    """Where a value that is not finite appeared first."""

    kind: str
    """`NaN` or `Inf`."""
    step: int
    fqn: str
    finite_step: int | None
    """The last recorded step before; None if it was there from the first one."""


def new_onsets(
    known: Container[str],
    step: int,
    parameters: Parameters,
    reading: Reading | Known,
    latest: int | None,
) -> dict[str, Onset]:
    """What a recorded step has first, by its kind.

    Args:
        known: The kinds that were there before.
        step: The step.
        parameters: Of the model.
        reading: What the step left.
        latest: The recorded step before.
    """
    found: dict[str, Onset] = {}
    for kind, field in (("NaN", NAN), ("Inf", INF)):
        if kind not in known and (reading.values[:, field] > 0).any():
            # Backward runs from the output to the input, so of several the last one
            # in forward order is where it began.
            index = int((reading.values[:, field] > 0).nonzero()[0][-1])
            found[kind] = Onset(kind, step, parameters.all[index].fqn, latest)
    return found
