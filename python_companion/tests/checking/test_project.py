"""`[tool.modulescope]`: what it says, where it is found, how it is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from modulescope.checking.codes import get_rule
from modulescope.checking.project import BrokenProject, of_notebook, project_of
from modulescope.checking.wanted import Wanted
from modulescope.cli.main import main
from modulescope.findings import Severity
from modulescope.rules import all_rules
from page import Page

BUG = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(64, 64)]
"""
MISSING = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(64, 64)
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(text: str, folder: Path = Path()) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.modulescope]\n{text}\n")


def codes(*words) -> list[str]:
    result = CliRunner().invoke(main, ["check", *words, "--format", "json"])
    assert result.stderr == ""
    return [finding["code"] for finding in json.loads(result.stdout)["findings"]]


def write(name: str, text: str = BUG) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


class TestWhatItSays:
    def test_select_and_ignore_choose_rules(self, here):
        write("a.py", BUG + MISSING)
        assert codes("a.py") == ["NN101", "NN102"]
        settings('select = ["NN1"]\nignore = ["missing-super-init"]')
        assert codes("a.py") == ["NN102"]
        settings('select = ["NN5"]')
        assert codes("a.py") == []

    def test_min_severity_hides_the_rest(self, here):
        write("a.py", BUG + MISSING)
        settings('min-severity = "error"')
        assert codes("a.py") == ["NN101"]

    @pytest.mark.parametrize(
        "pattern",
        [
            "old/deep/net.py",
            "old/*",
            "old/**/*.py",
            "**/net.py",
            "**/old/**",
            "net.py",
            "*.py",
            "old",
            "old/",
            "./old/*",
        ],
    )
    def test_patterns_mean_files_by_path_or_name(self, here, pattern):
        write("old/deep/net.py")
        write("new/other.ipynb", json.dumps({"cells": [], "metadata": {}}))
        settings(f'[tool.modulescope.per-file-ignores]\n"{pattern}" = ["NN102"]')
        assert codes(".") == []

    @pytest.mark.parametrize("pattern", ["ne.py", "ol", "deep/net.py", "old/*.ipynb"])
    def test_other_patterns_do_not(self, here, pattern):
        write("old/deep/net.py")
        settings(f'[tool.modulescope.per-file-ignores]\n"{pattern}" = ["NN102"]')
        assert codes(".") == ["NN102"]

    def test_patterns_are_relative_to_the_project_not_to_the_caller(
        self, here, monkeypatch
    ):
        write("old/net.py")
        settings('[tool.modulescope.per-file-ignores]\n"old/net.py" = ["NN102"]')
        monkeypatch.chdir("old")
        assert codes("net.py") == [] and codes(str(here / "old")) == []

    def test_the_nearest_table_counts(self, here):
        write("sub/deep/a.py")
        settings('ignore = ["NN102"]')
        assert codes(".") == []
        write("sub/pyproject.toml", "[project]\nname = 'x'\n")
        assert codes(".") == []
        settings("", Path("sub"))
        assert codes(".") == ["NN102"]


class TestPrecedence:
    def test_the_command_line_is_over_the_project(self, here):
        write("a.py", BUG + MISSING)
        settings('select = ["NN101"]\nignore = ["NN102"]\nmin-severity = "error"')
        assert codes("a.py") == ["NN101"]
        assert codes(
            "a.py", "--select", "NN102", "--ignore", "NN5", "--min-severity", "hint"
        ) == ["NN102"]

    def test_the_metadata_of_a_notebook_are_over_the_command_line(self, here):
        cell = {"cell_type": "code", "id": "a", "source": BUG + MISSING}
        for own, left in (
            ({}, ["NN101", "NN102"]),
            ({"mute": ["NN102"]}, ["NN101"]),
            ({"mute": ["NN102:attr:Net.blocks"]}, ["NN101"]),
            ({"mute": ["NN102:attr:Net.blocks@a", "NN101:x"]}, ["NN101"]),
            ({"mute": ["NN102:attr:Net.other"]}, ["NN101", "NN102"]),
            ({"mute": "NN102", "other": 1}, ["NN101", "NN102"]),
            ({"checks": "off"}, []),
        ):
            content = {"cells": [cell], "metadata": {"modulescope": own}}
            write("a.ipynb", json.dumps(content))
            assert codes("a.ipynb") == left
            assert codes("a.ipynb", "--select", "NN1") == left

    def test_a_comment_is_over_everything(self, here):
        write("a.py", BUG.replace("64)]", "64)]  # nn: ignore[NN102]"))
        assert codes("a.py", "--select", "NN102") == []

    def test_an_own_code_turns_on_what_is_off_by_default(self):
        off = [rule for rule in all_rules() if not rule.default_on]
        rule = get_rule("NN102")
        assert rule is not None and Wanted().covers(rule)
        for rule in off:
            assert not Wanted().covers(rule)
            assert not Wanted(select=(rule.code[:3],)).covers(rule)
            assert Wanted(select=(rule.code,)).covers(rule)
            assert Wanted(select=("ALL",)).covers(rule)
            assert Wanted(enabled=(rule.name,)).covers(rule)
            assert not Wanted(muted=("ALL",), enabled=(rule.code,)).covers(rule)

    def test_the_first_place_that_speaks_counts(self):
        upper = Wanted(None, ("NN101",), None, ("NN1",), ("NN2",))
        lower = Wanted(("NN5",), ("NN102",), Severity.INFO, ("NN3",), ("NN4",))
        assert upper.over(lower) == Wanted(
            ("NN5",), ("NN101",), Severity.INFO, ("NN1", "NN3"), ("NN2", "NN4")
        )


