"""What keeps a model alive: asked on a click, bounded in time, by identity alone.

Python's collector is asked who refers to the model, and who refers to those, until
the ways end at names: nothing is compared, called or shown of what is met on the way.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import (
    CellType,
    CodeType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
    TracebackType,
)
from typing import Any, NamedTuple

from ..objects import callables, classes, raw, walk

# One more look at the heap may take a fifth of a second; the panel waits for two.
_BUDGET_S = 1.0
_MOST_STEPS = 8
_MOST_FRONTIER = 2000
_MOST_HOLDERS = 50
_OUTPUT_NAMES = ("_", "__", "___")


class Holder(NamedTuple):
    """One place that keeps a model alive."""

    text: str
    kind: str
    """output, variable, optimizer, hook, traceback, container or other."""
    name: str = ""
    """The variable at its start, if there is one."""


@dataclass
class Found:
    """What a search found."""

    holders: list[Holder] = field(default_factory=list)
    partial: bool = False

    def add(self, text: str, kind: str, name: str = "") -> None:
        """Adds a place, once."""
        holder = Holder(text[:300], kind, name)
        if holder not in self.holders:
            self.holders.append(holder)


class _Way(NamedTuple):
    """An object that leads to the model, and how."""

    value: Any
    path: str
    """From the object on: `["model"]`, `.encoder`."""
    note: str = ""


Hooks = Mapping[int, str]
"""The texts of the hooks of the listed models, by id of the function."""


def find_holders(
    module: Any, shell: Any, hooks: Hooks, budget_s: float = _BUDGET_S
) -> Found:
    """Looks for all that keeps a module alive."""
    return _Search(module, shell, hooks, time.monotonic() + budget_s).run()


class _Search:
    def __init__(self, module: Any, shell: Any, hooks: Hooks, until: float) -> None:
        self._module = module
        self._shell = shell
        self._hooks = hooks
        self._until = until
        self._found = Found()
        self._seen: set[int] = set()
        # Lists and frames of ours refer to the model, too.
        self._ours: list[Any] = [self.__dict__]
        self._namespaces = _namespaces(shell)
        self._tracebacks = frames_of_last_error(shell)

    def run(self) -> Found:
        frontier = [_Way(self._module, "")]
        for _ in range(_MOST_STEPS):
            if not frontier:
                break
            if time.monotonic() > self._until:
                self._found.partial = True
                break
            frontier = self._climb(frontier)
        else:
            self._found.partial = bool(frontier)
        # It has itself in it, and would live on with the model until a collection.
        self._ours.clear()
        del self._found.holders[_MOST_HOLDERS:]
        return self._found

    def _climb(self, frontier: list[_Way]) -> list[_Way]:
        """One step up; what ends at a name is noted."""
        self._seen.update(id(way.value) for way in frontier)
        self._ours.append(frontier)
        ours = {*map(id, self._ours), *map(id, frontier), *_own_frames()}
        targets = [way.value for way in frontier]
        ours.add(id(targets))
        referrers = gc.get_referrers(*targets)
        ways = {id(way.value): way for way in frontier}
        above: list[_Way] = []
        for referrer in referrers:
            if id(referrer) in ours or id(referrer) in self._seen:
                continue
            above.extend(self._step(referrer, ways))
        if len(above) > _MOST_FRONTIER:
            self._found.partial = True
        return above[:_MOST_FRONTIER]

    def _step(self, referrer: Any, ways: Mapping[int, _Way]) -> list[_Way]:
        """From an object to those that it leads to; nothing if that is the end."""
        cls = type(referrer)
        if classes.module_name(cls).startswith("modulescope."):
            return []
        if classes.is_exactly(referrer, (CodeType, TracebackType)):
            return []
        if cls is FrameType:
            self._frame(referrer)
            return []
        if id(referrer) in self._hooks:
            self._found.add(self._hooks[id(referrer)], "hook")
            return []
        if cls is dict and self._namespace(referrer, ways):
            return []
        return [
            _Way(referrer, part + way.path, note or way.note)
            for part, note, way in _parts(referrer, ways)
        ][:3]

    def _frame(self, frame: Any) -> None:
        if id(frame) in self._tracebacks:
            self._found.add("the last traceback", "traceback")
            return
        name = frame.f_code.co_name
        if not frame.f_code.co_filename.startswith(_OWN_FOLDER):
            self._found.add(f"a variable of `{name}`, which has not ended", "other")

    def _namespace(self, space: Any, ways: Mapping[int, _Way]) -> bool:
        """Notes the names of a namespace; False if this is none."""
        kind = self._namespaces.get(id(space))
        if kind is None:
            return False
        for key, value in raw.dict_items(space):
            way = ways.get(id(value))
            if way is None or kind == "skip":
                continue
            if kind == "outputs":
                self._found.add(f"Out[{key}]{way.path}{way.note}", "output")
            elif kind == "user" and type(key) is str:
                self._name(key, way)
            elif type(key) is str and kind != "user":
                text = f"{kind}.{key}{way.path}{way.note}"
                self._found.add(text, "other" if way.path else "variable")
        return True

    def _name(self, name: str, way: _Way) -> None:
        if name in _OUTPUT_NAMES or (name[:1] == "_" and name[1:].isdigit()):
            kind = "output"
        elif way.value is self._module:
            kind = "variable"
        else:
            is_optimizer = walk.is_optimizer(way.value)
            kind = "optimizer" if is_optimizer else "container"
        self._found.add(f"{name}{way.path}{way.note}", kind, name)


def _parts(referrer: Any, ways: Mapping[int, _Way]) -> list[tuple[str, str, _Way]]:
    """How an object leads to those below it: a part of a path, and a note."""
    cls = type(referrer)
    if classes.derives(cls, dict):
        return [
            (_subscript(key), "", ways[id(value)])
            for key, value in raw.dict_items(referrer)
            if id(value) in ways
        ]
    for base in (list, tuple):
        if classes.derives(cls, base):
            return [
                (f"[{index}]", "", ways[id(value)])
                for index, value in enumerate(base.__iter__(referrer))
                if id(value) in ways
            ]
    attributes = raw.raw_dict(referrer)
    if id(attributes) in ways:
        way = ways[id(attributes)]
        return [(_attribute(way.path), "", way._replace(path=""))]
    if classes.derives(cls, ModuleType):
        return []
    if type(attributes) is dict:
        # Small instances keep their attributes inline: no dictionary refers to them.
        inline = [
            (f".{name}", "", ways[id(value)])
            for name, value in raw.dict_items(attributes)
            if id(value) in ways
        ]
        if inline:
            return inline
    note = _note(referrer, cls)
    return [("", note, way._replace(path="")) for way in _held(referrer, ways)]


def _held(referrer: Any, ways: Mapping[int, _Way]) -> list[_Way]:
    return [ways[id(each)] for each in gc.get_referents(referrer) if id(each) in ways]


def _note(referrer: Any, cls: type) -> str:
    if cls is FunctionType:
        return f" (closure of `{callables.name(referrer)}`)"
    if cls is MethodType:
        return f" (method `{callables.name(referrer)}`)"
    if cls is CellType:
        return " (closure)"
    if cls is GeneratorType:
        return f" (generator `{str(referrer.__name__)[:100]}`)"
    if classes.is_exactly(referrer, (set, frozenset, deque)):
        return f" (in a {classes.name(cls)})"
    return f" (in a {classes.name(cls)[:100]})"


def _subscript(key: Any) -> str:
    return f"[{key!r}]"[:200] if classes.is_exactly(key, (str, int)) else "[…]"


def _attribute(path: str) -> str:
    """`["model"][0]` of an instance's dictionary, as `.model[0]`."""
    head, found, rest = path.partition("]")
    name = head[2:-1]
    if name == "_modules" and rest:
        index, _, below = rest.partition("]")
        return f"[{index[2:-1]}]{below}" if index[2:-1].isdigit() else _attribute(rest)
    return f".{name}{rest}" if found and name.isidentifier() else path


