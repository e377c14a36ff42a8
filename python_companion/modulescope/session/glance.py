"""Tells at a glance that a model is as it was, in about the time of `modules()`.

Most runs change no model. A signature names all that a change would move; a glance
keeps numbers of it, which a few C loops over the whole model read again. Only where
one differs is a signature read and compared.
"""

from __future__ import annotations

import itertools
import operator
import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..objects import classes
from ..objects.grads import grads_of_leaves
from ..objects.registries import HOOK_REGISTRIES

# What a run looks at in each module is exact: which modules and tensors there are, and
# the modes. Of the versions it looks at so many; of what else tensors are, of so many;
# of names and of hooks that nobody registered, in so many modules. Where there are
# more, a window moves over them from run to run.
_MAX_VERSIONS = 4000
_MAX_TENSORS = 512
_MAX_MODULES = 128
_WINDOW = 128
_CHUNK = 256

_mode = operator.itemgetter("training")
_parameters = operator.itemgetter("_parameters")
_buffers = operator.itemgetter("_buffers")
_children = operator.itemgetter("_modules")
_hooks = operator.itemgetter(*HOOK_REGISTRIES)
_flat = itertools.chain.from_iterable
# Unbound: registries of sharding libraries override them.
_values: Callable[[Any], Iterable[Any]] = dict.values
_keys: Callable[[Any], Iterable[Any]] = dict.keys

_NO_HOOKS = hash(())

_Attributes = dict[str, Any]


class Glance:
    """A model as it was at one moment, in numbers and weak references.

    Take it before the signature: what another thread changes between the two is then
    seen the next time.
    """

    def __init__(self, root: Any) -> None:
        self._dead: list[object] = []
        self._turn = 0
        self._levels: list[int] | None = None
        try:
            self._take(root)
        except Exception:
            # A module without a registry, scripted, not weakly referable: the glance
            # never holds, and each run reads a signature.
            self._levels = None

    def _take(self, root: Any) -> None:
        with sys.modules["torch"]._C.DisableTorchFunction():
            sight = _see(root)
            modules, dicts, tensors = sight.modules, sight.dicts, sight.tensors
            torch = sys.modules["torch"]
            plain = {id(torch.Tensor), id(torch.nn.Parameter)}
            if not plain.issuperset(map(id, map(type, tensors))):
                # The place of a fake tensor may not be asked for: it warns.
                return
            self._are_few = len(tensors) <= _MAX_VERSIONS
            self._versions = self._read_versions(tensors)
            self._states = [self._read_states(p) for p in _parts(tensors, _MAX_TENSORS)]
            self._registries = [_registries(p) for p in _parts(dicts, _MAX_MODULES)]
        self._registered = _registrations()
        self._hooked = [at for at, found in enumerate(dicts) if _has_hooks(found)]
        self._hooks = _read_hooks(dicts)
        # An id is used again as soon as its object is gone: none may go.
        self._references = [weakref.ref(m, self._dead.append) for m in modules]
        self._levels, self._is_tree = sight.levels, sight.is_tree

    @property
    def is_usable(self) -> bool:
        """Whether it could be taken."""
        return self._levels is not None

    def holds(self, root: Any) -> bool:
        """Whether the model is still so, as far as numbers can tell."""
        if self._levels is None or self._dead:
            return False
        try:
            with sys.modules["torch"]._C.DisableTorchFunction():
                return self._holds(root)
        except Exception:
            return False

    def _holds(self, root: Any) -> bool:
        sight = _see(root, self._levels, self._is_tree)
        if sight.levels != self._levels:
            return False
        dicts, tensors = sight.dicts, sight.tensors
        turn = self._turn = self._turn + 1
        states, registries = self._states, self._registries
        return (
            self._read_versions(tensors) == self._versions
            and self._read_states(_part(tensors, turn, len(states)))
            == states[turn % len(states)]
            and _registries(_part(dicts, turn, len(registries)))
            == registries[turn % len(registries)]
            and self._has_same_hooks(dicts)
        )

    def _read_versions(self, tensors: list[Any]) -> int:
        # Of very many some that are spread over all: a step of an optimizer moves them.
        return _versions(tensors if self._are_few else _spread(tensors))

    def _read_states(self, tensors: Sequence[Any]) -> int:
        return hash((_states(tensors), 0 if self._are_few else _versions(tensors)))

    def _has_same_hooks(self, dicts: list[_Attributes]) -> bool:
        registered = _registrations()
        if registered == self._registered:
            # Nobody registered one, so only those that were there may be gone.
            dicts = [dicts[at] for at in self._hooked]
        self._registered = registered
        return _read_hooks(dicts) == self._hooks


class _Sight:
    """The modules of a model, level by level, and all their tensors."""

    def __init__(self) -> None:
        self.modules: list[Any] = []
        self.dicts: list[_Attributes] = []
        self.parameters: list[Any] = []
        self.buffers: list[Any] = []
        self.levels: list[int] = []
        """A number for each level."""
        self.is_tree = True
        """Whether no module is met twice."""

    @property
    def tensors(self) -> list[Any]:
        """The parameters, then the buffers."""
        return self.parameters + self.buffers

    def add(self, dicts: list[_Attributes]) -> tuple[int, list[Any]]:
        """Adds some modules; returns a number of them, and the modules right below."""
        self.dicts += dicts
        filled = _filled(map(_children, dicts))
        parameters = _present(_filled(map(_parameters, dicts)))
        buffers = _present(_filled(map(_buffers, dicts)))
        self.parameters += parameters
        self.buffers += buffers
        own = _ids(parameters), _ids(buffers), _ids(map(_mode, dicts))
        return hash((_names(filled), own)), _present(filled)


