"""Recording on a GPU: no waiting in the loop, one copy a sample, what a step pays.

    python python_companion/benchmarks/cuda_gradients.py

Proves with `torch.cuda.set_sync_debug_mode("error")` that nothing of ours waits for the
device inside the loop, counts the copies from the device with the profiler, compares
the statistics with float64 on the host, and prints the overhead of whole steps.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch
from modulescope.gradients.watch import GradientWatch
from modulescope.recording.options import RecordingOptions
from modulescope.values.statistics import FIELDS, exact
from torch import nn

from gradients import Block

STEPS = 40


def build(width=512, depth=12, batch=16, length=256):
    torch.manual_seed(0)
    model = nn.Sequential(*(Block(width) for _ in range(depth))).cuda()
    return model, torch.randn(batch, length, width, device="cuda")


def loop(model, x, optimizer, steps, clip=True):
    for _ in range(steps):
        optimizer.zero_grad(set_to_none=True)
        model(x).square().mean().backward()
        if clip:
            nn.utils.clip_grad_norm_(model.parameters(), 1.0, foreach=True)
        optimizer.step()


def watch_of(model, **options):
    return GradientWatch(lambda: {"model": model}, RecordingOptions(**options))


def nothing_waits(model, x, optimizer):
    with watch_of(model, every=1) as watched:
        loop(model, x, optimizer, 3)  # sizes, pinned memory: made once
        torch.cuda.set_sync_debug_mode("error")
        try:
            loop(model, x, optimizer, STEPS)
        finally:
            torch.cuda.set_sync_debug_mode("default")
    assert not watched.problem, watched.problem
    print(
        f"sync debug mode 'error': passed, {watched.recorded} of {watched.steps} "
        "steps recorded"
    )


def copies(model, x, optimizer):
    activities = [
        torch.profiler.ProfilerActivity.CPU,
        torch.profiler.ProfilerActivity.CUDA,
    ]

    def count(watched, clip):
        with torch.profiler.profile(activities=activities) as profile:
            loop(model, x, optimizer, 10, clip)
            torch.cuda.synchronize()
        events = [e for e in profile.events() if "Memcpy DtoH" in e.name]
        return len(events), 0 if watched is None else watched.recorded

    cases = (
        ("backward", False, {}),
        ("and what clipping changed", True, {}),
        ("and the ratio", True, {"ratio": True}),
    )
    for name, clip, options in cases:
        bare, _ = count(None, clip)
        with watch_of(model, every=1, **options) as watched:
            loop(model, x, optimizer, 2, clip)
            before = watched.recorded
            total, recorded = count(watched, clip)
        share = (total - bare) / (recorded - before)
        print(f"copies from the device per recorded step, {name}: {share:.2f}")


def agrees(model, x, optimizer):
    with watch_of(model, every=1) as watched:
        optimizer.zero_grad(set_to_none=True)
        model(x).square().mean().backward()
    [history] = watched.histories.values()
    worst = 0.0
    std = FIELDS.index("std")
    for row, parameter in enumerate(model.parameters()):
        wanted = exact(parameter.grad.detach().cpu().reshape(-1))[std]
        worst = max(worst, abs(history.values[-1, row, std] / wanted - 1))
    print(f"deviation against float64: {worst:.1e} at worst")


def cost(model, x, optimizer, name, **options):
    def timed(watched):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        if watched is None:
            loop(model, x, optimizer, STEPS)
        else:
            with watched:
                loop(model, x, optimizer, STEPS)
        end.record()
        torch.cuda.synchronize()
        return start.elapsed_time(end) / STEPS

    timed(None)
    bare, recorded, inside, share = [], [], [], []
    for _ in range(7):
        bare.append(timed(None))
        watched = watch_of(model, **options)
        recorded.append(timed(watched))
        inside.append(watched.overhead)
        share.append(watched.recorded / watched.steps)
    middle = statistics.median(bare)
    print(
        f"{name:<12} step {middle:6.2f} ms  recorded {statistics.median(share):4.0%}"
        f"  A/B {100 * (statistics.median(recorded) / middle - 1):+5.1f} %"
        f"  inside {100 * statistics.median(inside):5.2f} %"
    )


def main():
    if not torch.cuda.is_available():
        sys.exit("needs a CUDA device")
    print(torch.cuda.get_device_name(), torch.__version__)
    model, x = build()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, fused=True)
    loop(model, x, optimizer, 5)
    nothing_waits(model, x, optimizer)
    copies(model, x, optimizer)
    agrees(model, x, optimizer)
    cost(model, x, optimizer, "every step", every=1)
    cost(model, x, optimizer, "governed")


if __name__ == "__main__":
    main()
