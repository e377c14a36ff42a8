"""The command line, on real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from modulescope.cli.main import main

BUG = """from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(64, 64) for _ in range(8)]
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def write_notebook(path, *sources):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell("# Title")]
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(notebook, path)
    return path


def test_a_finding_is_printed_with_its_line(here):
    Path("net.py").write_text(BUG)
    result = run("check", "net.py")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:4] == [
        "warning[NN102]: `self.blocks` is a Python list, so its modules are not "
        "registered",
        "  --> net.py: line 7",
        "   7 |         self.blocks = [nn.Linear(64, 64) for _ in range(8)]",
        "     |         ^^^^^^^^^^^",
    ]
    assert "Found 1 warning in 1 file. 1 can be fixed with --fix." in result.stdout


def test_a_notebook_counts_its_cells_and_names_the_place(here):
    write_notebook("net.ipynb", "import torch", BUG)
    result = run("check", "net.ipynb")
    assert "--> net.ipynb: cell 3, line 7" in result.stdout
    assert "in 1 notebook (2 cells)." in result.stdout


def test_json_is_exactly_the_report(here):
    from modulescope import lint

    Path("net.py").write_text(BUG)
    found = json.loads(run("check", "net.py", "--format", "json").stdout)
    assert found == lint("net.py").to_dict()


def test_clean_files_exit_with_zero(here):
    Path("fine.py").write_text("import torch\n")
    result = run("check", ".")
    assert result.exit_code == 0
    assert result.stdout.startswith("No problems in 1 file.")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--select", "NN1"], 1),
        (["--select", "modules-in-plain-container"], 1),
        (["--select", "NN501"], 0),
        (["--ignore", "NN102"], 0),
        (["--min-severity", "error"], 0),
        (["--exit-zero"], 0),
    ],
)
def test_findings_are_chosen(here, words, found):
    Path("net.py").write_text(BUG)
    assert run("check", "net.py", *words).exit_code == found


def test_the_project_decides_what_the_command_line_leaves_open(here):
    Path("net.py").write_text(BUG)
    Path("pyproject.toml").write_text('[tool.modulescope]\nignore = ["NN102"]\n')
    assert run("check", "net.py").exit_code == 0
    assert run("check", "net.py", "--ignore", "NN501").exit_code == 1


def test_a_broken_project_file_is_told_and_the_check_goes_on(here):
    Path("net.py").write_text(BUG)
    Path("fine.py").write_text("x = 1\n")
    Path("pyproject.toml").write_text("[tool.modulescope\n")
    result = run("check", "net.py", "fine.py")
    assert result.exit_code == 2 and "NN102" in result.stdout
    (line,) = result.stderr.splitlines()
    assert "pyproject.toml: not TOML (" in line


def test_fix_edits_a_file_and_leaves_the_rest_alone(here):
    Path("net.py").write_bytes(BUG.replace("\n", "\r\n").encode())
    assert run("check", "net.py", "--fix").exit_code == 0
    fixed = Path("net.py").read_bytes().decode()
    assert "nn.ModuleList([nn.Linear(64, 64) for _ in range(8)])\r\n" in fixed
    assert fixed.count("\r\n") == BUG.count("\n") == fixed.count("\n")


def test_fix_edits_only_the_cell_of_a_notebook(here):
    path = write_notebook("net.ipynb", "x = 'é𝄞'", BUG)
    before = nbformat.read(path, 4)
    assert run("check", path, "--fix").exit_code == 0
    after = nbformat.read(path, 4)
    assert "nn.ModuleList([" in after.cells[2].source
    after.cells[2].source = before.cells[2].source
    assert after == before


def test_diff_shows_edits_and_writes_nothing(here):
    Path("net.py").write_text(BUG)
    result = run("check", "net.py", "--diff")
    assert "+        self.blocks = nn.ModuleList([nn.Linear" in result.stdout
    assert Path("net.py").read_text() == BUG