def _see(root: Any, known: list[int] | None = None, is_tree: bool = False) -> _Sight:
    """Reads all modules once.

    Args:
        root: The root module.
        known: The levels as they were: at the first that is another it ends, so that
            a cycle does no harm in what was a tree.
        is_tree: No module was met twice, so none is looked for.
    """
    dict_of = _dict_of()
    sight = _Sight()
    seen: set[int] = set()
    level = [root]
    while level:
        if not is_tree:
            new = [m for m in level if id(m) not in seen and not seen.add(id(m))]  # type: ignore[func-returns-value]
            sight.is_tree = sight.is_tree and len(new) == len(level)
            level = new
        if known is None:
            sight.modules += level
        numbers: list[int] = []
        below: list[Any] = []
        # Some hundred at a time: what is in the processor's cache then is not fetched
        # twice.
        for start in range(0, len(level), _CHUNK):
            modules = level[start : start + _CHUNK]
            number, children = sight.add(list(map(dict_of, modules)))
            numbers += (_ids(modules), number)
            below += children
        sight.levels.append(hash(tuple(numbers)))
        if (
            known is not None
            and known[len(sight.levels) - 1 :][:1] != sight.levels[-1:]
        ):
            break
        level = below
    return sight


def _dict_of() -> Callable[[Any], _Attributes]:
    # Past a property of that name; raises for what is no module.
    found: Callable[[Any], _Attributes]
    found = vars(sys.modules["torch"].nn.Module)["__dict__"].__get__
    return found


def _present(registries: list[Any]) -> list[Any]:
    """The values of registries, without None."""
    return [value for value in _flat(map(_values, registries)) if value is not None]


def _filled(found: Iterable[Any]) -> list[Any]:
    """The registries that hold something: most hold nothing."""
    registries = list(found)
    if classes.are_exactly(registries, dict):
        return [found for found in registries if found]
    # Raises for what is no dictionary.
    return [found for found in registries if dict.__len__(found)]


def _versions(tensors: Sequence[Any]) -> int:
    return hash(tuple(map(sys.modules["torch"].Tensor._version.__get__, tensors)))


def _states(tensors: Sequence[Any]) -> int:
    """A number of what some tensors are, beside their values."""
    base = sys.modules["torch"].Tensor
    # `p.data = …` moves no version, and `.half()` and `.to()` are done by it.
    places = tuple(map(base.data_ptr, tensors))
    trains = tuple(map(base.requires_grad.__get__, tensors))
    # To ask another tensor than a leaf for its gradient prints a warning.
    parameter = sys.modules["torch"].nn.Parameter
    leaves = [t for t in tensors if type(t) is parameter or base.is_leaf.__get__(t)]
    found = [grad for grad in grads_of_leaves(leaves) if grad is not None]
    kinds: tuple[Any, ...] = ()
    if 0 in places:
        # On meta, or empty: the place tells nothing.
        kinds = tuple(map(base.dtype.__get__, tensors))
    given = _ids(found), _versions(found)
    return hash((places, kinds, trains, len(leaves), given))


def _registries(dicts: Sequence[_Attributes]) -> int:
    """A number of the names of tensors, and of hooks that nobody registered."""
    filled = [
        _filled(map(_parameters, dicts)),
        _filled(map(_buffers, dicts)),
    ]
    return hash((*map(_names, filled), _read_hooks(dicts)))


def _names(registries: list[Any]) -> int:
    names = tuple(_flat(map(_keys, registries)))
    if not classes.are_exactly(names, str):
        # Their `__hash__` would be code of the user.
        names = tuple(map(id, names))
    return hash((names, tuple(map(dict.__len__, registries))))


def _registrations() -> int | None:
    """A number that grows with each hook that anybody registers; None if unknown."""
    handle = getattr(sys.modules.get("torch.utils.hooks"), "RemovableHandle", None)
    number = getattr(handle, "next_id", None)
    return number if type(number) is int else None


def _has_hooks(attributes: _Attributes) -> bool:
    return any(map(dict.__len__, _hooks(attributes)))


def _read_hooks(dicts: Iterable[_Attributes]) -> int:
    """A number of the hooks of modules; those without any count for nothing."""
    found: list[int] = []
    every = list(map(_hooks, dicts))
    if classes.are_exactly(_flat(every), OrderedDict):
        if not any(_flat(every)):
            return _NO_HOOKS
        every = [registries for registries in every if any(registries)]
    for registries in every:
        if not any(map(dict.__len__, registries)):
            continue
        for number, registry in enumerate(registries):
            found += (number, *map(id, _keys(registry)), *map(id, _values(registry)))
    return hash(tuple(found))


def _ids(values: Iterable[Any]) -> int:
    return hash(tuple(map(id, values)))


def _parts(values: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """What one run after the other looks at: all, or of many a window."""
    count = 1 if len(values) <= most else -(-len(values) // _WINDOW)
    return [_part(values, turn, count) for turn in range(count)]


def _part(values: Sequence[Any], turn: int, count: int) -> Sequence[Any]:
    start = turn % count * _WINDOW
    return values if count == 1 else values[start : start + _WINDOW]


def _spread(values: Sequence[Any]) -> Sequence[Any]:
    return values[:: max(1, len(values) // _MAX_TENSORS)]
