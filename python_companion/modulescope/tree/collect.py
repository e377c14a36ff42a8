"""One pass over a model's raw registries.

Everything that a tree shows is read here, once, and nothing of the model is called.
The loop is written out in one method, because a call per module would cost as much as
the reading; what is rare sits in methods of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from operator import is_, itemgetter
from typing import Any

from ..objects import classes, raw, scripted, walk
from ..objects.containers import TORCH_OWN
from ..objects.registries import HOOK_KINDS, STANDARD
from .facts import Facts, Layout
from .kinds import Kinds, Known
from .tensors import Tensors

LIMIT = 1_000_000
"""Modules that one pass reads at most; what is left out makes the tree partial."""


_read = itemgetter("_parameters", "_buffers", "_modules", "training", *HOOK_KINDS)

# By id: to hash a class can be code of its metaclass.
_NUMBERS = frozenset(map(id, (int, float, bool)))

Candidate = tuple[int, str, Any]
"""Position of the owner, name of the attribute, and what it holds."""


class Collector:
    """The state of one pass; dropped with all references when it is over."""

    def __init__(self, torch: Any) -> None:
        self.torch = torch
        self.facts = Facts(layouts=[Layout((), ())])
        self.kinds = Kinds(torch)
        self.tensors = Tensors(torch, self.facts, self.kinds)
        self.position: dict[int, int] = {}
        self.candidates: list[Candidate] = []
        self._layouts: dict[tuple[Any, ...], int] = {(): 0}
        self._held: list[Any] = []
        # The getter of the base class: a property `__dict__` of a subclass is code.
        self._read = vars(torch.nn.Module)["__dict__"].__get__

    def walk(
        self, roots: list[tuple[Any, str]], limit: int, skip: Collection[int] = ()
    ) -> None:
        """Adds the modules below these roots in `named_modules()` order."""
        start = len(self.facts)
        self._walk(roots, limit, skip)
        # Checked together: one by one it takes as long as to note them.
        names, modes = self.facts.names[start:], self.facts.mode[start:]
        if not classes.are_exactly(names, str):
            self.facts.names[start:] = map(walk.str_name, names)
        if not classes.are_exactly(modes, bool):
            self.facts.mode[start:] = map(_mode, modes)

    def _walk(
        self, roots: list[tuple[Any, str]], limit: int, skip: Collection[int]
    ) -> None:
        facts, known = self.facts, self.kinds.known
        parents, names, kinds = facts.parents, facts.names, facts.kinds
        layouts, modes = facts.layout, facts.mode
        first_position, keep = self.position.setdefault, self._held.append
        read, layout_of = self._read, self._layouts.get
        tensors, plain = self.tensors, self.tensors.parameter_type
        look, number_of, buffers = tensors.look, tensors.number_of, tensors.buffers
        met, met_name = facts.places.append, facts.place_names.append
        met_spec, hold = facts.tensor_specs.append, tensors.places.tensors.append
        stack = [(root, -1, name) for root, name in reversed(roots)]
        pop, push_all, index = stack.pop, stack.extend, len(parents)
        while stack:
            module, parent, name = pop()
            kind = known.get(id(type(module))) or self.kinds.add(type(module))
            if not kind.is_module or (skip and id(module) in skip):
                continue
            if index >= limit:
                facts.partial = True
                return
            parents.append(parent)
            names.append(name)
            kinds.append(kind)
            first = first_position(id(module), index)
            if first != index:
                facts.alias_of[index] = first
                layouts.append(0)
                modes.append(None)
                index += 1
                continue
            keep(module)
            attributes = read(module)
            try:
                if type(attributes) is not dict:
                    raise TypeError
                own, held, below, mode, h1, h2, h3, h4, h5, h6, h7, h8 = _read(
                    attributes
                )
                # Nothing may be asked of a registry before its type is known: a
                # subclass can run code when it is looked at.
                if not (
                    type(h1) is type(h2) is type(h3) is type(h4) is type(h5)
                    is type(h6) is type(h7) is type(h8) is OrderedDict
                    and type(own) is type(held) is type(below) is dict
                ):  # fmt: skip
                    raise TypeError
                # Another thread may change one of them meanwhile: a RuntimeError.
                if own or held:
                    entries: tuple[Any, ...] = ()
                    for name, tensor in own.items():
                        if tensor is None:
                            continue
                        spec = None
                        if type(tensor) is plain and type(name) is str:
                            seen = look(tensor)
                            # A hook is not hashed: that can be code of the user.
                            if seen[4] is seen[5] is None:
                                spec = number_of(seen)
                        if spec is None:
                            entries += tensors.entry(name, tensor, index)
                            continue
                        entries += (name, spec)
                        met(index)
                        met_name(name)
                        met_spec(spec)
                        hold(tensor)
                    # Without buffers, which is usual, the key is flat: quicker.
                    key = (entries, buffers(held.items())) if held else entries
                    layout = layout_of(key)
                    if layout is None:
                        layout = self._add_layout(key)
                else:
                    layout = 0
                if below:
                    inside = [
                        (child, index, name)
                        for name, child in reversed(below.items())
                        if child is not None
                    ]
                    if len(inside) != len(below):
                        facts.nones[index] = _none_names(below.items())
                    push_all(inside)
                if h1 or h2 or h3 or h4 or h5 or h6 or h7 or h8:
                    hooks = (h1, h2, h3, h4, h5, h6, h7, h8)
                    facts.hooks[index] = tuple(map(len, hooks))
            except (KeyError, TypeError, RuntimeError):
                attributes, layout, mode, below = self._careful(module, index)
                push_all(below)
            layouts.append(layout)
            modes.append(mode)
            if kind.badge is not None:
                facts.badges[index] = kind.badge(attributes)
            if len(attributes) != kind.clean_size:
                self._look_for_ghosts(attributes, index, kind)
            index += 1

    def _add_layout(self, key: tuple[Any, ...]) -> int:
        number = self._layouts[key] = len(self.facts.layouts)
        with_buffers = type(key[0]) is tuple
        flat = key if with_buffers else (key, ())
        self.facts.layouts.append(Layout(*map(_pairs, flat)))
        return number

    def _careful(self, module: Any, index: int) -> tuple[Any, ...]:
        """Reads a module whose registries are missing, scripted, strange or moving."""
        attributes = raw.instance_dict(module)
        special = scripted.is_scripted(attributes)
        if special:
            attributes = scripted.script_attributes(attributes)
        hooks = tuple(len(raw.dict_items(attributes.get(name))) for name in HOOK_KINDS)
        if any(hooks):
            self.facts.hooks[index] = hooks
        items = scripted.script_items if special else raw.dict_items
        own, held, below = (
            items(attributes.get(name))
            for name in ("_parameters", "_buffers", "_modules")
        )
        key = (
            self.tensors.entries(own, index, special),
            self.tensors.buffers(held, special),
        )
        layout = self._layouts.get(key)
        mode = (
            scripted.script_mode(attributes) if special else attributes.get("training")
        )
        return (
            attributes,
            self._add_layout(key) if layout is None else layout,
            mode,
            [(child, index, name) for name, child in reversed(below)],
        )

    def _look_for_ghosts(
        self, attributes: dict[str, Any], index: int, kind: Known
    ) -> None:
        """Notes the attributes that hold a module or a tensor, or could hold some."""
        known, found = self.kinds.known, False
        nones: list[tuple[str, None]] = []
        items = list(dict.items(attributes))
        regular = _starts_as_usual(attributes)
        own = items[len(STANDARD) :] if regular else items
        for name, value in own:
            if value is None:
                nones.append((name, None))
                continue
            held = known.get(id(type(value))) or self.kinds.add(type(value))
            if type(value) is tuple and _NUMBERS.issuperset(map(id, map(type, value))):
                # `normalized_shape`, `kernel_size`.
                continue
            if not (held.holds or held.is_tensor) or type(name) is not str:
                continue
            if name not in TORCH_OWN:
                found = True
                self.candidates.append((index, name[:1000], value))
        if kind.is_torch:
            # `bias=None` and the like: torch's own modules have no optional children.
            nones = []
            if not found and regular and all(map(kind.sets, own)):
                kind.clean_size = len(items)
        if nones:
            self.facts.none_attributes[index] = _none_names(nones)


def _starts_as_usual(attributes: dict[str, Any]) -> bool:
    """Whether the first attributes are those that `nn.Module.__init__` makes."""
    if all(map(is_, attributes, STANDARD)):
        return True
    # Names that come from a file are others that are equal; a name of another class
    # than str is not compared, since that can be code of the user.
    names = tuple(attributes)[: len(STANDARD)]
    return all(type(name) is str for name in names) and names == STANDARD


def _none_names(items: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    return tuple(walk.str_name(name) for name, child in items if child is None)


def _mode(value: Any) -> bool | None:
    return value if value is True or value is False else None


def _pairs(flat: tuple[Any, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(zip(flat[::2], flat[1::2], strict=True))
