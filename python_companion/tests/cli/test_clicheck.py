"""Many files, bad files, baselines and hooks."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from modulescope.checking.claims import find_claims
from modulescope.checking.wanted import Wanted
from modulescope.cli import check
from modulescope.cli.main import main
from modulescope.files.baseline import read_baseline

BUG = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(64, 64)]
"""
ROOT = Path(__file__).parents[3]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    return CliRunner().invoke(main, ["check", *map(str, words)])


def codes(*words) -> list[str]:
    found = json.loads(run(*words, "--format", "json").stdout)
    return [finding["code"] for finding in found["findings"]]


class TestBadFiles:
    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("a.ipynb", b"{", "not a notebook (not JSON: "),
            ("a.ipynb", b"", "not a notebook (empty)"),
            ("a.ipynb", b"[]", "not a notebook (it has no list of cells)"),
            ("a.ipynb", b"{}", "not a notebook (it has no list of cells)"),
            ("a.ipynb", b'{"cells": 3}', "not a notebook (it has no list of cells)"),
            ("a.ipynb", b'{"cells": [1]}', "not a notebook (it has no list of cells)"),
            ("a.ipynb", b"\xff\xfe{}", "not a notebook (not UTF-8)"),
            ("a.ipynb", b"[" * 100_000, "not a notebook (not JSON: "),
            ("a.py", b"x = 1\ny = '\xff'\n", "not Python source text (line 2 is not "),
            ("a.py", b"# coding: none\n", "not Python source text (unknown encoding"),
            ("a.txt", b"", "neither a .py nor a .ipynb file."),
        ],
    )
    def test_one_is_one_line_and_the_rest_goes_on(self, here, name, content, reason):
        Path(name).write_bytes(content)
        Path("net.py").write_text(BUG)
        result = run(name, "net.py")
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"modulescope: {name}: {reason}")
        assert result.exit_code == 2 and "warning[NN102]" in result.stdout

    def test_a_huge_file_is_not_read(self, here):
        with open("big.ipynb", "wb") as file:
            file.truncate(100_000_000)
        result = run("big.ipynb")
        assert result.stderr == (
            "modulescope: big.ipynb: not read, 100 MB is more than 50 MB\n"
        )

    def test_links_to_nothing_and_to_themselves(self, here):
        Path("gone.py").symlink_to("nothing.py")
        Path("loop.py").symlink_to("loop.py")
        Path("net.py").write_text(BUG)
        result = run(".")
        first, second = result.stderr.splitlines()
        assert first == "modulescope: gone.py: a link to nothing"
        assert second.startswith("modulescope: loop.py: Too many levels")
        assert "NN102" in result.stdout

    def test_a_pipe_is_not_waited_for(self, here):
        os.mkfifo("pipe.py")
        assert run("pipe.py").stderr == "modulescope: pipe.py: not a file\n"

    def test_a_folder_without_access_is_told(self, here):
        Path("closed").mkdir(mode=0o000)
        Path("net.py").write_text(BUG)
        here.chmod(0o755)
        code = (
            "import os\n"
            "from modulescope.cli import check as clicheck\n"
            "from modulescope.cli import fix, main, report\n"
            "clicheck.wanted_from('NN102', None, None)\n"
            # The super user has access to everything.
            "if os.getuid() == 0: os.setuid(65534)\n"
            "main.main(['check', '.'])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert done.stderr == "modulescope: ./closed: Permission denied\n"
        assert done.returncode == 2 and "NN102" in done.stdout

    def test_a_rule_that_fails_is_one_line_for_its_file(self, here, monkeypatch):
        from modulescope.files import reading

        def failing(cells, rules, package, on_failure, silenced):
            on_failure(rules[0], ValueError("no\nway"))
            return find_claims(cells, rules, (), package, on_failure, silenced)

        monkeypatch.setattr(reading, "find_claims", failing)
        Path("net.py").write_text(BUG)
        result = run("net.py")
        (line,) = result.stderr.splitlines()
        assert "net.py: internal error in NN001 (ValueError: no" in line
        assert result.exit_code == 2 and "NN102" in result.stdout


def _read_until(terminal: int, end: bytes) -> bytes:
    """One read of a terminal may return only a part of what was written."""
    text = b""
    while not text.endswith(end):
        text += os.read(terminal, 1000)
    return text


class TestManyFiles:
    def write(self, number=60):
        for n in range(number):
            folder = Path(f"f{n % 7}")
            folder.mkdir(exist_ok=True)
            (folder / f"m{n}.py").write_text(BUG if n % 3 else f"x = {n}\n")
        Path("f1/bad.py").write_bytes(b"\xff")
        Path("f2/half.py").write_text("x = (")

    def test_processes_change_nothing(self, here):
        self.write()
        one, two = run(".", "--jobs", "1"), run(".", "--jobs", "3")
        assert one.stdout == two.stdout and one.stderr == two.stderr
        assert one.exit_code == two.exit_code == 2
        assert one.stdout.count("warning[NN102]") == 40

    def test_few_files_need_no_second_process(self, here, monkeypatch):
        self.write(20)
        monkeypatch.setattr(check, "ProcessPoolExecutor", None)
        assert run(".", "--jobs", "8").stdout.count("warning[NN102]") == 13

    def test_a_process_that_is_killed_is_no_end(self, here, monkeypatch):
        self.write()
        monkeypatch.setattr(check, "check_file", _check_or_die)
        result = check.check([Path()], Wanted(), jobs=2)
        assert len(result.findings) == 41

    def test_a_file_that_is_named_twice_is_checked_once(self, here):
        Path("net.py").write_text(BUG)
        assert codes("net.py", ".", "net.py") == ["NN102"]

    def test_progress_is_for_terminals_and_long_runs(self, here, monkeypatch):
        master, slave = pty.openpty()
        with os.fdopen(slave, "w") as terminal:
            monkeypatch.setattr(sys, "stderr", terminal)
            quick, long = check.Progress(), check.Progress(started=-100.0)
            for progress in (quick, long):
                for done in (1, 2):
                    progress(done, 1200)
                progress.end()
            print("end", end="", flush=True, file=terminal)
            written = _read_until(master, b"end")
        assert written == b"\r\x1b[KChecked 1 of 1,200 files\r\x1b[Kend"
        os.close(master)

    def test_nothing_is_kept_of_a_file(self, here):
        from modulescope.checking import claims
        from modulescope.source import notebook
        from modulescope.source.cells import parse_once
        from modulescope.source.summaries import Recent

        self.write()
        run(".", "--jobs", "1")
        stores = [*vars(claims).values(), *vars(notebook).values()]
        remembered = [one for one in stores if type(one) is Recent]
        assert len(remembered) >= 3
        # Of the rules something is kept, of the text nothing.
        assert "self.blocks" not in repr(remembered)
        for text in (BUG, "x = 0\n", "x = 57\n"):
            assert parse_once(text) is not parse_once(text)


_FIRST = os.getpid()


def _check_or_die(path, wanted):
    if path.name == "m30.py" and os.getpid() != _FIRST:
        os.kill(os.getpid(), 9)
    return clicheck_file(path, wanted)


clicheck_file = check.check_file


class TestBaseline:
    def write(self, text=BUG, name="net.py"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)

    def test_it_hides_what_it_has(self, here):
        self.write()
        result = run(".", "--write-baseline", "base.json")
        assert (result.exit_code, result.stdout) == (
            0,
            "Wrote 1 finding to base.json.\n",
        )
        result = run(".", "--baseline", "base.json")
        assert result.exit_code == 0
        assert result.stdout == (
            "No problems in 1 file. Static checks only.\n"
            "1 finding of the baseline not shown.\n"
        )

    def test_lines_and_indentation_may_change(self, here):
        self.write()
        run(".", "--write-baseline", "base.json")
        indented = "".join(f"    {line}" for line in BUG.splitlines(True))
        self.write(f"x = 1\n\nif x:\n{indented}")
        assert codes(".", "--baseline", "base.json") == []

    def test_another_line_another_rule_another_file_are_new(self, here):
        self.write()
        run(".", "--write-baseline", "base.json")
        self.write(BUG.replace("(64, 64)", "(64, 32)"))
        assert codes(".", "--baseline", "base.json") == ["NN102"]
        without = BUG.replace("        super().__init__()\n", "")
        self.write(without + "        self.x = nn.Linear(2, 2)\n")
        assert codes(".", "--baseline", "base.json") == ["NN101"]
        self.write(name="sub/net.py")
        assert codes("sub", "--baseline", "base.json") == ["NN102"]

    def test_the_same_line_once_more_is_new(self, here):
        self.write()
        run(".", "--write-baseline", "base.json")
        self.write(BUG + "\n\n" + BUG)
        assert codes(".", "--baseline", "base.json") == ["NN102"]

    def test_cells_may_move_and_change_their_ids(self, here):
        cell = {"cell_type": "code", "source": BUG}

        def write(*cells):
            content = {"cells": list(cells), "metadata": {}}
            Path("net.ipynb").write_text(json.dumps(content))

        write({**cell, "id": "a"})
        run(".", "--write-baseline", "base.json")
        write({"cell_type": "code", "id": "x", "source": "y = 1"}, {**cell, "id": "b"})
        assert codes(".", "--baseline", "base.json") == []

    def test_paths_are_relative_to_it(self, here, monkeypatch):
        self.write(name="src/net.py")
        run("src", "--write-baseline", "base.json")
        monkeypatch.chdir("src")
        assert codes("net.py", "--baseline", "../base.json") == []
        assert codes(here / "src", "--baseline", here / "base.json") == []
        (key,) = read_baseline(here / "base.json").counts
        assert key[:3] == ("src/net.py", "NN102", "attr:Net:blocks")

    def test_it_is_one_line_for_each_finding_and_sorted(self, here):
        self.write(name="b/net.py")
        self.write(name="a/net.py")
        run("b", "a", "--write-baseline", "base.json")
        lines = Path("base.json").read_text().splitlines()
        assert [json.loads(line.strip(","))["path"] for line in lines[1:-1]] == [
            "a/net.py",
            "b/net.py",
        ]

    @pytest.mark.parametrize(
        "content", [None, b"", b"[]", b'{"version": 2, "findings": []}', b"\xff"]
    )
    def test_a_broken_one_is_one_line(self, here, content):
        self.write()
        if content is not None:
            Path("base.json").write_bytes(content)
        result = run(".", "--baseline", "base.json")
        assert result.exit_code == 2 and result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.startswith("modulescope: base.json: ")

    def test_a_folder_that_does_not_exist_is_told(self, here):
        self.write()
        result = run(".", "--write-baseline", "no/base.json")
        assert result.exit_code == 2
        assert result.stderr == (
            "modulescope: no/base.json: No such file or directory\n"
        )


class TestPreCommit:
    HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    def test_the_hooks_run_what_they_name(self, here):
        Path("net.py").write_text(BUG)
        for hook, status in zip(self.HOOKS, (1, 0), strict=True):
            name, *words = shlex.split(hook["entry"])
            assert name == "modulescope"
            assert CliRunner().invoke(main, [*words, "net.py"]).exit_code == status

    def test_they_get_python_files_and_notebooks(self):
        for hook in self.HOOKS:
            assert hook["types_or"] == ["python", "jupyter"]
            assert hook["language"] == "python"
