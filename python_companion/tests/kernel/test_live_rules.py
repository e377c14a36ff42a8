"""The demo's story and a model of transformers in a real kernel, rule by rule."""

from __future__ import annotations

import re
from typing import Any

from realkernel import Notebook

DATA = """import torch
from torch import nn
from torch.nn import functional as F
torch.manual_seed(0)
points, labels = torch.randn(90, 2), torch.arange(90) % 3
"""
NET = """class SpiralNet(nn.Module):
    def __init__(self, width=64, depth=8):
        super().__init__()
        self.stem = nn.Linear(2, width)
        self.blocks = [nn.Linear(width, width) for _ in range(depth)]
        self.head = nn.Linear(width, 3)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        for block in self.blocks:
            x = torch.relu(block(x))
        return self.head(x)
"""
INIT = """def init_weights(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)
"""
BUILD = "model = SpiralNet().apply(init_weights)"
OPTIMIZER = "optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)"
TRAIN = """for step in range(5):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(points), labels)
    loss.backward()
    optimizer.step()
"""
HOOK = """outputs = {}

def keep_output(module, inputs, output):
    outputs["head"] = output.detach()

handle = model.head.register_forward_hook(keep_output)
"""


def _codes(found: list[Any]) -> list[tuple[str, str, str]]:
    return sorted((f["code"], f["severity"], f["status"]) for f in found)


def _run(page: Notebook, **cells: str) -> None:
    for name, source in cells.items():
        page.run(source, name)


def test_the_demo_uncovers_one_bug_after_the_other(notebook: Notebook):
    cells = {"data": DATA, "net": NET, "init": INIT, "build": BUILD}
    _run(notebook, **cells, optimizer=OPTIMIZER, fresh=BUILD, train=TRAIN)
    found = notebook.findings()
    assert _codes(found) == [
        ("NN102", "error", "live"),
        ("NN308", "warning", "live"),
        ("NN501", "error", "live"),
    ]
    by_code = {f["code"]: f for f in found}
    stale = by_code["NN501"]
    assert stale["evidence"][0] == (
        "`optimizer` holds 4 tensors, 0 of which belong to `model`"
    )
    assert (stale["cell"]["cell_id"], stale["related"][0]["cell"]["cell_id"]) == (
        "optimizer",
        "fresh",
    )
    assert [place["cell"]["cell_id"] for place in stale["affects"]] == ["train"]
    assert re.search(
        r"2 layers of `model` start [67]–\d+×", by_code["NN308"]["message"]
    )
    assert by_code["NN308"]["cell"]["cell_id"] == "init"

    [fix] = stale["fixes"]
    notebook.rerun(*(cell["cell_id"] for cell in fix["run"]), "train")
    reply = notebook.check()
    assert _codes(reply["findings"]) == [
        ("NN102", "error", "live"),
        ("NN308", "warning", "live"),
    ]
    assert reply["confirmed"] == [
        "Confirmed: NN501 is gone. `optimizer` now holds 4 of 4 parameters of `model` "
        "(was 0)."
    ]

    notebook.apply(next(f for f in reply["findings"] if f["code"] == "NN102"))
    notebook.rerun("net", "build", "optimizer", "train")
    [finding] = notebook.findings()
    assert finding["code"] == "NN308"
    assert finding["evidence"][0] == "10 layers: stem, blocks.0–7, head"

    notebook.apply(finding)
    assert (
        'kaiming_normal_(module.weight, nonlinearity="relu")'
        in (notebook.cells["init"])
    )
    [edited] = notebook.findings()
    assert edited["status"] == "stale"
    notebook.rerun("init", "build", "optimizer", "train")
    assert notebook.findings() == []
    assert notebook.noise() == []


def test_a_hook_cell_that_ran_twice_is_found_and_cleaned(notebook: Notebook):
    net = NET.replace(
        "[nn.Linear(width, width) for _ in range(depth)]", "nn.ModuleList()"
    )
    _run(notebook, data=DATA, net=net, build="model = SpiralNet()", hook=HOOK)
    notebook.rerun("hook")
    # Each run made a new `outputs`, but the functions name it and do not hold it.
    [finding] = notebook.findings()
    assert finding["message"] == (
        "`keep_output` is registered 2 times as a forward hook of `model.head`"
    )
    assert finding["cell"]["cell_id"] == "hook"
    done = notebook.ask("fix.apply", finding=finding["id"], fix=0)
    assert done["done"] is True, done
    assert notebook.kernel.value("len(model.head._forward_hooks)") == 1
    assert notebook.findings() == []


BERT = """import torch
from transformers import BertConfig, BertForSequenceClassification
torch.manual_seed(0)
config = BertConfig(
    vocab_size=60, hidden_size=32, num_hidden_layers=3, num_attention_heads=2,
    intermediate_size=64, num_labels=2,
)
model = BertForSequenceClassification(config).train()
tokens = torch.randint(0, 60, (4, 7))
"""


def test_a_model_of_transformers_gets_its_three_findings(notebook: Notebook):
    _run(
        notebook,
        bert=BERT,
        optimizer="optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)",
        head="model.classifier = torch.nn.Linear(32, 5)",
    )
    [missing] = notebook.findings("NN502")
    assert missing["message"] == "2 trainable parameters of `model` are in no optimizer"
    assert (missing["severity"], missing["status"]) == ("error", "live")
    assert "`classifier.weight` and `classifier.bias`" in missing["evidence"][1]

    notebook.run("with torch.no_grad():\n    logits = model(tokens).logits", "evaluate")
    [mode] = notebook.findings("NN505")
    assert mode["status"] == "live"
    assert re.search(r"\d+ dropout layers active", mode["message"])

    train = "model.train()\nloss = model(tokens).logits.sum()\nloss.backward()"
    notebook.run(train, "train")
    notebook.rerun("evaluate", "train")
    [mode] = notebook.findings("NN505")
    assert mode["status"] == "live" and mode["fixes"][0]["edits"]

    notebook.apply(mode)
    notebook.rerun("evaluate", "optimizer")
    assert notebook.findings() == []