def _namespaces(shell: Any) -> dict[int, str]:
    """The dictionaries that are ends of ways, by id: whose they are."""
    found = {
        id(vars(module)): f"module {name}"
        for name, module in list(sys.modules.items())
        if type(module) is ModuleType and type(name) is str
    }
    names = getattr(shell, "user_ns", None)
    if names is None:
        return found
    # IPython notes what it shows in several places; `_oh` and the names tell them all.
    hook = raw.raw_dict(getattr(shell, "displayhook", None))
    for space in (getattr(shell, "user_ns_hidden", None), hook):
        found[id(space)] = "skip"
    found[id(names)] = "user"
    found[id(names.get("_oh"))] = "outputs"
    found.pop(id(None), None)
    return found


def frames_of_last_error(shell: Any) -> set[int]:
    """The ids of the frames that the last errors keep."""
    shown = getattr(getattr(shell, "InteractiveTB", None), "tb", None)
    pending = [shown, getattr(sys, "last_traceback", None)]
    for name in ("last_exc", "last_value"):
        error = getattr(sys, name, None)
        for _ in range(20):
            if not isinstance(error, BaseException):
                break
            pending.append(error.__traceback__)
            error = error.__cause__ or error.__context__
    found: set[int] = set()
    for traceback in pending:
        while traceback is not None and len(found) < 1000:
            found.add(id(traceback.tb_frame))
            traceback = traceback.tb_next
    return found


def _own_frames() -> set[int]:
    """The ids of the frames of this call, which refer to the model as well."""
    found: set[int] = set()
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        found.add(id(frame))
        frame = frame.f_back
    return found


_OWN_FOLDER = os.path.dirname(os.path.dirname(__file__)) + os.sep
