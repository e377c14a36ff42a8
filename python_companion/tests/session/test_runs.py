"""Runs, names and hooks find the cell that they come from."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from IPython.core.compilerop import CachingCompiler
from modulescope.checking.linter import Linter
from modulescope.findings import Status
from modulescope.session.runs import RunLog
from modulescope.session.scene import Model, Run, Scene
from page import Page

NET = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
"""


def model(page: Page, name: str = "model") -> Model:
    return next(m for m in page.session.scene().models if m.name == name)


def cell_of_class(page: Page, name: str = "Net") -> str | None:
    scene = page.session.scene()
    cell = scene.cell_of_class(page.names[name])
    return cell.cell_id if cell else None


class TestRuns:
    def test_each_run_counts_also_of_the_same_cell(self, page: Page):
        page.run("x = 1", "a").rerun("a")
        found = [(r.number, r.cell) for r in page.session.runs]
        assert found == [(1, ("imports", 1)), (2, ("a", 2)), (3, ("a", 3))]

    def test_a_run_knows_whether_it_failed(self, page: Page):
        page.run("1 / 0", "a").run("x = (", "b").run("x = 1", "c")
        assert [r.success for r in page.session.runs][1:] == [False, False, True]

    def test_an_empty_cell_is_no_run(self, page: Page):
        page.run("  \n", "a")
        assert len(page.session.runs) == 1
        assert not page.session.busy

    @pytest.mark.parametrize(
        "source",
        ["1 / 0", "x = (", "raise SystemExit", "%time 3", "%%time\n3", "%nosuchmagic"],
    )
    def test_no_cell_stays_running(self, page: Page, source: str):
        page.run(source)
        assert not page.session.busy

    def test_a_cell_within_a_cell_counts_as_the_outer_text(self, page: Page):
        page.run(f"%%capture\n{NET}", "outer")
        assert cell_of_class(page) == "outer"
        sources = {run.source for run in page.session.runs[1:]}
        assert sources == {f"%%capture\n{NET}"}

    def test_an_empty_cell_within_a_cell_ends_nothing(self, page: Page):
        busy = []
        page.names["busy"] = lambda: busy.append(page.session.busy)
        page.run("get_ipython().run_cell('')\nbusy()")
        assert busy == [True]

    def test_a_timed_cell_is_the_one_that_defined(self, page: Page):
        page.run(f"%%time\n{NET}", "timed")
        assert cell_of_class(page) == "timed"

    def test_an_edited_cell_keeps_its_earlier_definitions(self, page: Page):
        page.run(NET, "a").run("old = Net()")
        page.run(NET.replace("2, 2", "2, 3"), "a").run("new = Net()")
        scene = page.session.scene()
        counts = [
            scene.cell_of_class(type(page.names[name])).execution_count
            for name in ("old", "new")
        ]
        assert counts == [2, 4]

    def test_equal_cells_mean_the_latest_run(self, page: Page):
        page.run(NET, "a").run(NET, "b")
        assert cell_of_class(page) == "b"
        page.rerun("a")
        assert cell_of_class(page) == "a"

    def test_a_run_inside_another_is_only_recorded(self, page: Page):
        session = page.session
        session.run_started("outer", "run()")
        session.run_started("inner", "model = make()")
        page.names["model"] = torch.nn.Linear(1, 1)
        assert session.run_ended("inner", 2, "model = make()", True) is None
        ended = session.run_ended("outer", 2, "run()", True)
        assert ended is not None
        assert (ended.run, ended.changed) == (session.runs[-1], ["model"])

    def test_a_cell_of_the_kernel_starts_and_ends_as_any_run(
        self, page: Page, monkeypatch: pytest.MonkeyPatch
    ):
        seen: list[str] = []
        for name in ("run_started", "run_ended"):
            real = getattr(page.session, name)

            def spied(*args: Any, name: str = name, real: Any = real) -> Any:
                seen.append(name)
                return real(*args)

            monkeypatch.setattr(page.session, name, spied)
        page.run("x = 1", "a")
        assert seen == ["run_started", "run_ended"]
        assert page.session.runs[-1].cell.cell_id == "a"


