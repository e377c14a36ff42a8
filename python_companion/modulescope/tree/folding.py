"""Which rows a tree has: equal neighbours fold, and a block that differs says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from ..objects.registries import HOOK_KINDS
from ..render.numbers import form, several
from .facts import Facts, Ghost

HOISTED = ("ModuleList", "Sequential")
_MOST_HOISTED = 8
"""Rows that a container may leave in its parent instead of a row of its own."""


class Item(NamedTuple):
    """One row before it is drawn: a module, a run of equal ones, a ghost, or None."""

    name: str
    members: tuple[int, ...]
    note: str = ""
    ghost: Ghost | None = None
    none_of: int | None = None
    """Of a child that is None: the position of its parent."""


class Folding:
    """The rows below each module."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._items: dict[int, list[Item]] = {}
        self._ghosts: dict[int, list[Ghost]] = {}
        for ghost in facts.ghosts:
            self._ghosts.setdefault(ghost.parent, []).append(ghost)

    def below(self, index: int) -> list[Item]:
        """The rows of a module's children."""
        found = self._items.get(index)
        if found is None:
            found = self._items[index] = self._below(index)
        return found

    def _below(self, index: int) -> list[Item]:
        items: list[Item] = []
        for item in self.siblings(self._facts.children[index]):
            hoisted = self._hoisted(item)
            items.extend(hoisted if hoisted else [item])
        for ghost in self._ghosts.get(index, ()):
            items.append(Item(ghost.name, (), ghost=ghost))
        return items

    def _hoisted(self, item: Item) -> list[Item]:
        """The runs of a plain container, named with its name; empty if it stays."""
        facts, index = self._facts, item.members[0]
        kind = facts.kinds[index]
        plain = kind.name in HOISTED and kind.is_torch and facts.layout[index] == 0
        if len(item.members) > 1 or not plain or index in facts.alias_of:
            return []
        if index in facts.hooks or index in self._ghosts:
            return []
        rows = self.siblings(facts.children[index], f"{item.name}.")
        folded = any(len(row.members) > 1 for row in rows)
        same_mode = any(facts.mode[row.members[0]] is facts.mode[index] for row in rows)
        return rows if folded and same_mode and len(rows) <= _MOST_HOISTED else []

    def siblings(self, indices: Sequence[int], prefix: str = "") -> list[Item]:
        """Rows for the children of one module, equal neighbours folded."""
        runs = list(self._runs(indices))
        usual = self._usual(runs)
        items = []
        for run in runs:
            name = prefix + self._facts.names[run[0]]
            if len(run) > 1:
                name = f"{name}–{self._facts.names[run[-1]]}"
            items.append(Item(name, tuple(run), self._note(name, run, usual)))
        return items

    def _runs(self, indices: Sequence[int]) -> list[list[int]]:
        runs: list[list[int]] = []
        last: tuple[int, object] | None = None
        for index in indices:
            number = _number(self._facts.names[index])
            like = (self._tokens[index], self._facts.alias_of.get(index))
            if number is not None and last == (number - 1, like):
                runs[-1].append(index)
            else:
                runs.append([index])
            last = (number, like) if number is not None else None
        return runs

    def _usual(self, runs: list[list[int]]) -> int | None:
        """A member of the kind that most blocks are of, if any kind repeats."""
        counts: Counter[int] = Counter()
        first: dict[int, int] = {}
        for run in runs:
            if _number(self._facts.names[run[0]]) is not None:
                token = self._tokens[run[0]]
                counts[token] += len(run)
                first.setdefault(token, run[0])
        token, count = max(counts.items(), key=lambda pair: pair[1], default=(0, 0))
        return first[token] if count > 1 else None

    def _note(self, name: str, run: list[int], usual: int | None) -> str:
        facts = self._facts
        if len(run) > 1:
            again = run[0] in facts.alias_of
            note = "the same module" if again else "identical"
        else:
            note = ""
        if usual is None or _number(facts.names[run[0]]) is None:
            return note
        reason = difference(facts, run[0], usual)
        same_class = facts.kinds[run[0]].name == facts.kinds[usual].name
        if not reason or not same_class:
            return note
        parent = facts.names[facts.parents[run[0]]] if facts.parents[run[0]] > 0 else ""
        if parent and not name.startswith(f"{parent}."):
            name = f"{parent}.{name}"
        verb = form(len(run), "differs", "differ")
        return f"{name} {verb}: {reason}"

    @cached_property
    def _tokens(self) -> list[int]:
        """Equal numbers for subtrees that look alike.

        A module that is used again looks like itself, wherever it is.
        """
        facts = self._facts
        tied = {index for places in facts.repeats.values() for index, _ in places}
        numbers: dict[Hashable, int] = {}
        tokens = [0] * len(facts)
        for index in _from_below(facts):
            key: Hashable = (
                facts.kinds[index],
                facts.layout[index],
                facts.mode[index],
                facts.badges.get(index),
                facts.hooks.get(index),
                facts.tensor_hooks.get(index),
                index in tied,
                index in self._ghosts,
                tuple([(facts.names[i], tokens[i]) for i in facts.children[index]]),
            )
            first = facts.alias_of.get(index)
            if first is None:
                tokens[index] = numbers.setdefault(key, len(numbers))
            elif not facts.is_cycle(index):
                # Complete by now, as it is not around us.
                tokens[index] = tokens[first]
            else:
                tokens[index] = numbers.setdefault("cycle", len(numbers))
        return tokens


