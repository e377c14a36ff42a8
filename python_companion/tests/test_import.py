"""Importing and installing cost little, and leave a kernel as it was."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import modulescope
import pytest
from modulescope.kernel.install import install, uninstall
from modulescope.session.current import ATTRIBUTE, installed
from page import Page

ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "numpy", "ipywidgets", "pandas", "matplotlib", "pydantic")
SHELL = """
import sys
from ipykernel.zmqshell import ZMQInteractiveShell
shell = ZMQInteractiveShell.instance()
before = set(sys.modules)
"""


def fresh(code: str) -> str:
    """What code prints in a new interpreter."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stderr == ""
    return done.stdout


@contextmanager
def another_copy() -> Iterator[Callable[[str], Any]]:
    """Imports modules of the package as if it were installed a second time."""
    ours = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_own(name)}
    try:
        yield lambda name: importlib.import_module(f"modulescope.{name}")
    finally:
        for name in filter(_is_own, list(sys.modules)):
            del sys.modules[name]
        sys.modules.update(ours)


def _is_own(name: str) -> bool:
    return name.partition(".")[0] == "modulescope"


def test_the_version_is_that_of_the_front_end():
    package = json.loads((ROOT / "package.json").read_text())
    assert modulescope.__version__ == package["version"]


def test_importing_loads_nothing_but_the_standard_library():
    found = fresh(
        "import sys, modulescope; modulescope.install(); "
        "print(*(m for m in sys.modules if '.' not in m))"
    )
    assert not {*HEAVY, "IPython", "comm", "ipykernel"} & set(found.split())


def test_installing_loads_a_handful_of_modules():
    found = fresh(
        f"{SHELL}import modulescope; modulescope.install()\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    assert set(found.split()) == {
        "modulescope",
        "modulescope.kernel.first_use",
        "modulescope.session.import_guard",
        "modulescope.kernel",
        "modulescope.kernel.companion",
        "modulescope.kernel.install",
        "modulescope.session.runs",
        "modulescope.protocol",
        "modulescope.kernel.busy",
        "modulescope.protocol.kinds",
        "modulescope.kernel.targets",
        "modulescope.session",
        "modulescope.session.current",
        "modulescope.session.session",
        "modulescope.version",
    }


def test_a_cell_without_torch_loads_no_more():
    found = fresh(
        f"{SHELL}import modulescope; modulescope.install()\n"
        "before = set(sys.modules)\n"
        "shell.run_cell('x = 1'); shell.run_cell('y = x + 1')\n"
        "print(*(m for m in set(sys.modules) - before if 'modulescope' in m))"
    )
    assert found.split() == []


def test_outside_ipython_install_only_says_hello():
    found = fresh("import modulescope; print(repr(modulescope.install()))")
    hello = json.loads(found)
    assert (hello["version"], hello["torch"]) == (modulescope.__version__, None)


def test_hello_shows_as_json():
    hello = modulescope.install()
    assert json.loads(repr(hello)) == hello._repr_json_() == dict(hello)


@pytest.mark.parametrize("name", ["check", "hooks", "install", "lint", "tree", "watch"])
def test_public_names_are_functions_whatever_modules_are_loaded(name: str):
    import modulescope.checking.linter
    import modulescope.gradients.watch
    import modulescope.hooks.table
    import modulescope.tree.api

    assert name in dir(modulescope)
    assert callable(getattr(modulescope, name))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        modulescope.nothing  # noqa: B018


def test_jupyterlab_finds_the_extension():
    [path] = modulescope._jupyter_labextension_paths()
    assert path == {"src": "labextension", "dest": "modulescope"}


class TestInstalling:
    @pytest.fixture
    def shell(self, page: Page, monkeypatch: pytest.MonkeyPatch):
        page.companion.end()
        monkeypatch.setattr("modulescope.session.current.shell", lambda: page.shell)
        yield page.shell
        uninstall()

    def callbacks(self, shell) -> list[int]:
        found = shell.events.callbacks
        return [len(found["pre_run_cell"]), len(found["post_run_cell"])]

    def test_twice_is_once(self, shell):
        before = self.callbacks(shell)
        install()
        first = installed()
        assert install() == install()
        assert installed() is first
        assert self.callbacks(shell) == [count + 1 for count in before]

    def test_uninstalling_leaves_the_shell_as_it_was(self, shell):
        names, before = set(vars(shell)), self.callbacks(shell)
        keys = set(shell.user_ns)
        install()
        uninstall()
        assert self.callbacks(shell) == before
        assert (set(vars(shell)), set(shell.user_ns)) == (names, keys)
        uninstall()

    def test_another_copy_of_the_package_is_replaced(self, shell):
        before = self.callbacks(shell)
        install()
        first = installed()
        with another_copy() as copy:
            copy("session.current").shell = lambda: shell
            kernel = copy("kernel.install")
            kernel.install()
            assert copy("session.current").installed() is not first
            assert installed() is None
            assert self.callbacks(shell) == [count + 1 for count in before]
            kernel.uninstall()
        assert self.callbacks(shell) == before

    def test_a_copy_that_cannot_end_is_replaced_all_the_same(self, shell):
        class Broken:
            def end(self) -> None:
                raise RuntimeError

        setattr(shell, ATTRIBUTE, Broken())
        install()
        assert installed() is not None
