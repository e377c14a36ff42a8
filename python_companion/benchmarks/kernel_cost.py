"""What the companion costs a kernel: at its start, in memory, and after each run.

    python python_companion/benchmarks/kernel_cost.py

Prints each figure with its bar and the ratio of both; figures are medians of real
kernels, one process each.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from realkernel import Kernel, Notebook, real_kernel

STARTS = 7
RUNS = 200
FINDINGS = 20

INSTALL = """
import json, os, psutil, sys, time
_process = psutil.Process(os.getpid())
_memory, _cpu = _process.memory_info().rss, time.process_time()
import modulescope; modulescope.install()
_cpu = time.process_time() - _cpu
_memory = _process.memory_info().rss - _memory
_heavy = [name for name in ("torch", "numpy", "ipywidgets") if name in sys.modules]
print(json.dumps({"cpu_ms": _cpu * 1e3, "mb": _memory / 2**20, "heavy": _heavy}))
"""

MODEL = """
import torch
from torch import nn
model = nn.Sequential(*[nn.Linear(4, 4) for _ in range(199)])
optimizer = torch.optim.Adam(model.parameters())
"""

# Inside a cell the end of another is only noted, so the real ends are timed.
TIMED = """
import statistics, time
from modulescope.kernel import installed
_costs, _ended = [], installed()._ended
def _timed(result):
    _start = time.perf_counter()
    _ended(result)
    _costs.append((time.perf_counter() - _start) * 1e3)
installed()._ended = _timed
"""

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]
"""


def show(name: str, value: float, bar: float, unit: str) -> None:
    """Prints a figure, its bar, and how much of the bar it takes."""
    print(f"{name}: {value:.2f} {unit} (bar {bar:g} {unit}, ratio {value / bar:.2f})")


def printed(kernel: Kernel, source: str) -> Any:
    reply = kernel.run(source)
    assert reply["status"] == "ok", reply
    return json.loads(reply["text"].splitlines()[-1])


def start_cost() -> None:
    """Importing and installing the companion, in kernels that just started."""
    costs = []
    for _ in range(STARTS):
        with real_kernel() as kernel:
            costs.append(printed(kernel, INSTALL))
    assert all(not cost["heavy"] for cost in costs), costs
    cpu = statistics.median(cost["cpu_ms"] for cost in costs)
    show("import and install, CPU", cpu, 10, "ms")
    memory = statistics.median(cost["mb"] for cost in costs)
    show("memory before torch is used", memory, 8, "MB")


def run_cost(kernel: Kernel) -> None:
    """The end of a run after which nothing is new, with 200 modules."""
    Notebook(kernel).open()
    assert kernel.run(MODEL)["status"] == "ok"
    assert kernel.run(TIMED)["status"] == "ok"
    for _ in range(RUNS):
        kernel.run("pass")
    assert kernel.value("sum(1 for _ in model.modules())") == 200
    assert len(kernel.value("_costs")) >= RUNS
    cost = kernel.value("statistics.median(_costs)")
    show("post_run_cell, nothing changed, 200 modules", cost, 1, "ms")


def finding_cost(kernel: Kernel) -> None:
    """From the end of a run to its findings, without the browser's 150 ms wait."""
    page = Notebook(kernel).open()
    page.edit("net", NET)
    page.edit("build", "model = Net()")
    page.rerun("net", "build")
    page.check()
    costs = []
    for _ in range(FINDINGS):
        page.rerun("build")
        ended = kernel.iopub[-1]["received"]
        assert page.findings("NN102")[0]["status"] == "live"
        costs.append((kernel.iopub[-1]["received"] - ended) * 1e3)
    show("findings after a run", statistics.median(costs), 500, "ms")


if __name__ == "__main__":
    start_cost()
    with real_kernel() as made:
        run_cost(made)
        finding_cost(made)