def _from_below(facts: Facts) -> Iterator[int]:
    """All positions, children before their parents, from left to right."""
    open_: list[int] = []
    for index in range(len(facts)):
        while open_ and facts.ends[open_[-1]] <= index:
            yield open_.pop()
        open_.append(index)
    yield from reversed(open_)


def _number(name: str) -> int | None:
    """The number that a name is; not of `007`, nor of other scripts' digits."""
    if name.isascii() and name.isdigit() and len(name) < 10:
        return int(name) if str(int(name)) == name else None
    return None


def difference(facts: Facts, index: int, usual: int) -> str:
    """The first thing in which one subtree differs from another; empty if none."""
    pairs = [(index, usual)]
    while pairs:
        here, there = (facts.alias_of.get(i, i) for i in pairs.pop())
        if here == there:
            continue
        if reason := _own_difference(facts, here, there):
            return reason
        left, right = facts.children[here], facts.children[there]
        if [facts.names[i] for i in left] != [facts.names[i] for i in right]:
            return f"{several(len(left), 'child', 'children')}, not {len(right)}"
        pairs.extend(reversed(list(zip(left, right, strict=True))))
    return ""


def _own_difference(facts: Facts, here: int, there: int) -> str:
    if facts.kinds[here].name != facts.kinds[there].name:
        return facts.kinds[here].name
    if reason := _tensor_difference(facts, here, there):
        return reason
    if facts.mode[here] != facts.mode[there]:
        return "eval" if facts.mode[here] is False else "train"
    if facts.hooks.get(here) != facts.hooks.get(there):
        return _hooks_text(facts.hooks.get(here))
    if facts.badges.get(here) != facts.badges.get(there):
        return "other settings"
    if facts.tensor_hooks.get(here) != facts.tensor_hooks.get(there):
        return "hooks on its tensors"
    return ""


def _tensor_difference(facts: Facts, here: int, there: int) -> str:
    left, right = (facts.layouts[facts.layout[i]] for i in (here, there))
    for ours, theirs in zip(left, right, strict=True):
        if [name for name, _ in ours] != [name for name, _ in theirs]:
            return "other tensors"
        for (_, mine), (_, other) in zip(ours, theirs, strict=True):
            a, b = facts.specs[mine], facts.specs[other]
            if a.lazy != b.lazy:
                return "lazy" if a.lazy else "not lazy"
            if a.shape != b.shape:
                return "shape"
            if a.dtype != b.dtype:
                return a.dtype
            if a.device != b.device:
                return a.device
            if a.requires_grad != b.requires_grad:
                return "trainable" if a.requires_grad else "frozen"
    return ""


def _hooks_text(counts: tuple[int, ...] | None) -> str:
    if counts is None:
        return "no hooks"
    total = sum(counts)
    kinds = [kind for kind, n in zip(HOOK_KINDS.values(), counts, strict=True) if n]
    kind = f"{kinds[0].replace('_', ' ')} " if len(kinds) == 1 else ""
    return several(total, f"{kind}hook")
