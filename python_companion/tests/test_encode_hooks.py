"""`hook.remove` and `hook.restore`, as the panel uses them."""

from __future__ import annotations

from typing import Any

import pytest
from test_encode_tree import Kernel

SETUP = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
def probe(*args, **kwargs): pass
for layer in model:
    layer.register_forward_hook(probe, with_kwargs=True)
"""


@pytest.fixture
def kernel() -> Kernel:
    made = Kernel()
    made.run(SETUP)
    return made


def rows(kernel: Kernel, fqn: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = kernel.ask("module.get", model="model", fqn=fqn)[
        "hooks"
    ]
    return found


def remove(kernel: Kernel, row: dict[str, Any]) -> dict[str, Any]:
    reply: dict[str, Any] = kernel.ask(
        "hook.remove", model="model", fqn=row["fqn"], hook=row["hook"]
    )
    return reply


def test_a_removed_hook_returns_as_it_was(kernel: Kernel):
    before = rows(kernel)
    reply = remove(kernel, before[0])
    assert reply["done"] and reply["message"] == "Removed forward hook `probe`."
    assert [row["fqn"] for row in rows(kernel)] == ["1"]
    back = kernel.ask("hook.restore", undo=reply["undo"])
    assert back["done"] and rows(kernel) == before


def test_after_a_run_it_stays_removed(kernel: Kernel):
    reply = remove(kernel, rows(kernel)[0])
    kernel.run("x = 1")
    back = kernel.ask("hook.restore", undo=reply["undo"])
    assert not back["done"] and "A cell has run since" in back["message"]
    assert len(rows(kernel)) == 1


def test_a_hook_that_was_registered_anew_is_not_the_same(kernel: Kernel):
    [row, _] = rows(kernel)
    kernel.run("model[0]._forward_hooks.clear(); model[0].register_forward_hook(probe)")
    reply = remove(kernel, row)
    assert not reply["done"] and reply["undo"] is None
    assert "there no more" in reply["message"]
    assert len(rows(kernel)) == 2


def test_hooks_of_torch_stay(kernel: Kernel):
    kernel.run("nn.utils.spectral_norm(model[1])")
    before = rows(kernel, "1")
    row = next(row for row in before if row["kind"] == "forward_pre")
    assert (row["owner"], row["removable"], row["kept"]) == (
        "torch",
        False,
        "torch (spectral_norm)",
    )
    reply = remove(kernel, row)
    assert not reply["done"] and "torch (spectral_norm)" in reply["message"]
    assert rows(kernel, "1") == before


def test_while_a_cell_runs_nothing_is_changed(kernel: Kernel):
    [row, _] = rows(kernel)
    kernel.session.run_started()
    assert "A cell is running" in remove(kernel, row)["message"]
    assert len(rows(kernel)) == 2


def test_a_model_that_is_gone_has_no_hooks(kernel: Kernel):
    [row, _] = rows(kernel)
    kernel.run("del model")
    reply = remove(kernel, row)
    assert reply["message"] == "`model` no longer exists in the kernel."


def test_an_undo_works_once(kernel: Kernel):
    undo = remove(kernel, rows(kernel)[0])["undo"]
    assert kernel.ask("hook.restore", undo=undo)["done"]
    assert not kernel.ask("hook.restore", undo=undo)["done"]


def test_the_tree_shows_at_once_that_a_hook_is_gone(kernel: Kernel):
    def hooks() -> int:
        return sum(kernel.tree()["totals"]["hooks"].values())

    before = hooks()
    reply = remove(kernel, rows(kernel)[0])
    assert hooks() == before - 1
    kernel.ask("hook.restore", undo=reply["undo"])
    assert hooks() == before
