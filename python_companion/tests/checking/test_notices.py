"""NN001 and NN002: what the tool says about comments and texts it cannot read."""

from __future__ import annotations

import json

import pytest
from modulescope.checking.codes import all_notices, get_rule
from modulescope.files.reading import lint
from modulescope.findings import Finding
from modulescope.rules import all_rules
from modulescope.source.positions import apply_edits
from page import Page

NET = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(2, 2)]
"""
BLOCKS = "        self.blocks = [nn.Linear(2, 2)]"


@pytest.fixture
def write(tmp_path):
    def write(text, name="net.py"):
        file = tmp_path / name
        file.write_text(text)
        return file

    return write


def notebook(*sources):
    cells = [
        {"cell_type": "code", "id": f"c{n}", "source": s} for n, s in enumerate(sources)
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content)


def notices(file) -> list[Finding]:
    return [finding for finding in lint(file) if finding.code.startswith("NN0")]


def said(file) -> list[str]:
    return [finding.message for finding in notices(file)]


def fixed(text: str, finding: Finding) -> str:
    (fix,) = finding.fixes
    assert fix.safe
    return apply_edits(text, [(edit.range, edit.text) for edit in fix.edits])


class TestNeedless:
    @pytest.mark.parametrize(
        "comment",
        [
            "# nn: ignore[NN102]",
            "# nn: ignore[modules-in-plain-container]",
            "# noqa: NN102  # nn: ignore[NN102]",
        ],
    )
    def test_a_comment_that_silences_a_claim_is_needed(self, write, comment):
        assert notices(write(NET.replace(BLOCKS, f"{BLOCKS}  {comment}"))) == []

    def test_one_that_silences_nothing_is_needless(self, write):
        (finding,) = notices(write(NET + "x = 1  # nn: ignore[NN102]\n"))
        assert finding.code == "NN001"
        assert finding.severity.value == "info"
        assert finding.message == "`# nn: ignore[NN102]` silences nothing"
        assert finding.range is not None
        assert (finding.range.start.line, finding.range.start.character) == (5, 7)

    def test_only_the_needless_code_of_a_list_is_named(self, write):
        text = NET.replace(BLOCKS, f"{BLOCKS}  # nn: ignore[NN101, NN102]")
        (finding,) = notices(write(text))
        assert finding.message == "`# nn: ignore[NN101]` silences nothing"
        assert fixed(text, finding) == text.replace("[NN101, NN102]", "[NN102]")

    @pytest.mark.parametrize("scope", ["cell", "file"])
    def test_cells_and_files_are_judged_as_a_whole(self, write, scope):
        assert notices(write(f"# nn: ignore-{scope}[NN102]\n{NET}")) == []
        (finding,) = notices(write(f"# nn: ignore-{scope}[NN101]\n{NET}"))
        assert f"ignore-{scope}[NN101]" in finding.message

    def test_a_file_comment_in_a_later_cell_counts_nowhere(self, write):
        cells = notebook(NET, "# nn: ignore-file[NN102]\nx = 1")
        file = write(cells, "net.ipynb")
        assert "NN102" in [finding.code for finding in lint(file)]
        assert said(file) == ["`# nn: ignore-file` counts in the first code cell only"]

    def test_noqa_is_never_needless(self, write):
        assert notices(write(NET + "x = 1  # noqa: NN102, E501\ny = 2  # noqa\n")) == []

    def test_rules_that_are_off_are_not_judged(self, write):
        file = write(NET + "x = 1  # nn: ignore[NN102]\n")
        others = [rule for rule in all_rules() if rule.code != "NN102"]
        assert lint(file, [*others, *all_notices()]).findings == ()

    def test_a_code_that_does_not_exist_is_named_and_stays(self, write):
        (finding,) = notices(write(NET + "x = 1  # nn: ignore[NN4022]\n"))
        assert finding.message == (
            'There is no rule "NN4022", so this comment silences nothing '
            "(closest: NN402)"
        )
        assert finding.fixes == ()

    def test_a_comment_without_codes_is_named(self, write):
        assert said(write(NET + "x = 1  # nn: ignore\n")) == [
            "`# nn: ignore` names no rule, so it silences nothing"
        ]

    def test_it_can_be_silenced_itself(self, write):
        assert notices(write(NET + "x = 1  # nn: ignore[NN102, NN001]\n")) == []
        assert notices(write(f"# nn: ignore-file[NN001]\n{NET}# nn: ignore\n")) == []

    def test_a_rule_with_a_live_half_is_not_judged_by_the_text_of_a_notebook(
        self, write
    ):
        cells = notebook(NET, "x = 1  # nn: ignore[NN102, NN501]")
        assert notices(write(cells, "net.ipynb")) == []
        assert notices(write(f"# %%\n{NET}# %%\nx = 1  # nn: ignore[NN102]\n")) == []

    def test_a_rule_without_a_static_half_is_not_judged_in_a_file(self, write):
        live_only = next(rule for rule in all_rules() if not rule.checks)
        assert notices(write(f"{NET}x = 1  # nn: ignore[{live_only.code}]\n")) == []

    def test_comments_of_a_text_that_is_not_python_are_not_judged(self, write):
        file = write(NET + "x = = 1  # nn: ignore[NN102]\n")
        assert [finding.code for finding in notices(file)] == ["NN002"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("x = 1  # nn: ignore[NN102]\n", "x = 1\n"),
            ("x = 1  # nn: ignore[NN102]  # noqa: E501\n", "x = 1  # noqa: E501\n"),
            ("x = 1  # type: ignore  # nn: ignore[NN102]\n", "x = 1  # type: ignore\n"),
            ("x = 1  # nn: ignore[NN102] teacher\n", "x = 1  # teacher\n"),
            ("x = 1  # why # nn: ignore[NN102] so\n", "x = 1  # why so\n"),
            ("# nn: ignore[NN102]\nx = 1\n", "x = 1\n"),
            ("x = 1\n# nn: ignore[NN102]", "x = 1"),
            ("# nn: ignore[NN102]", ""),
            ("if x:\n    # nn: ignore[NN102]\n    y = 1\n", "if x:\n    y = 1\n"),
            ("'𝔘'  # nn: ignore[NN102]\r\ny = 1\r\n", "'𝔘'\r\ny = 1\r\n"),
            ("x = 1  # nn: ignore[NN102,NN101, NN104]", "x = 1"),
        ],
    )
    def test_the_edit_removes_what_is_needless_and_no_more(self, write, before, after):
        file = write("")
        file.write_bytes(before.encode())
        (finding,) = notices(file)
        assert fixed(before, finding) == after
        file.write_bytes(after.encode())
        assert notices(file) == []


class TestNotParsed:
    def test_a_cell_that_is_not_python_is_an_info_at_its_line(self, write):
        (finding,) = lint(write(notebook("import torch", "y = 1\nx = = 1"), "a.ipynb"))
        assert (finding.code, finding.severity.value) == ("NN002", "info")
        assert finding.cell and finding.cell.cell_id == "c1"
        assert finding.range and finding.range.start == (1, 0)
        assert finding.message == (
            "This cell is not valid Python, so it was not checked: invalid syntax"
        )

    def test_magics_and_other_languages_are_no_such_cells(self, write):
        cells = notebook("%%bash\nls |", "!ls\n%time x = 1\nx?", "%%html\n<b>")
        assert lint(write(cells, "a.ipynb")).findings == ()

    def test_reasons_without_a_line_are_told_at_the_first(self, write):
        (finding,) = lint(write("x = '" + "a" * 1_000_001 + "'\n"))
        assert finding.range and finding.range.start == (0, 0)
        assert "longer than 1,000,000" in finding.message


class TestInANotebook:
    def test_a_needless_comment_is_told_after_its_cell_ran(self, page: Page):
        page.cells["x"] = "x = 1  # nn: ignore[NN101]"
        assert page.findings("NN001") == []
        page.rerun("x")
        (finding,) = page.findings("NN001")
        assert finding.cell and finding.cell.cell_id == "x"
        assert [f.code for f in page.findings("NN001", live=False)] == ["NN001"]
        page.edit("x", "[NN101]", "[NN101, NN1")
        assert page.findings("NN001", live=False) == []

    def test_a_comment_that_silences_live_evidence_is_needed(self, page: Page):
        page.run(NET.replace("[nn.Linear(2, 2)]", "make()"), "net")
        page.cells["net"] = page.cells["net"].replace(
            "make()", "make()  # nn: ignore[NN102]"
        )
        page.run("def make(): return [nn.Linear(2, 2)]", "make").rerun("net")
        page.run("model = Net()")
        assert page.findings("NN102") == [] and page.findings("NN001") == []

    def test_one_that_was_needed_once_stays_needed(self, page: Page):
        self.test_a_comment_that_silences_live_evidence_is_needed(page)
        page.run("del model")
        assert page.findings("NN001") == []

    def test_a_live_rule_is_judged_after_it_was_asked(self, page: Page):
        page.run("x = 1  # nn: ignore[NN501]", "x")
        assert page.findings("NN001", live=False) == []
        assert len(page.findings("NN001", live=True)) == 1

    def test_rules_that_are_off_are_not_judged(self, page: Page):
        page.run("x = 1  # nn: ignore[NN501]", "x")
        found = page.check(ignore=["NN501"]).findings
        assert "NN001" not in [finding.code for finding in found]

    def test_a_cell_that_is_being_typed_does_not_flash(self, page: Page):
        page.cells["half"] = "x = ("
        assert page.findings("NN002") == []
        page.rerun("half")
        assert [f.code for f in page.findings("NN002")] == ["NN002"]
        page.edit("half", "x = (", "x = (1")
        assert page.findings("NN002", live=False) == []

    def test_notices_can_be_turned_off(self, page: Page):
        page.run("x = (", "half").run("x = 1  # nn: ignore[NN101]", "x")
        found = page.check(ignore=["NN001", "NN002"]).findings
        assert [finding.code for finding in found] == []


def test_notices_have_codes_and_names_like_rules():
    assert [notice.code for notice in all_notices()] == ["NN001", "NN002"]
    assert get_rule("nn001") is get_rule("needless-ignore")
    assert not {n.code for n in all_notices()} & {rule.code for rule in all_rules()}
