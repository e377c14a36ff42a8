"""What initial statistics cost, and how far the sampled ones are off.

    python python_companion/benchmarks/init.py

Ratios of CPU time from one run, one thread, interleaved, medians: the sample beside
`mean()` and `std()` of all elements, the exact figures beside one read of memory (the
fastest full reduction, `sum`). Errors of the sampled deviation are over seeds.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch
from modulescope.objects.undisturbed import undisturbed
from modulescope.values.figures import exact, sampled
from modulescope.values.view import MemoryView

torch.set_num_threads(1)

SHAPE = (4096, 11008)
SMALLER = (1024, 5504)
SEEDS = 40
REPEATS = 9


def normal(shape, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 0.02


def uniform(shape, seed):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) - 0.5


def dead_rows(shape, seed):
    weight = normal(shape, seed)
    weight[::16] = 0
    return weight


def outlier_columns(shape, seed):
    """Eight columns in equal distances, 20 times as large as the rest."""
    weight = normal(shape, seed)
    weight[:, :: shape[1] // 8] *= 20
    return weight


def every_64th(shape, seed):
    weight = normal(shape, seed)
    weight[:, ::64] *= 20
    return weight


def blocks(shape, seed):
    """64 columns of each 1,024 are ten times as large as the rest."""
    weight = normal(shape, seed)
    weight.view(shape[0], -1, 64)[:, ::16] *= 10
    return weight


KINDS = {
    "normal": normal,
    "uniform": uniform,
    "dead rows, 1 in 16": dead_rows,
    "8 outlier columns": outlier_columns,
    "every 64th column": every_64th,
    "blocks of columns": blocks,
}


def medians(actions: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(REPEATS):
        for name, action in actions.items():
            start = process_time()
            action()
            times[name].append(process_time() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def speed() -> None:
    plain, outliers = normal(SHAPE, 0), outlier_columns(SHAPE, 0)
    many = blocks(SHAPE, 0)
    found = medians(
        {
            "full": lambda: (plain.mean().item(), plain.std().item()),
            "read": lambda: plain.sum().item(),
            "sampled": lambda: sampled(MemoryView(plain)),
            "outliers": lambda: sampled(MemoryView(outliers)),
            "blocks": lambda: sampled(MemoryView(many)),
            "exact": lambda: exact(MemoryView(plain)),
        }
    )
    full = found["full"]
    print(f"{SHAPE[0]}×{SHAPE[1]} float32; full mean and std: {1e3 * full:.1f} ms")
    print(f"  sampled, normal             1/{full / found['sampled']:.0f}   goal 1/30")
    print(f"  sampled, 8 outlier columns  1/{full / found['outliers']:.0f}   goal 1/30")
    print(f"  sampled, blocks of columns  1/{full / found['blocks']:.0f}   goal 1/30")
    ratio = found["exact"] / found["read"]
    print(f"  exact beside one read       {ratio:.2f}   goal 2.2")


def accuracy(shape: tuple[int, int], seeds: int) -> None:
    print(f"Error of the sampled std, {shape[0]}×{shape[1]}, {seeds} seeds:")
    for name, make in KINDS.items():
        errors, covered = [], 0
        for seed in range(seeds):
            weight = make(shape, seed)
            found = sampled(MemoryView(weight))
            true = weight.double().std(correction=0).item()
            errors.append(abs(found.std / true - 1))
            covered += errors[-1] <= (found.bound or 0.0)
        p95 = statistics.quantiles(errors, n=20)[-1]
        inside = covered / seeds
        print(f"  {name:<20} p95 {p95:.2%}  within its bound {inside:.0%}  goal 1 %")


if __name__ == "__main__":
    with undisturbed():
        speed()
        accuracy(SMALLER, SEEDS)
        accuracy(SHAPE, 8)
