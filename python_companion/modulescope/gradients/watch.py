"""Records the gradients of models after each backward; takes itself off on each exit.

`watch(model)` in a `with` block, or `%%nn watch` on a cell, which uses the same
recorder. No hook sits on a model and nothing of the training changes.
"""

from __future__ import annotations

import csv
import sys
import uuid
import weakref
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from ..objects import classes, walk
from ..recording.history import History
from ..recording.models import roots, unwrap
from ..recording.options import DEFAULTS, RecordingOptions
from ..recording.readings import State
from ..recording.recorder import Recorder
from ..recording.watched import Source
from ..render.numbers import several
from ..values.numpy_presence import INSTALL, has_numpy
from ..values.statistics import FIELDS
from ..values.statistics_light import MEASURED
from .watching import enlist

if TYPE_CHECKING:
    from torch.optim import Optimizer

    from .widget import GradientsWidget


def watch(
    *models: Any,
    optimizer: Optimizer | None = None,
    every: int | None = None,
    budget: float = 0.01,
    ratio: bool = False,
    stats: Literal["full", "light"] = "full",
) -> GradientWatch:
    """Watches the gradients of models for the length of a `with` block.

    Args:
        models: Modules; with none, all modules of the notebook's namespace, those
            that are local to running functions, and what optimizers step.
        optimizer: Its `eps` marks gradients that are too small for it; without one,
            the optimizers that step during the watch are asked.
        every: Record each that many backward passes; by default as often as the
            budget allows.
        budget: The share of the loop's time that recording may take.
        ratio: Also record |Δw|/|w| of each recorded step; costs a copy of the weights
            while the optimizer steps.
        stats: `light` records the norm, the counts of NaN and Inf and why there is
            no gradient, in half the time; no mean, deviation, ends or zeros.

    Raises:
        TypeError: One of the models is not an `nn.Module`.
        ValueError: `every` or `budget` is not positive, or `stats` is not known.
        ModuleNotFoundError: numpy is not installed.
    """
    if not has_numpy():
        raise ModuleNotFoundError(INSTALL, name="numpy")
    if stats not in ("full", "light"):
        raise ValueError(f'stats must be "full" or "light", got {stats!r}')
    for model in models:
        if not walk.is_module(model):
            raise TypeError(f"a {classes.class_name(model)} is not an nn.Module")
    refs = [weakref.ref(unwrap(model)) for model in models]

    def source() -> dict[str, Any]:
        alive = [module for ref in refs if (module := ref()) is not None]
        return _named(alive)

    options = RecordingOptions(every, budget, ratio, light=stats == "light")
    result = GradientWatch(source if refs else None, options, _namespace)
    if optimizer is not None:
        result.models.learn(optimizer)
    return result


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _execution_count() -> int | None:
    """Of the cell that runs; the shell may count for the next one already."""
    result = getattr(getattr(_shell(), "displayhook", None), "exec_result", None)
    count = getattr(result, "execution_count", None)
    return count if type(count) is int else None


def _namespace() -> Mapping[str, Any]:
    shell = _shell()
    if shell is not None:
        namespace: Mapping[str, Any] = shell.user_ns
        return namespace
    return vars(sys.modules["__main__"])


def _named(modules: Sequence[Any]) -> dict[str, Any]:
    """The modules under their variable names, or their class names."""
    names = {id(one): name for name, one in reversed(roots(_namespace()).items())}
    found: dict[str, Any] = {}
    for module in modules:
        name = names.get(id(module), classes.class_name(module))
        while name in found:
            name += "'"
        found[name] = module
    return found


class GradientWatch(Recorder):
    """Records while it is entered; keeps what it recorded."""

    def __init__(
        self,
        source: Source | None,
        options: RecordingOptions = DEFAULTS,
        namespace: Source = dict,
    ) -> None:
        """Does nothing yet; the arguments are those of `Recorder`."""
        super().__init__(source, options, namespace, _execution_count)
        self.token = uuid.uuid4().hex
        """What the front end calls this watch."""
        enlist(self)
        self._widget: GradientsWidget | None = None

    def __enter__(self) -> GradientWatch:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # -- what it tells ---------------------------------------------------------

    @property
    def state(self) -> str:
        """`waiting`, `recording`, `paused` or `done`."""
        if not self.is_on:
            return "done"
        if self.is_paused:
            return "paused"
        return "recording" if self.recorded else "waiting"

    @property
    def names(self) -> list[str]:
        """The models that were recorded, or are watched before there is one."""
        return list(self.histories) or [one.name for one in self.models.all]

    @property
    def history(self) -> dict[str, Any]:
        """Arrays (recorded steps, parameters) by statistic, of the first model.

        Also `step`, and `norm` (L2) which is `rms` · √n; `names` lists the parameters.
        A light watch has no others than `rms`, `norm`, `nan` and `inf`.
        """
        import numpy as np

        for one in self.histories.values():
            arrays = {
                name: one.values[:, :, i]
                for i, name in enumerate(FIELDS)
                if not self.light or name in MEASURED
            }
            arrays["norm"] = arrays["rms"] * np.sqrt(one.sizes)
            return {"step": one.last_steps, "names": list(one.fqns), **arrays}
        return {"step": np.zeros(0, np.int64), "names": []}

    def to_dict(self) -> dict[str, Any]:
        """The document that the front end draws; see `gradients.document`."""
        from .document import encode_gradients

        return dict(encode_gradients(self, self.state))

    def widget(self) -> GradientsWidget:
        """A view for layouts and other front ends; always the same one.

        Raises:
            ImportError: ipywidgets is not installed; see the extra `[widget]`.
        """
        if self._widget is None:
            try:
                from .widget import GradientsWidget
            except ImportError as error:
                raise ImportError(
                    "GradientWatch.widget() needs ipywidgets: "
                    "pip install modulescope[widget]"
                ) from error
            self._widget = GradientsWidget(self)
        return self._widget

    def __repr__(self) -> str:
        if not self.histories:
            return f"GradientWatch({several(self.steps, 'step')}, nothing recorded)"
        from .render import gradients_text

        return gradients_text(self.to_dict())

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, Any]:
        from .document import MIME

        return {MIME: self.to_dict(), "text/plain": repr(self)}

    def save_csv(self, path: str, last: int | None = None) -> None:
        """Writes one line per model, recorded step and parameter.

        Args:
            path: The file; it is overwritten.
            last: Only that many recorded steps, the latest.
        """
        known = MEASURED if self.light else FIELDS
        with open(path, "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["model", "step", "parameter", "state", *FIELDS, *_MORE])
            for one in self.histories.values():
                steps = one.last_steps.tolist()
                for column in range(
                    max(len(steps) - (last or len(steps)), 0), len(steps)
                ):
                    for row, fqn in enumerate(one.fqns):
                        shown = _csv_row(one, column, row, known)
                        table.writerow([one.name, steps[column], fqn, *shown])


_MORE = ("at_step", "ratio")


def _csv_row(
    history: History, column: int, row: int, known: Sequence[str]
) -> list[Any]:
    state = State(history.states[column, row]).name.lower()
    numbers = history.values[column, row].tolist()
    more = [history.at_step[column, row], history.ratio[column, row]]
    return [
        state,
        *(
            number if state == "value" and name in known else ""
            for name, number in zip(FIELDS, numbers, strict=True)
        ),
        *(float(one) if one == one else "" for one in more),
    ]