class TestRefusal:
    @pytest.mark.parametrize(
        ("table", "reason"),
        [
            ('selct = ["NN102"]', 'has no key "selct". Closest: select.'),
            ('select = "NN102"', 'select must be a list such as ["NN102"].'),
            ("ignore = [102]", 'ignore must be a list such as ["NN102"].'),
            (
                'ignore = ["modules-in-plain-list"]',
                'ignore: there is no rule "modules-in-plain-list". '
                "Closest: modules-in-plain-container.",
            ),
            ('min-severity = "bad"', "min-severity must be one of error, warning,"),
            ("min-severity = []", "min-severity must be one of error, warning,"),
            ('per-file-ignores = ["a"]', "per-file-ignores must be a table"),
            ('per-file-ignores."a" = "NN102"', "a must be a list"),
        ],
    )
    def test_what_has_no_meaning_is_one_line_and_the_check_goes_on(
        self, here, table, reason
    ):
        write("a.py")
        write("b.py")
        settings(table)
        result = CliRunner().invoke(main, ["check", "."])
        (line,) = result.stderr.splitlines()
        assert f"pyproject.toml: [tool.modulescope] {reason}" in line
        assert result.exit_code == 2 and result.stdout.count("NN102]") == 2

    @pytest.mark.parametrize(
        "text", ["[tool", "a = 1\na = 2", "\x00", "[tool]\nmodulescope = 3"]
    )
    def test_a_broken_file_is_one_line(self, here, text):
        write("pyproject.toml", text)
        with pytest.raises(BrokenProject) as error:
            project_of(here)
        assert "\n" not in str(error.value) and "pyproject.toml: " in str(error.value)

    def test_a_file_that_is_not_text_is_told(self, here):
        Path("pyproject.toml").write_bytes(b"\xff\xfe")
        with pytest.raises(BrokenProject, match="not TOML"):
            project_of(here)

    def test_tables_of_others_are_not_read(self, here):
        write("pyproject.toml", "[tool]\nother = 1\n[project]\nselct = 2\n")
        assert project_of(here).wanted == Wanted()

    def test_a_corrected_file_is_read_again(self, here):
        settings('ignore = ["NN102"]')
        assert project_of(here).wanted.ignore == ("NN102",)
        settings('ignore = ["NN101"]')
        os.utime("pyproject.toml", ns=(1, 1))
        assert project_of(here).wanted.ignore == ("NN101",)


class TestInANotebook:
    @pytest.fixture
    def page_here(self, here, monkeypatch, page: Page):
        monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
        return page

    def test_the_project_of_its_folder_counts(self, here, page_here: Page):
        page_here.run(BUG, "net")
        assert len(page_here.findings("NN102")) == 1
        settings('ignore = ["NN102"]')
        # While typing nobody looks at the disk.
        assert len(page_here.findings("NN102", live=False)) == 1
        assert page_here.findings("NN102") == []
        assert page_here.findings("NN102", live=False) == []

    def test_its_name_chooses_the_patterns(self, here, page_here: Page, monkeypatch):
        page_here.run(BUG, "net")
        write("books/a.ipynb", "")
        settings('[tool.modulescope.per-file-ignores]\n"books/a.ipynb" = ["NN102"]')
        assert len(page_here.findings("NN102")) == 1
        monkeypatch.setenv("JPY_SESSION_NAME", str(here / "books" / "a.ipynb"))
        assert page_here.findings("NN102") == []

    def test_what_the_page_asks_for_is_over_it(self, here, page_here: Page):
        page_here.run(BUG + MISSING, "net")
        settings('select = ["NN101"]\nmin-severity = "error"')
        found = page_here.check(least=Severity.WARNING, enable=["NN102"]).findings
        assert [finding.code for finding in found] == ["NN101", "NN102"]
        assert page_here.check(ignore=["NN101"]).findings == []

    def test_a_broken_table_is_told_and_checks_go_on(self, here, page_here: Page):
        settings("selct = 1")
        outcome = page_here.run(BUG, "net").check()
        (line,) = outcome.failed
        assert "pyproject.toml: [tool.modulescope] has no key" in line
        assert [finding.code for finding in outcome.findings] == ["NN102"]

    def test_a_folder_that_is_gone_is_no_error(self, here, monkeypatch):
        monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
        Path("gone").mkdir()
        monkeypatch.chdir("gone")
        Path("../gone").rmdir()
        assert of_notebook() == (Wanted(), None)


def test_python_3_10_reads_it_with_tomli(here):
    settings('ignore = ["NN102"]')
    reader = "import tomllib, types\nclass tomli: loads = tomllib.loads\n"
    code = (
        f"{reader}import sys\nsys.modules['tomli'] = tomli\n"
        "sys.modules['tomllib'] = None\n"
        "sys.version_info = (3, 10, 14, 'final', 0)\n"
        "from pathlib import Path\n"
        "from modulescope.checking.project import project_of\n"
        "print(project_of(Path()).wanted.ignore)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "('NN102',)", done.stderr
