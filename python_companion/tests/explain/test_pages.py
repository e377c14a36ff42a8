"""The pages of rules and notices: complete, readable, and their code runs."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import textwrap
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner
from modulescope.checking.claims import find_claims
from modulescope.checking.codes import all_notices
from modulescope.cli.main import main
from modulescope.explain.data import rule_page
from modulescope.explain.page import (
    HEADINGS,
    index_markdown,
    page,
    page_markdown,
    shown_example,
    write_pages,
)
from modulescope.explain.render import page_html, page_text
from modulescope.rulekit.rule import Invalid, Rule, Valid
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from torchstate import reset_torch

RULES = all_rules()
NOTICES = all_notices()
ALL = [*NOTICES, *RULES]
by_code = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)


def cells_of(code: str) -> list[str]:
    return code.split("\n# %%\n")


def sections(rule: Rule) -> dict[str, str]:
    return dict(page(rule).sections)


@by_code
def test_a_page_has_its_sections_in_order(rule):
    wanted = ["What it does", "Why it is bad"]
    wanted += [] if rule in NOTICES else ["Measured"]
    wanted += ["Wrong"] + ["Right"] * (shown_example(rule)[1] is not None)
    wanted += ["Fix", "Live evidence", "Not reported", "When it speaks", "References"]
    found = page(rule)
    assert [section.heading for section in found.sections] == wanted
    assert all(section.text.strip() for section in found.sections)


@by_code
def test_wrong_and_right_code_are_shown(rule):
    wrong, right = shown_example(rule)
    assert right is not None and right != wrong


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_code_of_a_page_runs(rule, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong, right = shown_example(rule)
    assert right is not None and ran(right) is None
    # The bug itself may be an error; a name that is missing is none.
    assert not isinstance(ran(wrong), (NameError, SyntaxError))


def ran(code: str) -> Exception | None:
    """Runs the cells of a code; the error that ended it, if there was one."""
    if not torch.cuda.is_available():
        code = code.replace("'cuda'", "'cpu'").replace('"cuda"', '"cpu"')
    names: dict[str, Any] = {"__name__": "page"}
    random = torch.get_rng_state()
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            for number, cell in enumerate(cells_of(code)):
                exec(compile(cell, f"cell{number}", "exec"), names)
    except Exception as error:
        return error
    finally:
        reset_torch()
        torch.set_rng_state(random)
    return None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_right_code_has_no_claim(rule):
    _, right = shown_example(rule)
    cells = [Cell(f"cell{n}", text) for n, text in enumerate(cells_of(right or ""))]
    assert find_claims(cells, [rule]) == []


@by_code
def test_lines_fit_a_terminal(rule):
    for heading, text in page(rule).sections:
        if heading not in ("Wrong", "Right", "Measured"):
            assert all(len(line) <= 92 for line in text.split("\n")), heading


@by_code
def test_all_surfaces_show_the_same(rule):
    data = rule_page(rule)
    plain, marked, written = page_text(data), page_html(data), page_markdown(rule)
    assert plain.startswith(f"{rule.code} {rule.name} ({rule.severity.value})\n===")
    for heading, _ in page(rule).sections:
        assert f"\n{heading}\n---" in plain
        assert f"{heading}</bdi></h4>" in marked
        assert f"\n## {heading}\n" in written
    assert "```" not in plain and "Wrong" in plain


def test_a_page_says_which_halves_speak_and_how_to_silence_it():
    by = {rule.code: sections(rule)["When it speaks"] for rule in ALL}
    for rule in ALL:
        assert f"# nn: ignore[{rule.code}]" in by[rule.code]
        assert ("off by default" in by[rule.code]) is (not rule.default_on)
        live_only = not rule.checks and rule not in NOTICES
        assert ("never reports it" in by[rule.code]) is live_only
        assert ("reads the text only; no cell" in by[rule.code]) is (
            bool(rule.checks) and not rule.probes
        )
        assert ("about the check itself" in by[rule.code]) is (rule in NOTICES)
    assert by["NN102"].startswith("From the text alone it is a warning.")


def test_a_page_says_whether_the_edit_is_safe():
    fix = {rule.code: sections(rule)["Fix"].replace("\n", " ") for rule in ALL}
    assert "`--fix` applies the edit where it keeps the meaning" in fix["NN102"]
    assert "`--fix` applies it." in fix["NN117"]
    assert fix["NN501"] == "Build the optimizer again, after the model."


def test_a_word_that_is_no_folder_writes_no_page(tmp_path):
    command = [sys.executable, "-m", "modulescope.explain.page"]
    for words in (["--help"], ["--hlp"], []):
        done = subprocess.run([*command, *words], cwd=tmp_path, capture_output=True)
        assert b"FOLDER" in done.stdout + done.stderr
        assert list(tmp_path.iterdir()) == []
    subprocess.run([*command, "pages"], cwd=tmp_path, capture_output=True, check=True)
    assert len(list((tmp_path / "pages").iterdir())) == len(ALL) + 1


@pytest.mark.parametrize("notice", NOTICES, ids=lambda rule: rule.code)
def test_notices_have_examples_that_hold(notice, tmp_path):
    from modulescope.files.reading import lint

    folder = notice.name.replace("-", "_")
    module = importlib.import_module(f"modulescope.checking.notices.{folder}")
    headings = re.findall(r"^## (.*)$", module.__doc__, re.MULTILINE)
    assert headings == list(HEADINGS)

    def codes(source: str, name: str = "a.py") -> list[tuple[str, int]]:
        file = tmp_path / name
        file.write_text(source.strip("\n") + "\n")
        return [
            (f.code, f.range.start.line + 1)
            for f in lint(file)
            if f.range and f.code == notice.code
        ]

    for invalid in module.INVALID:
        assert isinstance(invalid, Invalid)
        assert codes(invalid.code) == [(notice.code, invalid.line)]
        assert invalid.fixed is not None and codes(invalid.fixed) == []
    for valid in module.VALID:
        assert isinstance(valid, Valid)
        assert codes(valid.code) == [], valid.why


@by_code
def test_the_command_line_explains_it(rule):
    result = CliRunner().invoke(main, ["explain", rule.name])
    assert result.exit_code == 0
    assert result.stdout == page_text(rule_page(rule)) + "\n"


def test_a_notice_measures_nothing():
    result = CliRunner().invoke(main, ["explain", "NN001", "--prove"])
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("it measures nothing.")


def test_every_page_is_written_and_listed(tmp_path):
    files = write_pages(tmp_path)
    assert {file.name for file in files} == {
        "README.md",
        *(f"{rule.code}.md" for rule in ALL),
    }
    index = index_markdown()
    for rule in ALL:
        assert f"| [{rule.code}]({rule.code}.md) | {rule.name} |" in index
        assert (tmp_path / f"{rule.code}.md").read_text("utf-8") == page_markdown(rule)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda rule: rule.code)
def test_the_generated_page_of_a_notice_is_current(notice):
    folder = Path(__file__).parents[2] / "docs" / "rules"
    text = (folder / f"{notice.code}.md").read_text(encoding="utf-8")
    assert text == page_markdown(notice)


def test_texts_of_notices_keep_the_form_of_rules():
    for notice in NOTICES:
        assert notice.why.count(". ") <= 1 and notice.why.endswith(".")
        assert notice.advice.endswith(".") and ". " not in notice.advice
        assert textwrap.dedent(notice.advice) == notice.advice
