"""The whole path in a real kernel: cell, claim, live evidence, fix, confirmed."""

from __future__ import annotations

from realkernel import Notebook

IMPORTS = "import torch\nfrom torch import nn\ntorch.manual_seed(0);"
NET = """class SpiralNet(nn.Module):
    def __init__(self, width=64, depth=8):
        super().__init__()
        self.stem = nn.Linear(2, width)
        self.blocks = [nn.Linear(width, width) for _ in range(depth)]
        self.head = nn.Linear(width, 3)

    def forward(self, x):
        x = self.stem(x).relu()
        for block in self.blocks:
            x = block(x).relu()
        return self.head(x)
"""
BUILD = "model = SpiralNet()"


def test_a_static_claim_becomes_live_then_stale_then_confirmed_gone(notebook: Notebook):
    notebook.edit("imports", IMPORTS)
    notebook.edit("net", NET)
    notebook.edit("build", BUILD)
    [claim] = notebook.findings("NN102")
    assert (claim["status"], claim["severity"]) == ("static", "warning")
    assert claim["silence"] == "torch is not imported in this kernel"
    assert claim["range"]["start"] == {"line": 4, "character": 8}

    notebook.rerun("imports", "net", "build")
    [live] = notebook.findings("NN102")
    assert (live["status"], live["severity"]) == ("live", "error")
    assert live["id"] == claim["id"]
    assert live["cell"] == {"cell_id": "net", "execution_count": 2}
    assert "33,280 parameters" in live["evidence"][0]

    notebook.apply(live)
    assert "nn.ModuleList([nn.Linear(width, width)" in notebook.cells["net"]
    [stale] = notebook.findings("NN102", live=False)
    assert (stale["status"], stale["id"]) == ("stale", claim["id"])

    notebook.rerun("net", "build")
    reply = notebook.check()
    assert reply["findings"] == []
    assert reply["confirmed"] == [
        "Confirmed: NN102 is gone. `model.parameters()` now yields 33,667 parameters "
        "(was 387)."
    ]
    assert notebook.noise() == []
