"""Modules beside a notebook that tell when they run, and environments for kernels."""

from __future__ import annotations

import ast
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "modulescope"
# What it has to be found without, or asks `sys.modules` for.
OTHERS = {"modulescope", "IPython", "comm", "tomli", "traitlets", "matplotlib", "torch"}


def imported() -> set[str]:
    """The top-level modules that the package imports, also inside functions."""
    found = set(OTHERS)
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.partition(".")[0])
    return found - {"__future__"}


class Folder:
    """A notebook's folder with modules that write their names into a file when run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ran = path.parent / f"{path.name}.ran"
        path.mkdir(exist_ok=True)

    def plant(self, *names: str, package: bool = False) -> None:
        """Adds modules, or packages with a submodule."""
        code = f"with open({str(self._ran)!r}, 'a') as file:\n"
        code += "    file.write(__name__ + '\\n')\nPLANTED = True\n"
        for name in names:
            if package:
                (self.path / name).mkdir()
            file = f"{name}/__init__.py" if package else f"{name}.py"
            (self.path / file).write_text(code)

    @property
    def ran(self) -> list[str]:
        """The names of those that were run."""
        return self._ran.read_text().split() if self._ran.exists() else []


class Python:
    """A virtual environment with this one's packages, but without the companion."""

    def __init__(self, path: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "venv", "--without-pip", str(path)], check=True
        )
        bin_folder = "Scripts" if os.name == "nt" else "bin"
        self.executable = str(path / bin_folder / Path(sys.executable).name)
        self.site_packages = next(path.rglob("site-packages"))
        # Only the folder is taken from the file, not the `.pth` files in it.
        self.write("a_packages.pth", "\n".join(site.getsitepackages()))

    def write(self, name: str, text: str) -> None:
        """Adds a file to its packages."""
        (self.site_packages / name).write_text(text + "\n")

    def copy(self, folder: Path | None = None) -> None:
        """Installs the companion, as from a wheel."""
        ignored = shutil.ignore_patterns("labextension", "__pycache__")
        target = (folder or self.site_packages) / "modulescope"
        shutil.copytree(PACKAGE, target, ignore=ignored)
