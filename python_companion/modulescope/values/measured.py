"""Statistics of the parameters and buffers of a subtree, as they are now."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..objects import walk
from ..objects.grads import Moving, grad_of
from ..objects.undisturbed import undisturbed
from . import figures
from .view import MemoryView, why_unreadable


@dataclass(frozen=True)
class Measured:
    """One tensor; its figures are None if it cannot be read."""

    fqn: str
    figures: figures.Figures | None
    grad_rms: float | None
    """Of `.grad`; None without one."""
    note: str
    """Why there are no figures; else empty."""


def measure(module: Any, most: int, budget_s: float) -> tuple[list[Measured], int]:
    """Samples each tensor below a module once.

    Returns:
        At most `most` rows, as many as there is time for, and how many are left out.
    """
    rows: list[Measured] = []
    left_out = 0
    end = time.monotonic() + budget_s
    for fqn, tensor in _tensors(module):
        if len(rows) >= most or (rows and time.monotonic() > end):
            left_out += 1
        else:
            rows.append(_measured(fqn, tensor))
    return rows, left_out


def _tensors(module: Any) -> Iterator[tuple[str, Any]]:
    seen: set[int] = set()
    for node in walk.nodes(module)[0]:
        for name, tensor, _ in walk.own_tensors(node.module):
            if id(tensor) not in seen:
                seen.add(id(tensor))
                yield f"{node.fqn}.{name}" if node.fqn else name, tensor


def _measured(fqn: str, tensor: Any) -> Measured:
    note = why_unreadable(tensor, walk.tensor_facts(tensor))
    found = None if note else read(tensor)
    if found is None:
        return Measured(fqn, None, None, note or "It could not be read.")
    return Measured(fqn, found, _grad_rms(tensor), "")


def read(tensor: Any, exact: bool = False) -> figures.Figures | None:
    """The figures of a readable tensor; None if torch refuses after all."""
    try:
        with undisturbed():
            view = MemoryView(tensor)
            return figures.exact(view) if exact else figures.sampled(view)
    except Exception:
        return None


def _grad_rms(tensor: Any) -> float | None:
    try:
        grad = grad_of(tensor)
    except Moving:
        return None
    if grad is None or why_unreadable(grad, walk.tensor_facts(grad)):
        return None
    found = read(grad)
    return None if found is None else math.hypot(found.mean, found.std)
