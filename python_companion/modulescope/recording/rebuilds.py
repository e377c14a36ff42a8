"""Where another model took the place of the one that was recorded under its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from .parameters import Parameters


class Rebuild(NamedTuple):
    """One place where a recording goes on with another model."""

    step: int
    """The first recorded step of the new model; 0 before there is one."""
    cell: int | None
    """The execution count of the cell that rebuilt it, where that is known."""
    numels: tuple[int, ...]
    """The elements of each parameter before; rows that came later are not in it."""


def is_another(old: Parameters, new: Parameters) -> bool:
    """Whether two lists belong to different models.

    A list is also made anew when parameters are added, and when one of two names of
    a model goes: then tensors stay.
    """
    if old.module is new.module:
        return False
    known = {id(tensor) for one in old.all if (tensor := one.ref()) is not None}
    return not any(id(one.ref()) in known for one in new.all)


def per_column(
    rebuilds: Sequence[Rebuild], last_steps: np.ndarray[Any, Any]
) -> list[tuple[int, Rebuild]]:
    """At most one per column, with the index of the column.

    Of several that a column joins, the latest tells when and where, and the first
    what was there before.

    Shape:
        last_steps: (columns,), in backward passes
        returned: at most (columns,)
    """
    found: dict[int, Rebuild] = {}
    for one in rebuilds:
        column = int(last_steps.searchsorted(one.step))
        first = found.get(column, one)
        found[column] = one._replace(numels=first.numels)
    return list(found.items())


def of_rows(rebuilds: Sequence[Rebuild], rows: Sequence[int]) -> list[Rebuild]:
    """What they say of some of the parameters."""
    return [
        one._replace(
            numels=tuple(one.numels[row] for row in rows if row < len(one.numels))
        )
        for one in rebuilds
    ]


def sizes(
    rebuilds: Sequence[Rebuild], numels: Sequence[int], last_steps: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """How many elements each parameter had at each step.

    Shape:
        numels: (parameters,)
        last_steps: (columns,), in backward passes
        returned: (columns, parameters), float64
    """
    import numpy as np

    found = np.empty((len(last_steps), len(numels)))
    found[:] = numels
    for column, one in reversed(per_column(rebuilds, last_steps)):
        found[:column, : len(one.numels)] = one.numels
    return found
