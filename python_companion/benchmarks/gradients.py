"""What recording gradients costs: ratios from one run, one thread, interleaved.

    python python_companion/benchmarks/gradients.py [neighbours | kernels | governed]

`kernels`: the statistics pass, full and light, in relation to one read of all gradients
(bandwidth limit), to a loop of `.item()` calls and to `_foreach_norm`. `neighbours`:
whole steps of a 12-layer transformer with us, `wandb.watch` (if it can be imported) and
the recipes of tutorials (hooks). `governed`: the overhead that the budget lets through,
and the wrapper alone.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch
from modulescope.gradients.watch import GradientWatch
from modulescope.objects.undisturbed import undisturbed
from modulescope.recording.options import RecordingOptions
from modulescope.recording.parameters import Parameters
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.attend = nn.MultiheadAttention(width, 8, batch_first=True)
        self.first, self.second = (
            nn.Linear(width, 4 * width),
            nn.Linear(4 * width, width),
        )
        self.norm, self.other = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x):
        y = self.norm(x)
        x = x + self.attend(y, y, y, need_weights=False)[0]
        return x + self.second(self.first(self.other(x)).relu())


def mlp():
    net = nn.Sequential(
        nn.Linear(256, 400),
        nn.ReLU(),
        nn.Linear(400, 300),
        nn.ReLU(),
        nn.Linear(300, 10),
    )
    return net, torch.randn(64, 256)


def transformer():
    return nn.Sequential(*(Block(512) for _ in range(12))), torch.randn(2, 256, 512)


def many_small():
    return nn.Sequential(*(nn.Linear(16, 16) for _ in range(1000))), torch.randn(4, 16)


def large_only():
    """Tensors above 16 k elements, where memory bandwidth is the limit."""
    return nn.Sequential(
        *(
            nn.Linear(512, 2048, bias=False)
            if i % 2 == 0
            else nn.Linear(2048, 512, bias=False)
            for i in range(24)
        )
    ), torch.randn(64, 512)


def step(model, x, optimizer):
    optimizer.zero_grad()
    model(x).square().mean().backward()
    optimizer.step()


def median_ms(action, repeats, before=lambda: None):
    times = []
    for _ in range(repeats):
        before()
        start = process_time()
        action()
        times.append(1e3 * (process_time() - start))
    return statistics.median(times)


# What is written by hand after `backward()`. "six" tells what a full recording does,
# with one number for both ends; "no NaN" has both ends and counts no NaN; "all" has all
# of our numbers.
LOOPS = {
    "six": ("mean", "std", "norm", "largest", "zero", "nan"),
    "no NaN": ("mean", "std", "norm", "min", "max", "zero"),
    "all": ("mean", "std", "norm", "min", "max", "zero", "nan", "inf"),
}
ITEMS = {
    "mean": lambda g: g.mean().item(),
    "std": lambda g: g.std().item(),
    "norm": lambda g: g.norm().item(),
    "largest": lambda g: g.abs().max().item(),
    "min": lambda g: g.min().item(),
    "max": lambda g: g.max().item(),
    "zero": lambda g: (g == 0).float().mean().item(),
    "nan": lambda g: g.isnan().sum().item(),
    "inf": lambda g: g.isinf().sum().item(),
}


def item_loop(model, names):
    for p in model.parameters():
        for name in names:
            ITEMS[name](p.grad)


def foreach_norm(grads):
    torch.stack(torch._foreach_norm(grads)).tolist()


def read_all(grads):
    # The fastest read there is: one pass of a sum over all bytes.
    for grad in grads:
        grad.sum()


def kernels(name, build, repeats):
    model, x = build()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)
    parameters = Parameters("model", model)

    def fresh():
        step(model, x, optimizer)

    def ours(light=False):
        with undisturbed():
            parameters.marks()
            parameters.read(None, light=light)

    fresh()
    bare = median_ms(lambda: step(model, x, optimizer), repeats)
    grads = [p.grad for p in model.parameters()]
    limit = median_ms(
        lambda: read_all([p.grad for p in model.parameters()]), repeats, fresh
    )
    full = median_ms(ours, repeats, fresh)
    light = median_ms(lambda: ours(light=True), repeats, fresh)
    few = max(repeats // 3, 3)
    loops = {
        name: median_ms(lambda names=names: item_loop(model, names), few, fresh)
        for name, names in LOOPS.items()
    }
    told = ", ".join(f"{name} 1/{took / full:.1f}" for name, took in loops.items())
    norms = median_ms(
        lambda: foreach_norm([p.grad for p in model.parameters()]), repeats, fresh
    )
    norm_only = median_ms(
        lambda: foreach_norm([p.grad for p in model.parameters()]), repeats, fresh
    )
    size = sum(grad.numel() for grad in grads) * 4 / 1e6
    print(
        f"{name:<12} {len(grads):>5} tensors {size:>6.1f} MB  step {bare:8.2f} ms"
        f"  every step {100 * full / bare:5.1f} %"
        f"  x limit {full / limit:5.2f} (norm only {norm_only / limit:4.2f})"
        f"  x .item() loop: {told}"
        f"  x _foreach_norm {full / norms:4.2f}"
    )
    print(
        f"{'':<12} light: every step {100 * light / bare:5.2f} %"
        f"  x limit {light / limit:5.2f}  x full {light / full:4.2f}"
        f"  x .item() loop: six 1/{loops['six'] / light:.1f}"
    )


class Recipe:
    """What tutorials show: a full backward hook on each leaf, with `.item()`."""

    def __init__(self, model):
        self.rows = []
        self.handles = [
            module.register_full_backward_hook(self.hook)
            for module in model.modules()
            if not list(module.children())
        ]

    def hook(self, module, grad_input, grad_output):
        g = grad_output[0]
        self.rows.append(
            (g.mean().item(), g.std().item(), g.norm().item(), g.max().item())
        )

    def close(self):
        for handle in self.handles:
            handle.remove()


class TensorHooks(Recipe):
    """The other recipe: a hook on each parameter."""

    def __init__(self, model):
        self.rows = []
        self.handles = [p.register_hook(self.read) for p in model.parameters()]

    def read(self, g):
        self.rows.append(
            (g.mean().item(), g.std().item(), g.norm().item(), g.max().item())
        )


class Wandb:
    """`wandb.watch(log="gradients", log_freq=1)`, offline."""

    def __init__(self, model):
        import wandb

        self.wandb, self.model = wandb, model
        self.run = wandb.init(
            mode="offline",
            dir=tempfile.mkdtemp(),
            settings=wandb.Settings(silent=True, console="off"),
        )
        self.run.watch(model, log="gradients", log_freq=1)

    def after(self):
        self.run.log({"step": 1})

    def close(self):
        self.run.unwatch(self.model)
        self.run.finish()


class Ours:
    def __init__(self, model):
        self.watched = GradientWatch(
            lambda: {"model": model}, RecordingOptions(every=1)
        )
        self.watched.start()

    def close(self):
        self.watched.stop()


def neighbours(rounds):
    """Whole steps of the transformer, each variant in each round."""
    model, x = transformer()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)
    variants = {
        "modulescope": Ours,
        "full backward hooks": Recipe,
        "tensor hooks": TensorHooks,
    }
    if importlib.util.find_spec("wandb"):
        variants["wandb.watch"] = Wandb
    else:
        print("wandb is not installed: left out")
    step(model, x, optimizer)
    bare, times, inside = [], {name: [] for name in variants}, []
    for _ in range(rounds):
        for name, variant in variants.items():
            # Next to its own bare step: what other processes do changes slowly.
            bare.append(median_ms(lambda: step(model, x, optimizer), 1))
            tool = variant(model)
            after = getattr(tool, "after", lambda: None)
            try:

                def action(after=after):
                    step(model, x, optimizer)
                    after()

                action()  # its own first step is not counted
                times[name].append(median_ms(action, 1))
            finally:
                tool.close()
            if name == "modulescope":
                inside.append(tool.watched.overhead)
    middle = statistics.median(bare)
    spread = (max(bare) - min(bare)) / 2 / middle
    print(f"transformer step {middle:.0f} ms (spread ±{100 * spread:.1f} %), A/B:")
    for name, found in times.items():
        print(f"  {name:<20} {100 * (statistics.median(found) / middle - 1):+6.1f} %")
    print(f"  modulescope, as measured inside: {100 * statistics.median(inside):.2f} %")


def governed(name, build, steps):
    """The overhead as measured inside, and of whole loops, interleaved."""
    model, x = build()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)

    def loop(watched):
        start = perf_counter()
        if watched is None:
            for _ in range(steps):
                step(model, x, optimizer)
        else:
            with watched:
                start = perf_counter()
                for _ in range(steps):
                    step(model, x, optimizer)
        return perf_counter() - start

    loop(None)
    bare, with_watch, inside, recorded = [], [], [], []
    for _ in range(7):
        bare.append(loop(None))
        watched = GradientWatch(lambda: {"model": model})
        with_watch.append(loop(watched))
        inside.append(watched.overhead)
        recorded.append(watched.recorded)
    middle = statistics.median(bare)
    difference = statistics.median(with_watch) / middle - 1
    spread = (max(bare) - min(bare)) / 2 / middle
    print(
        f"{name:<12} {steps:>5} steps   recorded {statistics.median(recorded):>4.0f}"
        f"  overhead inside {100 * statistics.median(inside):4.2f} %"
        f"  loops {100 * difference:+5.1f} % (spread of bare ±{100 * spread:.1f} %)"
    )


def wrapper():
    """The wrapper alone: a watch that never records."""
    model = nn.Linear(1, 1)
    loss = model(torch.ones(1, 1)).sum()

    def run():
        for _ in range(2000):
            loss.backward(retain_graph=True)

    watched = GradientWatch(lambda: {"model": model}, RecordingOptions(every=10**9))
    differences = []
    for _ in range(15):
        bare = median_ms(run, 1)
        with watched:
            differences.append(median_ms(run, 1) - bare)
    print(f"wrapper alone: {statistics.median(differences) / 2:.2f} µs a backward")


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    wanted = sys.argv[1:] or ["kernels", "governed", "neighbours"]
    if "kernels" in wanted:
        kernels("MLP", mlp, 60)
        kernels("large only", large_only, 9)
        kernels("transformer", transformer, 5)
        kernels("2000 small", many_small, 9)
    if "governed" in wanted:
        governed("MLP", mlp, 200)
        governed("transformer", transformer, 4)
        wrapper()
    if "neighbours" in wanted:
        neighbours(3)


if __name__ == "__main__":
    main()
