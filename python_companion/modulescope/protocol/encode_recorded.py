"""Answers `grads.get`: the recorded gradients of one subtree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..live.expression import unwrap
from ..live.grads import Moving
from ..live.history import History
from ..live.lastgrads import eps_by_name, last_gradients
from ..live.paths import descend
from ..live.recordings import Course, Recording, recording_of
from ..live.scene import Model, Scene
from .encode import encode_checked
from .encode_gradients import LIVE_BYTES, encode_gradients
from .encode_init import located
from .encode_tree import now, sound_name, sound_text

if TYPE_CHECKING:
    from .comm import Client

_NOTHING = (
    "No gradients recorded. Put %%nn watch on the training cell, or run backward()."
)
_BUSY = "Gradients are read when the kernel is idle."
_ONE_STEP = "One step, read from `.grad`. %%nn watch on the training cell records all."


@dataclass(frozen=True)
class _Subtree:
    """What a recording says of a subtree, as `encode_gradients` reads it."""

    history: History
    eps: Mapping[str, tuple[str, float]]
    course: Course

    @property
    def histories(self) -> Mapping[str, History]:
        return {self.history.name: self.history}

    @property
    def steps(self) -> int:
        return self.course.steps

    @property
    def recorded(self) -> int:
        return self.course.recorded

    @property
    def every(self) -> int | None:
        return self.course.every

    @property
    def budget(self) -> float:
        return self.course.budget

    @property
    def overhead(self) -> float:
        return self.course.overhead

    @property
    def point(self) -> str:
        return self.course.point

    @property
    def stride(self) -> float | None:
        return self.course.stride

    @property
    def ratio(self) -> bool:
        return self.course.ratio

    @property
    def token(self) -> str:
        return ""

    def eps_of(self, history: History) -> Sequence[tuple[str, float] | None]:
        return [self.eps.get(fqn) for fqn in history.fqns]


def get_gradients(request: dict[str, Any], client: Client) -> dict[str, Any]:
    """The document of a subtree: of the latest watch, else of one step."""
    name, fqn = str(request["model"]), str(request["fqn"])
    scene = client.session.scene()
    found: _Subtree | None = None
    text = f"`{sound_name(name)}` no longer exists in the kernel."
    place = located(client.session, scene, name, fqn)
    if place is not None:
        found, text = _recorded(scene, place[0], place[1])
        if found is None:
            found, text = _last(client, scene, place[0], place[1])
    document = None
    if found is not None:
        document = encode_gradients(found, "done", limit=LIVE_BYTES)
    return {
        "kind": "grads.found",
        "id": request["id"],
        "model": sound_name(name),
        "fqn": sound_name(fqn),
        "document": document,
        "text": sound_text(text),
        "checked": encode_checked(now(scene)),
    }


def _recorded(scene: Scene, model: Model, fqn: str) -> tuple[_Subtree | None, str]:
    """What the latest watch of a model recorded below a name."""
    module = unwrap(model.module)
    recording = recording_of(module)
    if recording is None:
        return None, ""
    if module is not model.module:
        # A compiled model is recorded as the module that it was made from.
        fqn = fqn.removeprefix("_orig_mod").removeprefix(".")
    below = recording.history.below(fqn)
    if below is None or recording.course is None:
        return None, ""
    found = _Subtree(below, recording.eps, recording.course)
    return found, _age(scene, model, recording)


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
        text += f" {left_out:,} large gradients were left out."
    return _Subtree(history, eps, Course(1, 1, None, 0.01, 0.0, "backward")), text


HANDLERS: dict[str, Callable[[dict[str, Any], Client], dict[str, Any]]] = {
    "grads.get": get_gradients,
}
