"""The hello finds the companion of the environment, and none beside the notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from planted import PACKAGE, Folder, Python, imported
from realkernel import Notebook, real_kernel
from setuptools.command.editable_wheel import _finder_template

FIRST = "import sys; sys.path.insert(0, '')"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Python:
    """An environment without the companion."""
    return Python(tmp_path_factory.mktemp("bare") / "venv")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "notebooks")


@pytest.mark.parametrize("package", [False, True], ids=["modules", "packages"])
@pytest.mark.parametrize("before", ["", FIRST], ids=["after stdlib", "first"])
def test_nothing_runs_where_the_companion_is_not_installed(
    folder: Folder, bare: Python, before: str, package: bool
) -> None:
    with real_kernel(folder=folder.path, python=bare.executable) as kernel:
        kernel.run(before, silent=True)
        finders = kernel.value("list(map(repr, __import__('sys').meta_path))")
        folder.plant(*imported(), package=package)
        hello = Notebook(kernel).install()
        assert (hello["ename"], hello["evalue"]) == (
            "ModuleNotFoundError",
            "No module named 'modulescope'",
        )
        assert folder.ran == []
        assert kernel.value("'modulescope' in __import__('sys').modules") is False
        after = kernel.value("list(map(repr, __import__('sys').meta_path))")
        assert after == finders


def by_copy(python: Python, folder: Folder) -> None:
    python.copy()


def by_path(python: Python, folder: Folder) -> None:
    python.write("m_path.pth", str(PACKAGE.parent))


def by_path_in_the_tree(python: Python, folder: Folder) -> None:
    python.copy(folder.path / "clone")
    python.write("m_path.pth", str(folder.path / "clone"))


def by_redirection(python: Python, folder: Folder) -> None:
    """The hook that hatch installs: it wants no path."""
    python.write("m_hook.pth", "import m_hook")
    python.write(
        "m_hook.py",
        "from editables.redirector import RedirectingFinder as F\nF.install()\n"
        f"F.map_module('modulescope', {str(PACKAGE / '__init__.py')!r})",
    )


def by_finder(python: Python, folder: Folder) -> None:
    """The hook that setuptools installs, for a clone in the notebook's tree."""
    python.copy(folder.path / "clone" / "src")
    mapping = {"modulescope": str(folder.path / "clone/src/modulescope")}
    name = "__editable___modulescope_finder"
    python.write(f"{name}.py", _finder_template("modulescope", mapping, {}))
    python.write("m_finder.pth", f"import {name}; {name}.install()")


def by_variable(python: Python, folder: Folder) -> dict[str, str]:
    return {"PYTHONPATH": str(PACKAGE.parent)}


def by_variable_in_the_tree(python: Python, folder: Folder) -> dict[str, str]:
    python.copy(folder.path / "libraries")
    return {"PYTHONPATH": str(folder.path / "libraries")}


INSTALLS = [
    by_copy,
    by_path,
    by_path_in_the_tree,
    by_redirection,
    by_finder,
    by_variable,
    by_variable_in_the_tree,
]


@pytest.mark.parametrize("install", INSTALLS)
def test_an_installed_companion_is_found(install: Any, folder: Folder) -> None:
    # A virtual environment in the folder of its notebooks is the usual one.
    python = Python(folder.path / ".venv")
    env = install(python, folder)
    with real_kernel(folder=folder.path, python=python.executable, env=env) as kernel:
        folder.plant("modulescope")
        assert Notebook(kernel).install()["status"] == "ok"
        assert folder.ran == []


@pytest.mark.parametrize("value", [".", "{folder}", "lib"])
def test_a_variable_that_names_the_own_folder_does_not_count(
    folder: Folder, bare: Python, value: str
) -> None:
    folder.plant("modulescope")
    (folder.path / "lib").mkdir()
    env = {"PYTHONPATH": value.format(folder=folder.path)}
    with real_kernel(folder=folder.path, python=bare.executable, env=env) as kernel:
        assert Notebook(kernel).install()["ename"] == "ModuleNotFoundError"
        assert folder.ran == []


@pytest.mark.parametrize("line", ["sys.path.insert(0, '{}')", "sys.path[:0] = ['..']"])
def test_what_a_cell_adds_of_the_tree_does_not_count_either(
    folder: Folder, bare: Python, line: str
) -> None:
    inner = Folder(folder.path / "inner")
    folder.plant("modulescope")
    with real_kernel(folder=folder.path, python=bare.executable) as kernel:
        added = line.format(folder.path)
        kernel.run(f"import os, sys; os.chdir({str(inner.path)!r}); {added}")
        assert Notebook(kernel).install()["ename"] == "ModuleNotFoundError"
        assert folder.ran == []


def test_a_module_that_the_user_imported_is_not_asked_to_install(
    folder: Folder, bare: Python
) -> None:
    folder.plant("modulescope")
    with real_kernel(folder=folder.path, python=bare.executable) as kernel:
        assert kernel.run("import modulescope")["status"] == "ok"
        assert Notebook(kernel).install()["ename"] == "ModuleNotFoundError"
    with real_kernel(folder=folder.path) as kernel:
        kernel.run("import modulescope")
        hello = Notebook(kernel).install()
        assert (hello["ename"], hello["evalue"]) == (
            "ImportError",
            "another module named 'modulescope' is loaded",
        )
