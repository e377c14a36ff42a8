"""Folds parameters of repeated blocks: `blocks.1–6.weight` for six alike ones."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_MIN_RUN = 4
"""The first and the last of a run stay by themselves, so that a trend over depth
shows; below this there would be nothing left to fold."""


class Fold(NamedTuple):
    """One row: a parameter, or several that differ in an index only."""

    label: str
    members: tuple[int, ...]


@dataclass
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    index: int | None = None
    """Of the parameter, in a leaf."""
    signature: Hashable = None


def fold(fqns: Sequence[str], kinds: Sequence[Hashable]) -> list[Fold]:
    """Folds names in their order; only parameters of one kind (shape, …) are alike."""
    root = _Node()
    for index, fqn in enumerate(fqns):
        node = root
        for part in fqn.split("."):
            node = node.children.setdefault(part, _Node())
        node.index = index
    _sign(root, kinds)
    return list(_rows([root], []))


def _sign(root: _Node, kinds: Sequence[Hashable]) -> None:
    # An explicit stack: module trees can be thousands of levels deep.
    stack, order = [root], []
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(node.children.values())
    numbers: dict[Hashable, int] = {}
    for node in reversed(order):
        content = (
            None if node.index is None else kinds[node.index],
            tuple((name, child.signature) for name, child in node.children.items()),
        )
        # A number per distinct content keeps comparing cheap.
        node.signature = numbers.setdefault(content, len(numbers))


def _rows(nodes: list[_Node], parts: list[str]) -> list[Fold]:
    found: list[Fold] = []
    stack = [(nodes, parts)]
    while stack:
        alike, path = stack.pop()
        if alike[0].index is not None:
            members = tuple(node.index for node in alike if node.index is not None)
            found.append(Fold(".".join(path), members))
        below = [
            ([node.children[name] for node in alike for name in run], [*path, label])
            for run, label in _runs(alike[0], folded=len(alike) > 1)
        ]
        stack.extend(reversed(below))
    return found


def _runs(node: _Node, folded: bool) -> list[tuple[list[str], str]]:
    """The children by name, with runs of alike numbered ones joined."""
    names = list(node.children)
    runs: list[tuple[list[str], str]] = []
    start = 0
    while start < len(names):
        stop = start + 1
        while stop < len(names) and _follows(node, names[stop - 1], names[stop]):
            stop += 1
        run = names[start:stop]
        if len(run) < _MIN_RUN:
            runs += [([name], name) for name in run]
        elif folded:
            runs.append((run, f"{run[0]}–{run[-1]}"))
        else:
            runs.append(([run[0]], run[0]))
            runs.append((run[1:-1], f"{run[1]}–{run[-2]}"))
            runs.append(([run[-1]], run[-1]))
        start = stop
    return runs


def _follows(node: _Node, one: str, other: str) -> bool:
    return (
        one.isdecimal()
        and other.isdecimal()
        and int(other) == int(one) + 1
        and node.children[one].signature == node.children[other].signature
    )
