"""Finds modules of the interpreter's environment, and none of the notebook's folder.

A kernel looks for modules beside its notebook, too. What lies there must not run
because the notebook is opened: so the companion is found, and finds what it imports,
without it.

The front end sends this text with its hello; `scripts/generate.mjs` copies it. It
imports only what every kernel has loaded, and Python 3.7 can read it.
"""

from __future__ import annotations

import importlib.util
import os
import site
import sys
from collections.abc import Collection, Iterator
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any


class Environment:
    """The path on which modules are looked for, as it is at this moment."""

    def __init__(self) -> None:
        self._folders = notebook_folders()
        self._roots = roots()
        self._named: set[str] | None = None
        entries = [entry for entry in sys.path if type(entry) is str]
        self.path = [entry for entry in entries if self.holds(entry)]
        self.left_out = [entry for entry in entries if entry not in self.path]
        self._closed = {*map(normal, self.left_out)} - {*map(normal, self.path)}

    def holds(self, entry: str) -> bool:
        """Whether a folder is not of the notebook, or is named by the environment."""
        if not os.path.isabs(entry):
            return False
        place = normal(entry)
        if is_apart(place, self._folders, self._roots):
            return True
        if self._named is None:
            self._named = {*python_path(self._folders), *path_files()}
        return place in self._named

    def find(self, name: str) -> Any:
        """The spec of a top-level module; None if the environment has none."""
        for finder in list(sys.meta_path):
            spec = _ask(finder, name, self.path)
            if spec is None and finder is not PathFinder:
                # Some hooks of editable installs know their names, and want no path.
                spec = _ask(finder, name, None)
                spec = None if spec is None or spec.loader is None else spec
            if spec is not None and self._is_open(spec):
                return spec
        return None

    def load(self, name: str) -> ModuleType:
        """Imports a top-level module of the environment.

        Raises:
            ModuleNotFoundError: There is none.
            ImportError: Another module of that name is loaded.
        """
        # Python's own way to forbid a module.
        is_forbidden = name in sys.modules and sys.modules[name] is None
        spec = None if is_forbidden else self.find(name)
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name not in sys.modules:
            return _load(spec)
        loaded = sys.modules[name]
        if not self.is_same(getattr(loaded, "__spec__", None), spec):
            raise ImportError(f"another module named {name!r} is loaded", name=name)
        return loaded

    def is_same(self, one: Any, other: Any) -> bool:
        """Whether two specs are of the same file."""
        files: list[Any] = [getattr(spec, "origin", None) for spec in (one, other)]
        return all(type(file) is str for file in files) and (
            normal(files[0]) == normal(files[1])
        )

    def _is_open(self, spec: Any) -> bool:
        """Whether a module does not lie in a folder that is left out."""
        if not spec.has_location:
            return True
        folder = os.path.dirname(spec.origin)
        if spec.submodule_search_locations is not None:
            folder = os.path.dirname(folder)
        return normal(folder) not in self._closed


def normal(
    path: str, system: Any = os.path, folds: bool = sys.platform == "darwin"
) -> str:
    """A path as two equal ones are written alike; on Windows and macOS, in any case."""
    try:
        path = system.realpath(path)
    except (OSError, ValueError):
        # The working directory is gone, or no folder can have that name.
        pass
    found = str(system.normcase(path))
    for prefix, short in (("\\\\?\\unc\\", "\\\\"), ("\\\\?\\", "")):
        if found.startswith(prefix):
            found = short + found[len(prefix) :]
    return found.casefold() if folds else found


def is_inside(path: str, folder: str, sep: str = os.sep) -> bool:
    """Whether a normal path is a folder, or lies below it."""
    return path == folder or path.startswith(folder.rstrip(sep) + sep)


def is_apart(
    path: str, folders: Collection[str], roots: Collection[str], sep: str = os.sep
) -> bool:
    """Whether a path is not of a notebook: elsewhere, or in a root within its folder.

    Such a root is a virtual environment beside the notebook. One that the notebook's
    folder lies in says nothing.
    """
    return all(
        any(
            root != folder
            and is_inside(root, folder, sep)
            and is_inside(path, root, sep)
            for root in roots
        )
        for folder in folders
        if is_inside(path, folder, sep)
    )


def notebook_folders() -> set[str]:
    """The working directory, now and at the start, and the folder of the notebook."""
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_ipython() if get_ipython else None
    # The server's own name of the notebook; not each server tells the whole path.
    notebook = os.environ.get("JPY_SESSION_NAME", "")
    found = [getattr(shell, "starting_dir", ""), os.path.dirname(notebook)]
    try:
        found.append(os.getcwd())
    except OSError:
        # It was removed: nothing is found there.
        pass
    return {normal(one) for one in found if os.path.isabs(one)}


def roots() -> set[str]:
    """Where the interpreter and its packages are."""
    # Embedded interpreters may tell no folder of their library.
    library = os.path.dirname(getattr(os, "__file__", ""))
    prefixes = sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix
    return {normal(one) for one in (library, *prefixes, *_sites()) if one}


def python_path(folders: Collection[str]) -> Iterator[str]:
    """What PYTHONPATH names, other than a notebook's own folder."""
    if not sys.flags.ignore_environment:
        for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep):
            if os.path.isabs(entry) and normal(entry) not in folders:
                yield normal(entry)


def path_files() -> Iterator[str]:
    """The folders that `.pth` files name, as editable installs do."""
    for folder in filter(os.path.isdir, _sites()):
        for name in os.listdir(folder):
            for line in _lines(os.path.join(folder, name)):
                # As `site` reads them: the rest are comments and code.
                if line and not line.startswith(("#", "import ", "import\t")):
                    yield normal(os.path.join(folder, line))


def _lines(path: str) -> list[str]:
    if not path.endswith(".pth"):
        return []
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
            return [line.strip() for line in file]
    except OSError:
        return []


def _sites() -> list[str]:
    found = list(site.getsitepackages())
    if site.ENABLE_USER_SITE:
        found.append(site.getusersitepackages())
    return found


def _ask(finder: Any, name: str, path: list[str] | None) -> Any:
    find_spec = getattr(finder, "find_spec", None)
    return None if find_spec is None else find_spec(name, path)


def _load(spec: Any) -> ModuleType:
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(spec.name, None)
        raise
    return sys.modules[spec.name]
