"""Which of several models is meant: the one used last."""

from __future__ import annotations

from collections.abc import Sequence

from .scene import Model, Scene


def last_use(scene: Scene, model: Model) -> int:
    """The number of the last run that is known to have used a model; 0 if none.

    A backward leaves gradients, a step moves version counters, a forward in train
    mode moves the buffers of norm layers, and a watch records.
    """
    since = model.since
    moved = scene.runs[-1].number if since.buffers_moved and scene.runs else 0
    watched = model.recording.run if model.recording else 0
    return max(*since.backward_runs, *since.changed_runs, moved, watched)


def used_last(scene: Scene, models: Sequence[Model]) -> tuple[Model, bool]:
    """The model that a run used last, else the newest; and whether one was used."""
    # `max` keeps the first of equals, and models come newest first.
    last = max(models, key=lambda model: last_use(scene, model))
    return last, last_use(scene, last) > 0
