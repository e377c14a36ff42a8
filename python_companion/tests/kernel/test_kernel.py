"""What a kernel and its page notice of us: answers in time, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from realkernel import Kernel, Notebook, real_kernel

NET = """import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4, bias=False), nn.BatchNorm1d(4))
optimizer = torch.optim.Adam(model.parameters())
"""
SLOW = """import time
end = time.time() + 2
while time.time() < end:
    model(torch.ones(4, 4)).sum().backward()
    optimizer.step()
"""
# What others do before each cell, ahead of us: the kernel is busy, its cell unknown.
SLOW_START = """import time
get_ipython().events.callbacks["pre_run_cell"].insert(0, lambda info: time.sleep(0.6))
"""
# Trains until the test makes a file, or has given up.
UNTIL = """import os, time
end = time.time() + 60
while not os.path.exists({path!r}) and time.time() < end:
    model(torch.ones(4, 4)).sum().backward()
    optimizer.step()
"""


def states(kernel: Kernel, begin: int) -> list[tuple[str, str]]:
    """The statuses since a moment, with the kind of message that caused each."""
    kernel.pump(0.1)
    return [
        (m["parent_header"]["msg_type"], m["content"]["execution_state"])
        for m in kernel.iopub[begin:]
        if m["msg_type"] == "status"
    ]


class TestRunningCell:
    def test_requests_are_answered_meanwhile(self, notebook: Notebook, tmp_path: Path):
        notebook.run(NET, "net")
        answered = tmp_path / "answered"
        running = notebook.kernel.start(UNTIL.format(path=str(answered)), "slow")
        notebook.kernel.pump(0.3)
        # It loads the rules, on a busy machine for some seconds.
        reply = notebook.check()
        assert reply["findings"] == []
        assert running not in notebook.kernel.replies
        answered.touch()
        assert notebook.kernel.finish(running)["status"] == "ok"

    def test_the_kernel_stays_busy_until_the_cell_ends(self, notebook: Notebook):
        notebook.run(NET, "net")
        notebook.check()
        begin = len(notebook.kernel.iopub)
        running = notebook.kernel.start(SLOW, "slow")
        notebook.kernel.pump(0.3)
        for _ in range(4):
            notebook.check(seconds=1.5)
            notebook.kernel.pump(0.1)
            assert states(notebook.kernel, begin)[-1][1] == "busy"
        notebook.kernel.finish(running)
        found = states(notebook.kernel, begin)
        assert found[-1] == ("execute_request", "idle")
        # The repair never says busy after the end of the cell.
        assert [s for s in found if s[0] == "execute_request"] == [
            ("execute_request", "busy"),
            ("execute_request", "idle"),
        ]

    def test_the_kernel_is_busy_again_if_it_answered_while_a_cell_began(
        self, notebook: Notebook
    ):
        notebook.run(NET, "net")
        notebook.run(SLOW_START, "late")
        begin = len(notebook.kernel.iopub)
        running = notebook.kernel.start("time.sleep(1)", "slow")
        notebook.kernel.pump(0.2)
        notebook.check()
        notebook.kernel.pump(0.7)
        assert running not in notebook.kernel.replies
        assert states(notebook.kernel, begin)[-1][1] == "busy"
        notebook.kernel.finish(running)
        assert states(notebook.kernel, begin)[-1] == ("execute_request", "idle")

    def test_an_idle_kernel_stays_idle(self, notebook: Notebook):
        begin = len(notebook.kernel.iopub)
        notebook.check()
        assert states(notebook.kernel, begin) == [
            ("comm_msg", "busy"),
            ("comm_msg", "idle"),
        ]

    def test_many_short_cells_end_idle(self, notebook: Notebook):
        kernel, begin = notebook.kernel, len(notebook.kernel.iopub)
        cells = [kernel.start("import time; time.sleep(0.02)", "a") for _ in range(20)]
        for _ in range(20):
            notebook.check()
        for cell in cells:
            kernel.finish(cell)
        assert states(kernel, begin)[-1][1] == "idle"

    def test_an_interrupt_ends_the_cell_and_nothing_else(self, notebook: Notebook):
        notebook.run(NET, "net")
        running = notebook.kernel.start("import time\nwhile True: time.sleep(0.01)")
        notebook.kernel.pump(0.3)
        notebook.check()
        notebook.kernel.interrupt()
        ended = notebook.kernel.finish(running)
        assert (ended["status"], ended["ename"]) == ("error", "KeyboardInterrupt")
        begin = len(notebook.kernel.iopub)
        assert notebook.check()["checked"] is not None
        assert states(notebook.kernel, begin)[-1][1] == "idle"

    def test_a_kernel_without_subshells_answers_when_it_is_idle(self, kernel: Kernel):
        page = Notebook(kernel).open(subshell=False)
        running = kernel.start("import time; time.sleep(1)")
        page.check()
        assert running in kernel.replies
        assert page.noise() == []
        page.close()


class TestQuiet:
    def test_a_notebook_that_does_not_name_torch_hears_nothing(self):
        with real_kernel() as kernel:
            page = Notebook(kernel).open()
            for source in ("x = 1", "import json", "y = [x] * 10", "1 / 0"):
                page.run(source)
            assert (len(page.heard()), page.pushes, page.noise()) == (1, [], [])
            loaded = kernel.value("[m for m in __import__('sys').modules]")
            assert not {"torch", "numpy", "ipywidgets"} & set(loaded)
            assert "modulescope.checking.linter" not in loaded

    def test_one_push_a_run_once_there_is_a_model(self, notebook: Notebook):
        notebook.run("import torch", "a")
        notebook.run(NET, "b")
        notebook.run("x = 1", "c")
        assert [(p["cell"]["cell_id"], p["changed"]) for p in notebook.pushes] == [
            ("b", ["model", "optimizer"]),
            ("c", []),
        ]

    def test_the_users_session_is_untouched(self, notebook: Notebook):
        notebook.run("7")
        before = notebook.kernel.value(
            "[_, len(In), len(Out), get_ipython().execution_count]"
        )
        names = set(notebook.kernel.value("sorted(globals())"))
        notebook.install()
        notebook.check()
        after = notebook.kernel.value(
            "[_, len(In), len(Out), get_ipython().execution_count]"
        )
        assert after == before
        assert set(notebook.kernel.value("sorted(globals())")) == names
        assert not any("modulescope" in name for name in names)

    def test_no_module_gets_a_hook(self, notebook: Notebook):
        notebook.run(NET)
        notebook.run("model(torch.ones(4, 4)).sum().backward(); optimizer.step()")
        notebook.check()
        assert notebook.kernel.value(
            "[sum(len(v) for k, v in vars(m).items() if k.endswith('_hooks'))"
            " for m in model.modules()]"
        ) == [0, 0, 0]

    def test_nothing_is_printed_whatever_cells_do(self, notebook: Notebook):
        for source in (
            NET,
            "1 / 0",
            "x = (",
            "%%time\nx = 1",
            "%%capture\nprint(1)",
            "await __import__('asyncio').sleep(0)",
            "import os\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitpid(pid, 0);",
            "del model, optimizer",
        ):
            reply = notebook.run(source)
            assert "modulescope" not in reply["text"]
            notebook.check()
        assert notebook.noise() == []


class TestRestart:
    def test_a_restart_clears_live_evidence(self):
        with real_kernel() as kernel:
            page = Notebook(kernel).open()
            page.run("import torch\nfrom torch import nn", "imports")
            page.run(
                "class Net(nn.Module):\n"
                "    def __init__(self):\n"
                "        super().__init__()\n"
                "        self.parts = [nn.Linear(1, 1)]\n",
                "net",
            )
            page.run("model = Net()", "build")
            assert [f["status"] for f in page.findings("NN102")] == ["live"]
            kernel.restart()
            page.open()
            reply = page.check()
            assert [f["status"] for f in reply["findings"]] == ["static"]
            assert (reply["checked"], reply["confirmed"]) == (None, [])
            page.rerun("imports", "net", "build")
            assert [f["status"] for f in page.findings("NN102")] == ["live"]
            assert page.noise() == []

    def test_a_late_companion_knows_the_cells_from_before(self):
        with real_kernel() as kernel:
            page = Notebook(kernel)
            page.run("import torch\nfrom torch import nn", "imports")
            page.run("model = nn.Linear(2, 2)", "build")
            page.run("optimizer = torch.optim.SGD(model.parameters())", "optimizer")
            page.open()
            page.check()
            listed = page.ask("models.list")["models"]
            assert listed[0]["cell"] == {"cell_id": "build", "execution_count": 2}

    def test_a_page_that_reloads_replaces_itself(self, notebook: Notebook):
        again = Notebook(notebook.kernel, notebook.client).open()
        notebook.kernel.pump(0.2)
        closed = [
            m["content"]["comm_id"]
            for m in notebook.kernel.iopub
            if m["msg_type"] == "comm_close"
        ]
        assert {notebook.requests, notebook.pushing} <= set(closed)
        again.run(NET)
        assert len(again.pushes) == 1
        again.close()


TRAIN = """
import torch, json
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(
    torch.nn.utils.parametrizations.spectral_norm(nn.Linear(8, 16)),
    nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 2))
fast = torch.compile(model, backend="eager")
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
"""
STEPS = """
for _ in range(25):
    x = torch.randn(32, 8)
    loss = fast(x).pow(2).mean()
    optimizer.zero_grad(); loss.backward(); optimizer.step()
"""
RESULT = "[t.double().flatten().tolist() for t in model.state_dict().values()]"


def trained(kernel: Kernel, page: Notebook | None) -> Any:
    run = page.run if page else kernel.run
    run(TRAIN)
    for _ in range(4):
        cell = kernel.start(STEPS, "steps")
        if page:
            page.check()
            page.ask("models.list")
        assert kernel.finish(cell)["status"] == "ok"
        if page:
            page.check()
    return kernel.value(RESULT)


def test_training_is_bit_identical_with_and_without_us(notebook: Notebook):
    with_us = trained(notebook.kernel, notebook)
    with real_kernel() as bare:
        assert trained(bare, None) == with_us


@pytest.mark.parametrize("source", ["model = None", "model = 3", "del model"])
def test_a_model_that_goes_leaves_no_finding(notebook: Notebook, source: str):
    notebook.run(NET)
    notebook.run(source)
    assert notebook.check()["findings"] == []
