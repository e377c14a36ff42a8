"""Where in the text that ran a live object comes from: names, attributes, calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from types import CodeType
from typing import TypeVar

from ..findings import CellRef, Range
from ..objects import classes
from ..session.scene import Run, Scene, class_files
from ..source.cells import ParsedCell, parse
from .words import is_within

_Node = TypeVar("_Node", bound=ast.AST)


def name_range(run: Run | None, name: str) -> Range | None:
    """Where a cell binds a variable for the last time; `name` may be a path."""
    if run is None:
        return None
    first = re.match(r"\w+", name)
    parsed = parse(run.source)
    found: ast.expr | None = None
    for node in ast.walk(parsed.tree):
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Store)
            and first
            and node.id == first[0]
            # ast.walk goes level by level, hence not in the order of the text.
            and (found is None or node.lineno >= found.lineno)
        ):
            found = node
    return parsed.lines.range(found) if found else None


def stored_range(
    scene: Scene, paths: Collection[str], since: int
) -> tuple[CellRef, Range] | None:
    """Where the latest run put a module at one of some paths, or at one above them.

    Args:
        scene: The live objects of now, with the runs.
        paths: Of modules, below their variables: `model.head`.
        since: The number of the first run that is looked at.
    """
    ends = {path.rpartition(".")[2] for path in paths}
    for run in reversed(scene.runs):
        if run.number < since:
            return None
        if not ends & words(run.source):
            continue
        parsed = parse(run.source)
        for node in nodes(parsed.tree, ast.Attribute):
            if isinstance(node.ctx, ast.Store):
                target = ast.unparse(node)
                if any(is_within(path, target) for path in paths):
                    return run.cell, parsed.lines.range(node)
    return None


def attribute_range(
    scene: Scene, cls: type, attr: str
) -> tuple[CellRef | None, Range | None]:
    """The cell of a class, and where it assigns `self.attr`."""
    for run in class_runs(scene, cls):
        parsed = parse(run.source)
        definition = class_node(parsed, cls)
        if definition is None:
            continue
        found = _attribute_node(definition, attr)
        return run.cell, parsed.lines.range(found) if found else None
    return None, None


def _attribute_node(definition: ast.ClassDef, attr: str) -> ast.expr | None:
    """Where a class assigns `self.attr` or `attr`, else registers it, else uses it."""
    uses = [n for n in nodes(definition, ast.Attribute) if n.attr == attr]
    for use in uses:
        if isinstance(use.ctx, ast.Store):
            return use
    for statement in definition.body:
        for target in getattr(statement, "targets", [getattr(statement, "target", 0)]):
            if isinstance(target, ast.Name) and target.id == attr:
                return target
    for constant in nodes(definition, ast.Constant):
        if constant.value == attr:
            return constant
    return uses[0] if uses else None


def class_runs(scene: Scene, cls: type) -> Iterator[Run]:
    """The runs whose code a class is made of."""
    for file in sorted(class_files(cls)):
        if run := scene.run_of_file(file):
            yield run


def class_node(parsed: ParsedCell, cls: type) -> ast.ClassDef | None:
    """The last definition of a class in a text."""
    name = classes.name(cls)
    found = [n for n in nodes(parsed.tree, ast.ClassDef) if n.name == name]
    return found[-1] if found else None


def class_range(scene: Scene, cls: type) -> tuple[CellRef | None, Range | None]:
    """The cell of a class, and its name in the `class` statement."""
    for run in class_runs(scene, cls):
        parsed = parse(run.source)
        if node := class_node(parsed, cls):
            return run.cell, parsed.lines.name_range(node)
        return run.cell, None
    return None, None


def nodes(tree: ast.AST, kind: type[_Node]) -> Iterable[_Node]:
    """All nodes of one type below a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, kind))


def words(source: str) -> frozenset[str]:
    """All words of a text; cheap, and it works for what cannot be parsed."""
    return frozenset(re.findall(r"\w+", source))


def last_run_with(scene: Scene, *names: str) -> Run | None:
    """The latest run whose text has all these words."""
    wanted = frozenset(names)
    return next((r for r in reversed(scene.runs) if wanted <= words(r.source)), None)


def files_with(scene: Scene, name: str) -> frozenset[str]:
    """The texts that ran and have a word: what they say is about that variable."""
    return frozenset(run.file for run in scene.runs if name in words(run.source))


def files_using(scene: Scene, name: str, definition: str) -> frozenset[str]:
    """The texts that ran and have a word, but not what it belongs to: `class Net`.

    They use what another text defines: of the definition, only its own text may speak.
    """
    return frozenset(
        run.file
        for run in scene.runs
        if name in words(run.source) and definition not in run.source
    )


def files_about(scene: Scene, path: str) -> frozenset[str]:
    """The texts that ran and have the variable that a path starts at."""
    return files_with(scene, path.partition(".")[0])


def files_of(scene: Scene, cls: type | None, name: str) -> frozenset[str]:
    """The texts that made a class; without one, those that have a word."""
    return class_files(cls) if cls is not None else files_with(scene, name)


def latest_of_cells(runs: Iterable[Run]) -> list[Run]:
    """The latest run of each cell, in the order of their first ones."""
    return list({run.cell.cell_id: run for run in runs}.values())


def function_range(scene: Scene, code: CodeType) -> tuple[CellRef | None, Range | None]:
    """The cell that defines a function, and its name there (a lambda as a whole)."""
    run = scene.run_of_file(code.co_filename)
    if run is None:
        return None, None
    parsed = parse(run.source)
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            if _starts(node) == code.co_firstlineno:
                return run.cell, parsed.lines.name_range(node)
        elif isinstance(node, ast.Lambda) and code.co_name == "<lambda>":
            if node.lineno == code.co_firstlineno:
                return run.cell, parsed.lines.range(node)
    return run.cell, None


def _starts(node: ast.FunctionDef) -> int:
    """The line that Python counts as the first: that of a decorator, if any."""
    return min([node.lineno, *(item.lineno for item in node.decorator_list)])


def call_range(run: Run, methods: Iterable[str], function: str) -> Range | None:
    """Where a cell calls one of these methods with a function: its name there.

    With several calls and no such name the place is ambiguous, and None.
    """
    wanted = frozenset(methods)
    parsed = parse(run.source)
    calls = [
        call
        for call in nodes(parsed.tree, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in wanted
    ]
    for call in calls:
        for argument in call.args[:1]:
            if isinstance(argument, ast.Name) and argument.id == function:
                return parsed.lines.range(argument)
    if len(calls) == 1:
        return parsed.lines.range(calls[0].func)
    return None


def method_range(run: Run, name: str, method: str) -> Range | None:
    """Where a cell calls `name.method(…)` for the last time: the name there."""
    parsed = parse(run.source)
    found: ast.expr | None = None
    for call in nodes(parsed.tree, ast.Call):
        function = call.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr == method
            and isinstance(function.value, ast.Name)
            and function.value.id == name
            and (found is None or function.lineno >= found.lineno)
        ):
            found = function.value
    return parsed.lines.range(found) if found else None
