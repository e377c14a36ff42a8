"""Records gradients while it is on: when, of what, and what it may cost.

The adapter of `live/backward.py` calls it around each backward and each step of an
optimizer. Nothing of it may raise into the training, wait for a device, or keep a
model alive.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from .live import backward, calls, recordings
from .live.calls import Calls
from .live.governor import Governor
from .live.gradients import Marks, Parameters
from .live.history import History
from .live.ratios import Weights
from .live.statistics import Measured
from .watched_models import Source, WatchedModels

_RECENT = 20
"""The recorded steps that the stride is averaged over."""

_MAX_ON_THEIR_WAY = 16
"""Recorded steps whose numbers a device has not sent yet; beyond, none is begun."""

Listener = Callable[[float, bool], object]
"""Gets the moment (of `perf_counter`), and whether the watch has ended."""


def _warm_up(light: bool) -> None:
    """Records a made-up step, so that the first real one does not pay for it."""
    torch = sys.modules["torch"]
    with backward.undisturbed():
        module = torch.nn.Module()
        for size in (1, 10_000):
            ones = torch.ones(size, device="cpu", dtype=torch.float32)
            module.register_parameter(f"w{size}", torch.nn.Parameter(ones))
            module._parameters[f"w{size}"].grad = ones.clone()
        parameters = Parameters("", module)
        parameters.marks()
        if (reading := parameters.read(None, light=light)) is not None:
            History("", "").add(1, parameters, reading)


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
        """
        if every is not None and every < 1:
            raise ValueError(f"every must be positive, got {every}")
        if not budget > 0:
            raise ValueError(f"budget must be positive, got {budget}")
        self.every = every
        self.ratio = ratio
        self.light = light
        self.steps = 0
        """Backward passes seen."""
        self.recorded = 0
        """Backward passes recorded."""
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
        self.models = WatchedModels(source, namespace)
        self._governor = Governor(budget)
        self._alternates = False
        self._skip = 0
        self._spent_s = self._before_s = 0.0
        self._first_s = self._last_s = 0.0
        self._recorded_at: deque[int] = deque(maxlen=_RECENT)
        self._lock = threading.RLock()
        """Held while a history changes; the panel reads them from another thread."""
        self._owed: deque[float] = deque()
        self._on_their_way: deque[tuple[Measured, Callable[[], None]]] = deque()
        self._open: list[tuple[Parameters, Marks | None]] = []
        self._open_step = 0
        self._weights: list[tuple[Parameters, Weights]] = []
        self._stepped: int | None = None
        self._watched: recordings.Watched | None = None
        self._calls = Calls()

    # -- life ------------------------------------------------------------------

    def start(self) -> None:
        """Begins to record."""
        self._watched = recordings.begin()
        self._guard(_warm_up, self.light)
        # The functions that start a watch are not those that train.
        self._guard(self.models.rescan, False)
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
        self._open, self._weights = [], []
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
    def course(self) -> recordings.Course:
        """How it recorded until now."""
        return recordings.Course(
            self.steps,
            self.recorded,
            self.every,
            self.budget,
            self.overhead,
            self.point,
            self.stride,
            self.ratio,
            self.light,
            self._spent_s,
        )

    def below(self, name: str, fqn: str) -> History | None:
        """A copy of what is recorded of a part of a model; from any thread."""
        with self._lock:
            history = self.histories.get(name)
            return None if history is None else history.below(fqn)

    # -- what it costs ---------------------------------------------------------

    @property
    def budget(self) -> float:
        """The share of the loop's time that recording may take."""
        return self._governor.share

    @budget.setter
    def budget(self, share: float) -> None:
        self._governor.share = share

    @property
    def overhead(self) -> float:
        """The share of the loop's time that was spent here, also on devices."""
        loop_s = self._last_s - self._first_s
        return self._spent_s / loop_s if loop_s > 0 else 0.0

    @property
    def stride(self) -> float | None:
        """Backward passes from one recorded step to the next, of the latest ones."""
        at = self._recorded_at
        return (at[-1] - at[0]) / (len(at) - 1) if len(at) > 1 else None

    def owe(self, cost_s: float) -> None:
        """Adds what another thread took of the loop's time; the next backward pays."""
        self._owed.append(cost_s)

    # -- what the adapter calls ------------------------------------------------

    def before(self) -> Any:
        """Decides whether this backward is recorded; see `backward.Observer`."""
        self.steps += 1
        if self.steps == calls.STEPS:
            self._guard(self._calls.end)
        now_s = perf_counter()
        if self._first_s == 0.0:
            self._first_s = now_s
        if self._on_their_way:
            self._guard(self._drain)
        while self._owed:
            self._pay(self._owed.popleft())
        if self.is_paused or not self._due(now_s):
            return None
        token = self._guard(self._marks)
        self._before_s = perf_counter() - now_s
        return token

    def after(self, token: Any) -> None:
        """Records; see `backward.Observer`."""
        start_s = perf_counter()
        self._last_s = start_s
        self.point = "backward"
        if token is not None:
            self._record_governed(token, start_s)

    def at_step(self, optimizer: Any) -> None:
        """Reads again what clipping changed; see `backward.Observer`."""
        start_s = perf_counter()
        self._last_s = start_s
        if self.steps == 0 or self.point == "step":
            self._without_backward(optimizer, start_s)
        elif not self.models.knows(optimizer):
            self._guard(self._meet, optimizer)
        if self._open_step == self.steps and self._open:
            self._guard(self._read_again, optimizer)
            self._pay(perf_counter() - start_s)

    def after_step(self, optimizer: Any) -> None:
        """Compares the weights with those before; see `backward.Observer`."""
        if self._weights:
            start_s = perf_counter()
            self._guard(self._compare_weights)
            self._pay(perf_counter() - start_s)

    # -- parts -----------------------------------------------------------------

    def _due(self, now_s: float) -> bool:
        if len(self._on_their_way) >= _MAX_ON_THEIR_WAY:
            return False
        if self.every is None:
            if now_s < self._governor.next_s:
                return False
            self._skip -= 1
            return self._skip < 0
        return self.steps == 1 or self.steps % self.every == 0

    def _pay(self, cost_s: float) -> None:
        self._spent_s += cost_s
        self._governor.also(cost_s)

    def _guard(self, action: Callable[..., Any], *args: Any) -> Any:
        """Runs our own code so that no error of it reaches the training."""
        try:
            return action(*args)
        except Exception as error:
            self.problem = self.problem or type(error).__name__
            return None

    def _record_governed(self, token: Any, start_s: float) -> None:
        self._guard(self._record, self.steps, token)
        self._last_s = perf_counter()
        cost_s = self._before_s + self._last_s - start_s
        self._before_s = 0.0
        self._governor.done(self._last_s, cost_s)
        self._spent_s += cost_s
        if self.listeners:
            for listener in list(self.listeners):
                self._guard(listener, self._last_s, False)
            shown_s = perf_counter() - self._last_s
            self._last_s += shown_s
            # What showing took is no longer there for recording.
            self._pay(shown_s)

    def _without_backward(self, optimizer: Any, start_s: float) -> None:
        """The fall-back: two steps of one optimizer, and no backward was seen."""
        if self.point != "step" and self._stepped != id(optimizer):
            # The first step proves nothing: LBFGS calls backward inside of it.
            self._stepped = id(optimizer)
            return
        self.point = "step"
        self.steps += 1
        if self._first_s == 0.0:
            self._first_s = start_s
        if not self.is_paused and self._due(start_s):
            self._guard(self.models.learn, optimizer)
            token = self._guard(self._unmarked) or []
            self._record_governed(token, start_s)

    def _marks(self) -> list[tuple[Parameters, Marks]] | None:
        if backward.is_capturing():
            return None
        with backward.undisturbed():
            self.models.refresh()
            return [(one, one.marks()) for one in self.models.all]

    def _unmarked(self) -> list[tuple[Parameters, Marks | None]]:
        self.models.refresh()
        return [(one, None) for one in self.models.all]

    def _record(
        self, step: int, token: Sequence[tuple[Parameters, Marks | None]]
    ) -> None:
        with self._lock, backward.undisturbed():
            self._open = [one for one in token if self._add(step, *one)]
            if not self._open:
                # A model may have been made or rebuilt just before this backward.
                known = [parameters for parameters, _ in token]
                self.models.rescan()
                new = [(one, None) for one in self.models.all if one not in known]
                self._open = [one for one in new if self._add(step, *one)]
            self._open_step = step
            if self._open:
                self._note_recorded(step)
            if len(self._open) < len(self.models.all):
                # Backward passes alternate (a discriminator, a generator): a varying
                # number is skipped, so that each kind is met whatever the stride.
                self._alternates = True
                self._skip = 5 * self.recorded % 8
            else:
                self._skip = 0

    def _note_recorded(self, step: int) -> None:
        self.recorded += 1
        self._recorded_at.append(step)

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

        self._when_here(reading.measured, add)
        return True

    def _meet(self, optimizer: Any) -> None:
        """A new optimizer: it may hold parameters of a model that is not known."""
        one = self.models.meet(optimizer)
        if one is None:
            return
        with self._lock, backward.undisturbed():
            seen = self._recorded_at and self._recorded_at[-1] == self.steps
            if self._add(self.steps, one, None) and not seen:
                self._note_recorded(self.steps)

    def _read_again(self, optimizer: Any) -> None:
        """Reads what changed since the backward (clipped, unscaled) before a step."""
        self.models.learn(optimizer)
        with backward.undisturbed():
            for parameters, _ in self._open:
                members = parameters.members_of(optimizer)
                indices, measured = parameters.read_changed(members, self.light)
                if measured is not None:
                    self._when_here(
                        measured, self._noting(parameters, indices, measured)
                    )
                if self.ratio:
                    self._weights.append((parameters, Weights(parameters, members)))

    def _noting(
        self, parameters: Parameters, indices: list[int], measured: Measured
    ) -> Callable[[], None]:
        def note() -> None:
            history = self.histories[parameters.name]
            history.add_at_step(parameters, indices, measured.rows[:, 0].tolist())

        return note

    def _compare_weights(self) -> None:
        kept, self._weights = self._weights, []
        with backward.undisturbed():
            for parameters, weights in kept:
                measured = weights.compare()
                if measured is not None:
                    self._when_here(
                        measured, self._noting_ratio(parameters, weights, measured)
                    )

    def _noting_ratio(
        self, parameters: Parameters, weights: Weights, measured: Measured
    ) -> Callable[[], None]:
        def note() -> None:
            history = self.histories[parameters.name]
            history.add_ratio(parameters, *weights.ratios(measured.rows))

        return note

    # -- numbers that are on their way -----------------------------------------

    def _when_here(self, measured: Measured, action: Callable[[], None]) -> None:
        """Does something with numbers once they are here, in their order."""
        if not self._on_their_way and measured.is_here:
            with self._lock:
                action()
        else:
            self._on_their_way.append((measured, action))

    def _drain(self, wait: bool = False) -> None:
        while self._on_their_way and (wait or self._on_their_way[0][0].is_here):
            measured, action = self._on_their_way.popleft()
            with self._lock:
                action()
            # On the device it took the time of the training, too.
            self._pay(measured.device_s)

    def _record_last(self) -> None:
        """Adds the very last step, if its gradients are surely still there.

        They are if one model was in every backward and nothing (clipping, a scaler)
        changed gradients after the recorded ones.
        """
        histories = list(self.histories.values())
        if len(histories) != 1 or self._alternates or self.point != "backward":
            return
        (one,) = histories
        if one.scale != 1.0 or self.is_paused:
            # A scaler unscales without raising the version.
            return
        kept = [each for each in self.models.all if each.name == one.name]
        if not kept or one.last_steps[-1] == self.steps or self.every is not None:
            return
        with backward.undisturbed():
            reading = kept[0].read_unchanged(one.states[-1], self.light)
        if reading is not None and (one.at_step != one.at_step).all():
            with self._lock:
                one.add(self.steps, kept[0], reading)
            self.recorded += 1
