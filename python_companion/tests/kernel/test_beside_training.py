"""What is asked while a cell trains leaves the process alive."""

from __future__ import annotations

import time

from realkernel import Notebook

_SECONDS = 12
_TRAIN = """
import time
import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4), nn.Linear(4, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
inputs = torch.randn(16, 4)


def train(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        optimizer.zero_grad()
        model(inputs).square().mean().backward()
        optimizer.step()


train(0.5)
"""
# What the panel and the checks ask; all of it looks at tensors that are being trained.
_ROOT = {"model": "model", "fqn": ""}
_REQUESTS = (
    ("models.list", {}),
    ("tree.get", {**_ROOT, "member": 0, "query": "", "limit": 200}),
    ("module.get", _ROOT),
    ("memory.get", _ROOT),
    ("params.measure", _ROOT),
    ("grads.get", _ROOT),
)


def _ask_all(notebook: Notebook, seconds: float) -> dict[str, int]:
    """Asks again and again; how often each kind was answered."""
    answered: dict[str, int] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for kind, payload in _REQUESTS:
            reply = notebook.ask(kind, 20.0, **payload)
            answered[reply["kind"]] = answered.get(reply["kind"], 0) + 1
        notebook.check()
    return answered


def test_requests_beside_a_training_cell_do_not_end_the_kernel(notebook: Notebook):
    notebook.run(_TRAIN)
    cell = notebook.kernel.start(f"train({_SECONDS}); print('trained')", "train")
    answered = _ask_all(notebook, _SECONDS - 2)
    assert "trained" in notebook.kernel.finish(cell)["text"]
    assert "error" not in answered and sum(answered.values()) > 20, answered


def test_requests_beside_a_training_thread_do_not_end_the_kernel(notebook: Notebook):
    notebook.run(_TRAIN)
    notebook.run(
        "import threading\n"
        f"thread = threading.Thread(target=train, args=({_SECONDS},))\n"
        "thread.start()"
    )
    _ask_all(notebook, _SECONDS - 2)
    notebook.run("1 + 1")
    assert notebook.run("thread.join(); print('trained')")["text"] == "trained\n"


def test_gradients_are_told_once_the_training_has_ended(notebook: Notebook):
    notebook.run(_TRAIN)
    cell = notebook.kernel.start("train(2)", "train")
    details = {"model": "model", "fqn": "0"}
    seen = {row["grad"] for row in notebook.ask("module.get", **details)["tensors"]}
    assert seen <= {"unknown", "set", "none"}
    notebook.kernel.finish(cell)
    rows = notebook.ask("module.get", **details)["tensors"]
    assert [row["grad"] for row in rows] == ["set", "set"]
    table = notebook.ask("memory.get", **details)["rows"]
    assert [row["gradients"] for row in table] == [80]
