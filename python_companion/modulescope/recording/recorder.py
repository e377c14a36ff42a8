"""Records gradients while it is on: when, of what, and what it may cost.

`recording/observed.py` is what the adapter of `recording/backward.py` calls meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from ..objects import undisturbed
from . import backward, recordings
from .history import History
from .observed import Observed
from .options import DEFAULTS, RecordingOptions
from .rebuilds import Rebuild
from .warmup import warm_up
from .watched import Source, WatchedModels


class Recorder:
    """Records while it is on; keeps what it recorded."""

    def __init__(
        self,
        source: Source | None,
        options: RecordingOptions = DEFAULTS,
        namespace: Source = dict,
        cell: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Does nothing yet.

        Args:
            source: Is asked for the models, again and again while it records; None
                for all that can be found.
            options: How often it records, and what.
            namespace: Where a `GradScaler` is looked for, and models without a
                source.
            cell: Gives the execution count of the cell that runs.
        """
        self.ratio = options.ratio
        self.light = options.light
        self.is_on = False
        self.models = WatchedModels(source, namespace, cell)
        self._observed = Observed(self.models, options)
        self._guard = self._observed.guard
        self._sampling = self._observed.sampling
        self.histories = self._observed.histories
        """By name of the model."""
        self.listeners = self._observed.listeners
        """Called, in the thread of the training, after a step was recorded."""
        self.calls = self._observed.calls
        """Which modules were called in its first steps."""
        self._watched: recordings.Watched | None = None

    # -- life ------------------------------------------------------------------

    def start(self) -> None:
        """Begins to record."""
        self._watched = recordings.begin()
        self._guard(warm_up, self.light)
        # The functions that start a watch are not those that train.
        self._guard(self.models.rescan, False)
        self.models.look_again()
        self.is_on = True
        self._guard(self.calls.begin)
        self._observed.owner = self
        backward.observe(self._observed)

    def stop(self) -> None:
        """Ends recording and takes everything off; may be called twice."""
        backward.release(self._observed)
        self._observed.owner = None
        self.calls.end()
        if not self.is_on:
            return
        self.is_on = False
        self._observed.end()
        self._guard(self._record_last)
        self._guard(self.models.learn_eps)
        self._guard(self._hand_over)
        self.models.forget()
        for listener in list(self.listeners):
            self._guard(listener, perf_counter(), True)

    def _record_last(self) -> None:
        """Adds the very last step, if its gradients are surely still there.

        They are if one model was in every backward and nothing (clipping, a scaler)
        changed gradients after the recorded ones.
        """
        histories = list(self.histories.values())
        if len(histories) != 1 or self._sampling.alternates or self.point != "backward":
            return
        (one,) = histories
        if one.scale != 1.0 or self.is_paused:
            # A scaler unscales without raising the version.
            return
        kept = [each for each in self.models.all if each.name == one.name]
        if (
            not kept
            or one.last_steps[-1] == self.steps
            or self._sampling.every is not None
        ):
            return
        with undisturbed.undisturbed():
            reading = kept[0].read_unchanged(one.states[-1], self.light)
        if reading is not None and (one.at_step != one.at_step).all():
            with self._observed.lock:
                one.add(self.steps, kept[0], reading)
            self._sampling.recorded += 1

    def _hand_over(self) -> None:
        """Tells rules what was recorded, model by model."""
        if self._watched is None or self._watched.is_over:
            return
        self._watched.found = [
            (one.module, history, self.models.eps_of(one.name))
            for one in self.models.modules()
            if (history := self.histories.get(one.name)) is not None
        ]
        self._watched.course = self.course
        self._watched.calls = self.calls
        self._watched.is_over = True

    # -- what it has so far ----------------------------------------------------

    @property
    def problem(self) -> str:
        """What our own code failed at, if it did; the training was not affected."""
        return self._observed.problem

    @property
    def point(self) -> str:
        """When gradients are read: after `backward`, or before `step`.

        That is if no backward is seen (`from torch.autograd import backward`).
        """
        return self._observed.point

    @property
    def is_paused(self) -> bool:
        """Nothing is recorded while it is set; it may be set from any thread."""
        return self._observed.is_paused

    @is_paused.setter
    def is_paused(self, is_paused: bool) -> None:
        self._observed.is_paused = is_paused

    @property
    def steps(self) -> int:
        """Backward passes seen."""
        return self._sampling.steps

    @property
    def recorded(self) -> int:
        """Backward passes recorded."""
        return self._sampling.recorded

    @property
    def overhead(self) -> float:
        """The share of the loop's time that was spent here, also on devices."""
        return self._sampling.overhead

    @property
    def budget(self) -> float:
        """The share of the loop's time that recording may take."""
        return self._sampling.budget

    @budget.setter
    def budget(self, share: float) -> None:
        self._sampling.budget = share

    @property
    def course(self) -> recordings.Course:
        """How it recorded until now."""
        sampling = self._sampling
        return recordings.Course(
            sampling.steps,
            sampling.recorded,
            sampling.every,
            sampling.budget,
            sampling.overhead,
            self.point,
            sampling.stride,
            self.ratio,
            self.light,
            sampling.spent_s,
        )

    def below(self, name: str, fqn: str) -> History | None:
        """A copy of what is recorded of a part of a model; from any thread."""
        with self._observed.lock:
            history = self.histories.get(name)
            return None if history is None else history.below(fqn)

    def eps_of(self, history: History) -> list[tuple[str, float] | None]:
        """The optimizer of each parameter of a history, where it is known."""
        if self.is_on:
            self._guard(self.models.learn_eps)
        known = self.models.eps_of(history.name)
        return [known.get(fqn) for fqn in history.fqns]

    def rebuilt(self, history: History) -> Rebuild | None:
        """Whether a recorded model was rebuilt, and the new one not recorded yet."""
        return self.models.rebuilt(history) if self.is_on else None

    def cell_ended(self, cell: int | None) -> None:
        """Looks whether a cell rebuilt a model; with its execution count."""
        if self.is_on:
            self._guard(self.models.cell_ended, cell)

    def owe(self, cost_s: float) -> None:
        """Adds what another thread took of the loop's time; the next backward pays."""
        self._sampling.owe(cost_s)
