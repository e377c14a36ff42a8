"""Which folders are the notebook's, and what the environment has."""

from __future__ import annotations

import ntpath
import os
import posixpath
import site
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import pytest
from modulescope.session import environment
from modulescope.session.environment import Environment, is_apart, is_inside, normal
from planted import Folder


class TestPaths:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("C:\\Notes", "c:/notes"),
            ("C:\\Notes\\", "C:\\notes"),
            ("C:\\Notes\\.\\x\\..", "C:\\NOTES"),
            ("\\\\?\\C:\\Notes", "C:\\Notes"),
            ("\\\\Server\\Share\\Notes", "//server/share/notes"),
            ("\\\\?\\UNC\\Server\\Share\\Notes", "\\\\server\\share\\notes"),
        ],
    )
    def test_windows_writes_a_path_in_many_ways(self, one: str, other: str):
        assert normal(one, ntpath, False) == normal(other, ntpath, False)

    def test_drives_differ(self):
        found = [normal(f"{drive}:\\notes", ntpath, False) for drive in "CD"]
        assert found == ["c:\\notes", "d:\\notes"]

    def test_macos_folds_case_and_linux_does_not(self):
        assert normal("/Users/Me", posixpath, True) == "/users/me"
        assert normal("/Users/Me", posixpath, False) == "/Users/Me"

    @pytest.mark.parametrize(
        ("path", "folder", "sep", "expected"),
        [
            ("/a/b", "/a", "/", True),
            ("/a", "/a", "/", True),
            ("/ab", "/a", "/", False),
            ("/a", "/", "/", True),
            ("c:\\notes", "c:\\", "\\", True),
            ("d:\\notes", "c:\\", "\\", False),
            ("\\\\host\\share\\x", "\\\\host\\share", "\\", True),
        ],
    )
    def test_inside(self, path: str, folder: str, sep: str, expected: bool):
        assert is_inside(path, folder, sep) is expected

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            pytest.param("/usr/lib/python3", True, id="elsewhere"),
            pytest.param("/notes", False, id="the folder itself"),
            pytest.param("/notes/src", False, id="below it"),
            pytest.param("/notes/.venv/lib/site-packages", True, id="environment"),
            pytest.param("/notes/.venv2", False, id="like an environment"),
        ],
    )
    def test_a_notebooks_tree(self, path: str, expected: bool):
        assert is_apart(path, ["/notes"], ["/usr", "/notes/.venv"], "/") is expected

    def test_an_environment_around_the_notebook_says_nothing(self):
        # As with notebooks in the folder of a portable Python.
        roots = ["/py", "/py/lib/site-packages"]
        assert not is_apart("/py/notes", ["/py/notes"], roots, "/")
        assert not is_apart("/py", ["/py"], roots, "/")
        assert is_apart("/py/lib/site-packages", ["/py"], roots, "/")

    def test_a_notebook_in_the_root_finds_the_environment(self):
        roots = ["/usr", "/usr/lib/python3", "/home/me/.local/lib/site-packages"]
        for path in roots:
            assert is_apart(path, ["/"], roots, "/")
        assert not is_apart("/modules", ["/"], roots, "/")

    def test_windows_drives(self):
        folders, roots = ["c:\\notes"], ["c:\\python", "c:\\notes\\env"]
        for path in ("d:\\notes", "c:\\python\\lib", "c:\\notes\\env\\lib"):
            assert is_apart(path, folders, roots, "\\")
        assert not is_apart("c:\\notes\\lib", folders, roots, "\\")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A notebook's folder, where the process is and looks for modules."""
    made = Folder(tmp_path / "notebooks")
    monkeypatch.chdir(made.path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    return made


class TestEnvironment:
    def test_relative_entries_are_left_out(self, folder: Folder):
        sys.path += [".", "lib", str(folder.path), str(folder.path / "lib")]
        found = Environment()
        assert not {"", ".", "lib", str(folder.path)} & set(found.path)
        assert {"", ".", "lib", str(folder.path / "lib")} <= set(found.left_out)

    def test_other_things_on_the_path_are_passed_by(self, folder: Folder):
        sys.path += [Path("x"), b"x", None]  # type: ignore[list-item]
        assert Environment().find("json").origin.endswith("__init__.py")

    def test_a_link_into_the_tree_is_of_the_tree(self, folder: Folder, tmp_path: Path):
        (folder.path / "lib").mkdir()
        (tmp_path / "link").symlink_to(folder.path / "lib")
        assert not Environment().holds(str(tmp_path / "link"))

    def test_the_servers_name_of_the_notebook_counts(
        self, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("JPY_SESSION_NAME", str(folder.path / "a.ipynb"))
        monkeypatch.chdir("/")
        assert not Environment().holds(str(folder.path))

    def test_an_embedded_interpreter_tells_no_folder_of_its_library(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.delattr(os, "__file__")
        assert not Environment().holds(str(folder.path))

    def test_a_working_directory_that_is_gone_has_nothing(self, folder: Folder):
        os.rmdir(folder.path)
        assert Environment().find("json") is not None

    @pytest.mark.parametrize("line", ["# {}", "import {}", ""])
    def test_path_files_also_hold_comments_and_code(
        self, line: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ):
        packages = folder.path.parent
        monkeypatch.setattr(site, "getsitepackages", lambda: [str(packages)])
        monkeypatch.setattr(site, "ENABLE_USER_SITE", False)
        text = f"{line.format(folder.path)}\nnotebooks\n"
        (packages / "x.pth").write_text(text)
        assert [*environment.path_files()] == [normal(str(folder.path))]

    def test_a_finder_that_looks_beside_the_notebook_is_not_believed(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ):
        class Finder:
            def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
                return PathFinder.find_spec(name)

        folder.plant("planted_module")
        monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
        assert Environment().find("planted_module") is None

    def test_a_package_that_cannot_be_loaded_is_not_kept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        (tmp_path / "broken_package.py").write_text("1 / 0")
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(ZeroDivisionError):
            Environment().load("broken_package")
        assert "broken_package" not in sys.modules

    def test_a_folder_without_code_is_no_package(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        (tmp_path / "empty_package").mkdir()
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(ModuleNotFoundError, match="named 'empty_package'"):
            Environment().load("empty_package")

    def test_a_forbidden_module_is_not_loaded(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setitem(sys.modules, "colorsys", None)  # type: ignore[arg-type]
        with pytest.raises(ModuleNotFoundError, match="No module named 'colorsys'"):
            Environment().load("colorsys")