class TestPlainIPython:
    """Without ipykernel the name of a cell's code has the number of its run."""

    @pytest.fixture
    def plain(self, page: Page) -> Page:
        page.shell.compile = CachingCompiler()
        return page

    @pytest.mark.parametrize(
        "source",
        [NET, NET.rstrip(), f"x = 1\n%time 3\n{NET}", f"%%time\n{NET}"],
        ids=["newline", "none", "magic", "timed"],
    )
    def test_a_class_finds_its_cell_however_late(self, plain: Page, source: str):
        plain.run(source, "a").run("x = 1").run("x = 2")
        assert cell_of_class(plain) == "a"

    def test_a_cell_within_a_cell_counts_as_the_outer_text(self, plain: Page):
        plain.run(f"%%capture\n{NET}", "outer").run("x = 1")
        assert cell_of_class(plain) == "outer"

    def test_cells_from_before_find_their_classes(self, plain: Page):
        plain.run(NET, "a").run("x = 1", "b")
        fresh = RunLog(plain.shell)
        fresh.add_history()
        code = plain.names["Net"].__init__.__code__
        assert fresh.runs[1].file == code.co_filename

    def test_what_was_not_changed_is_live(self, plain: Page):
        hidden = NET.replace("self.fc = nn.Linear(2, 2)", "self.fc = [nn.Linear(2, 2)]")
        plain.run(hidden, "a").run("model = Net()")
        [found] = plain.findings("NN102")
        assert found.status is Status.LIVE


class TestHistory:
    def test_cells_from_before_are_known_by_their_text(self, page: Page):
        page.run(NET, "a").run("model = Net()", "b")
        page.companion.end()
        fresh = RunLog(page.shell)
        fresh.add_history()
        fresh.adopt(page.cells.items())
        assert [run.cell for run in fresh.runs] == [
            ("imports", 1),
            ("a", 2),
            ("b", 3),
        ]

    def test_a_cell_from_before_that_ends_in_a_newline_is_live(self, page: Page):
        hidden = NET.replace("self.fc = nn.Linear(2, 2)", "self.fc = [nn.Linear(2, 2)]")
        assert hidden.endswith("\n")
        page.run(hidden, "a").run("model = Net()", "b")
        page.companion.end()
        page.companion = type(page.companion)(page.shell)
        page.companion.begin()
        page.linter = Linter(page.session)
        [found] = page.findings("NN102")
        assert found.status is Status.LIVE

    def test_equal_texts_are_not_guessed_at(self, page: Page):
        page.run("x = 1", "a").run("x = 1", "b")
        fresh = RunLog(page.shell)
        fresh.add_history()
        fresh.adopt(page.cells.items())
        assert [run.cell.cell_id for run in fresh.runs] == ["imports", None, None]

    def test_the_cell_that_installs_counts_once(self, page: Page):
        fresh = RunLog(page.shell)
        fresh.add_history()
        fresh.end(None, "imports", 1, page.cells["imports"], True)
        assert [(r.number, r.cell.cell_id) for r in fresh.runs] == [(1, "imports")]

    def test_names_from_before_are_bound_by_the_last_assignment(self, page: Page):
        page.run(NET, "a").run("model = Net()", "b").run("model == 3", "c")
        page.companion.end()
        page.companion = type(page.companion)(page.shell)
        page.companion.begin()
        bound = model(page).bound
        assert bound is not None and bound.cell.execution_count == 3


class TestLimits:
    def test_a_long_session_keeps_its_latest_runs(self):
        log = RunLog(None)
        for number in range(6001):
            log.start(number, "a", "x = 1")
            log.end(number, "a", number, "x = 1", True)
            if number % 1000 == 0:
                assert log.runs[-1].number == number + 1
        runs = log.runs
        assert 4000 <= len(runs) <= 5000
        assert runs[-1].number == 6001
        assert len({id(run.source) for run in runs}) == 1

    def test_the_text_of_a_huge_cell_is_not_hashed(self, page: Page):
        page.run(f"x = '{'a' * 300_000}'", "huge")
        assert page.session.runs[-1].file == ""


