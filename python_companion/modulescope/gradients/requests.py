"""Answers `grads.get`: the recorded gradients of one subtree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..objects.grads import Moving
from ..objects.paths import descend
from ..protocol.asked import located, now
from ..protocol.findings import encode_checked
from ..protocol.wire import sound_name, sound_text
from ..recording.history import History
from ..recording.models import unwrap
from ..recording.rebuilds import Rebuild
from ..recording.recordings import Course, Recording, recording_of
from ..render.numbers import several
from ..session.scene import Model, Scene
from ..values.numpy_presence import MISSING, has_numpy
from .document import LIVE_BYTES, encode_gradients
from .last import eps_by_name, last_gradients
from .pace import Pace
from .watching import running

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client
    from .watch import GradientWatch

_NOTHING = (
    "No gradients recorded. Put %%nn watch on the training cell, or run backward()."
)
_BUSY = "Gradients are read when the kernel is idle."
_ONE_STEP = "One step, read from `.grad`. %%nn watch on the training cell records all."

_RUNNING_BYTES = 64_000
"""Of a document while a loop runs: encoding it takes the interpreter from the loop."""


@dataclass(frozen=True)
class _Subtree:
    """What a recording says of a subtree, as `encode_gradients` reads it."""

    history: History | None
    """None before the first recorded step."""
    eps: Mapping[str, tuple[str, float]]
    course: Course
    watch: GradientWatch | None = None
    """The watch, while it records."""

    @property
    def histories(self) -> Mapping[str, History]:
        return {} if self.history is None else {self.history.name: self.history}

    @property
    def token(self) -> str:
        return "" if self.watch is None else self.watch.token

    def eps_of(self, history: History) -> Sequence[tuple[str, float] | None]:
        return [self.eps.get(fqn) for fqn in history.fqns]

    def rebuilt(self, history: History) -> Rebuild | None:
        return None if self.watch is None else self.watch.rebuilt(history)


def get_gradients(request: messages.GradsGet, client: Client) -> messages.GradsFound:
    """The document of a subtree: of the watch that runs, of the latest, of one step."""
    pace = Pace()
    name, fqn = str(request["model"]), str(request["fqn"])
    scene = client.session.scene()
    found: _Subtree | None = None
    text = f"`{sound_name(name)}` no longer exists in the kernel."
    place = located(client.session, scene, name, fqn)
    if place is not None:
        found, text = _gradients(client, scene, place[0], place[1])
    watch = None if found is None else found.watch
    return {
        "kind": "grads.found",
        "id": request["id"],
        "model": sound_name(name),
        "fqn": sound_name(fqn),
        "document": None if found is None else _document(found),
        "text": sound_text(text),
        "again_ms": pace.again_ms(watch) if client.session.busy else None,
        "checked": encode_checked(now(scene)),
    }


def _document(found: _Subtree) -> messages.Gradients:
    if found.watch is None:
        return encode_gradients(found, "done", limit=LIVE_BYTES)
    return encode_gradients(found, found.watch.state, limit=_RUNNING_BYTES)


def _gradients(
    client: Client, scene: Scene, model: Model, fqn: str
) -> tuple[_Subtree | None, str]:
    module, own = unwrap(model.module), fqn
    if module is not model.module:
        # A compiled model is recorded as the module that it was made from.
        own = fqn.removeprefix("_orig_mod").removeprefix(".")
    above = list(_above(module, own))
    for one, rest in above:
        if (found := _running(one, rest)) is not None:
            return found, ""
    for one, rest in above:
        recording = recording_of(one)
        if recording and (found := _recorded(recording, rest)) is not None:
            return found, _age(scene, model, recording)
    return _last(client, scene, model, fqn)


def _above(module: object, fqn: str) -> Iterator[tuple[object, str]]:
    """The modules that hold one, and itself: each with what is left of its name."""
    yield module, fqn
    parts = fqn.split(".") if fqn else []
    for count in range(1, len(parts) + 1):
        part = descend(module, ".".join(parts[:count]))
        if part is not None:
            yield part, ".".join(parts[count:])


def _running(module: object, fqn: str) -> _Subtree | None:
    """What the watch that records a module has so far."""
    found = running(module)
    if found is None:
        return None
    watch, name = found
    below = watch.below(name, fqn)
    if below is None:
        # Nothing yet, or nothing ever: a module without parameters.
        return (
            None if name in watch.histories else _Subtree(None, {}, watch.course, watch)
        )
    eps = zip(below.fqns, watch.eps_of(below), strict=True)
    known = {name: one for name, one in eps if one is not None}
    return _Subtree(below, known, watch.course, watch)


def _recorded(recording: Recording, fqn: str) -> _Subtree | None:
    """What the latest watch of a module recorded below a name."""
    below = (recording.whole or recording.history).below(fqn)
    if below is None or recording.course is None:
        return None
    return _Subtree(below, recording.eps, recording.course)


def _age(scene: Scene, model: Model, recording: Recording) -> str:
    run = next((run for run in scene.runs if run.number == recording.run), None)
    count = run.cell.execution_count if run else None
    where = "" if count is None else f" in [{count}]"
    text = f"Recorded{where}."
    if max(model.since.backward_runs, default=0) > recording.run:
        text += " The model went through backward() since."
    return text


def _last(
    client: Client, scene: Scene, model: Model, fqn: str
) -> tuple[_Subtree | None, str]:
    """One step from `.grad`."""
    if client.session.busy:
        return None, _BUSY
    if not has_numpy():
        return None, MISSING
    module = descend(model.module, fqn)
    try:
        history, left_out = last_gradients(model.name, module, fqn)
    except Moving:
        return None, _BUSY
    if history is None:
        return None, _NOTHING
    eps = eps_by_name(scene, model.module)
    text = _ONE_STEP
    if left_out:
        large = several(left_out, "large gradient was", "large gradients were")
        text += f" {large} left out."
    return _Subtree(history, eps, Course(1, 1, None, 0.01, 0.0, "backward")), text


HANDLERS: Answers = {
    "grads.get": get_gradients,
}
