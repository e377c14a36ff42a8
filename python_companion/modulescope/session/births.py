"""Sampled statistics of fresh parameters: what init rules and "initial" speak of."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from ..objects import registries, walk
from ..values.samples import coprime_stride, flat_view
from .scene import InitSample

# One tensor costs about 40 µs, whatever is read of it; the budget is for all of them.
_BUDGET_S = 0.02
_LEAST = 16
_SAMPLES = 4096
_TOTAL_SAMPLES = 1 << 20

_Named = list[tuple[str, Any]]


def sample_births(root: Any) -> dict[str, InitSample]:
    """Samples the parameters of a module by fqn, until 20 ms are spent.

    A model with more parameters than that is sampled from end to end, weights first:
    init rules speak of weights.
    """
    begin = time.perf_counter()
    torch = sys.modules["torch"]
    names: list[str] = []
    counts: list[int] = []
    rows: dict[str, list[tuple[int, Any]]] = {}
    with torch._C.DisableTorchFunction(), torch.no_grad():
        parameters = _spread(_named(root, begin + _BUDGET_S / 3))
        samples = max(256, min(_SAMPLES, _TOTAL_SAMPLES // max(1, len(parameters))))
        for fqn, tensor in parameters:
            late = time.perf_counter() > begin + _BUDGET_S
            if late and len(names) >= _LEAST:
                break
            facts = walk.tensor_facts(tensor)
            try:
                measured = _measure(torch, tensor, facts, samples)
            except Exception:
                continue
            if measured is not None and facts is not None:
                rows.setdefault(facts.device, []).append((len(names), measured[0]))
                names.append(fqn)
                counts.append(measured[1])
        return _collect(torch, names, counts, rows)


def _named(root: Any, end: float) -> _Named:
    """The parameters by fqn, as many as there is time for."""
    found: dict[int, tuple[str, Any]] = {}
    seen = {id(root)}
    stack = [("", root)]
    while stack and (len(found) < 4 * _LEAST or time.perf_counter() < end):
        prefix, module = stack.pop()
        for key, tensor in registries.read(module, "_parameters").items():
            if walk.is_tensor(tensor):
                found.setdefault(id(tensor), (prefix + walk.str_name(key), tensor))
        children = list(registries.read(module, "_modules").items())
        for key, child in reversed(children):
            if id(child) not in seen and walk.is_module(child):
                seen.add(id(child))
                stack.append((f"{prefix}{walk.str_name(key)}.", child))
    return list(found.values())


def _spread(parameters: _Named) -> _Named:
    """Weights before the rest, each in steps that reach the end early."""
    weights: _Named = []
    rest: _Named = []
    for fqn, tensor in parameters:
        (weights if _dim(tensor) > 1 else rest).append((fqn, tensor))
    return [*_interleaved(weights), *_interleaved(rest)]


def _dim(tensor: Any) -> int:
    try:
        return int(sys.modules["torch"].Tensor.dim(tensor))
    except Exception:
        # A lazy parameter has no shape yet.
        return 0


def _interleaved(entries: _Named) -> Iterator[tuple[str, Any]]:
    step = max(1, round(len(entries) ** 0.5))
    for first in range(step):
        yield from entries[first::step]


def _measure(
    torch: Any, tensor: Any, facts: walk.TensorFacts | None, samples: int
) -> tuple[Any, int] | None:
    flat = flat_view(tensor, facts)
    if flat is None or facts is None:
        return None
    stride = coprime_stride(facts.shape, facts.numel, samples)
    wide = torch.float32 if facts.device_type == "mps" else torch.float64
    values = flat[::stride].to(wide)
    low, high = torch.aminmax(values)
    row = (torch.mean(values), torch.std(values, correction=0), low, high)
    return torch.stack(row), -(-facts.numel // stride)


def _collect(
    torch: Any,
    names: list[str],
    counts: list[int],
    rows: dict[str, list[tuple[int, Any]]],
) -> dict[str, InitSample]:
    """Reads all results of a device at once: one wait for it, not one per tensor."""
    found: dict[int, InitSample] = {}
    try:
        for entries in rows.values():
            table = torch.stack([row for _, row in entries]).tolist()
            for (index, _), (mean, std, low, high) in zip(entries, table, strict=True):
                found[index] = InitSample(mean, std, low, high, counts[index])
    except Exception:
        return {}
    return {names[index]: sample for index, sample in sorted(found.items())}
