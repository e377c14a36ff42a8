"""Type checkers know the public names as Python does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import modulescope

PACKAGE = Path(modulescope.__file__).parent


def revealed(folder: Path, *expressions: str) -> list[str]:
    """The types that mypy sees in a file of a user, in strict mode."""
    lines = [f"reveal_type({expression})" for expression in expressions]
    (folder / "user.py").write_text("\n".join(["import modulescope", *lines]))
    # Not in the clone: its settings find the package without its mark.
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".cache", "user.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(r'Revealed type is "(.*)"', done.stdout)


def test_a_user_s_type_checker_knows_each_public_name(tmp_path: Path) -> None:
    names = modulescope.__all__
    types = revealed(tmp_path, *(f"modulescope.{name}" for name in names))
    seen = dict(zip(names, types, strict=True))
    assert [name for name, shown in seen.items() if shown == "Any"] == []
    assert seen["tree"].endswith("-> modulescope.tree.tree.ModuleTree")


def test_the_package_says_that_it_has_types() -> None:
    assert (PACKAGE / "py.typed").is_file()
