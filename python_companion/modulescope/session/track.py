"""What is remembered of models between runs: numbers and weak references only.

The signature pass after each run tells whether anything changed, which run registered
a hook, and whether a model went through a backward while its tensors stood still.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..objects.grads import Moving
from ..values.samples import fingerprint
from .births import sample_births
from .glance import Glance
from .init_writes import InitWrites
from .outside_tensors import with_run
from .scene import InitSample, Model, Run, Since
from .signature import HookKey, Mark, Signature, buffer_names, marks_of, read_signature

# `torch.nn.init` writes a tensor a few times; a training loop writes it at each step.
_MAX_INIT_WRITES = 16


@dataclass
class Tracked:
    """The memory of one root module.

    Its values are replaced, never changed: other threads read them.
    """

    reference: weakref.ref[Any]
    signature: Signature
    birth: dict[str, InitSample] = field(default_factory=dict)
    birth_versions: dict[int, int | None] = field(default_factory=dict)
    """By id of the parameter, of when `birth` was read."""
    since: Since = field(default_factory=Since)
    seen: int = 0
    """The number of the run after which it was first seen; 0 before the first."""
    trained: bool = False
    hooks: dict[HookKey, int | None] = field(default_factory=dict)
    """The number of the run that registered each; None if it was there before us."""
    before: Signature | None = None
    """The signature before the last run; None if the model was new in it."""
    values: tuple[float, ...] | None = None
    """Some values of its parameters, as long as no version counter moved."""
    glance: Glance | None = None
    """Taken when two runs left the model alone: the next likely does, too."""
    is_calm: bool = False
    """Whether the last run left it alone, so that a glance is worth its while."""


class Tracker:
    """Follows the models of a kernel from run to run."""

    def __init__(self) -> None:
        self._tracked: dict[int, Tracked] = {}
        self._init_writes = InitWrites()

    @property
    def signatures(self) -> list[Signature]:
        """Of all models, after the last run."""
        return [tracked.signature for tracked in self._tracked.values()]

    def get(self, module: object) -> Tracked | None:
        """What is known of a root module."""
        tracked = self._tracked.get(id(module))
        # An id is used again as soon as its object is gone.
        return tracked if tracked and tracked.reference() is module else None

    def parameters(self, module: object) -> Sequence[int]:
        """The ids of the parameters of a root module after the last run."""
        tracked = self.get(module)
        return tracked.signature.parameters if tracked else ()

    def update(
        self,
        modules: Iterable[Any],
        run: Run | None,
        stepped: Callable[[], frozenset[int]],
    ) -> set[int]:
        """Looks at each root module once; returns the ids of those that changed.

        Args:
            modules: The root modules of the namespace.
            run: The run that has ended; None before the first.
            stepped: Gives the ids of tensors for which an optimizer holds state.
        """
        changed: set[int] = set()
        kept: dict[int, Tracked] = {}
        for module in modules:
            tracked = self.get(module)
            try:
                if tracked is None:
                    tracked = self._begin(module, read_signature(module), run)
                elif (signature := _new_signature(tracked, module)) is not None:
                    _compare(tracked, module, signature, run.number if run else 0)
                else:
                    tracked.before = tracked.signature
                    if tracked.since.buffers_moved:
                        tracked.since = replace(tracked.since, buffers_moved=())
                    kept[id(module)] = tracked
                    continue
            except Moving:
                # A thread of the user trains it: what it did is seen after a later run.
                if tracked is not None:
                    kept[id(module)] = tracked
                continue
            _refresh_birth(tracked, module, stepped(), self._init_writes)
            changed.add(id(module))
            kept[id(module)] = tracked
        self._tracked = kept
        return changed

    def _begin(self, module: Any, signature: Signature, run: Run | None) -> Tracked:
        number = run.number if run else None
        reached = self._reached(signature)
        since = Since(
            backward=any(grad is not None for grad in signature.grads),
            backward_runs=(number,) if reached and number else (),
            as_built=bool(reached) and self._init_writes.is_as_built(module, reached),
        )
        # It may have been part of another root, or be the root of one.
        known = {k: v for t in self._tracked.values() for k, v in t.hooks.items()}
        hooks = {key: known.get(key, number) for key in signature.hooks}
        return Tracked(
            weakref.ref(module), signature, since=since, seen=number or 0, hooks=hooks
        )

    def _reached(self, signature: Signature) -> frozenset[int]:
        """Ids of the parameters of a new root that got a gradient in this run."""
        found = {
            ident: mark
            for ident, mark in marks_of([signature]).items()
            if mark.grad is not None
        }
        # What was part of another root may have had it before.
        before = marks_of(self.signatures, found) if found else {}
        return frozenset(
            ident for ident, mark in found.items() if _has_new_grad(before, ident, mark)
        )


def _has_new_grad(before: Mapping[int, Mark], ident: int, now: Mark) -> bool:
    old = before.get(ident)
    return old is None or (old.grad, old.grad_version) != (now.grad, now.grad_version)


def _new_signature(tracked: Tracked, module: Any) -> Signature | None:
    """The signature of a model; None if it is as it was after the run before.

    Raises:
        Moving: Another thread may be writing gradients.
    """
    if tracked.glance is not None and tracked.glance.holds(module):
        return None
    # Before the signature: what a thread changes after it is seen next time.
    glance = Glance(module) if tracked.is_calm and tracked.glance is None else None
    signature = read_signature(module)
    if tracked.glance is not None or signature != tracked.signature:
        tracked.glance, tracked.is_calm = None, False
        return signature
    # A glance that cannot be taken is not tried again.
    tracked.is_calm = glance is None or glance.is_usable
    tracked.glance = glance if glance is not None and glance.is_usable else None
    return None


def _compare(tracked: Tracked, module: Any, new: Signature, number: int) -> None:
    old, since = tracked.signature, tracked.since
    backward = _has_new_grads(new, old)
    changed = _has_changed(new, old) or _was_written(tracked, module, backward)
    tracked.since = Since(
        backward=since.backward or backward,
        changed=since.changed or changed,
        backward_runs=with_run(since.backward_runs, number, backward),
        changed_runs=with_run(since.changed_runs, number, changed),
        buffers_moved=_moved_buffers(module, new, old),
        frozen_moved=since.frozen_moved | _moved_while_frozen(new, old),
        as_built=since.as_built,
    )
    tracked.hooks = {key: tracked.hooks.get(key, number) for key in new.hooks}
    tracked.before, tracked.signature = old, new


def _has_new_grads(new: Signature, old: Signature) -> bool:
    grads = zip(old.grads, old.grad_versions, strict=True)
    before = dict(zip(old.parameters, grads, strict=True))
    now = zip(new.grads, new.grad_versions, strict=True)
    return any(
        grad[0] is not None and grad != before.get(parameter)
        for parameter, grad in zip(new.parameters, now, strict=True)
    )


def _has_changed(new: Signature, old: Signature) -> bool:
    return (new.parameters, new.versions) != (old.parameters, old.versions)


def _moved_while_frozen(new: Signature, old: Signature) -> frozenset[int]:
    """Ids of the parameters that changed in a run and were frozen before and after."""
    if new.versions == old.versions or new.parameters != old.parameters:
        return frozenset()
    rows = zip(
        new.parameters, new.versions, old.versions, new.kinds[2::3], old.kinds[2::3],
        strict=True,
    )  # fmt: skip
    return frozenset(
        ident
        for ident, now, before, trains, trained in rows
        if now != before and trains is False and trained is False
    )


def _was_written(tracked: Tracked, module: Any, backward: bool) -> bool:
    """Whether values changed behind the version counters (`p.data -= …`)."""
    if tracked.since.changed or not (backward or tracked.since.backward):
        return False
    before, now = tracked.values, _values(module)
    tracked.values = now
    return before is not None and now != before


def _values(module: Any) -> tuple[float, ...] | None:
    return fingerprint([tensor for _, tensor in Model("", module).parameters])


def _moved_buffers(module: Any, new: Signature, old: Signature) -> tuple[str, ...]:
    before = dict(zip(old.buffers, old.buffer_versions, strict=True))
    moved = [
        index
        for index, (ident, number) in enumerate(
            zip(new.buffers, new.buffer_versions, strict=True)
        )
        if ident not in before or before[ident] != number
    ]
    if not moved:
        return ()
    names = buffer_names(module)
    return tuple(names[index] for index in moved if index < len(names))


def _refresh_birth(
    tracked: Tracked, module: Any, stepped: frozenset[int], init_writes: InitWrites
) -> None:
    """Samples while the model is untrained: a re-initialisation is a new birth."""
    signature = tracked.signature
    tracked.trained = (
        tracked.trained
        or tracked.since.backward
        or not stepped.isdisjoint(signature.parameters)
        or any((number or 0) > _MAX_INIT_WRITES for number in signature.versions)
    )
    if not tracked.trained:
        tracked.birth = sample_births(module)
        tracked.birth_versions = dict(
            zip(signature.parameters, signature.versions, strict=True)
        )
        tracked.values = _values(module)
        init_writes.learn(module)
