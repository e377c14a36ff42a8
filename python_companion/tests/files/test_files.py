"""Files and texts: what is read, and how a bad file is refused."""

from __future__ import annotations

import json

import pytest
from modulescope.files.reading import UnreadableFile, find_files, lint, package

NET = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(2, 2)]
"""


def write_notebook(path, *sources, **more):
    cells = [{"cell_type": "markdown", "source": "# Title"}]
    cells += [
        {"cell_type": "code", "id": f"c{n}", "source": s} for n, s in enumerate(sources)
    ]
    content = {
        "cells": cells,
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
        **more,
    }
    path.write_text(json.dumps(content))
    return path


def test_a_text_is_linted():
    (finding,) = lint(NET)
    assert finding.code == "NN102"
    assert finding.status.value == "static"
    assert finding.fixes[0].safe


def test_a_python_file_is_linted_with_its_path(tmp_path):
    file = tmp_path / "net.py"
    file.write_text(NET)
    where = lint(file).to_dict()["findings"][0]["where"]
    assert where["path"] == str(file)
    assert (where["line"], where["column"]) == (5, 8)
    assert where["cell_id"] is None


def test_a_notebook_is_linted_cell_by_cell(tmp_path):
    file = write_notebook(
        tmp_path / "a.ipynb", "from torch import nn\n!ls", NET.splitlines(True)
    )
    where = lint(str(file)).to_dict()["findings"][0]["where"]
    assert where["cell_id"] == "c1"
    # Over all cells, with the text cell.
    assert where["cell_index"] == 2


def test_an_old_notebook_without_ids_is_read(tmp_path):
    file = tmp_path / "old.ipynb"
    cell = {"cell_type": "code", "input": NET.splitlines(True)}
    file.write_text(json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}))
    assert len(lint(file)) == 1


def test_a_notebook_in_another_language_has_no_findings(tmp_path):
    file = write_notebook(
        tmp_path / "r.ipynb", NET, metadata={"language_info": {"name": "R"}}
    )
    assert len(lint(file)) == 0


def test_a_cell_that_is_not_python_is_reported_with_its_place(tmp_path):
    file = write_notebook(tmp_path / "a.ipynb", "import torch\nx = = 1")
    assert lint(file).unparsed == (f"{file}: cell 2: invalid syntax (line 2)",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ipynb", b"{"),
        ("b.ipynb", b"[]"),
        ("c.ipynb", b'{"cells": 3}'),
        ("d.ipynb", b"\xff\xfe"),
        ("e.py", b"# coding: none\n"),
        ("f.py", b"x = '\xff'"),
    ],
)
def test_a_bad_file_gives_one_clear_error(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=f"{name}: not "):
        lint(file)


def test_a_missing_file_is_named():
    with pytest.raises(UnreadableFile, match=r"missing\.py: No such file"):
        lint("missing.py")


def test_linting_executes_nothing(tmp_path):
    file = tmp_path / "a.py"
    mark = tmp_path / "mark"
    file.write_text(f"import torch\nopen({str(mark)!r}, 'w')")
    lint(file)
    assert not mark.exists()


def test_relative_imports_are_resolved_in_their_package(tmp_path):
    folder = tmp_path / "torch" / "nn"
    folder.mkdir(parents=True)
    for place in (tmp_path / "torch", folder):
        (place / "__init__.py").touch()
    file = folder / "extra.py"
    file.write_text(NET.replace("from torch import nn", "from .. import nn"))
    assert package(file) == "torch.nn"
    assert len(lint(file)) == 1


def test_folders_give_their_files_without_environments_and_checkpoints(tmp_path):
    for name in (
        "b.py",
        "a.ipynb",
        ".venv/c.py",
        ".ipynb_checkpoints/a.ipynb",
        "d.txt",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    assert [file.name for file in find_files([tmp_path])] == ["a.ipynb", "b.py"]
