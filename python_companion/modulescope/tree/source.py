"""The text of a module's class, from its cell or its file; no code of a user runs."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..findings import CellRef
from ..hooks.rows import short_path
from ..objects import classes
from ..session.scene import Run, Scene, class_files
from ..source.cells import parse
from ..source.positions import split_lines

_MOST_LINES = 800
_MOST_CHARACTERS = 40_000
_MOST_FILE_LINES = 50_000


@dataclass(frozen=True)
class ClassSource:
    """The text of a class, or why there is none."""

    class_name: str
    text: str = ""
    cell: CellRef | None = None
    line: int | None = None
    """Zero-based, in the cell or the file."""
    file: str = ""
    """Shortened; empty for a class of a cell."""
    edited: bool = False
    """Its cell now has another text for this class."""
    left_out: int = 0
    """Lines beyond the limit."""
    reason: str = ""
    """Why there is no text."""


def class_source(
    scene: Scene, module: Any, texts: Mapping[str, str] | None = None
) -> ClassSource:
    """Finds the text that the class of a module was made from.

    Args:
        scene: The live objects and runs of now.
        module: The module.
        texts: By id of the cell: what the cells contain now, as far as it is known.
    """
    cls = type(module)
    name = classes.class_name(module)[:1000]
    if run := _run(scene, cls):
        return _of_cell(scene, cls, name, run, texts or {})
    file = _file(cls)
    if not file:
        return ClassSource(name, reason="The source of this class is not known.")
    lines = [line.rstrip("\r\n") for line in linecache.getlines(file)]
    shown = short_path(file)
    if not lines:
        reason = f"The source of this class is not at hand: {shown}."
        return ClassSource(name, file=shown, reason=reason)
    if len(lines) > _MOST_FILE_LINES:
        return ClassSource(name, file=shown, reason=f"{shown} is too long to read.")
    place = _place("\n".join(lines), cls)
    if place is None:
        reason = f"{shown} has no class of this name; it was made by code."
        return ClassSource(name, file=shown, reason=reason)
    text, left_out = _cut(lines, place)
    return ClassSource(name, text, None, place[0], shown, False, left_out)


def _run(scene: Scene, cls: type) -> Run | None:
    """The latest run whose code the class is made of."""
    found = [run for file in class_files(cls) if (run := scene.run_of_file(file))]
    if found:
        return max(found, key=lambda run: run.number)
    if _file(cls) or any(classes.functions(cls)):
        return None
    # A class without methods has no code that tells its cell.
    runs = (run for run in reversed(scene.runs) if classes.name(cls) in run.source)
    return next((run for run in runs if _place(run.source, cls) is not None), None)


def _of_cell(
    scene: Scene, cls: type, name: str, run: Run, texts: Mapping[str, str]
) -> ClassSource:
    place = _place(run.source, cls)
    if place is None:
        reason = "The class was made by code in its cell."
        return ClassSource(name, cell=run.cell, reason=reason)
    lines = split_lines(run.source)
    text, left_out = _cut(lines, place)
    edited = _is_edited(scene, cls, run, lines[place[0] : place[1]], texts)
    return ClassSource(name, text, run.cell, place[0], "", edited, left_out)


def _is_edited(
    scene: Scene, cls: type, run: Run, lines: list[str], texts: Mapping[str, str]
) -> bool:
    """Whether the cell of the class has another text for it by now."""
    latest = scene.latest_run(run.cell.cell_id) if run.cell.cell_id else None
    now = texts.get(run.cell.cell_id or "", latest.source if latest else run.source)
    if now == run.source:
        return False
    place = _place(now, cls)
    if place is None:
        # Half-typed code is no edit that could be told of; a class that is gone is.
        return parse(now).problem is None
    return split_lines(now)[place[0] : place[1]] != lines


def _file(cls: type) -> str:
    """The file of a class: that of its methods, else that of its module."""
    for _, code in classes.functions(cls):
        if not code.co_filename.startswith("<"):
            return code.co_filename
    name = classes.module_name(cls)
    module = None if name == "__main__" else sys.modules.get(name)
    file = vars(module).get("__file__") if type(module) is type(sys) else None
    return file if type(file) is str and file.endswith(".py") else ""


def _place(source: str, cls: type) -> tuple[int, int] | None:
    """First line, zero-based, and the line after the last one of a class."""
    found = [
        node
        for node in _classes(parse(source).tree)
        if node.name == classes.name(cls) and node.end_lineno is not None
    ]
    if not found:
        return None
    lines = {code.co_firstlineno for _, code in classes.functions(cls)}
    # Of several with this name, the one that its methods are in; else the last.
    node = max(
        found,
        key=lambda node: (
            sum(node.lineno <= line <= (node.end_lineno or 0) for line in lines),
            node.lineno,
        ),
    )
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return first - 1, node.end_lineno or node.lineno


def _classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.ClassDef):
            yield node
        if not isinstance(node, ast.expr):
            stack.extend(ast.iter_child_nodes(node))


def _cut(lines: Sequence[str], place: tuple[int, int]) -> tuple[str, int]:
    """The lines of a class as they are, as many as are shown."""
    kept: list[str] = []
    room = _MOST_CHARACTERS
    for line in lines[place[0] : place[1]][:_MOST_LINES]:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join(kept), place[1] - place[0] - len(kept)