class TestBindings:
    def test_the_run_that_made_the_object_binds_its_name(self, page: Page):
        page.run("model = nn.Linear(1, 1)", "a").run("model.train()", "b")
        assert model(page).bound.cell.cell_id == "a"
        page.rerun("a")
        assert model(page).bound.cell == ("a", 4)

    def test_an_alias_does_not_bind_again(self, page: Page):
        page.run("model = nn.Linear(1, 1)", "a").run("model = model", "b")
        assert model(page).bound.cell.cell_id == "a"

    def test_the_newest_binding_comes_first(self, page: Page):
        page.run("a = nn.Linear(1, 1)").run("b = nn.Linear(1, 1)").run(
            "a = nn.Linear(1, 1)"
        )
        assert [m.name for m in page.session.scene().models] == ["a", "b"]

    def test_modules_are_found_one_level_into_what_holds_them(self, page: Page):
        page.run("""
class Trainer:
    def __init__(self, net): self.net, self.opt = net, torch.optim.SGD(net.parameters())
several = [nn.Linear(1, 1), nn.Linear(1, 1)]
named = {"teacher": nn.Linear(1, 1), 3: nn.Linear(1, 1)}
pair = (nn.Linear(1, 1), 0)
trainer = Trainer(nn.Linear(1, 1))
deep = [[nn.Linear(1, 1)]]
""")
        scene = page.session.scene()
        assert [m.name for m in scene.models] == [
            "several[0]",
            "several[1]",
            "named['teacher']",
            "named[3]",
            "pair[0]",
            "trainer.net",
        ]
        assert [o.name for o in scene.optimizers] == ["trainer.opt"]

    def test_submodules_of_a_listed_model_are_not_listed(self, page: Page):
        page.run("part = nn.Linear(1, 1)\nmodel = nn.Sequential(part)\nsame = model")
        assert [m.name for m in page.session.scene().models] == ["model"]

    def test_ipythons_own_names_are_not_the_users(self, page: Page):
        page.run("nn.Linear(1, 1)").run("_ ; __ ; Out")
        assert page.session.scene().models == ()

    def test_objects_with_hostile_attributes_are_passed_by(self, page: Page):
        page.run("""
class Hostile:
    def __getattribute__(self, name): raise SystemExit
    def __len__(self): raise SystemExit
    def __eq__(self, other): raise SystemExit
    def __bool__(self): raise SystemExit
    __hash__ = None
class Meta(type):
    def __getattribute__(cls, name): raise SystemExit
class Odd(metaclass=Meta): pass
hostile, odd, kind = Hostile(), Odd(), Odd
model = nn.Linear(1, 1)
model.extra = Hostile()
""")
        assert [m.name for m in page.session.scene().models] == ["model"]
        assert page.pushed[-1][1] == ["model"]


class TestPushes:
    def test_nothing_is_pushed_before_there_is_a_model(self, page: Page):
        page.run("x = 1").run("w = torch.ones(3)")
        assert page.pushed == []

    def test_one_push_a_run_names_what_changed(self, page: Page):
        page.run("model = nn.Linear(1, 1)", "a").run("x = 1", "b")
        page.run("model.weight.data.add_(0); model.eval()", "c")
        assert page.pushed == [("a", ["model"]), ("b", []), ("c", ["model"])]

    def test_the_end_of_the_last_model_is_pushed_once(self, page: Page):
        page.run("model = nn.Linear(1, 1)", "a").run("del model", "b").run("1", "c")
        assert page.pushed == [("a", ["model"]), ("b", ["model"])]

    def test_a_cell_within_a_cell_pushes_nothing(self, page: Page):
        page.run("%%capture\nmodel = nn.Linear(1, 1)", "a")
        assert page.pushed == [("a", ["model"])]

    @pytest.mark.parametrize(
        "change",
        [
            "model.half()",
            "model[0].requires_grad_(False)",
            "model[0] = nn.Linear(2, 2)",
            "model.append(nn.ReLU())",
            "model[1].running_mean.add_(1)",
            "model[0].register_forward_hook(print)",
            "with torch.no_grad(): model[0].weight.add_(1)",
            "model[1].eval()",
            "model(torch.ones(2, 2)).sum().backward()",
        ],
    )
    def test_what_changes_a_model_is_seen(self, page: Page, change: str):
        page.run("model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))")
        page.run(change, "change").run("x = 1", "after")
        assert page.pushed[1:] == [("change", ["model"]), ("after", [])]


def registered(scene: Scene) -> list[str | None]:
    [hooks] = scene.hooks.values()
    return [hook.registered and hook.registered.cell.cell_id for hook in hooks]


class TestHooks:
    def test_the_cell_that_registered_a_hook_is_known(self, page: Page):
        page.run("model = nn.Sequential(nn.Linear(1, 1))", "model")
        page.run("h = model[0].register_forward_hook(print)", "a")
        page.run("model[0].register_forward_hook(print)", "b").rerun("b")
        assert registered(page.session.scene()) == ["a", "b", "b"]
        page.run("h.remove()", "c")
        assert registered(page.session.scene()) == ["b", "b"]

    def test_a_hook_keeps_its_cell_when_its_module_joins_a_model(self, page: Page):
        page.run("part = nn.Linear(1, 1); part.register_forward_hook(print);", "a")
        page.run("model = nn.Sequential(part)", "b")
        assert registered(page.session.scene()) == ["a"]

    def test_hooks_from_before_have_no_cell(self, page: Page):
        page.run("model = nn.Linear(1, 1); model.register_forward_hook(print);")
        page.companion.end()
        page.companion = type(page.companion)(page.shell)
        page.companion.begin()
        assert registered(page.session.scene()) == [None]


def test_a_forked_worker_records_nothing(page: Page, monkeypatch: pytest.MonkeyPatch):
    before: tuple[Run, ...] = page.session.runs
    monkeypatch.setattr("os.getpid", lambda: -1)
    page.run("x = 1")
    assert page.session.runs == before
