"""What becomes of tensors that an optimizer holds and no model of the namespace has.

After a model was built again they are those of the old one. Whether a run trained them,
as it does where a model is only out of sight, tells their gradients. For optimizers of
models that are there nothing is read.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ..objects import raw
from ..objects.grads import Moving
from .roots import Root
from .scene import OutsideRuns
from .signature import Mark, Signature, marks_of, read_marks

# One step writes a tensor twice at most, in all optimizers of torch.
_WRITES_OF_A_STEP = 4
# Of the runs that concern an optimizer, the latest.
_MAX_RUNS = 200

_Marks = dict[int, Mark]


class _Known(NamedTuple):
    reference: weakref.ref[Any]
    marks: _Marks
    runs: OutsideRuns


class Outside:
    """Follows such tensors from run to run: numbers and weak references only.

    Its table is replaced, never changed: other threads read it.
    """

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def runs_of(self, optimizer: object) -> OutsideRuns:
        """What is known of an optimizer."""
        known = self._get(optimizer)
        return known.runs if known else OutsideRuns()

    def update(
        self,
        optimizers: Iterable[Root],
        before: Sequence[Signature],
        now: Sequence[Signature],
        number: int,
    ) -> None:
        """Looks at each optimizer after a run.

        Args:
            optimizers: Those of the namespace.
            before: The signatures of all models before the run.
            now: Those after it; the same objects where a model did not change.
            number: The number of the run; 0 if it is what was there before us.
        """
        is_calm = list(map(id, before)) == list(map(id, now))
        inside: frozenset[int] | None = None
        kept: dict[int, _Known] = {}
        for root in optimizers:
            known = self._get(root.value)
            if known is None or known.marks or not is_calm:
                if inside is None:
                    inside = frozenset(ident for one in now for ident in one.parameters)
                known = _look(root.value, known, inside, before, number)
            kept[id(root.value)] = known
        self._known = kept

    def _get(self, optimizer: object) -> _Known | None:
        known = self._known.get(id(optimizer))
        # An id is used again as soon as its object is gone.
        return known if known and known.reference() is optimizer else None


def _look(
    optimizer: Any,
    known: _Known | None,
    inside: frozenset[int],
    before: Sequence[Signature],
    number: int,
) -> _Known:
    """What is known of an optimizer after a run."""
    reference: weakref.ref[Any] = weakref.ref(optimizer)
    runs = known.runs if known else OutsideRuns()
    tensors = [t for t in _tensors(optimizer) if id(t) not in inside]
    if not tensors:
        return _Known(reference, {}, runs)
    try:
        now = read_marks(tensors)
    except Moving:
        # A thread of the user trains: what it did is seen after a later run.
        return known or _Known(reference, {}, runs)
    # A known optimizer has kept them alive, so that no id was used twice.
    old = marks_of(before, now) | known.marks if known else {}
    pairs = [(old[ident], mark) for ident, mark in now.items() if ident in old]
    touched = with_run(runs.touched, number, any(a != b for a, b in pairs))
    trained = with_run(runs.trained, number, any(_trained(*pair) for pair in pairs))
    return _Known(reference, now, OutsideRuns(touched, trained))


def _trained(before: Mark, now: Mark) -> bool:
    """Whether a tensor got a gradient of its own and not only the step of another."""
    if now.grad is not None:
        return now.grad != before.grad
    # Cleared in the end: several steps cannot have lived on an old gradient.
    moved = (now.version or 0) - (before.version or 0)
    return moved > _WRITES_OF_A_STEP


def with_run(runs: tuple[int, ...], number: int, is_one: bool) -> tuple[int, ...]:
    """The latest runs that did something, with one more if it did it, too."""
    return (*runs, number)[-_MAX_RUNS:] if is_one and number else runs


def _tensors(optimizer: Any) -> list[Any]:
    found: list[Any] = []
    for group in list(raw.instance_dict(optimizer).get("param_groups", ())):
        if type(group) is dict:
            found += group.get("params", ())
    return found
