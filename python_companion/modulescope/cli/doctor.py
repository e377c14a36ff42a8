"""`modulescope doctor`: what is installed and reachable, in words."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from ..version import __version__

_LEAST_KERNEL = (6, 29)
_SUBSHELLS = (7, 0)


def examine() -> tuple[list[str], bool]:
    """One line per part, and whether nothing is missing.

    Imports nothing that is examined, so that it answers within a moment.
    """
    checks = (
        _python(),
        _companion(),
        _extension(),
        _kernel(),
        _torch(),
        _numpy(),
        _widgets(),
    )
    lines = [f"{'ok  ' if good else 'MISS'}  {text}" for good, text in checks]
    healthy = all(good for good, _ in checks)
    lines.append(
        "Everything is there."
        if healthy
        else "See the lines that begin with MISS; each ends with what to do."
    )
    lines.append(
        "Models local to a function are not seen; a model must be reachable from a "
        "variable of the notebook."
    )
    return lines, healthy


def _pip(package: str) -> str:
    """The command for this very interpreter."""
    return f'"{sys.executable}" -m pip install "{package}"'


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split("+")[0].split(".")[:2]
    return tuple(int(part) if part.isdigit() else 0 for part in parts)


def _python() -> tuple[bool, str]:
    version = platform.python_version()
    return True, f"Python {version} ({sys.executable})"


def _companion() -> tuple[bool, str]:
    return True, f"modulescope {__version__} in {Path(__file__).parents[1]}"


def _extension() -> tuple[bool, str]:
    found = [
        folder
        for folder in labextension_folders()
        if (folder / "package.json").is_file()
    ]
    if not found:
        return False, (
            "labextension: not found in any Jupyter data folder of this environment. "
            f"If JupyterLab runs in this environment: {_pip('modulescope')} and reload "
            "the page. If it runs elsewhere, install modulescope there, too."
        )
    try:
        version = json.loads((found[0] / "package.json").read_text("utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        return False, f"labextension in {found[0]}: broken. {_pip('modulescope')}"
    if version != __version__:
        return False, (
            f"labextension {version} in {found[0]}: this package is {__version__}. "
            f"{_pip(f'modulescope=={__version__}')} and reload the page."
        )
    return True, f"labextension {version} in {found[0]}"


def labextension_folders() -> list[Path]:
    """Where JupyterLab looks for the extension, first match first."""
    try:
        from jupyter_core.paths import jupyter_path

        roots = jupyter_path()
    except ImportError:
        extra = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
        roots = [*filter(None, extra), str(Path(sys.prefix, "share", "jupyter"))]
    return [Path(root, "labextensions", "modulescope") for root in roots]


def _kernel() -> tuple[bool, str]:
    version = _version("ipykernel")
    if version is None:
        return False, f"ipykernel: not installed. {_pip('ipykernel')}"
    if _numbers(version) < _LEAST_KERNEL:
        return False, f"ipykernel {version}: too old. {_pip('ipykernel>=7.4')}"
    if _numbers(version) < _SUBSHELLS:
        return True, (
            f"ipykernel {version}: no subshells, so answers wait for the running cell. "
            f"Live answers: {_pip('ipykernel>=7.4')}"
        )
    return True, f"ipykernel {version}, with subshells: answers while a cell runs"


def _torch() -> tuple[bool, str]:
    version = _version("torch")
    if version is None:
        return False, (
            "torch: not installed, so there is nothing to check live; the text is "
            f"still checked. {_pip('torch')}"
        )
    if _numbers(version) < (2, 4):
        return False, f"torch {version}: modulescope needs 2.4. {_pip('torch>=2.4')}"
    return True, f"torch {version}"


def _numpy() -> tuple[bool, str]:
    version = _version("numpy")
    if version is None:
        return False, (
            "numpy: not installed, so no values are read: no gradients, initial values "
            f"or statistics. {_pip('numpy')}"
        )
    return True, f"numpy {version}"


def _widgets() -> tuple[bool, str]:
    matplotlib, widgets = _version("matplotlib"), _version("ipywidgets")
    lacking = []
    if matplotlib is None:
        lacking.append(f"pictures in saved notebooks: {_pip('modulescope[png]')}")
    if widgets is None:
        lacking.append(f"GradientWatch.widget(): {_pip('modulescope[widget]')}")
    if lacking:
        return True, f"optional, not installed: {'; '.join(lacking)}"
    return True, f"optional: matplotlib {matplotlib}, ipywidgets {widgets}"
