"""What keeps a model alive, found on a click."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from modulescope.memory.holders import Found, find_holders
from modulescope.memory.requests import alive, get_holders, list_models
from page import Page

BUILD = "model = nn.Linear(10, 10)"


class Client:
    """As much of a page as these handlers ask for."""

    def __init__(self, page: Page) -> None:
        self.session = page.session


def listed(page: Page) -> list[dict[str, Any]]:
    reply: dict[str, Any] = list_models({"id": "1"}, Client(page))  # type: ignore[arg-type]
    found: list[dict[str, Any]] = reply["models"]
    return found


def holders(page: Page, model: str = "model") -> dict[tuple[str, str], Any]:
    """Text and kind of each holder, with the cell."""
    reply = get_holders({"id": "1", "model": model}, Client(page))  # type: ignore[arg-type]
    assert reply["kind"] == "holders.found"
    return {(each["text"], each["kind"]): each["cell"] for each in reply["holders"]}


@pytest.fixture(autouse=True)
def only_new_objects() -> None:
    """The search has a second; what other tests left behind is not its matter."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def built(page: Page) -> Page:
    return page.run(BUILD, "build")


class TestHolders:
    def test_a_variable_with_its_cell(self, built: Page):
        found = holders(built)
        assert set(found) == {("model", "variable")}
        assert found["model", "variable"]["cell_id"] == "build"

    def test_the_output_cache(self, built: Page):
        built.run("model", "show")
        number = built.session.runs[-1].cell.execution_count
        found = holders(built)
        assert (f"Out[{number}]", "output") in found
        assert found[f"Out[{number}]", "output"]["cell_id"] == "show"
        assert ("_", "output") in found
        built.run("1").run("2").run("3").run("4")
        assert ("_", "output") not in holders(built)

    def test_containers_by_their_paths(self, built: Page):
        built.run(
            "runs = {'best': [None, model]}\n"
            "class Trainer: pass\n"
            "trainer = Trainer(); trainer.model = model\n"
            "wrapped = nn.Sequential(model)\n"
            "pair = (1, model); many = {model}"
        )
        assert set(holders(built)) == {
            ("model", "variable"),
            ("runs['best'][1]", "container"),
            ("trainer.model", "container"),
            ("wrapped[0]", "container"),
            ("pair[1]", "container"),
            ("many (in a set)", "container"),
        }

    def test_an_optimizer_holds_its_parameters(self, built: Page):
        built.run("optimizer = torch.optim.SGD(model.parameters())", "optimizer")
        found = holders(built)
        cell = found["optimizer (its parameters)", "optimizer"]
        assert cell["cell_id"] == "optimizer"

    def test_the_closure_of_a_hook(self, built: Page):
        built.run(
            "other = nn.Linear(2, 2)\n"
            "def hooked(teacher):\n"
            "    def distil(*_): teacher\n"
            "    return distil\n"
            "other.register_forward_hook(hooked(model));"
        )
        built.run("del model")
        [kept] = [entry for entry in listed(built) if entry["kept"]]
        assert set(holders(built, kept["key"])) == {
            ("hook `distil` on `other`", "hook")
        }

    def test_the_last_traceback(self, built: Page):
        built.run("def broken(net): raise ValueError\nbroken(model)")
        found = holders(built)
        assert ("the last traceback", "traceback") in found

    def test_a_function_that_closes_over_it(self, built: Page):
        built.run("def make(net): return lambda: net\npredict = make(model)")
        assert any(text.startswith("predict") for text, _ in holders(built))

    def test_another_python_module(self, built: Page):
        built.run("import types, sys; m = types.ModuleType('mine')")
        built.run("sys.modules['mine'] = m; m.net = model")
        try:
            assert ("module mine.net", "variable") in holders(built)
        finally:
            built.run("del sys.modules['mine']")

    def test_nothing_of_the_users_runs(self, built: Page):
        built.run(
            "class Trap:\n"
            "    def __init__(self, net): self.net = net\n"
            "    def __getattribute__(self, name): raise SystemExit\n"
            "    __eq__ = __hash__ = __repr__ = __bool__ = __len__ = __getattribute__\n"
            "trap = object.__new__(Trap)\n"
            "object.__setattr__(trap, 'net', model)\n"
            "class Lying(dict):\n"
            "    def items(self): raise SystemExit\n"
            "    __iter__ = keys = values = __getitem__ = items\n"
            "lying = Lying(); dict.__setitem__(lying, 'm', model)"
        )
        found = holders(built)
        assert ("trap.net", "container") in found
        assert ("lying['m']", "container") in found

    def test_the_search_ends_in_time(self, built: Page):
        model = built.names["model"]
        found = find_holders(model, built.shell, {}, budget_s=0)
        assert found.partial and found.holders == []

    def test_it_leaves_nothing_behind(self, built: Page):
        before = len(gc.get_referrers(built.names["model"]))
        holders(built)
        assert len(gc.get_referrers(built.names["model"])) == before

    def test_a_model_that_is_gone_is_said_to_be(self, built: Page):
        built.run("del model")
        reply = get_holders({"id": "1", "model": "model"}, Client(built))  # type: ignore[arg-type]
        assert reply["kind"] == "error" and "no longer exists" in reply["message"]

    def test_a_holder_is_noted_once(self):
        found = Found()
        found.add("model", "variable")
        found.add("model", "variable")
        assert len(found.holders) == 1


