"""What a watch recorded of a model, as rules ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..recording.readings import State
from ..session.scene import Model, Run, Scene
from ..values.statistics import FIELDS
from . import words

if TYPE_CHECKING:
    import numpy as np

# One step may be special: the first one after zero-initialised layers, say.
LEAST_STEPS = 2


def states(model: Model) -> np.ndarray[Any, Any] | None:
    """What each cell is, if enough steps of the last run were recorded.

    None if the model went through a backward after the watch: it may have changed.

    Shape:
        returned: (columns, parameters) of `State`
    """
    recording = model.recording
    if recording is None or recording.history.recorded < LEAST_STEPS:
        return None
    if any(run > recording.run for run in model.since.backward_runs):
        return None
    return recording.history.states


def field(model: Model, name: str) -> np.ndarray[Any, Any]:
    """One statistic of all cells, NaN where no gradient was read.

    Shape:
        returned: (columns, parameters), in the unit of the gradient
    """
    import numpy as np

    assert model.recording is not None
    history = model.recording.history
    values = history.values[:, :, FIELDS.index(name)]
    found: np.ndarray[Any, Any] = np.where(
        history.states == State.VALUE, values, np.nan
    )
    return found


def run_of(scene: Scene, model: Model) -> Run | None:
    """The run that was watched."""
    number = model.recording.run if model.recording else None
    return next((run for run in scene.runs if run.number == number), None)


def steps_text(scene: Scene, model: Model) -> str:
    """`in 20 recorded steps of [8]`."""
    assert model.recording is not None
    run = run_of(scene, model)
    cell = words.cell(run.cell) if run else ""
    steps = words.count(model.recording.history.recorded, "recorded step")
    return f"in {steps}{f' of {cell}' if cell else ''}"
