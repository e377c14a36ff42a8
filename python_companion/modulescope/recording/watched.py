"""Which models a watch is about, as they are made, rebuilt and stepped meanwhile."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import Any

from ..objects import classes, frames, raw, walk
from .history import History
from .listing import of_optimizer
from .models import roots, scalers
from .parameters import Parameters
from .rebuilds import Rebuild, is_another

RESCAN_S = 0.25
"""How often the namespace and the modules are walked again for changes."""

Source = Callable[[], Mapping[str, Any]]
"""Gives the watched models by name, as they are now."""


class WatchedModels:
    """The kept lists of parameters; models and optimizers are weakly referenced."""

    def __init__(
        self,
        source: Source | None,
        namespace: Source,
        cell: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Looks for nothing yet.

        Args:
            source: Is asked for the models, again and again; None for all that can be
                found: in the namespace, in functions that run, in optimizers.
            namespace: The user's names.
            cell: Gives the execution count of the cell that runs.
        """
        self.all: list[Parameters] = []
        self._source = source
        self._namespace = namespace
        self._cell = cell
        self._lock = threading.RLock()
        """Held while names are looked up: cells end in another thread than some
        trainings run in."""
        self._of_optimizers: list[Parameters] = []
        self._optimizers: list[weakref.ref[Any]] = []
        self._scalers: list[weakref.ref[Any]] = []
        self._eps: dict[str, dict[str, tuple[str, float]]] = {}
        self._rescan_s = 0.0

    def forget(self) -> None:
        """Lets go of everything but the names and the `eps`."""
        self.all, self._of_optimizers = [], []
        self._optimizers, self._scalers = [], []

    def modules(self) -> Iterator[Parameters]:
        """The kept lists that belong to a module."""
        return (one for one in self.all if one not in self._of_optimizers)

    def name_of(self, module: Any) -> str | None:
        """What a module is called here; None if it is not watched. From any thread."""
        # `rescan` puts another list there, so this one does not change meanwhile.
        return next((one.name for one in self.all if one.module() is module), None)

    # -- looking again ---------------------------------------------------------

    def refresh(self) -> None:
        """Looks again if it is time, or a model has gone."""
        if perf_counter() >= self._rescan_s or any(
            one.module() is None for one in self.all
        ):
            self.rescan()

    def look_again(self) -> None:
        """Makes the next `refresh` look: a forward may make lazy parameters."""
        self._rescan_s = 0.0

    def cell_ended(self, cell: int | None) -> None:
        """Lists a model at once that a cell rebuilt: here the cell is known."""
        models = self._namespace() if self._source is None else self._source()
        if any(
            one.name in models and models[one.name] is not one.module()
            for one in self.modules()
        ):
            self.rescan(in_functions=False, cell=cell)

    def rescan(self, in_functions: bool = True, cell: int | None = None) -> None:
        """Asks for the models again and keeps the lists that still hold."""
        with self._lock:
            self._rescan(in_functions, self._cell() if cell is None else cell)

    def _rescan(self, in_functions: bool, cell: int | None) -> None:
        start_s = perf_counter()
        namespace = dict(self._namespace())
        if self._source is not None:
            models = self._source()
        else:
            if in_functions:
                for name, value in frames.local_values().items():
                    if namespace.setdefault(name, value) is not value:
                        # A function's `model` beside another one of the notebook.
                        namespace.setdefault(f"{name} (local)", value)
            models = roots(namespace)
        self.all = [self._listed(name, models, cell) for name in models]
        self._of_optimizers = [
            one
            for one in self._of_optimizers
            if one.is_current() and not self._covers(one)
        ]
        self.all += self._of_optimizers
        self._scalers = [weakref.ref(one) for one in scalers(namespace)]
        now_s = perf_counter()
        # At most a tenth of a percent of the time goes into looking again.
        self._rescan_s = now_s + max(RESCAN_S, 1000 * (now_s - start_s))

    def _listed(
        self, name: str, models: Mapping[str, Any], cell: int | None
    ) -> Parameters:
        """The parameters of a model; the list that is known, if it still holds."""
        module = models[name]
        for one in self.all:
            if one.module() is module:
                if one.name not in models:
                    # Functions name what they are given: the first name stays.
                    name = one.name
                if one.name == name and one.is_current():
                    return one
        return Parameters(name, module, cell=cell)

    def rebuilt(self, history: History) -> Rebuild | None:
        """Whether the name of a recorded model belongs to another one by now."""
        old = history.source
        if old is None:
            return None
        for one in self.modules():
            if one.name == history.name:
                another = is_another(old, one)
                return Rebuild(0, one.cell, ()) if another else None
        # One that was given as an object is not followed to its successor.
        new = self._namespace().get(history.name)
        if walk.is_module(new) and is_another(old, Parameters(history.name, new)):
            return Rebuild(0, None, ())
        return None

    def _covers(self, one: Parameters) -> bool:
        """Whether the known models have all parameters of an optimizer."""
        known = {id(each.ref()) for listed in self.modules() for each in listed.all}
        return {id(each.ref()) for each in one.all} <= known

    # -- optimizers and scalers ------------------------------------------------

    def knows(self, optimizer: Any) -> bool:
        """Whether an optimizer was met already."""
        return any(ref() is optimizer for ref in self._optimizers)

    def learn(self, optimizer: Any) -> None:
        """Notes an optimizer; its `eps` is read when something is shown."""
        if not self.knows(optimizer):
            self._optimizers.append(weakref.ref(optimizer))

    def meet(self, optimizer: Any) -> Parameters | None:
        """Learns an optimizer; lists its parameters if no known model has them."""
        self.learn(optimizer)
        if self._source is not None:
            return None
        one = Parameters(classes.class_name(optimizer), optimizer, of_optimizer)
        if self._covers(one):
            return None
        self._of_optimizers.append(one)
        self.all.append(one)
        return one

    def scale(self) -> Any:
        """The tensor that a `GradScaler` multiplied the loss with; None without one."""
        for ref in self._scalers:
            # None until the first `scaler.scale(loss)`.
            scale: Any = raw.instance_dict(ref()).get("_scale")
            if walk.is_tensor(scale):
                return scale
        return None

    def eps_of(self, name: str) -> Mapping[str, tuple[str, float]]:
        """Class and `eps` of the optimizers of a model's parameters, by fqn."""
        return self._eps.get(name, {})

    def learn_eps(self) -> None:
        """Which parameter belongs to which Adam-like optimizer, by name."""
        by_id: dict[int, tuple[str, float]] = {}
        for ref in self._optimizers:
            optimizer = ref()
            for group in list(raw.instance_dict(optimizer).get("param_groups", ())):
                eps = group.get("eps")
                if type(eps) is float and "betas" in group:
                    known = (classes.class_name(optimizer), eps)
                    by_id.update((id(tensor), known) for tensor in group["params"])
        for parameters in self.all:
            found = self._eps.setdefault(parameters.name, {})
            for one in parameters.all:
                tensor = one.ref()
                if tensor is not None and id(tensor) in by_id:
                    found[one.fqn] = by_id[id(tensor)]
