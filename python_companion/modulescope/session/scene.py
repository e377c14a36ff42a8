"""What a probe looks at: the live objects of one notebook at one moment.

A scene lives for one sweep only; it is the one thing that holds strong references to
the user's objects, and it is dropped when the sweep ends. Probes read through
`objects` and change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from ..findings import CellRef, Checked
from ..objects import classes, raw, walk
from ..recording.recordings import Recording
from ..source.cells import Cell
from .kept_alive import Kept, Past
from .modes import Mode


class Run(NamedTuple):
    """One execution of a cell, in the order of execution."""

    number: int
    """Counts all runs of this kernel from 1; unlike execution counts it is unique."""
    cell: CellRef
    source: str
    file: str
    """`__code__.co_filename` of what the cell defined."""
    success: bool


class InitSample(NamedTuple):
    """Sampled statistics of a parameter from when its model was first seen."""

    mean: float
    std: float
    minimum: float
    maximum: float
    count: int  # type: ignore[assignment]
    """How many elements were read."""


FindClaims = Callable[[Sequence[Cell], Sequence[Any], Sequence[str]], Sequence[Any]]
"""What rules claim of cells, also quietly, given their ids in the order they ran."""


@dataclass(frozen=True)
class Since:
    """What happened to a model's tensors since it was first seen.

    `backward` is True once a parameter had `.grad` set after some run; `changed` once
    the version counter of a parameter moved after the first sight. `backward_runs`
    and `changed_runs` are the numbers of those runs. `buffers_moved` names buffers
    (`bn.num_batches_tracked`) whose version moved during the last run. `frozen_moved`
    has the ids of parameters that some run changed while they were frozen. `as_built`:
    the run that made the model went through a backward and left each parameter with a
    gradient as its constructor does, as far as version counters tell.
    """

    backward: bool = False
    changed: bool = False
    backward_runs: tuple[int, ...] = ()
    changed_runs: tuple[int, ...] = ()
    buffers_moved: tuple[str, ...] = ()
    frozen_moved: frozenset[int] = frozenset()
    as_built: bool = False


@dataclass(frozen=True)
class Model:
    """A root module that the namespace reaches: a name, an entry, an attribute."""

    name: str
    module: Any
    bound: Run | None = None
    """The last run that bound the name (its first segment) to this object."""
    birth: Mapping[str, InitSample] = field(default_factory=dict)
    """By fqn of the parameter; empty if it was made and trained in one cell."""
    birth_versions: Mapping[int, int | None] = field(default_factory=dict)
    """By id of the parameter: its version counter when `birth` was read."""
    since: Since = Since()
    seen: int | None = None
    """The number of the run after which it was first seen, by whatever name."""
    recording: Recording | None = None
    """What the latest watch recorded, if its last watched run was this model's last
    backward."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What several rules ask, worked out once per sweep."""

    @cached_property
    def nodes(self) -> list[walk.Node]:
        """All its modules, parents first; see `walk.nodes`."""
        return walk.nodes(self.module)[0]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids of its modules."""
        return frozenset(id(node.module) for node in self.nodes)

    def of_type(self, *bases: type) -> list[walk.Node]:
        """Its modules whose class is, or derives from, one of these classes."""
        found: list[walk.Node] = []
        for kind, group in self._by_type.values():
            if any(classes.derives(kind, base) for base in bases):
                found += group
        return found

    @cached_property
    def _by_type(self) -> dict[int, tuple[type, list[walk.Node]]]:
        groups: dict[int, tuple[type, list[walk.Node]]] = {}
        for node in self.nodes:
            kind = type(node.module)
            groups.setdefault(id(kind), (kind, []))[1].append(node)
        return groups

    @cached_property
    def parameter_facts(self) -> list[tuple[str, Any, walk.TensorFacts]]:
        """Its parameters with their metadata, without those that cannot be read."""
        return _with_facts(self.parameters)

    @cached_property
    def buffer_facts(self) -> list[tuple[str, Any, walk.TensorFacts]]:
        """Its buffers with their metadata, without those that cannot be read."""
        return _with_facts(self.buffers)

    @cached_property
    def parameters(self) -> list[tuple[str, Any]]:
        """Its parameters by fqn, each once."""
        return self._tensors("parameter")

    @cached_property
    def buffers(self) -> list[tuple[str, Any]]:
        """Its buffers by fqn, each once."""
        return self._tensors("buffer")

    def _tensors(self, wanted: str) -> list[tuple[str, Any]]:
        found: dict[int, tuple[str, Any]] = {}
        for node in self.nodes:
            for name, tensor, kind in walk.own_tensors(node.module):
                if kind == wanted:
                    fqn = f"{node.fqn}.{name}" if node.fqn else name
                    found.setdefault(id(tensor), (fqn, tensor))
        return list(found.values())


def _with_facts(
    tensors: Iterable[tuple[str, Any]],
) -> list[tuple[str, Any, walk.TensorFacts]]:
    return [
        (fqn, tensor, facts)
        for fqn, tensor in tensors
        if (facts := walk.tensor_facts(tensor)) is not None
    ]


@dataclass(frozen=True)
class OutsideRuns:
    """Runs that concern the tensors of an optimizer that no model has."""

    touched: tuple[int, ...] = ()
    """Something changed or cleared one of them, or its gradient."""
    trained: tuple[int, ...] = ()
    """One of them got a gradient of its own."""


@dataclass(frozen=True)
class Optimizer:
    """A `torch.optim.Optimizer` that the namespace reaches."""

    name: str
    optimizer: Any
    bound: Run | None = None
    outside: OutsideRuns = OutsideRuns()

    @cached_property
    def parameters(self) -> list[tuple[int, Any]]:
        """Group index and tensor, for all its param groups."""
        groups = raw.instance_dict(self.optimizer).get("param_groups", ())
        return [
            (index, tensor)
            for index, group in enumerate(list(groups))
            if type(group) is dict
            for tensor in list(group.get("params", ()))
        ]


class HookEntry(NamedTuple):
    """One hook in a registry of a module."""

    fqn: str
    """Of the module it sits on, below its model."""
    module: Any
    registry: str
    """`_forward_hooks`, `_forward_pre_hooks`, …"""
    key: int
    """Its key in the registry: `RemovableHandle.id`."""
    function: Any
    registered: Run | None
    """The run after which it was there for the first time."""


@dataclass(frozen=True)
class Scene:
    """The live objects of one notebook at one moment."""

    models: tuple[Model, ...]
    """Newest binding first; submodules of a listed model are not listed again."""
    optimizers: tuple[Optimizer, ...]
    namespace: Mapping[str, Any]
    """A copy of the user's names, without IPython's own."""
    runs: tuple[Run, ...] = ()
    checked: Checked | None = None
    claims: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By rule code: the `rulekit.rule.Claim`s of the current text."""
    find_claims: FindClaims = lambda cells, rules, executed: ()
    """Reads other texts than those of now; set by what asks the probes."""
    hooks: Mapping[int, tuple[HookEntry, ...]] = field(default_factory=dict)
    """By `id` of the model's root module: its hooks, in registry order."""
    current_classes: Mapping[str, Any] = field(default_factory=dict)
    """By name: the classes that the namespace holds now."""
    modes: Mapping[str, Mode] = field(default_factory=dict)
    """Torch's global switches; see `session.modes.START`."""
    past: tuple[Past, ...] = ()
    """Models that have lost their name, oldest first; most are gone."""
    kept: tuple[Kept, ...] = ()
    """Those of them that live on, where that can be told."""
    shell: Any = None
    """The shell, for kernel fixes that concern its caches."""
    run_of_handle: Callable[[object], int | None] = lambda key: None
    """The number of the run that registered a hook, by the number of its handle."""
    cells_of_names: Mapping[str, CellRef] = field(default_factory=dict)
    """The cell whose run bound a name to the model or optimizer that it has now."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What several rules ask, worked out once per sweep."""

    def run_of_file(self, file: str) -> Run | None:
        """The latest run whose code has this file name."""
        return next((run for run in reversed(self.runs) if run.file == file), None)

    def cell_of_class(self, cls: type) -> CellRef | None:
        """The cell that defined a class, by the code of any of its methods."""
        for file in class_files(cls):
            if run := self.run_of_file(file):
                return run.cell
        return None

    def latest_run(self, cell_id: str | None) -> Run | None:
        """The latest run of a cell."""
        return next(
            (run for run in reversed(self.runs) if run.cell.cell_id == cell_id), None
        )


def class_files(cls: type) -> frozenset[str]:
    """The code file names of the functions that a class body defined."""
    found = map(classes.defined, classes.members(cls).values())
    return frozenset(each.__code__.co_filename for each in found if each is not None)
