"""NN504 says no number: writes to a gradient are not only those of backward passes."""

from __future__ import annotations

import re

import pytest
from realkernel import Notebook

SETUP = """
import torch
from torch import nn
import torch.nn.functional as F
torch.manual_seed(0)
X, Y = torch.randn(16, 4), torch.randn(16, 1)
net = nn.Linear(4, 1)
model, scaler = net, torch.amp.GradScaler("cpu")
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
"""
DDP = """
import tempfile
import torch.distributed as dist
if not dist.is_initialized():
    dist.init_process_group(
        "gloo", store=dist.FileStore(tempfile.mktemp(), 1), rank=0, world_size=1
    )
model = nn.parallel.DistributedDataParallel(net)
def halved(state, bucket):
    future = torch.futures.Future()
    future.set_result(bucket.buffer().mul_(0.5))
    return future
model.register_comm_hook(None, halved)
"""
CLIP = "    nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n"
VALUE = "    nn.utils.clip_grad_value_(model.parameters(), 0.5)\n"
SCALE = "    for p in model.parameters():\n        p.grad.mul_(0.5)\n"
NOISE = "    for p in model.parameters():\n        p.grad.add_(torch.randn_like(p))\n"
BACKWARD = "    F.mse_loss(model(X), Y).backward()\n"
STEP = "    optimizer.step()\n"
LOOP = "for _ in range(10):\n"
UNSCALED = (
    "    scaler.scale(F.mse_loss(model(X), Y)).backward()\n"
    "    scaler.unscale_(optimizer)\n    scaler.step(optimizer)\n    scaler.update()\n"
)
# The gradients are cleared where no text of the loop shows it.
HIDDEN = "model.register_forward_pre_hook(lambda *_: optimizer.zero_grad())"

LOOPS = {
    "nothing else": LOOP + BACKWARD + STEP,
    "the norm clipped": LOOP + BACKWARD + CLIP + STEP,
    "values clipped": LOOP + BACKWARD + VALUE + STEP,
    "scaled by hand": LOOP + BACKWARD + SCALE + STEP,
    "noise": LOOP + BACKWARD + NOISE + STEP,
    "a scaler that unscales": LOOP + UNSCALED,
    "several backward passes in a step": LOOP + 3 * BACKWARD + CLIP + STEP,
}


def run(notebook: Notebook, *cells: str) -> None:
    for number, source in enumerate([SETUP, *cells]):
        reply = notebook.run(source, f"cell{number}")
        assert reply["status"] == "ok", reply


def said(notebook: Notebook) -> str:
    (found,) = notebook.findings("NN504")
    assert found["status"] == "live"
    return " ".join([found["message"], *found["evidence"]])


@pytest.mark.parametrize("watch", ["", "%%nn watch\n"], ids=["plain", "watched"])
@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_no_number_is_said_where_only_writes_are_known(
    notebook: Notebook, loop: str, watch: str
):
    run(notebook, watch + loop)
    assert not re.search(r"\d|\btimes\b", said(notebook))


def test_no_number_is_said_of_what_ddp_writes(notebook: Notebook):
    run(notebook, DDP, LOOP + BACKWARD + STEP)
    assert not re.search(r"\d|\btimes\b", said(notebook))


def test_writes_of_one_step_do_not_count_as_backward_passes(notebook: Notebook):
    loop = LOOP + BACKWARD + CLIP + VALUE + SCALE + NOISE + STEP
    run(notebook, HIDDEN, loop)
    assert notebook.kernel.value("int(net.weight.grad._version)") >= 5
    assert [f["status"] for f in notebook.findings("NN504")] != ["live"]