def test_statistics_count_by_rule(here):
    Path("net.py").write_text(BUG + BUG)
    assert run("check", "net.py", "--statistics").stdout.split() == [
        "2",
        "NN102",
        "modules-in-plain-container",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "missing.py"],
        ["check", "broken.ipynb"],
        ["check", "note.txt"],
        ["check", "fine.py", "--select", "NN999"],
        ["check", "fine.py", "--select", ""],
        ["check", "fine.py", "--select", " , "],
        ["check"],
        ["check", "fine.py", "--formt", "json"],
        ["chek"],
        ["explain", "NN999"],
    ],
)
def test_what_is_wrong_is_one_line_and_exit_2(here, words):
    Path("fine.py").write_text("import torch\n")
    Path("broken.ipynb").write_text("{")
    Path("note.txt").write_text("")
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("modulescope: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_command_that_does_not_exist_is_guessed():
    assert "Closest: check." in run("chek").stderr


def test_code_that_cannot_be_parsed_is_told(here):
    Path("half.py").write_text("import torch\ndef f(:\n")
    result = run("check", "half.py")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:4] == [
        "info[NN002]: This file is not valid Python, so it was not checked: "
        "invalid syntax",
        "  --> half.py: line 2",
        "   2 | def f(:",
        "     | ^^^^^^^",
    ]
    assert run("check", "half.py", "--select", "NN002").exit_code == 1
    assert run("check", "half.py", "--ignore", "NN002").stdout.startswith("No problems")


def test_hostile_names_are_written_out(here):
    Path("net\u202e.py").write_text(BUG)
    stdout = run("check", ".").stdout
    assert "\u202e" not in stdout and "\\u202e" in stdout


def test_rules_are_listed():
    assert "NN102  error    modules-in-plain-container" in run("rules").stdout
    entries = json.loads(run("rules", "--format", "json").stdout)
    assert {"NN101", "NN102", "NN501"} <= {entry["code"] for entry in entries}


def test_explain_shows_the_page_and_proves_the_harm():
    result = run("explain", "nn102", "--prove")
    assert result.exit_code == 0
    assert result.stdout.startswith("NN102 modules-in-plain-container (error)")
    assert result.stdout.rstrip().endswith("Reproduced.")


def test_doctor_says_what_is_missing_and_the_command(here, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(here))
    extension = here / "labextensions" / "modulescope"
    extension.mkdir(parents=True)
    (extension / "package.json").write_text('{"version": "0.0.1"}')
    result = run("doctor")
    assert result.exit_code == 1 and "-m pip install" in result.stdout
    from modulescope.version import __version__

    (extension / "package.json").write_text(json.dumps({"version": __version__}))
    assert run("doctor").exit_code == 0


def test_doctor_tells_that_nothing_is_read_without_numpy(monkeypatch):
    from importlib import metadata

    installed = metadata.version

    def version(package: str) -> str:
        if package == "numpy":
            raise metadata.PackageNotFoundError(package)
        return installed(package)

    monkeypatch.setattr(metadata, "version", version)
    result = run("doctor")
    assert result.exit_code == 1 and "Everything is there." not in result.stdout
    (line,) = [one for one in result.stdout.splitlines() if "numpy: not" in one]
    assert line.startswith("MISS") and line.endswith('-m pip install "numpy"')


def test_the_demo_never_overwrites(here, monkeypatch):
    from modulescope.cli import main as cli

    package = here / "package"
    (package / "demo").mkdir(parents=True)
    (package / "demo" / "spiral.ipynb").write_text("{}")
    monkeypatch.setattr("importlib.resources.files", lambda name: package)
    assert run("demo", "work").exit_code == 0 and run("demo", "work").exit_code == 0
    names = sorted(path.name for path in Path("work").iterdir())
    assert names == ["spiral-1.ipynb", "spiral.ipynb"]
    assert cli.FAILED == 2


def test_it_works_without_ipython_and_without_torch(here):
    Path("net.py").write_text(BUG)
    code = (
        "import sys\n"
        "for name in ('IPython', 'torch', 'numpy', 'ipykernel'):\n"
        "    sys.modules[name] = None\n"
        "from modulescope.cli.main import main\n"
        "main(['check', 'net.py'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "NN102" in done.stdout and done.stderr == ""


def test_colour_is_for_terminals_only(here):
    Path("net.py").write_text(BUG)
    assert "\x1b[" not in run("check", "net.py").stdout


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_is_respected_on_a_terminal(here, no_color, coloured):
    import pty

    Path("net.py").write_text(BUG)
    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_color}
    subprocess.run(
        [sys.executable, "-m", "modulescope", "check", "net.py"],
        stdout=slave,
        stderr=slave,
        env=environment,
        check=False,
    )
    os.close(slave)
    shown = os.read(master, 10_000).decode()
    os.close(master)
    assert "NN102" in shown and ("\x1b[" in shown) is coloured
