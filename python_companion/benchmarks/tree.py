"""Cost of a module tree beside what everybody uses: goals P6, P7 and P8.

Ratios of CPU time with one thread, interleaved in one process, medians. Run with
`python python_companion/benchmarks/tree.py`; modules lie on the meta device, so that
nothing but the walk is measured, and once more on the CPU, where storages count too.
"""

import json
import statistics
import sys
import time
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch
from modulescope.session.glance import Glance
from modulescope.session.signature import read_signature
from modulescope.tree.locate import opened
from modulescope.tree.tree import tree
from torch import nn

torch.set_num_threads(1)

SIZES = ((2, 8, 61), (4, 64, 41), (76, 126, 9))
GOAL = 3.5
GOAL_UNCHANGED = 1.6
GOAL_PAINT = 64 * 1024
GOAL_TORCHINFO = 25


class Expert(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gate = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, width, bias=False)
        self.down = nn.Linear(width, width, bias=False)
        self.act = nn.SiLU()


class Experts(nn.Module):
    def __init__(self, width, count):
        super().__init__()
        self.router = nn.Linear(width, count, bias=False)
        self.experts = nn.ModuleList(Expert(width) for _ in range(count))


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        for name in ("query", "key", "value", "output"):
            self.add_module(name, nn.Linear(width, width, bias=False))


class Layer(nn.Module):
    def __init__(self, width, count):
        super().__init__()
        self.attention = Attention(width)
        self.mixture = Experts(width, count)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)


class MixtureOfExperts(nn.Module):
    def __init__(self, layers, count, width=8):
        super().__init__()
        self.embed = nn.Embedding(100, width)
        self.layers = nn.ModuleList(Layer(width, count) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 100, bias=False)


def cpu_ms(call):
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def measure(model, repeats):
    """Medians in milliseconds of each way, in turn."""
    found = tree(model)
    glance = Glance(model)
    assert glance.holds(model)
    ways = {
        "modules()": lambda: [None for _ in model.modules()],
        "glance": lambda: glance.holds(model),
        "signature": lambda: read_signature(model),
        "tree()": lambda: tree(model),
        "to_dict()": lambda: tree_rows(found),
        "repr(model)": lambda: repr(model),
        "naive": lambda: naive(model),
    }
    if sum(1 for _ in model.modules()) > 10_000:
        # 25 times slower than modules(); the ratio is known from the smaller ones.
        del ways["naive"]
    times = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            times[name].append(cpu_ms(way))
    medians = {name: statistics.median(values) for name, values in times.items()}
    return medians | torchinfo_ms(model)


def torchinfo_ms(model):
    """One summary without a forward: seconds at 48,000 modules, so once is enough."""
    try:
        from torchinfo import summary
    except ImportError:
        return {}
    return {"torchinfo": cpu_ms(lambda: summary(model, verbose=0))}


def report_peers(found, num):
    """The ratios to torchinfo, whose cost grows with depth, and of a second look."""
    if "torchinfo" in found:
        factor = found["torchinfo"] / found["tree()"]
        reached = "reached" if factor >= GOAL_TORCHINFO else "MISSED"
        goal = reached if num > 10_000 else "no goal"
        print(f"     P6 torchinfo >= {GOAL_TORCHINFO}x tree(): {factor:.0f}x, {goal}")
    ratio = found["glance"] / found["modules()"]
    reached = "reached" if ratio <= GOAL_UNCHANGED else "MISSED"
    goal = reached if num > 1000 else "no goal"
    print(f"     P7 unchanged <= {GOAL_UNCHANGED}x: {ratio:.1f}x, {goal}")


def tree_rows(found):
    # The outline remembers; a new one shows the full cost.
    vars(found).pop("outline", None)
    for name in ("ends", "children"):
        vars(found.facts).pop(name, None)
    return found.to_dict()


def naive(model):
    """Names, and the parameters of each subtree, as ordinary summaries count them."""
    return [
        (name, sum(p.numel() for p in module.parameters()))
        for name, module in model.named_modules()
    ]


def first_paint(model):
    """Bytes of what the panel gets first."""
    rows, _ = opened(tree(model).outline, "", 0, 500)
    return len(json.dumps(rows).encode())


def main():
    print(f"torch {torch.__version__}, one thread; CPU ms, and times modules()")
    for device in ("meta", "cpu"):
        for layers, count, repeats in SIZES:
            with torch.device(device):
                model = MixtureOfExperts(layers, count)
            found = measure(model, repeats)
            base = found["modules()"]
            line = "  ".join(
                f"{name} {ms:.2f} ({ms / base:.1f}x)" for name, ms in found.items()
            )
            num = sum(1 for _ in model.modules())
            rows = len(tree(model).to_dict()["rows"])
            print(f"{device:>4} {num:>6} modules  {line}")
            # The goals speak of 1,000 modules and more; below, 40 µs are fixed.
            reached = found["tree()"] / base <= GOAL
            goal = "reached" if reached else "MISSED" if num > 1000 else "no goal"
            report_peers(found, num)
            paint, whole = (
                first_paint(model),
                json.dumps(tree(model).to_dict()).encode(),
            )
            print(
                f"     P6 tree() <= {GOAL}x: {goal}   P8 first paint {paint:,} bytes "
                f"({'reached' if paint <= GOAL_PAINT else 'MISSED'}), all {rows} rows "
                f"{len(whole):,} bytes, {len(zlib.compress(whole, 1)):,} compressed"
            )


if __name__ == "__main__":
    main()
