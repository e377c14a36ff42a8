"""`[tool.modulescope]` of the nearest pyproject.toml."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..closest import closest, suggestion
from ..findings import Severity
from .codes import closest_rule
from .wanted import Wanted, unknown

# Python 3.10 has no reader of its own; `tomli` is the same one.
_TOML = "tomllib" if sys.version_info >= (3, 11) else "tomli"
_KEYS = (
    "select",
    "ignore",
    "per-file-ignores",
    "min-severity",
    "exclude",
    "extend-exclude",
)


class BrokenProject(ValueError):
    """What is wrong with a pyproject.toml, in one line."""


@dataclass(frozen=True)
class Project:
    """The settings of a project, for all files in its folder."""

    folder: Path = Path()
    wanted: Wanted = field(default_factory=Wanted)
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns of paths, relative to the folder, and what they turn off."""
    exclude: tuple[str, ...] | None = None
    """What is not read in folders, as in `.gitignore`; None: usual build outputs."""
    extend_exclude: tuple[str, ...] = ()
    """What is not read, besides."""

    def for_file(self, path: Path) -> Wanted:
        """The settings for one file."""
        try:
            inside = path.resolve().relative_to(self.folder).as_posix()
        except (OSError, ValueError):
            inside = path.name
        muted = [
            word
            for pattern, words in self.per_file
            if _matches(inside, pattern)
            for word in words
        ]
        return Wanted(muted=tuple(muted)).over(self.wanted)


def _matches(path: str, pattern: str) -> bool:
    r"""Whether a pattern means a file, by its path or by its name.

    `*` means any text, folders included; `**/` also means no folder at all; a
    pattern without wildcards means a file or all that is in a folder.
    """
    pattern = pattern.removeprefix("./")
    variants = (pattern, pattern.replace("**/", ""), pattern.rstrip("/") + "/*")
    name = path.rpartition("/")[2]
    return any(fnmatchcase(path, v) or fnmatchcase(name, v) for v in variants)


def project_of(folder: Path) -> Project:
    """The project that a folder is in: the nearest pyproject.toml with our table.

    Raises:
        BrokenProject: It cannot be read, or says something that has no meaning.
    """
    try:
        folder = folder.resolve()
    except (OSError, RuntimeError):
        return Project()
    for place in (folder, *folder.parents):
        file = place / "pyproject.toml"
        try:
            stamp = file.stat().st_mtime_ns
        except OSError:
            continue
        found = _read(file, stamp)
        if isinstance(found, str):
            raise BrokenProject(found)
        if found is not None:
            return found
    return Project()


def of_notebook() -> tuple[Wanted, str | None]:
    """The settings for the notebook of this kernel, and what is wrong with them.

    Jupyter starts a kernel in the folder of its notebook, and names the notebook in
    the environment.
    """
    try:
        named = Path(os.environ.get("JPY_SESSION_NAME") or "")
        if not named.is_absolute() or not named.parent.is_dir():
            named = Path.cwd() / "notebook.ipynb"
        return project_of(named.parent).for_file(named), None
    except BrokenProject as error:
        return Wanted(), str(error)
    except (OSError, ValueError):
        # The folder is gone.
        return Wanted(), None


@lru_cache(maxsize=256)
def _read(file: Path, stamp: int) -> Project | str | None:
    """The project, what is wrong, or None without our table; read once per change."""
    try:
        content = importlib.import_module(_TOML).loads(
            file.read_bytes().decode("utf-8")
        )
    except OSError as error:
        return f"{file}: {error.strerror or error}"
    except ImportError as error:
        # Python 3.10 has no reader of its own, and ours can be hidden.
        return f"{file}: {error}"
    except (ValueError, RecursionError) as error:
        return f"{file}: not TOML ({str(error).splitlines()[0]})."
    tool = content.get("tool")
    table = tool.get("modulescope") if isinstance(tool, dict) else None
    if table is None:
        return None
    try:
        return _project(file.parent, table)
    except BrokenProject as error:
        return f"{file}: [tool.modulescope] {error}"


def _project(folder: Path, table: Any) -> Project:
    if not isinstance(table, dict):
        raise BrokenProject("must be a table.")
    for key in table:
        if key not in _KEYS:
            hint = suggestion(closest(key, _KEYS))
            raise BrokenProject(f'has no key "{key}".{hint}')
    ignores = table.get("per-file-ignores", {})
    if not isinstance(ignores, dict):
        raise BrokenProject("per-file-ignores must be a table of patterns.")
    return Project(
        folder,
        Wanted(_words(table, "select"), _words(table, "ignore"), _severity(table)),
        tuple((glob, _words(ignores, glob) or ()) for glob in ignores),
        _texts(table, "exclude", "legacy/"),
        _texts(table, "extend-exclude", "legacy/") or (),
    )


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    value = _texts(table, key, "NN102")
    for word in unknown(value or ()):
        hint = suggestion(closest_rule(word))
        raise BrokenProject(f'{key}: there is no rule "{word}".{hint}')
    return value


def _texts(table: Mapping[str, Any], key: str, such: str) -> tuple[str, ...] | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BrokenProject(f'{key} must be a list such as ["{such}"].')
    return tuple(value)


def _severity(table: Mapping[str, Any]) -> Severity | None:
    value = table.get("min-severity")
    if value is None:
        return None
    known = [severity.value for severity in Severity]
    if value not in known:
        raise BrokenProject(f"min-severity must be one of {', '.join(known)}.")
    return Severity(value)
