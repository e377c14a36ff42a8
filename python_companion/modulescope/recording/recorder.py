"""Records gradients while it is on: when, of what, and what it may cost.

The adapter of `recording/backward.py` calls it around each backward and each step of an
optimizer. Nothing of it may raise into the training, wait for a device, or keep a
model alive.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from ..objects import undisturbed
from . import backward, calls, recordings
from .arrivals import Arrivals
from .calls import Calls
from .history import History
from .readings import Marks, Parameters
from .rebuilds import Rebuild
from .sampling import Sampling
from .steps import Stepped
from .warmup import warm_up
from .watched import Source, WatchedModels

Listener = Callable[[float, bool], object]
"""Gets the moment (of `perf_counter`), and whether the watch has ended."""

_Token = Sequence[tuple[Parameters, Marks | None]]


class Recorder:
    """Records while it is on; keeps what it recorded."""

    def __init__(
        self,
        source: Source | None,
        *,
        every: int | None = None,
        budget: float = 0.01,
        ratio: bool = False,
        light: bool = False,
        namespace: Source = dict,
        cell: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Does nothing yet.

        Args:
            source: Is asked for the models, again and again while it records; None
                for all that can be found.
            every: Record each that many backward passes.
            budget: The share of the loop's time that may be spent, listeners
                included.
            ratio: Also record |Δw|/|w|, which needs a copy of the weights during
                each recorded step of the optimizer.
            light: Record norms and counts of what is not finite only.
            namespace: Where a `GradScaler` is looked for, and models without a
                source.
            cell: Gives the execution count of the cell that runs.
        """
        self.ratio = ratio
        self.light = light
        self.histories: dict[str, History] = {}
        """By name of the model."""
        self.problem: str = ""
        """What our own code failed at, if it did; the training was not affected."""
        self.point = "backward"
        """When gradients are read: after `backward`, or before `step` if no backward
        is seen (`from torch.autograd import backward` before the watch)."""
        self.is_on = False
        self.is_paused = False
        """Nothing is recorded while it is set; it may be set from any thread."""
        self.listeners: list[Listener] = []
        """Called, in the thread of the training, after a step was recorded."""
        self.models = WatchedModels(source, namespace, cell)
        self._sampling = Sampling(every, budget)
        self._before_s = 0.0
        self._lock = threading.RLock()
        """Held while a history changes; the panel reads them from another thread."""
        self._arrivals = Arrivals(self._lock)
        self._stepped = Stepped(
            self.histories, self._arrivals, ratio=ratio, light=light
        )
        self._first_stepped: int | None = None
        self._steps_before = 0
        """Backward passes seen when an optimizer began to step."""
        self._watched: recordings.Watched | None = None
        self._calls = Calls()

    # -- life ------------------------------------------------------------------

    def start(self) -> None:
        """Begins to record."""
        self._watched = recordings.begin()
        self._guard(warm_up, self.light)
        # The functions that start a watch are not those that train.
        self._guard(self.models.rescan, False)
        self.models.look_again()
        self.is_on = True
        self._guard(self._calls.begin)
        backward.observe(self)

    def stop(self) -> None:
        """Ends recording and takes everything off; may be called twice."""
        backward.release(self)
        self._calls.end()
        if not self.is_on:
            return
        self.is_on = False
        self._guard(self._drain, True)
        self._guard(self._record_last)
        self._guard(self.models.learn_eps)
        self._guard(self._hand_over)
        self.models.forget()
        self._stepped.end()
        for listener in list(self.listeners):
            self._guard(listener, perf_counter(), True)

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
        self._watched.calls = self._calls
        self._watched.is_over = True

    # -- what it has so far ----------------------------------------------------

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
        with self._lock:
            history = self.histories.get(name)
            return None if history is None else history.below(fqn)

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

    # -- what the adapter calls ------------------------------------------------

    def before(self) -> Any:
        """Decides whether this backward is recorded; see `backward.Observer`."""
        now_s = perf_counter()
        sampling, arrivals = self._sampling, self._arrivals
        sampling.step(now_s)
        if sampling.steps == calls.STEPS:
            self._guard(self._calls.end)
        if arrivals.waiting:
            self._guard(self._drain)
        if self.is_paused or not sampling.is_due(now_s) or arrivals.is_full:
            return None
        token = self._guard(self._marks)
        self._before_s = perf_counter() - now_s
        return token

    def after(self, token: Any) -> None:
        """Records; see `backward.Observer`."""
        start_s = perf_counter()
        self._sampling.reach(start_s)
        self.point = "backward"
        if token is not None:
            self._record_sampled(token, start_s)

    def at_step(self, optimizer: Any) -> None:
        """Reads again what clipping changed; see `backward.Observer`."""
        start_s = perf_counter()
        sampling, stepped = self._sampling, self._stepped
        sampling.reach(start_s)
        self._steps_before = sampling.steps
        if sampling.steps == 0 or self.point == "step":
            self._without_backward(optimizer, start_s)
        elif not self.models.knows(optimizer):
            self._guard(self._meet, optimizer)
        if stepped.step == sampling.steps and stepped.open:
            self._guard(self.models.learn, optimizer)
            self._guard(stepped.before, optimizer)
            sampling.pay(perf_counter() - start_s)

    def after_step(self, optimizer: Any) -> None:
        """Compares the weights with those before; see `backward.Observer`."""
        sampling, stepped = self._sampling, self._stepped
        # A closure runs backward, and may clip, inside of the step.
        in_closure = self._steps_before < sampling.steps == stepped.step
        if not in_closure and not stepped.kept:
            return
        start_s = perf_counter()
        if in_closure:
            self._guard(self.models.learn, optimizer)
            self._guard(stepped.reread, optimizer)
        self._guard(stepped.after)
        sampling.pay(perf_counter() - start_s)

    # -- parts -----------------------------------------------------------------

    def _guard(self, action: Callable[..., Any], *args: Any) -> Any:
        """Runs our own code so that no error of it reaches the training."""
        try:
            return action(*args)
        except Exception as error:
            self.problem = self.problem or type(error).__name__
            return None

    def _record_sampled(self, token: _Token, start_s: float) -> None:
        self._guard(self._record, self.steps, token)
        end_s = perf_counter()
        self._sampling.done(end_s, self._before_s + end_s - start_s)
        self._before_s = 0.0
        if self.listeners:
            for listener in list(self.listeners):
                self._guard(listener, end_s, False)
            shown_s = perf_counter()
            self._sampling.reach(shown_s)
            # What showing took is no longer there for recording.
            self._sampling.pay(shown_s - end_s)

    def _without_backward(self, optimizer: Any, start_s: float) -> None:
        """The fall-back: two steps of one optimizer, and no backward was seen."""
        if self.point != "step" and self._first_stepped != id(optimizer):
            # The first step proves nothing: LBFGS calls backward inside of it.
            self._first_stepped = id(optimizer)
            return
        self.point = "step"
        self._sampling.step(start_s)
        if not self.is_paused and self._sampling.is_due(start_s):
            self._guard(self.models.learn, optimizer)
            token = self._guard(self._unmarked) or []
            self._record_sampled(token, start_s)

    def _marks(self) -> _Token | None:
        if backward.is_capturing():
            return None
        with undisturbed.undisturbed():
            self.models.refresh()
            return [(one, one.marks()) for one in self.models.all]

    def _unmarked(self) -> _Token:
        self.models.refresh()
        return [(one, None) for one in self.models.all]

    def _record(self, step: int, token: _Token) -> None:
        with self._lock, undisturbed.undisturbed():
            reached = [one for one, marks in token if self._add(step, one, marks)]
            if not reached:
                # A model may have been made or rebuilt just before this backward.
                known = [one for one, _ in token]
                self.models.rescan()
                new = [one for one in self.models.all if one not in known]
                reached = [one for one in new if self._add(step, one, None)]
            self._stepped.begin(step, reached)
            if reached:
                self._sampling.note_recorded(step)
            self._sampling.note_reached(len(reached) >= len(self.models.all))

    def _add(self, step: int, parameters: Parameters, marks: Marks | None) -> bool:
        reading = parameters.read(marks, self.models.scale(), self.light)
        if reading is None:
            return False
        parameters.tell_unused(reading.states, self._calls)

        def add() -> None:
            history = self.histories.get(parameters.name)
            if history is None:
                history = History(parameters.name, parameters.class_name)
            history.add(step, parameters, reading, reading.measured.scale)
            self.histories[parameters.name] = history

        self._arrivals.when_here(reading.measured, add)
        return True

    def _meet(self, optimizer: Any) -> None:
        """A new optimizer: it may hold parameters of a model that is not known."""
        one = self.models.meet(optimizer)
        if one is None:
            return
        with self._lock, undisturbed.undisturbed():
            if self._add(self.steps, one, None):
                self._sampling.note_recorded(self.steps)

    def _drain(self, wait: bool = False) -> None:
        self._sampling.pay(self._arrivals.drain(wait))

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
            with self._lock:
                one.add(self.steps, kept[0], reading)
            self._sampling.recorded += 1
