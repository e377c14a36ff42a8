"""The numbers that the demo notebook's text promises, without JupyterLab."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
import torch

LN3 = math.log(3)
NOTEBOOK = json.loads(
    files("modulescope").joinpath("demo/spiral.ipynb").read_text(encoding="utf-8")
)


@pytest.fixture(params=[1, 2], ids=["1 thread", "2 threads"])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    yield request.param
    torch.set_num_threads(before)


class Notebook:
    """The demo's cells, run in one namespace; magics are left out."""

    def __init__(self) -> None:
        self.namespace: dict[str, object] = {}
        self.cells = {
            cell["id"]: re.sub(r"(?m)^%.*$", "", "".join(cell["source"]))
            for cell in NOTEBOOK["cells"]
            if cell["cell_type"] == "code"
        }

    def run(self, *ids: str) -> None:
        for cell_id in ids:
            exec(self.cells[cell_id], self.namespace)

    def edit(self, cell_id: str, old: str, new: str) -> None:
        assert old in self.cells[cell_id]
        self.cells[cell_id] = self.cells[cell_id].replace(old, new)

    def trained(self) -> tuple[float, float]:
        """Loss, and accuracy in percent, after the training cell."""
        loss = self.namespace["loss"].item()
        return loss, 100 * self.namespace["accuracy"].item()

    def trainable(self) -> int:
        parameters = self.namespace["model"].parameters()
        return sum(p.numel() for p in parameters if p.requires_grad)


def test_each_step_of_the_story_gives_its_numbers(threads: int) -> None:
    demo = Notebook()

    demo.run("data", "class", "init", "model", "optimizer", "fresh", "train")
    loss, accuracy = demo.trained()
    assert abs(loss - LN3) <= 0.001
    assert abs(accuracy - 100 / 3) <= 0.5

    demo.run("optimizer", "train")
    loss, accuracy = demo.trained()
    assert loss < LN3
    assert 45 <= accuracy <= 65
    assert demo.trainable() == 387

    hidden = "[nn.Linear(width, width) for _ in range(depth)]"
    demo.edit("class", hidden, f"nn.ModuleList({hidden})")
    demo.run("class", "init", "model", "optimizer", "train")
    loss, accuracy = demo.trained()
    assert abs(loss - LN3) <= 0.001
    assert abs(accuracy - 100 / 3) <= 0.5
    assert demo.trainable() == 33667

    small = "normal_(module.weight, std=0.02)"
    he = 'kaiming_normal_(module.weight, nonlinearity="relu")'
    demo.edit("init", small, he)
    demo.run("init", "model", "optimizer", "train")
    loss, accuracy = demo.trained()
    assert loss < 0.01
    assert accuracy >= 99


def test_the_notebook_is_clean_and_its_cells_have_names() -> None:
    for cell in NOTEBOOK["cells"]:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", cell["id"])
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_the_plot_is_left_out_without_matplotlib(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.pyplot", None)
    demo = Notebook()
    demo.run("data", "plot")
    assert "No picture without matplotlib" in capsys.readouterr().out
