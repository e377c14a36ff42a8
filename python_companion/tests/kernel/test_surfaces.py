"""The magics and the tree in a real kernel."""

from __future__ import annotations

import json
from typing import Any

from realkernel import Kernel, Notebook

NET = """import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(4, 4) for _ in range(12))
        self.hidden = [nn.Linear(4, 4) for _ in range(8)]
        self.head = nn.Linear(4, 2)
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.head(x)
model = Net()
"""
SLOW = """import time
end = time.time() + 2
while time.time() < end:
    model(torch.ones(4, 4)).sum().backward()
"""


def displayed(kernel: Kernel, source: str) -> tuple[str, list[dict[str, Any]]]:
    """What a cell prints, and the bundles that it displays."""
    message = kernel.start(source)
    content = kernel.finish(message)
    assert content["status"] == "ok"
    bundles = [
        m["content"]["data"]
        for m in kernel.of(message)
        if m["msg_type"] in ("display_data", "update_display_data", "execute_result")
    ]
    return content["text"], bundles


def top(notebook: Notebook, **changes: Any) -> Any:
    request = {"model": "model", "fqn": "", "member": 0, "query": "", "limit": 500}
    return notebook.ask("tree.get", **(request | changes))


class TestTree:
    def test_opens_while_a_cell_trains(self, notebook: Notebook):
        notebook.run(NET, "net")
        running = notebook.kernel.start(SLOW, "slow")
        notebook.kernel.pump(0.3)
        reply = top(notebook)
        assert [row["name"] for row in reply["rows"]] == [
            "model",
            "layers.0–11",
            "head",
            "hidden",
        ]
        assert running not in notebook.kernel.replies
        notebook.kernel.finish(running)

    def test_totals_are_those_of_the_kernel(self, notebook: Notebook):
        notebook.run(NET, "net")
        expected = notebook.kernel.value("sum(p.numel() for p in model.parameters())")
        assert top(notebook)["totals"]["numel"] == expected
        listed = notebook.ask("models.list")
        assert [m["name"] for m in listed["models"]] == ["model"]
        assert listed["models"][0]["numel"] == expected
        assert listed["models"][0]["cell"]["cell_id"] == "net"

    def test_the_ghost_carries_its_finding(self, notebook: Notebook):
        notebook.run(NET, "net")
        notebook.check()
        row = top(notebook)["rows"][-1]
        assert (row["kind"], row["class_name"]) == ("ghost", "list of 8 Linear")
        assert len(row["findings"]) == 1

    def test_hooks_name_their_cells(self, notebook: Notebook):
        notebook.run(NET, "net")
        notebook.run(
            "def probe(*args): pass\nh = model.head.register_forward_hook(probe)", "h"
        )
        hook = notebook.ask("module.get", model="model", fqn="head")["hooks"][0]
        assert hook["function"] == "probe" and hook["owner"] == "you"
        assert hook["defined_cell"]["cell_id"] == "h" and hook["defined_line"] == 0
        assert hook["registered_cell"]["cell_id"] == "h"


class TestMagics:
    def test_show_text_and_html_and_leave_no_trace(self, notebook: Notebook):
        kernel = notebook.kernel
        notebook.run(NET, "net")
        displayed(kernel, "%load_ext modulescope")
        names = kernel.value("sorted(globals())")
        printed, bundles = displayed(kernel, "%nn tree model")
        assert printed == "" and set(bundles[0]) == {"text/plain", "text/html"}
        assert "layers.0–11" in bundles[0]["text/plain"]
        assert "<script" not in bundles[0]["text/html"]
        printed, _ = displayed(kernel, "%nn tree model --json")
        assert json.loads(printed)["is_module"] is True
        assert {n for n in kernel.value("sorted(globals())") if n[0] != "_"} == {
            n for n in names if n[0] != "_"
        }

    def test_check_is_live_in_its_own_cell(self, notebook: Notebook):
        notebook.run(NET, "net")
        displayed(notebook.kernel, "%load_ext modulescope")
        printed, _ = displayed(notebook.kernel, "%nn check --json")
        found = json.loads(printed)["findings"]
        assert [(f["code"], f["status"]) for f in found] == [("NN102", "live")]

    def test_a_watched_cell_is_shown_again_by_grads(self, notebook: Notebook):
        kernel = notebook.kernel
        notebook.run(NET, "net")
        displayed(kernel, "%load_ext modulescope")
        printed, _ = displayed(kernel, "%nn grads")
        assert printed.startswith("%nn grads: no gradients recorded for `model`.")
        displayed(kernel, "%%nn watch\nmodel(torch.ones(4, 4)).sum().backward()")
        _, bundles = displayed(kernel, "%nn grads")
        assert "head.weight" in bundles[-1]["text/plain"]

    def test_unloading_takes_the_magics_off(self, notebook: Notebook):
        kernel = notebook.kernel
        displayed(kernel, "%load_ext modulescope")
        displayed(kernel, "%unload_ext modulescope")
        assert "not found" in kernel.run("%nn")["text"]
