"""A check imports nothing that lies beside the notebook, and cells import as ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from planted import Folder, imported
from realkernel import Kernel, Notebook, real_kernel

NAMES = imported()
FIRST = "import sys; sys.path.insert(0, '')"
CELL = """import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = [nn.Linear(1, 1)]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "notebooks")


def opened(kernel: Kernel) -> Notebook:
    """A page that has said hello and checked its cells."""
    page = Notebook(kernel).open()
    page.edit("net", CELL)
    assert [f["code"] for f in page.check()["findings"]] == ["NN102"]
    return page


def test_the_planted_names_are_those_that_the_companion_imports() -> None:
    assert {"json", "ast", "dataclasses", "tempfile", "numpy", "click"} <= NAMES
    assert len(NAMES) > 60


@pytest.mark.parametrize("package", [False, True], ids=["modules", "packages"])
@pytest.mark.parametrize("before", ["", FIRST], ids=["after stdlib", "first"])
def test_nothing_that_is_planted_runs(
    folder: Folder, before: str, package: bool
) -> None:
    with real_kernel(folder=folder.path) as kernel:
        kernel.run(before, silent=True)
        folder.plant(*NAMES, package=package)
        page = opened(kernel)
        page.ask("models.list")
        page.ask("rule.get", code="NN102")
        page.run("1 + 1")
        page.run("%nn status")
        page.run("%nn check")
        assert folder.ran == []
        # What was planted is found by those who want it.
        assert page.run("import modulescope_helper")["status"] == "error"
        folder.plant("modulescope_helper")
        assert page.run("import modulescope_helper")["status"] == "ok"
        assert folder.ran == ["modulescope_helper"]


@pytest.fixture
def page(folder: Folder) -> Iterator[Notebook]:
    folder.plant("helper", "numpy", "cycler", "statistics")
    with real_kernel(folder=folder.path) as kernel:
        yield opened(kernel)


def test_cells_import_from_their_folder_as_ever(page: Notebook, folder: Folder) -> None:
    for name in ("helper", "numpy", "cycler"):
        assert page.run(f"import {name}; {name}.PLANTED")["status"] == "ok"
    # The standard library comes first in a kernel.
    assert page.run("import statistics; statistics.mean")["status"] == "ok"
    assert folder.ran == ["helper", "numpy", "cycler"]


def test_a_watched_cell_and_its_picture_import_nothing_planted(folder: Folder) -> None:
    with real_kernel(folder=folder.path) as kernel:
        page = opened(kernel)
        page.run("import torch; model = torch.nn.Linear(1, 1)")
        folder.plant("matplotlib", "PIL", "cycler")
        page.run("%%nn watch\nmodel(torch.ones(1, 1)).sum().backward()")
        page.run("%nn grads")
        assert folder.ran == []
        assert page.run("import matplotlib; matplotlib.PLANTED")["status"] == "ok"


def test_unloading_leaves_the_finders_as_they_were() -> None:
    finders = "list(map(repr, __import__('sys').meta_path))"
    with real_kernel() as kernel:
        before = kernel.value(finders)
        page = Notebook(kernel).open()
        assert len(kernel.value(finders)) == len(before) + 1
        page.run("%load_ext modulescope")
        page.run("%nn status")
        page.run("%unload_ext modulescope")
        assert kernel.value(finders) == before
