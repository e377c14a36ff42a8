"""What of a folder is not checked: environments, ignored and excluded files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from modulescope.cli.main import main
from modulescope.files.reading import find_files

BUG = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(64, 64)]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(BUG)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def checked(*words: str) -> list[str]:
    """The files with a finding; each that is checked has one."""
    result = CliRunner().invoke(main, ["check", *words, "--format", "json"])
    found = json.loads(result.stdout)["findings"]
    return sorted({finding["where"]["path"] for finding in found})


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history"])
def test_a_virtual_environment_of_any_name_is_never_entered(here, mark):
    make(here, "a.py", "env/lib/b.py")
    write(here / "env" / mark, "")
    assert [str(file) for file in find_files([Path()])] == ["a.py"]
    assert checked(".") == ["a.py"]
    before = (here / "env/lib/b.py").read_text()
    CliRunner().invoke(main, ["check", "--fix", "."])
    assert (here / "env/lib/b.py").read_text() == before


def test_a_real_environment_is_not_entered(here):
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "tools"], check=True, timeout=60
    )
    make(here, "a.py", "tools/b.py")
    assert checked(".") == ["a.py"]


class TestGitIgnore:
    def test_its_files_and_folders_are_left_out(self, here):
        make(here, "a.py", "old_b.py", "out/c.py", "src/out/d.py", "src/e.py")
        write(here / ".gitignore", "# outputs\nout/\nold_*.py\n")
        assert checked(".") == ["a.py", "src/e.py"]

    def test_a_deeper_one_is_over_it_and_may_take_back(self, here):
        make(here, "gen_a.py", "kept/gen_b.py", "kept/c.py")
        write(here / ".gitignore", "gen_*.py\n")
        write(here / "kept/.gitignore", "!gen_*.py\nc.py\n")
        assert checked(".") == ["kept/gen_b.py"]

    def test_those_of_the_repository_above_hold_too(self, here):
        (here / ".git").mkdir()
        make(here, "src/a.py", "src/gen_b.py")
        write(here / ".gitignore", "gen_*\n")
        assert checked("src") == ["src/a.py"]

    def test_without_a_repository_nothing_above_holds(self, here):
        make(here, "src/a.py", "src/gen_b.py")
        write(here / ".gitignore", "gen_*\n")
        assert checked("src") == ["src/a.py", "src/gen_b.py"]

    def test_what_is_named_is_checked(self, here):
        (here / ".git").mkdir()
        make(here, "out/a.py", "out/deep/b.py")
        write(here / ".gitignore", "out/\n")
        assert checked(".") == []
        assert checked("out") == ["out/a.py", "out/deep/b.py"]
        assert checked("out/a.py") == ["out/a.py"]

    def test_what_git_does_not_understand_is_passed_by(self, here):
        make(here, "a.py")
        (here / ".gitignore").write_bytes(b"\xff\xfe\n!\n")
        assert checked(".") == ["a.py"]

    @pytest.mark.skipif(os.name == "nt", reason="links need a right there")
    def test_a_folder_that_is_reached_by_a_link_is_the_same(self, here):
        make(here, "real/a.py", "real/gen_b.py")
        write(here / "real/.gitignore", "gen_*\n")
        (here / "link").symlink_to(here / "real")
        assert checked("link") == ["link/a.py"]


class TestExclude:
    def project(self, folder: Path, text: str) -> None:
        write(folder / "pyproject.toml", f"[tool.modulescope]\n{text}\n")

    def test_patterns_of_the_project_are_left_out(self, here):
        make(here, "a.py", "legacy/b.py", "docs/c.py", "build/d.py")
        self.project(here, 'extend-exclude = ["legacy/", "docs/*.py"]')
        assert checked(".") == ["a.py"]

    def test_exclude_takes_the_place_of_what_is_usual(self, here):
        make(here, "a.py", "legacy/b.py", "build/c.py")
        self.project(here, 'exclude = ["legacy/"]')
        assert checked(".") == ["a.py", "build/c.py"]

    def test_patterns_are_relative_to_the_project(self, here, monkeypatch):
        make(here, "src/old/a.py", "src/b.py", "old/c.py")
        self.project(here, 'extend-exclude = ["/src/old"]')
        assert checked(".") == ["old/c.py", "src/b.py"]
        monkeypatch.chdir(here / "src")
        assert checked(".") == ["b.py"]

    def test_the_nearest_project_counts(self, here):
        make(here, "one/old/a.py", "two/old/b.py")
        self.project(here, 'extend-exclude = ["old/"]')
        self.project(here / "two", "")
        assert checked(".") == ["two/old/b.py"]

    def test_the_command_line_adds_its_own(self, here):
        make(here, "a.py", "b.py", "c/d.py", "legacy/e.py", "build/f.py")
        self.project(here, 'extend-exclude = ["legacy/"]')
        assert checked(".", "--exclude", "b.py,c") == ["a.py"]
        assert checked(".", "--exclude", "b.py", "--exclude", "c") == ["a.py"]

    def test_a_file_that_is_named_is_checked(self, here):
        make(here, "legacy/a.py")
        self.project(here, 'extend-exclude = ["legacy/"]')
        assert checked(".") == []
        assert checked("legacy/a.py") == ["legacy/a.py"]

    @pytest.mark.parametrize("key", ["exclude", "extend-exclude"])
    def test_a_value_that_is_no_list_is_told(self, here, key):
        make(here, "a.py")
        self.project(here, f'{key} = "legacy"')
        result = CliRunner().invoke(main, ["check", "."])
        assert f'{key} must be a list such as ["legacy/"].' in result.stderr
        assert result.exit_code == 2

    def test_a_pattern_without_a_meaning_is_told(self, here):
        make(here, "a.py")
        result = CliRunner().invoke(main, ["check", ".", "--exclude", "!"])
        assert result.exit_code == 2 and "modulescope: --exclude: " in result.stderr
        self.project(here, 'exclude = ["!"]')
        result = CliRunner().invoke(main, ["check", "."])
        assert result.exit_code == 2 and "pyproject.toml: " in result.stderr
        assert "a.py" in result.stdout


def test_a_kernel_loads_no_reader_of_patterns(here):
    write(here / "pyproject.toml", '[tool.modulescope]\nexclude = ["old/"]\n')
    code = (
        "import sys, modulescope\n"
        "from modulescope.checking.project import of_notebook\n"
        "assert of_notebook()[1] is None\n"
        "import modulescope.cli.main, modulescope.files.reading\n"
        "assert 'pathspec' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
