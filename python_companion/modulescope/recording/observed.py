"""What the adapter calls around each backward and each step of an optimizer.

Nothing of it may raise into the training, wait for a device, or keep a model alive.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from ..objects import undisturbed
from . import backward, calls
from .arrivals import Arrivals
from .calls import Calls
from .history import History
from .options import RecordingOptions
from .parameters import Parameters
from .readings import Marks
from .sampling import Sampling
from .steps import Stepped
from .watched import WatchedModels

Listener = Callable[[float, bool], object]
"""Gets the moment (of `perf_counter`), and whether the watch has ended."""

_Token = Sequence[tuple[Parameters, Marks | None]]


class Observed:
    """Records what it is told of; see `backward.Observer`."""

    def __init__(self, models: WatchedModels, options: RecordingOptions) -> None:
        """Nothing was seen yet."""
        self.models = models
        self.histories: dict[str, History] = {}
        """By name of the model."""
        self.lock = threading.RLock()
        """Held while a history changes; the panel reads them from another thread."""
        self.sampling = Sampling(options)
        self.calls = Calls()
        """Which modules were called in its first steps."""
        self.is_paused = False
        """Nothing is recorded while it is set; it may be set from any thread."""
        self.listeners: list[Listener] = []
        """Called, in the thread of the training, after a step was recorded."""
        self.problem = ""
        """What our own code failed at, if it did; the training was not affected."""
        self.point = "backward"
        """See `Recorder.point`."""
        self.owner: object = None
        """Kept alive while it is told of backward passes, as this is."""
        self._light = options.light
        self._before_s = 0.0
        self._arrivals = Arrivals(self.lock)
        self._stepped = Stepped(self.histories, self._arrivals, options)
        self._first_stepped: int | None = None
        self._steps_before = 0
        """Backward passes seen when an optimizer began to step."""

    def end(self) -> None:
        """Waits for what is on its way, and lets go of copies."""
        self.guard(self._drain, True)
        self._stepped.end()

    def guard(self, action: Callable[..., Any], *args: Any) -> Any:
        """Runs our own code so that no error of it reaches the training."""
        try:
            return action(*args)
        except Exception as error:
            self.problem = self.problem or type(error).__name__
            return None

    # -- what the adapter calls ------------------------------------------------

    def before(self) -> Any:
        """Decides whether this backward is recorded; see `backward.Observer`."""
        now_s = perf_counter()
        sampling, arrivals = self.sampling, self._arrivals
        sampling.step(now_s)
        if sampling.steps == calls.STEPS:
            self.guard(self.calls.end)
        if arrivals.waiting:
            self.guard(self._drain)
        if self.is_paused or not sampling.is_due(now_s) or arrivals.is_full:
            return None
        token = self.guard(self._marks)
        self._before_s = perf_counter() - now_s
        return token

    def after(self, token: Any) -> None:
        """Records; see `backward.Observer`."""
        start_s = perf_counter()
        self.sampling.reach(start_s)
        self.point = "backward"
        if token is not None:
            self._record_sampled(token, start_s)

    def at_step(self, optimizer: Any) -> None:
        """Reads again what clipping changed; see `backward.Observer`."""
        start_s = perf_counter()
        sampling, stepped = self.sampling, self._stepped
        sampling.reach(start_s)
        self._steps_before = sampling.steps
        if sampling.steps == 0 or self.point == "step":
            self._without_backward(optimizer, start_s)
        elif not self.models.knows(optimizer):
            self.guard(self._meet, optimizer)
        if stepped.step == sampling.steps and stepped.open:
            self.guard(self.models.learn, optimizer)
            self.guard(stepped.before, optimizer)
            sampling.pay(perf_counter() - start_s)

    def after_step(self, optimizer: Any) -> None:
        """Compares the weights with those before; see `backward.Observer`."""
        sampling, stepped = self.sampling, self._stepped
        # A closure runs backward, and may clip, inside of the step.
        in_closure = self._steps_before < sampling.steps == stepped.step
        if not in_closure and not stepped.kept:
            return
        start_s = perf_counter()
        if in_closure:
            self.guard(self.models.learn, optimizer)
            self.guard(stepped.reread, optimizer)
        self.guard(stepped.after)
        sampling.pay(perf_counter() - start_s)

    # -- parts -----------------------------------------------------------------

    def _record_sampled(self, token: _Token, start_s: float) -> None:
        self.guard(self._record, self.sampling.steps, token)
        end_s = perf_counter()
        self.sampling.done(end_s, self._before_s + end_s - start_s)
        self._before_s = 0.0
        if self.listeners:
            for listener in list(self.listeners):
                self.guard(listener, end_s, False)
            shown_s = perf_counter()
            self.sampling.reach(shown_s)
            # What showing took is no longer there for recording.
            self.sampling.pay(shown_s - end_s)

    def _without_backward(self, optimizer: Any, start_s: float) -> None:
        """The fall-back: two steps of one optimizer, and no backward was seen."""
        if self.point != "step" and self._first_stepped != id(optimizer):
            # The first step proves nothing: LBFGS calls backward inside of it.
            self._first_stepped = id(optimizer)
            return
        self.point = "step"
        self.sampling.step(start_s)
        if not self.is_paused and self.sampling.is_due(start_s):
            self.guard(self.models.learn, optimizer)
            token = self.guard(self._unmarked) or []
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
        with self.lock, undisturbed.undisturbed():
            reached = [one for one, marks in token if self._add(step, one, marks)]
            if not reached:
                # A model may have been made or rebuilt just before this backward.
                known = [one for one, _ in token]
                self.models.rescan()
                new = [one for one in self.models.all if one not in known]
                reached = [one for one in new if self._add(step, one, None)]
            self._stepped.begin(step, reached)
            if reached:
                self.sampling.note_recorded(step)
            self.sampling.note_reached(len(reached) >= len(self.models.all))

    def _add(self, step: int, parameters: Parameters, marks: Marks | None) -> bool:
        reading = parameters.read(marks, self.models.scale(), self._light)
        if reading is None:
            return False
        parameters.tell_unused(reading.states, self.calls)

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
        with self.lock, undisturbed.undisturbed():
            if self._add(self.sampling.steps, one, None):
                self.sampling.note_recorded(self.sampling.steps)

    def _drain(self, wait: bool = False) -> None:
        self.sampling.pay(self._arrivals.drain(wait))
