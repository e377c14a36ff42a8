"""What `modulescope check` prints in each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator
from modulescope.checking.codes import all_notices
from modulescope.checking.report import Report
from modulescope.cli import github, sarif
from modulescope.cli.main import main
from modulescope.files.reading import lint
from modulescope.rules import all_rules
from page import Page

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "data" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
)
BUG = """import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(2, 64)
        self.blocks = [nn.Linear(64, 64) for _ in range(8)]
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    return CliRunner().invoke(main, ["check", *map(str, words)])


def write_notebook(name, *sources):
    cells = [{"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# Title"}]
    cells += [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": source.splitlines(True),
        }
        for number, source in enumerate(sources)
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    Path(name).write_text(json.dumps(content, indent=1, ensure_ascii=False))


def test_text_is_a_finding_with_its_line_why_and_fix(here):
    write_notebook("spiral.ipynb", BUG, "x = 1")
    assert run("spiral.ipynb").stdout == (
        "warning[NN102]: `self.blocks` is a Python list, so its modules are not "
        "registered\n"
        "  --> spiral.ipynb: cell 2, line 8\n"
        "   8 |         self.blocks = [nn.Linear(64, 64) for _ in range(8)]\n"
        "     |         ^^^^^^^^^^^\n"
        "  why: `parameters()`, `state_dict()`, `.to()` and `.eval()` do not look into "
        "plain containers. The optimizer never gets these layers, so they stay as they "
        "began.\n"
        "  fix: Wrap it in `nn.ModuleList` (`nn.ModuleDict` for a dict), in "
        "`__init__` (safe, --fix applies it)\n"
        "  more: modulescope explain NN102\n"
        "Found 1 warning in 1 notebook (2 cells). 1 can be fixed with --fix. Static "
        "checks only: open the notebook for live evidence.\n"
    )


def test_markdown_is_a_list(here):
    Path("net.py").write_text(BUG)
    assert run("net.py", "--format", "markdown").stdout.startswith(
        "## modulescope\n\n- **warning** NN102 `modules-in-plain-container` (static, "
        "net.py, line 8): `self.blocks` is a Python list"
    )


def test_json_and_statistics_are_data(here):
    Path("net.py").write_text(BUG)
    Path("fine.py").write_text("x = 1\n")
    assert json.loads(run(".", "--format", "json").stdout) == {
        "version": 1,
        "findings": lint("net.py").to_dict()["findings"],
    }
    (count,) = json.loads(run(".", "--format", "json", "--statistics").stdout)
    assert (count["code"], count["count"]) == ("NN102", 1)


class TestSarif:
    def log(self, *words):
        log = json.loads(run(*words, "--format", "sarif").stdout)
        Draft4Validator(SCHEMA).validate(log)
        return log["runs"][0]

    def test_files_and_notebooks_are_valid(self, here):
        Path("a b").mkdir()
        Path("a b/é%.py").write_text("x = '𝔘'; " + BUG)
        write_notebook("net.ipynb", "# é", BUG, "x = (")
        one = self.log(".")
        assert [result["ruleId"] for result in one["results"]] == [
            "NN102",
            "NN002",
            "NN102",
        ]
        uris = [
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for result in one["results"]
        ]
        assert uris == ["net.ipynb", "net.ipynb", "a%20b/%C3%A9%25.py"]

    def test_nothing_found_and_nothing_read_are_valid(self, here):
        Path("fine.py").write_text("x = 1\n")
        assert self.log("fine.py")["results"] == []
        run_of_none = self.log("missing.py")
        (invocation,) = run_of_none["invocations"]
        assert invocation["executionSuccessful"] is False
        (note,) = invocation["toolExecutionNotifications"]
        assert note["message"]["text"] == "missing.py: No such file or directory"

    def test_every_rule_is_described(self, here):
        Path("fine.py").write_text("x = 1\n")
        rules = self.log("fine.py")["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == [
            rule.code for rule in (*all_notices(), *all_rules())
        ]

    def test_columns_count_from_one_in_utf16(self, here):
        Path("net.py").write_text(
            BUG.replace("    self.blocks", "    '𝔘'; self.blocks")
        )
        (result,) = self.log("net.py")["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {
            "startLine": 8,
            "startColumn": 9 + len("'xx'; "),
            "endLine": 8,
            "endColumn": 9 + len("'xx'; self.blocks"),
        }

    def test_a_notebook_is_marked_in_its_own_text(self, here):
        write_notebook("net.ipynb", "x = 1", BUG)
        (result,) = self.log("net.ipynb")["results"]
        (place,) = result["locations"]
        line = place["physicalLocation"]["region"]["startLine"]
        assert "self.blocks" in Path("net.ipynb").read_text().splitlines()[line - 1]
        assert place["logicalLocations"] == [
            {"name": "cell 3", "fullyQualifiedName": "cell 3, line 8"}
        ]

    def test_edits_are_offered_for_files(self, here):
        Path("net.py").write_text(BUG)
        (result,) = self.log("net.py")["results"]
        (change,) = result["fixes"][0]["artifactChanges"]
        texts = [r["insertedContent"]["text"] for r in change["replacements"]]
        assert texts == ["nn.ModuleList(", ")"]

    def test_the_fingerprint_stays_when_lines_move(self, here):
        Path("net.py").write_text(BUG)
        (before,) = self.log("net.py")["results"]
        Path("net.py").write_text("x = 1\n\n" + BUG)
        (after,) = self.log("net.py")["results"]
        assert before["partialFingerprints"] == after["partialFingerprints"]
        assert before["locations"] != after["locations"]

    def test_an_absolute_path_is_a_file_uri(self, here):
        assert sarif.uri(str(here / "a b.py")).startswith("file:///")


