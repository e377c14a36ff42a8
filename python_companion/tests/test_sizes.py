"""No class and no function grows until nobody reads it at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "modulescope"

CLASS, FUNCTION = 200, 60
"""Lines that one may have."""

LONG = {"tree/collect.py:_walk", "source/tree.py:_index"}
"""Loops over all modules or all nodes, which calls would slow."""


def definitions(
    *kinds: type[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef],
) -> Iterator[tuple[str, int]]:
    """Each definition in the package, with its number of lines."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, kinds):
                name = f"{file.relative_to(PACKAGE).as_posix()}:{node.name}"
                yield name, (node.end_lineno or 0) - node.lineno + 1


def test_no_class_is_long_but_those_that_read_text():
    found = {name for name, lines in definitions(ast.ClassDef) if lines > CLASS}
    assert {name for name in found if not name.startswith("source/")} == set()


def test_no_function_is_long_but_two_loops():
    functions = definitions(ast.FunctionDef, ast.AsyncFunctionDef)
    assert {name for name, lines in functions if lines > FUNCTION} == LONG
