"""Tests use what is public: a private name may change without a word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
# Cells of examples, written as users write them.
EXAMPLES = FOLDER / "rules" / "lookalikes"
FILES = [
    file
    for folder in (FOLDER, FOLDER.parent / "benchmarks")
    for file in sorted(folder.rglob("*.py"))
    if EXAMPLES not in file.parents
]

# Private names of others that modulescope is about, or that others call it by. What
# it does with torch's registries can only be seen in them.
TORCH = (
    "_modules _parameters _buffers _version _subclasses _dynamo _C _checkpoint _utils "
    "_call_impl _foreach_norm _make_subclass _make_wrapper_subclass"
).split()
TORCH_FORM = re.compile(r"_(global_\w+|(forward|backward)(_pre)?_hooks\w*)")
PYTHON = ["_current_frames", "_exit", "_replace", "_asdict", "_flag"]
IPYTHON = ["_walk_mro", "_instance", "_handle_custom_msg"]
IPYTHON_FORM = re.compile(r"_repr_\w+_")
OTHERS = ["_jupyter_labextension_paths", "_finder_template"]
KNOWN = {*TORCH, *PYTHON, *IPYTHON, *OTHERS}


def is_private(name: str) -> bool:
    return (
        name.startswith("_")
        and not name.startswith("__")
        and name not in KNOWN
        and not TORCH_FORM.fullmatch(name)
        and not IPYTHON_FORM.fullmatch(name)
    )


def names(node: ast.AST) -> Iterator[str]:
    """The names that a node reaches for in something else."""
    if isinstance(node, ast.ImportFrom):
        yield from (node.module or "").split(".")
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.Attribute):
        owner = node.value
        # A test may keep its own things to itself.
        if not (isinstance(owner, ast.Name) and owner.id in ("self", "cls")):
            yield node.attr
    elif isinstance(node, ast.Call):
        # `setattr(module, "_name", …)`, `monkeypatch.setattr("package._name", …)`.
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in ("getattr", "setattr", "delattr", "hasattr", "patch"):
            for given in node.args[:2]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield from given.value.split(".")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_test_reaches_for_no_private_name(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    found = [
        f"line {node.lineno}: {name}"
        for node in ast.walk(tree)
        for name in names(node)
        if is_private(name)
    ]
    assert found == []