class TestGithub:
    def test_a_finding_is_one_command(self, here):
        Path("net.py").write_text(BUG)
        (line,) = run("net.py", "--format", "github").stdout.splitlines()
        assert line.startswith(
            "::warning file=net.py,line=8,endLine=8,col=9,endColumn=20,"
            "title=NN102 modules-in-plain-container::`self.blocks` is a Python list"
        )
        assert "%0AFix: Wrap it in `nn.ModuleList`" in line

    def test_clean_files_print_nothing(self, here):
        Path("fine.py").write_text("x = 1\n")
        result = run("fine.py", "--format", "github")
        assert (result.stdout, result.exit_code) == ("", 0)

    def test_what_has_a_meaning_there_is_escaped(self):
        where = {"path": "a,b:c%d.py", "line": None, "cell_index": None}
        finding = {
            "code": "NN102",
            "name": "x",
            "severity": "info",
            "message": "100 %::error\r\nx, y: z",
            "fix": None,
            "where": where,
        }
        assert github.annotation(finding, "", None) == (
            "::notice file=a%2Cb%3Ac%25d.py,title=NN102 x::"
            "100 %25::error\\x0d\\x0ax, y: z"
        )

    def test_a_notebook_names_cell_and_line_and_marks_its_own_text(self, here):
        write_notebook("net.ipynb", "x = 1", BUG)
        (line,) = run("net.ipynb", "--format", "github").stdout.splitlines()
        number = int(line.partition("line=")[2].partition(",")[0])
        assert "self.blocks" in Path("net.ipynb").read_text().splitlines()[number - 1]
        assert "::cell 3, line 8: `self.blocks`" in line


def test_the_notebook_and_the_command_line_say_the_same(here, page: Page):
    sources = [
        BUG,
        "class Sub(Net):\n    def __init__(self):\n        self.x = nn.Linear(2, 2)",
        "y = 1  # noqa\nself = None",
        "class Other(Net):\n    def __init__(self):\n        super().__init__()\n"
        "        self.more = [nn.ReLU(), nn.Linear(2, 2)]  # nn: ignore[NN102]\n"
        "        self.some = {'a': nn.Linear(2, 2)}",
        "%%bash\nls",
        "half = (",
    ]
    write_notebook("net.ipynb", *sources)
    result = run("net.ipynb", "--format", "json")
    told = [seen(finding) for finding in json.loads(result.stdout)["findings"]]
    page.cells = {f"c{number}": source for number, source in enumerate(sources)}
    report = Report(tuple(page.check(live=False).findings)).to_dict()
    shown = [seen(finding) for finding in report["findings"]]
    # A cell that is being typed is no notice in the notebook until it ran.
    assert sorted(shown) == sorted(entry for entry in told if '"NN002"' not in entry)
    assert len(shown) >= 3


def seen(finding):
    """All but the place among the cells: a kernel does not know of text cells."""
    where = {**finding["where"], "path": None, "cell_index": None}
    return json.dumps({**finding, "where": where})
