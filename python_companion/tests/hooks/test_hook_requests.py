"""`hook.remove` and `hook.restore`, as the panel uses them."""

from __future__ import annotations

from typing import Any

import pytest
from asking import ask
from page import Page

SETUP = """
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
def probe(*args, **kwargs): pass
for layer in model:
    layer.register_forward_hook(probe, with_kwargs=True)
"""


@pytest.fixture
def hooked(page: Page) -> Page:
    return page.run(SETUP)


def rows(page: Page, fqn: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(page, "module.get", model="model", fqn=fqn)[
        "hooks"
    ]
    return found


def remove(page: Page, row: dict[str, Any]) -> dict[str, Any]:
    return ask(page, "hook.remove", model="model", fqn=row["fqn"], hook=row["hook"])


def tree(page: Page) -> dict[str, Any]:
    return ask(page, "tree.get", model="model", fqn="", member=0, query="", limit=500)


def test_a_removed_hook_returns_as_it_was(hooked: Page):
    before = rows(hooked)
    reply = remove(hooked, before[0])
    assert reply["done"] and reply["message"] == "Removed forward hook `probe`."
    assert [row["fqn"] for row in rows(hooked)] == ["1"]
    back = ask(hooked, "hook.restore", undo=reply["undo"])
    assert back["done"] and rows(hooked) == before


def test_after_a_run_it_stays_removed(hooked: Page):
    reply = remove(hooked, rows(hooked)[0])
    hooked.run("x = 1")
    back = ask(hooked, "hook.restore", undo=reply["undo"])
    assert not back["done"] and "A cell has run since" in back["message"]
    assert len(rows(hooked)) == 1


def test_a_hook_that_was_registered_anew_is_not_the_same(hooked: Page):
    [row, _] = rows(hooked)
    hooked.run("model[0]._forward_hooks.clear(); model[0].register_forward_hook(probe)")
    reply = remove(hooked, row)
    assert not reply["done"] and reply["undo"] is None
    assert "there no more" in reply["message"]
    assert len(rows(hooked)) == 2


def test_hooks_of_torch_stay(hooked: Page):
    hooked.run("nn.utils.spectral_norm(model[1])")
    before = rows(hooked, "1")
    row = next(row for row in before if row["kind"] == "forward_pre")
    assert (row["owner"], row["removable"], row["kept"]) == (
        "torch",
        False,
        "torch (spectral_norm)",
    )
    reply = remove(hooked, row)
    assert not reply["done"] and "torch (spectral_norm)" in reply["message"]
    assert rows(hooked, "1") == before


def test_while_a_cell_runs_nothing_is_changed(hooked: Page):
    [row, _] = rows(hooked)
    hooked.session.run_started()
    assert "A cell is running" in remove(hooked, row)["message"]
    assert len(rows(hooked)) == 2


def test_a_model_that_is_gone_has_no_hooks(hooked: Page):
    [row, _] = rows(hooked)
    hooked.run("del model")
    reply = remove(hooked, row)
    assert reply["message"] == "`model` no longer exists in the kernel."


def test_an_undo_works_once(hooked: Page):
    undo = remove(hooked, rows(hooked)[0])["undo"]
    assert ask(hooked, "hook.restore", undo=undo)["done"]
    assert not ask(hooked, "hook.restore", undo=undo)["done"]


def test_the_tree_shows_at_once_that_a_hook_is_gone(hooked: Page):
    def hooks() -> int:
        return sum(tree(hooked)["totals"]["hooks"].values())

    before = hooks()
    reply = remove(hooked, rows(hooked)[0])
    assert hooks() == before - 1
    ask(hooked, "hook.restore", undo=reply["undo"])
    assert hooks() == before
