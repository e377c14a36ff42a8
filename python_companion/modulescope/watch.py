"""Records the gradients of models after each backward; takes itself off on each exit.

`watch(model)` in a `with` block, or `%%nn watch` on a cell, which uses the same
recorder. No hook sits on a model and nothing of the training changes.
"""

from __future__ import annotations

import csv
import sys
import threading
import uuid
import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .live import backward, expression, frames, recordings, walk
from .live.governor import Governor
from .live.gradients import Marks, Parameters, State, of_optimizer
from .live.history import History
from .live.statistics import FIELDS

if TYPE_CHECKING:
    from torch.optim import Optimizer

    from .widget import GradientsWidget

_RESCAN_S = 0.25
"""How often the namespace and the modules are walked again for changes."""

_RECENT = 20
"""The recorded steps that the stride is averaged over."""

Listener = Callable[[float, bool], object]
"""Gets the moment (of `perf_counter`), and whether the watch has ended."""

Source = Callable[[], Mapping[str, Any]]
"""Gives the watched models by name, as they are now."""


def watch(
    *models: Any,
    optimizer: Optimizer | None = None,
    every: int | None = None,
    budget: float = 0.01,
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

    Raises:
        TypeError: One of the models is not an `nn.Module`.
        ValueError: `every` or `budget` is not positive.
    """
    for model in models:
        if not walk.is_module(model):
            raise TypeError(f"a {walk.class_name(model)} is not an nn.Module")
    refs = [weakref.ref(expression.unwrap(model)) for model in models]

    def source() -> dict[str, Any]:
        alive = [module for ref in refs if (module := ref()) is not None]
        return _named(alive)

    result = GradientWatch(
        source if refs else None, every=every, budget=budget, namespace=_namespace
    )
    if optimizer is not None:
        result.learn(optimizer)
    return result


def _namespace() -> Mapping[str, Any]:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        namespace: Mapping[str, Any] = shell.user_ns
        return namespace
    return vars(sys.modules["__main__"])


def _named(modules: Sequence[Any]) -> dict[str, Any]:
    """The modules under their variable names, or their class names."""
    names = {
        id(one): name for name, one in reversed(expression.roots(_namespace()).items())
    }
    found: dict[str, Any] = {}
    for module in modules:
        name = names.get(id(module), walk.class_name(module))
        while name in found:
            name += "'"
        found[name] = module
    return found


def _warm_up() -> None:
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
        if (reading := parameters.read(None)) is not None:
            History("", "").add(1, parameters, reading)


class GradientWatch:
    """Records while it is entered; keeps what it recorded."""

    def __init__(
        self,
        source: Source | None,
        *,
        every: int | None = None,
        budget: float = 0.01,
        ratio: bool = False,
        namespace: Source = dict,
    ) -> None:
        """Does nothing yet.

        Args:
            source: Is asked for the models, again and again while it records; None
                for all that can be found.
            every: Record each that many backward passes.
            budget: The share of the loop's time that may be spent, `on_record`
                included.
            ratio: Also record |Δw|/|w|, which needs a copy of the weights during
                each recorded step of the optimizer.
            namespace: Where a `GradScaler` is looked for, and models without a
                source.
        """
        if every is not None and every < 1:
            raise ValueError(f"every must be positive, got {every}")
        if not budget > 0:
            raise ValueError(f"budget must be positive, got {budget}")
        self.token = uuid.uuid4().hex
        """What the front end calls this watch."""
        self.every = every
        self.budget = budget
        self.ratio = ratio
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
        self._source = source
        self._namespace = namespace
        self._scalers: list[Any] = []
        self._optimizers: list[Any] = []
        self._eps: dict[str, dict[str, tuple[str, float]]] = {}
        self._governor = Governor(budget)
        self._alternates = False
        self._skip = 0
        self._kept: list[Parameters] = []
        self._of_optimizers: list[Parameters] = []
        self._rescan_s = 0.0
        self._spent_s = self._before_s = 0.0
        self._first_s = self._last_s = 0.0
        self._recorded_at: deque[int] = deque(maxlen=_RECENT)
        self._lock = threading.Lock()
        self._open: list[tuple[Parameters, Marks | None]] = []
        self._stepped: int | None = None
        self._watched: recordings.Watched | None = None
        self._widget: GradientsWidget | None = None

    # -- life ------------------------------------------------------------------

    def start(self) -> None:
        """Begins to record."""
        self._watched = recordings.begin()
        self._guard(_warm_up)
        self._guard(self._rescan)
        self.is_on = True
        backward.observe(self)

    def stop(self) -> None:
        """Ends recording and takes everything off; may be called twice."""
        backward.release(self)
        if not self.is_on:
            return
        self.is_on = False
        self._guard(self._record_last)
        self._guard(self._learn_eps)
        self._guard(self._hand_over)
        self._open, self._kept, self._optimizers, self._scalers = [], [], [], []
        for listener in list(self.listeners):
            self._guard(listener, perf_counter(), True)

    def _hand_over(self) -> None:
        """Tells rules what was recorded, model by model."""
        if self._watched is None or self._watched.is_over:
            return
        self._watched.found = [
            (one.module, history, self._eps.get(one.name, {}))
            for one in self._kept
            if one not in self._of_optimizers
            if (history := self.histories.get(one.name)) is not None
        ]
        self._watched.is_over = True

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
        return list(self.histories) or [one.name for one in self._kept]

    @property
    def overhead(self) -> float:
        """The share of the loop's time that was spent here."""
        loop_s = self._last_s - self._first_s
        return self._spent_s / loop_s if loop_s > 0 else 0.0

    @property
    def stride(self) -> float | None:
        """Backward passes from one recorded step to the next, of the latest ones."""
        at = self._recorded_at
        return (at[-1] - at[0]) / (len(at) - 1) if len(at) > 1 else None

    @property
    def history(self) -> dict[str, Any]:
        """Arrays (recorded steps, parameters) by statistic, of the first model.

        Also `step`, and `norm` (L2) which is `rms` · √n; `names` lists the parameters.
        """
        import numpy as np

        for one in self.histories.values():
            arrays = {name: one.values[:, :, i] for i, name in enumerate(FIELDS)}
            arrays["norm"] = arrays["rms"] * np.sqrt(np.array(one.numels))
            return {"step": one.last_steps, "names": list(one.fqns), **arrays}
        return {"step": np.zeros(0, np.int64), "names": []}

    def eps_of(self, history: History) -> list[tuple[str, float] | None]:
        """The optimizer of each parameter of a history, where it is known."""
        if self._optimizers and self._kept:
            self._guard(self._learn_eps)
        known = self._eps.get(history.name, {})
        return [known.get(fqn) for fqn in history.fqns]

    def to_dict(self) -> dict[str, Any]:
        """The document that the front end draws; see `protocol.encode_gradients`."""
        from .protocol.encode_gradients import encode_gradients

        return encode_gradients(self, self.state)

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
            return f"GradientWatch({self.steps} steps, nothing recorded)"
        from .render.gradients import gradients_text

        return gradients_text(self.to_dict())

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, Any]:
        from .protocol.encode_gradients import MIME

        return {MIME: self.to_dict(), "text/plain": repr(self)}

    def save_csv(self, path: str) -> None:
        """Writes one line per model, recorded step and parameter."""
        with open(path, "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["model", "step", "parameter", "state", *FIELDS])
            for one in self.histories.values():
                for column, step in enumerate(one.last_steps.tolist()):
                    for row, fqn in enumerate(one.fqns):
                        state = State(one.states[column, row]).name.lower()
                        numbers = one.values[column, row].tolist()
                        shown = numbers if state == "value" else [""] * len(FIELDS)
                        table.writerow([one.name, step, fqn, state, *shown])

    # -- what the adapter calls ------------------------------------------------

    def before(self) -> Any:
        """Decides whether this backward is recorded; see `backward.Observer`."""
        self.steps += 1
        now_s = perf_counter()
        if self._first_s == 0.0:
            self._first_s = now_s
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
            self._spent_s += shown_s
            self._last_s += shown_s
            # What showing took is no longer there for recording.
            self._governor.also(shown_s)

    def at_step(self, optimizer: Any) -> None:
        """Reads again what clipping changed; see `backward.Observer`."""
        start_s = perf_counter()
        self._last_s = start_s
        if self.steps == 0 or self.point == "step":
            self._without_backward(optimizer, start_s)
            return
        if all(ref() is not optimizer for ref in self._optimizers):
            self._guard(self._meet, optimizer)
        if self._open:
            self._guard(self._read_again, optimizer)
            cost_s = perf_counter() - start_s
            self._spent_s += cost_s
            self._governor.also(cost_s)

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
            self._guard(self.learn, optimizer)
            token = self._guard(self._unmarked) or []
            self._record_governed(token, start_s)

    def learn(self, optimizer: Any) -> None:
        """Notes an optimizer; its `eps` is read when something is shown."""
        if all(ref() is not optimizer for ref in self._optimizers):
            self._optimizers.append(weakref.ref(optimizer))

    def _meet(self, optimizer: Any) -> None:
        """A new optimizer: it may hold parameters of a model that is not known."""
        self.learn(optimizer)
        if self._source is not None:
            return
        one = Parameters(walk.class_name(optimizer), optimizer, of_optimizer)
        if self._covers(one):
            return
        with self._lock, backward.undisturbed():
            self._of_optimizers.append(one)
            self._kept.append(one)
            if self._add(self.steps, one, None) and not self._open:
                self._note_recorded(self.steps)
            self._open.append((one, None))

    def _covers(self, one: Parameters) -> bool:
        """Whether the known models have all parameters of an optimizer."""
        known = {
            id(each.ref())
            for parameters in self._kept
            if parameters not in self._of_optimizers
            for each in parameters.all
        }
        return {id(each.ref()) for each in one.all} <= known

    def _learn_eps(self) -> None:
        """Which parameter belongs to which Adam-like optimizer, by name."""
        by_id: dict[int, tuple[str, float]] = {}
        for ref in self._optimizers:
            optimizer = ref()
            for group in list(walk.instance_dict(optimizer).get("param_groups", ())):
                eps = group.get("eps")
                if type(eps) is float and "betas" in group:
                    known = (walk.class_name(optimizer), eps)
                    by_id.update((id(tensor), known) for tensor in group["params"])
        for parameters in self._kept:
            found = self._eps.setdefault(parameters.name, {})
            for one in parameters.all:
                tensor = one.ref()
                if tensor is not None and id(tensor) in by_id:
                    found[one.fqn] = by_id[id(tensor)]

    # -- parts -----------------------------------------------------------------

    def _due(self, now_s: float) -> bool:
        if self.every is None:
            if now_s < self._governor.next_s:
                return False
            self._skip -= 1
            return self._skip < 0
        return self.steps == 1 or self.steps % self.every == 0

    def _guard(self, action: Callable[..., Any], *args: Any) -> Any:
        """Runs our own code so that no error of it reaches the training."""
        try:
            return action(*args)
        except Exception as error:
            self.problem = self.problem or type(error).__name__
            return None

    def _marks(self) -> list[tuple[Parameters, Marks]]:
        with backward.undisturbed():
            self._refresh()
            return [(one, one.marks()) for one in self._kept]

    def _unmarked(self) -> list[tuple[Parameters, Marks | None]]:
        self._refresh()
        return [(one, None) for one in self._kept]

    def _refresh(self) -> None:
        if perf_counter() >= self._rescan_s or any(
            one.module() is None for one in self._kept
        ):
            self._rescan()

    def _rescan(self) -> None:
        """Asks for the models again and keeps the lists that still hold."""
        start_s = perf_counter()
        if self._source is None:
            namespace = self._all_names()
            models: Mapping[str, Any] = expression.roots(namespace)
        else:
            namespace, models = dict(self._namespace()), self._source()
        self._kept = [self._listed(name, models) for name in models]
        self._of_optimizers = [
            one
            for one in self._of_optimizers
            if one.is_current() and not self._covers(one)
        ]
        self._kept += self._of_optimizers
        self._scalers = [weakref.ref(one) for one in expression.scalers(namespace)]
        now_s = perf_counter()
        # At most a tenth of a percent of the time goes into looking again.
        self._rescan_s = now_s + max(_RESCAN_S, 1000 * (now_s - start_s))

    def _listed(self, name: str, models: Mapping[str, Any]) -> Parameters:
        """The parameters of a model; the list that is known, if it still holds."""
        module = models[name]
        for one in self._kept:
            if one.module() is module:
                if one.name not in models:
                    # Functions name what they are given: the first name stays.
                    name = one.name
                if one.name == name and one.is_current():
                    return one
        return Parameters(name, module)

    def _all_names(self) -> dict[str, Any]:
        """The namespace, and what is local to the functions that run."""
        names = dict(self._namespace())
        if not self.is_on:
            # The functions that start a watch are not those that train.
            return names
        for name, value in frames.local_values().items():
            names.setdefault(name, value)
        return names

    def _record(
        self, step: int, token: Sequence[tuple[Parameters, Marks | None]]
    ) -> None:
        with self._lock, backward.undisturbed():
            self._open = [one for one in token if self._add(step, *one)]
            if not self._open:
                # A model may have been made or rebuilt just before this backward.
                known = [parameters for parameters, _ in token]
                self._rescan()
                new = [(one, None) for one in self._kept if one not in known]
                self._open = [one for one in new if self._add(step, *one)]
            if self._open:
                self._note_recorded(step)
            if len(self._open) < len(self._kept):
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
        reading = parameters.read(marks)
        if reading is None:
            return False
        history = self.histories.get(parameters.name)
        if history is None:
            history = History(parameters.name, parameters.class_name)
        history.add(step, parameters, reading, self._scale())
        self.histories[parameters.name] = history
        return True

    def _record_last(self) -> None:
        """Adds the very last step, if its gradients are surely still there.

        They are if one model was in every backward and nothing (clipping, a scaler)
        changed gradients after the recorded ones.
        """
        histories = list(self.histories.values())
        if len(histories) != 1 or self._alternates or self.point != "backward":
            return
        (one,) = histories
        if one.scale != 1.0:
            # A scaler unscales without raising the version.
            return
        kept = [each for each in self._kept if each.name == one.name]
        if not kept or one.last_steps[-1] == self.steps or self.every is not None:
            return
        with backward.undisturbed():
            reading = kept[0].read_unchanged(one.states[-1])
        if reading is not None and (one.at_step != one.at_step).all():
            one.add(self.steps, kept[0], reading, self._scale())
            self.recorded += 1

    def _scale(self) -> float:
        """What a `GradScaler` multiplied the loss with; 1 without one in use."""
        for ref in self._scalers:
            # None until the first `scaler.scale(loss)`.
            scale: Any = walk.instance_dict(ref()).get("_scale")
            if walk.is_tensor(scale):
                return float(scale.item())
        return 1.0

    def _read_again(self, optimizer: Any) -> None:
        """Reads what changed since the backward (clipped, unscaled) before a step."""
        self.learn(optimizer)
        open_, self._open = self._open, []
        with backward.undisturbed():
            for parameters, _ in open_:
                indices, rms = parameters.read_changed()
                if indices:
                    history = self.histories[parameters.name]
                    history.add_at_step(parameters, indices, rms)
