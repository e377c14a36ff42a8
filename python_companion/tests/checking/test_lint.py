"""Claims and verdicts become findings: status, place, wording, budget."""

from __future__ import annotations

import gc
import sys
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
from modulescope.findings import Severity, Status
from modulescope.rulekit.rule import Rule, Subject, Verdict
from modulescope.rules import all_rules
from modulescope.session.scene import Scene
from page import Page

NET = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(2, 4)
        self.blocks = [nn.Linear(4, 4) for _ in range(3)]

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return x
"""
LIST = "[nn.Linear(4, 4) for _ in range(3)]"
CURE = f"nn.ModuleList({LIST})"
BUILD = "model = Net()"


def statuses(page: Page, live: bool = True, code: str = "NN102") -> list[str]:
    return [finding.status.value for finding in page.findings(code, live)]


def with_net(page: Page) -> Page:
    return page.run(NET, "net").run(BUILD, "build")


class TestStatus:
    def test_a_claim_without_an_object_is_static(self, page: Page):
        page.run(NET, "net")
        [finding] = page.findings("NN102")
        assert (finding.status, finding.severity) == (Status.STATIC, Severity.WARNING)
        assert finding.silence == "`Net` has no instance in this kernel yet"
        assert finding.evidence == ()

    def test_an_instance_of_the_text_confirms(self, page: Page):
        [finding] = with_net(page).findings("NN102")
        assert (finding.status, finding.severity) == (Status.LIVE, Severity.ERROR)
        assert finding.object == "model.blocks"
        assert finding.silence is None
        assert finding.checked is not None
        assert finding.checked.execution_count == 3

    def test_an_edit_makes_it_stale_and_its_undo_live_again(self, page: Page):
        with_net(page)
        assert statuses(page) == ["live"]
        page.edit("net", "range(3)", "range(4)")
        assert statuses(page, live=False) == ["stale"]
        page.edit("net", "range(4)", "range(3)")
        assert statuses(page, live=False) == ["live"]

    def test_an_edit_elsewhere_in_the_cell_makes_it_stale_too(self, page: Page):
        with_net(page)
        page.edit("net", "nn.Linear(2, 4)", "nn.Linear(3, 4)")
        assert statuses(page) == ["stale"]

    def test_instances_of_an_older_text_never_refute(self, page: Page):
        with_net(page)
        page.edit("net", LIST, CURE)
        page.rerun("net", "build")
        assert statuses(page) == []
        page.edit("net", CURE, LIST)
        page.rerun("net")
        [finding] = page.findings("NN102")
        assert finding.status is Status.STATIC
        assert finding.silence == "no instance of `Net` was made from this text"

    def test_one_confirming_instance_is_enough(self, page: Page):
        page.run(NET.replace(LIST, f"{LIST} if wide else nn.ModuleList({LIST})"), "net")
        page.edit("net", "def __init__(self)", "def __init__(self, wide=True)")
        page.rerun("net").run("a = Net(False)\nb = Net(True)")
        [finding] = page.findings("NN102")
        assert (finding.status, finding.object) == (Status.LIVE, "b.blocks")

    def test_instances_that_refute_end_the_claim(self, page: Page):
        page.run(NET, "net")
        assert statuses(page) == ["static"]
        page.run(
            "model = Net()\n"
            "for i, block in enumerate(model.blocks): setattr(model, f'b{i}', block)"
        )
        assert statuses(page) == []

    def test_a_run_that_changes_the_object_makes_it_stale_until_the_sweep(
        self, page: Page
    ):
        with_net(page)
        assert statuses(page) == ["live"]
        page.run("model = Net()", "again")
        assert statuses(page, live=False) == ["stale"]
        assert statuses(page) == ["live"]

    def test_evidence_goes_with_the_object(self, page: Page):
        with_net(page)
        assert statuses(page) == ["live"]
        page.run("del model")
        outcome = page.check()
        assert [finding.status.value for finding in outcome.findings] == ["static"]
        assert outcome.confirmed == []

    def test_the_same_text_in_two_cells_is_live_where_it_made_the_object(
        self, page: Page
    ):
        page.run(NET, "first").run(NET, "second").run(BUILD)
        found = {f.cell.cell_id: f.status.value for f in page.findings("NN102")}
        assert found == {"first": "static", "second": "live"}

    def test_a_cell_that_did_not_run_is_static_beside_its_live_twin(self, page: Page):
        with_net(page)
        page.cells["copy"] = NET
        found = {f.cell.cell_id: f.status.value for f in page.findings("NN102")}
        assert found == {"net": "live", "copy": "static"}
        [copy] = [f for f in page.findings("NN102") if f.cell.cell_id == "copy"]
        assert copy.silence == "this cell has not run with its present text"


class TestConfirmed:
    def test_it_is_said_once_with_the_numbers(self, page: Page):
        with_net(page)
        page.findings()
        page.edit("net", LIST, CURE)
        page.rerun("net", "build")
        assert page.check().confirmed == [
            "Confirmed: NN102 is gone. `model.parameters()` now yields 72 parameters "
            "(was 12)."
        ]
        assert page.check().confirmed == []

    def test_a_comment_is_no_cure(self, page: Page):
        with_net(page)
        page.findings()
        page.edit("net", LIST, f"{LIST}  # nn: ignore[NN102]")
        outcome = page.check()
        assert (outcome.findings, outcome.confirmed) == ([], [])

    def test_a_rule_that_is_off_is_no_cure(self, page: Page):
        with_net(page)
        page.findings()
        outcome = page.check(ignore=["NN102"])
        assert (outcome.findings, outcome.confirmed) == ([], [])

    def test_a_rule_that_fails_is_no_cure(self, page: Page, probe: Prober):
        said = [Verdict(Subject("name", "", "x"), "confirmed", cause="x")]

        @probe
        def fragile(scene: Scene) -> Iterator[Verdict]:
            if not said:
                raise ValueError("no")
            yield from said

        page.run("model = nn.Linear(1, 1)")
        assert [f.code for f in page.findings("NN998")] == ["NN998"]
        said.clear()
        outcome = page.check()
        assert (outcome.confirmed, outcome.failed) == ([], ["NN998 (ValueError)"])


class TestPlace:
    def test_the_id_survives_claim_evidence_and_edit(self, page: Page):
        page.run(NET, "net")
        ids = [page.findings("NN102")[0].id]
        page.run(BUILD)
        ids.append(page.findings("NN102")[0].id)
        page.edit("net", LIST, CURE)
        ids.append(page.findings("NN102", live=False)[0].id)
        assert len(set(ids)) == 1

    def test_a_finding_without_a_claim_follows_the_lines_above_it(self, page: Page):
        with_net(page)
        before = page.findings("NN102")[0].range
        page.edit("net", LIST, CURE)
        page.edit("net", "class Net", "# one\n# two\nclass Net")
        [finding] = page.findings("NN102", live=False)
        assert finding.status is Status.STALE
        assert finding.range is not None and before is not None
        assert finding.range.start.line == before.start.line + 2
        assert finding.range.end.character == before.end.character

    def test_findings_of_a_deleted_cell_go_away(self, page: Page):
        with_net(page)
        assert statuses(page) == ["live"]
        del page.cells["net"]
        assert statuses(page) == []

    def test_a_cell_that_comes_back_needs_no_new_text(self, page: Page):
        with_net(page)
        page.check()
        source = page.cells.pop("net")
        page.check()
        page.cells = {"net": source, **page.cells}
        assert statuses(page) == ["live"]

    def test_a_moved_cell_keeps_its_finding(self, page: Page):
        with_net(page)
        page.check()
        page.cells = {"build": BUILD, "net": NET, "imports": page.cells["imports"]}
        [finding] = page.findings("NN102")
        assert (finding.status, finding.cell_index) == (Status.LIVE, 1)

    def test_no_position_of_an_unparsed_cell_is_kept(self, page: Page):
        page.cells["broken"] = "x = ("
        assert page.check().unparsed == ["broken"]


Prober = Callable[[Callable[[Scene], Iterator[Verdict]]], object]


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Prober:
    """Adds a rule NN998 whose live half is the decorated function."""
    rule = Rule(
        "NN998",
        "test-rule",
        Severity.ERROR,
        "claim",
        "message of {model}",
        "why",
        "advice",
        "0",
    )
    # Not by its dotted name: `modulescope.lint` is the public function.
    module = sys.modules["modulescope.checking.linter"]
    monkeypatch.setattr(module, "all_rules", lambda: (*all_rules(), rule))
    return rule.probe


class TestBudget:
    def test_a_failing_rule_is_named_and_harms_no_other(
        self, page: Page, probe: Prober
    ):
        @probe
        def broken(scene: Scene) -> Iterator[Verdict]:
            raise ZeroDivisionError("secret")

        outcome = with_net(page).check()
        assert outcome.failed == ["NN998 (ZeroDivisionError)"]
        assert [f.code for f in outcome.findings if f.code == "NN102"] == ["NN102"]

    def test_a_slow_rule_is_asked_less_often(self, page: Page, probe: Prober):
        asked = []

        @probe
        def slow(scene: Scene) -> Iterator[Verdict]:
            asked.append(1)
            time.sleep(0.06)
            return iter(())

        page.run("model = nn.Linear(1, 1)")
        outcomes = [page.check() for _ in range(6)]
        assert 2 <= len(asked) < 6
        assert any(outcome.slowed for outcome in outcomes)
        assert outcomes[1].live_ms > 50

    def test_a_skipped_rule_keeps_its_evidence_and_its_age(
        self, page: Page, probe: Prober
    ):
        @probe
        def slow(scene: Scene) -> Iterator[Verdict]:
            time.sleep(0.06)
            yield Verdict(Subject("name", "", "x"), "confirmed")

        page.run("model = nn.Linear(1, 1)")
        ages = []
        for _ in range(4):
            [finding] = page.findings("NN998")
            ages.append(finding.checked)
        assert len(set(ages)) < 4

    def test_one_cause_is_one_finding(self, page: Page, probe: Prober):
        @probe
        def twice(scene: Scene) -> Iterator[Verdict]:
            for name in ("a", "b"):
                yield Verdict(Subject("name", "", name), "confirmed", cause="same")
            yield Verdict(Subject("name", "", "c"), "confirmed", cause="other")

        page.run("model = nn.Linear(1, 1)")
        assert len(page.findings("NN998")) == 2

    def test_a_forgotten_value_still_gives_a_message(self, page: Page, probe: Prober):
        @probe
        def vague(scene: Scene) -> Iterator[Verdict]:
            yield Verdict(Subject("name", "", "x"), "confirmed")

        page.run("model = nn.Linear(1, 1)")
        assert page.findings("NN998")[0].message == "message of {model}"

    def test_evidence_from_a_sweep_that_a_cell_overtook_is_dropped(
        self, page: Page, probe: Prober
    ):
        @probe
        def overtaken(scene: Scene) -> Iterator[Verdict]:
            page.session.run_started("other", "x = 1")
            page.session.run_ended("other", 9, "x = 1", True)
            yield Verdict(Subject("name", "", "x"), "confirmed")

        page.run("model = nn.Linear(1, 1)")
        outcome = page.check()
        assert (outcome.findings, outcome.checked) == ([], None)

    def test_nothing_is_swept_while_a_cell_runs(self, page: Page):
        page.run(NET, "net").run("model = Net()\nhere = check()", "build")
        seen = []
        page.names["check"] = lambda: seen.append(page.check())
        page.rerun("build")
        [outcome] = seen
        assert outcome.checked is None
        assert outcome.findings[0].silence == "the kernel is busy"


def test_the_least_severity_leaves_out_the_rest(page: Page):
    page.run(NET, "net")
    assert page.check(least=Severity.WARNING).findings != []
    assert page.check(least=Severity.ERROR).findings == []


def test_the_linter_keeps_no_model_alive(page: Page):
    with_net(page)
    page.check()
    gone = weakref.ref(page.names["model"])
    page.names.pop("model")
    gc.collect()
    assert gone() is None


class TestActions:
    @pytest.fixture
    def acting(self, page: Page, probe: Prober) -> Page:
        from modulescope.findings import Fix

        @probe
        def curable(scene: Scene) -> Iterator[Verdict]:
            yield Verdict(
                Subject("name", "", "x"),
                "confirmed",
                fixes=(Fix("Cure", "kernel", confirm="Sure?"),),
                action=lambda: "Done.",
            )

        page.run("model = nn.Linear(1, 1)")
        return page

    def test_a_kernel_fix_is_carried_out(self, acting: Page):
        [finding] = acting.findings("NN998")
        assert acting.linter.act(finding.id, 0) == (True, "Done.")

    def test_a_finding_that_is_gone_changes_nothing(self, acting: Page):
        assert acting.linter.act("NN998:gone", 0)[0] is False
        [finding] = acting.findings("NN998")
        assert acting.linter.act(finding.id, 7)[0] is False
        assert acting.linter.act(finding.id, -1)[0] is False

    def test_nothing_is_changed_while_a_cell_runs(self, acting: Page):
        [finding] = acting.findings("NN998")
        acting.session.run_started()
        assert acting.linter.act(finding.id, 0)[0] is False