class TestListed:
    def test_variables_first_then_what_containers_hold_the_newest_first(
        self, page: Page
    ):
        page.run("first = nn.Linear(2, 2)", "one")
        page.run("nets = {'a': nn.Linear(3, 3)}", "two")
        page.run("class T: pass\nt = T(); t.net = nn.Linear(4, 4)", "three")
        assert [(m["name"], m["path"], m["cell"]["cell_id"]) for m in listed(page)] == [
            ("first", "first", "one"),
            ("t.net", "t.net", "three"),
            ("nets['a']", "nets['a']", "two"),
        ]

    def test_submodules_of_a_listed_model_are_not_listed_again(self, page: Page):
        page.run("model = nn.Sequential(nn.Linear(2, 2))\nhead = model[0]")
        assert [entry["name"] for entry in listed(page)] == ["model"]

    def test_a_key_stays_with_its_object(self, built: Page):
        [before] = listed(built)
        built.run("same = model\ndel model")
        [after] = listed(built)
        assert (after["name"], after["key"]) == ("same", before["key"])
        built.run("same = nn.Linear(10, 10)")
        assert listed(built)[0]["key"] != before["key"]

    def test_a_rebuilt_model_takes_the_place_of_the_old_one(self, built: Page):
        [before] = listed(built)
        built.rerun("build")
        [after] = listed(built)
        assert after["name"] == before["name"] and after["key"] != before["key"]

    def test_the_old_one_is_listed_if_something_keeps_it(self, built: Page):
        built.run("model", "show").rerun("build")
        new, old = listed(built)
        assert new["kept"] is None and new["path"] == "model"
        assert (old["name"], old["path"]) == ("model", "")
        assert old["kept"]["bytes"] == 440
        assert old["kept"]["since_cell"]["cell_id"] == "build"
        texts = {text for text, _ in holders(built, old["key"])}
        assert any(text.startswith("Out[") for text in texts)
        assert "model" not in texts

    def test_bytes_that_a_listed_model_shares_do_not_count(self, built: Page):
        built.run("old = [[model]]\nweight = model.weight")
        built.run("model = nn.Linear(10, 10); model.weight = weight")
        _, kept = listed(built)
        assert kept["kept"]["bytes"] == 40

    def test_a_deleted_model_that_nothing_keeps_is_gone(self, built: Page):
        built.run("del model")
        gc.collect()
        assert listed(built) == [] and list(alive(built.session.scene())) == []

    def test_the_one_used_last_is_selected(self, page: Page):
        page.run("a = nn.Linear(2, 2)").run("b = nn.Linear(2, 2)")
        assert self.selected(page) == "b"
        page.run("a(torch.ones(1, 2)).sum().backward()")
        assert self.selected(page) == "a"
        page.run("opt = torch.optim.SGD(b.parameters(), lr=1)")
        page.run("b(torch.ones(1, 2)).sum().backward(); opt.step()")
        assert self.selected(page) == "b"

    def test_a_forward_in_train_mode_is_a_use(self, page: Page):
        page.run("a = nn.BatchNorm1d(2)").run("b = nn.Linear(2, 2)")
        page.run("a(torch.ones(4, 2));")
        assert self.selected(page) == "a"

    def selected(self, page: Page) -> str:
        reply: dict[str, Any] = list_models({"id": "1"}, Client(page))  # type: ignore[arg-type]
        return str(reply["selected"])
