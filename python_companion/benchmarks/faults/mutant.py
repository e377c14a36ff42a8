"""Puts a fault into a class: the cells that result, and where the finding belongs."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

from modulescope.source.cells import Cell

from .donor import Donor
from .fault import MARK, Fault, Replacement
from .styles import styled

_BRACES = re.compile(r"\{(cls|x|h|child|option)\}")
CLASS, ABOVE, SCRIPT = "class", "above", "script"


@dataclass(frozen=True)
class Mutant:
    """Cells with one fault, and the same cells without it."""

    cells: tuple[Cell, ...]
    expected: dict[str, tuple[int, int]]
    """By cell: the first and the last line, from zero, that may be marked."""

    def expects(self, cell: str | None, line: int) -> bool:
        span = self.expected.get(cell or "")
        return span is not None and span[0] <= line <= span[1]


def mutate(donor: Donor, fault: Fault, style: str) -> Mutant | None:
    """A fault in a class; None if the class has no place for it."""
    found = styled(fault, style)
    if found is None or not _fits(donor, found[0]):
        return None
    fault, imports, base = found
    names = _bound(donor.tree)
    if style == "names" and _clash(imports, names):
        return None
    replacements = [*_replacements(donor, fault, base)]
    if fault.edit and not any(MARK in text for _, _, text in replacements):
        return None
    start = _below_the_head(donor)
    replacements.append((start, start, imports + "\n"))
    texts = {ABOVE: _filled(donor, fault.above)} if fault.above else {}
    texts[CLASS] = _applied(donor.source, replacements)
    if fault.script:
        texts[SCRIPT] = _filled(donor, fault.script)
    cells, expected = [], {}
    for name, text in texts.items():
        lines = [n for n, line in enumerate(text.split("\n")) if MARK in line]
        text = text.replace(MARK, "")
        try:
            tree = ast.parse(text)
        except SyntaxError:
            # Indented by other than four spaces.
            return None
        if lines:
            expected[name] = _whole_statements(tree, lines)
        cells.append(Cell(name, text))
    return Mutant(tuple(cells), expected)


def _whole_statements(tree: ast.Module, lines: list[int]) -> tuple[int, int]:
    """From the first to the last marked line, with the statements they are part of."""
    first, last = lines[0], lines[-1]
    for node in ast.walk(tree):
        if isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign, ast.Return)):
            start, end = node.lineno - 1, node.end_lineno - 1
            if any(start <= line <= end for line in lines):
                first, last = min(first, start), max(last, end)
    return first, last


def unharmed(donor: Donor) -> tuple[Cell, ...]:
    """The cells of the class as its authors wrote it."""
    return (Cell(CLASS, donor.source),)


def _fits(donor: Donor, fault: Fault) -> bool:
    texts = vars(fault).values()
    wanted = {w for t in texts if isinstance(t, str) for w in _BRACES.findall(t)}
    if (fault.after or wanted & {"h", "child"}) and donor.value is None:
        return False
    return "option" not in wanted or bool(donor.option)


def _replacements(donor: Donor, fault: Fault, base: str) -> list[Replacement]:
    found: list[Replacement] = []
    if fault.edit:
        found += fault.edit(donor)
    if base:
        node = donor.node.bases[0]
        found.append((donor.start(node), donor.end(node), base))
    if fault.before:
        at = donor.line_start(donor.node)
        found.append((at, at, _filled(donor, fault.before)))
    if fault.init:
        at = donor.line_after(donor.init)
        found.append((at, at, _in_body(donor, fault.init)))
    if fault.first:
        body = donor.forward.body
        skip = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        at = donor.line_start(body[1 if skip and len(body) > 1 else 0])
        found.append((at, at, _in_body(donor, fault.first)))
    if fault.after:
        assert donor.value is not None
        at = donor.line_after(donor.value[2])
        found.append((at, at, _in_body(donor, fault.after)))
    if fault.method:
        at = donor.line_after(donor.node)
        text = textwrap.indent(_filled(donor, fault.method), "    ")
        found.append((at, at, f"\n{text}\n"))
    return found


def _in_body(donor: Donor, text: str) -> str:
    return textwrap.indent(_filled(donor, text), " " * 8) + "\n"


def _filled(donor: Donor, text: str) -> str:
    h, child, _ = donor.value or ("", "", None)
    values = {"cls": donor.name, "x": donor.x, "h": h, "child": child}
    values["option"] = donor.option
    return _BRACES.sub(lambda match: values[match[1]], text)


def _applied(source: str, replacements: list[Replacement]) -> str:
    order = sorted(enumerate(replacements), key=lambda e: (e[1][:2], e[0]))
    for _, (start, end, text) in reversed(order):
        source = source[:start] + text + source[end:]
    return source


def _below_the_head(donor: Donor) -> int:
    """Below the docstring and the imports from `__future__`."""
    at = 0
    for node in donor.tree.body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not is_text and not is_future:
            break
        at = donor.line_after(node)
    return at


def _bound(tree: ast.Module) -> set[str]:
    return {n.name for n in tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))}


def _clash(imports: str, names: set[str]) -> bool:
    return any(line.split()[-1] in names for line in imports.split("\n"))
