"""Modules that import each other, lazily or for types alone, come in pairs at most."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "modulescope"


def modules() -> dict[str, Path]:
    """The files of the package by the names of their modules."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = file
    return found


def named(name: str, file: Path) -> Iterator[tuple[str, str]]:
    """What a module imports, wherever in the file: a module, and a name in it."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: 1 - node.level or None] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            yield from ((origin, alias.name) for alias in node.names)


def imports() -> dict[str, set[str]]:
    """The modules that each module imports; a name may be that of a module."""
    known = modules()
    found = {}
    for name, file in known.items():
        pairs = named(name, file)
        meant = {sub if (sub := f"{one}.{two}") in known else one for one, two in pairs}
        found[name] = (meant & set(known)) - {name}
    return found


def reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    """All that a module imports, directly or not."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        waiting += (new := graph[waiting.pop()] - seen)
        seen |= new
    return seen


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The sets of modules that all import each other, directly or not."""
    below = {name: reached(name, graph) for name in graph}
    sets = {frozenset(two for two in below[one] if one in below[two]) for one in graph}
    return [set(circle) for circle in sets if circle]


def test_circles_are_found_whatever_kind_of_import_closes_them() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert circles(graph) == [{"a", "b", "c"}]


def test_no_more_than_two_modules_import_each_other() -> None:
    found = circles(imports())
    assert [sorted(circle) for circle in found if len(circle) > 2] == []
