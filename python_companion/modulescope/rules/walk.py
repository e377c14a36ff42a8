"""The static half of a check: one pass over each cell, cached per cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..findings import Range
from ..source.cells import Cell
from ..source.comments import ignores_of
from ..source.notebook import Notebook, Recent
from ..source.text import Text
from .base import Check, Claim, Rule

# Without one of these no cell of a notebook, and no file, can concern torch.
_CONCERNS_TORCH = re.compile(
    r"torch|\bnn\b|\bModule\b|lightning|transformers|\bmodel\b"
)
_claims = Recent(5000)

Failure = Callable[[Rule, Exception], None]


class Found(NamedTuple):
    """A claim of a rule about a cell."""

    rule: Rule
    cell: Cell
    claim: Claim


class _Result(NamedTuple):
    claims: tuple[tuple[Rule, Claim], ...]
    failures: tuple[tuple[Rule, Exception], ...]


def find_claims(
    cells: Sequence[Cell],
    rules: Sequence[Rule],
    executed: Sequence[str] = (),
    package: str = "",
    on_failure: Failure | None = None,
) -> list[Found]:
    """What the rules claim about the text of a notebook, cell by cell.

    Args:
        cells: The code cells, in document order; a file is one cell without id.
        rules: The rules to ask.
        executed: The ids of the cells in the order they ran, one for each run.
        package: For a file: the package it is in, to resolve relative imports.
        on_failure: Told of a check that raised; without it the exception goes on.
    """
    return _claims_of(cells, rules, executed, package, on_failure, ignored=False)


def ignored_claims(
    cells: Sequence[Cell], rules: Sequence[Rule], executed: Sequence[str] = ()
) -> list[Found]:
    """The claims that a comment silences: evidence for them is silent too."""
    return _claims_of(cells, rules, executed, "", lambda rule, error: None, True)


def unparsed_cells(cells: Sequence[Cell], package: str = "") -> dict[str | None, str]:
    """Why cells are not valid Python at the moment, by id."""
    notebook = Notebook(cells, package=package)
    problems = {cell.id: notebook.summaries[cell].problem for cell in cells}
    return {name: problem for name, problem in problems.items() if problem}


def is_ignored(
    rule: Rule, cells: Sequence[Cell], cell: Cell, span: Range, live: bool = False
) -> bool:
    """Whether a comment silences a rule for a span of a cell of a notebook."""
    first, own = ignores_of(cells[0].source), ignores_of(cell.source)
    if {rule.code.lower(), rule.name} & first.file:
        return True
    return own.covers(rule.code, rule.name, span.start.line, span.end.line, live)


def _claims_of(
    cells: Sequence[Cell],
    rules: Sequence[Rule],
    executed: Sequence[str],
    package: str,
    on_failure: Failure | None,
    ignored: bool,
) -> list[Found]:
    if not any(_CONCERNS_TORCH.search(cell.source) for cell in cells):
        return []
    notebook = Notebook(cells, executed, package)
    table = _dispatch(rules)
    codes = tuple((rule.code, id(rule)) for rule in rules)
    found: list[Found] = []
    for cell in notebook.cells:
        key = (notebook.key(cell), codes)
        result = _claims.get(key)
        if result is None:
            result = _check(notebook.text(cell), table)
            _claims.keep(key, result)
        if result.failures and on_failure is None:
            raise result.failures[0][1]
        for rule, error in result.failures:
            if on_failure is not None:
                on_failure(rule, error)
        found += (
            Found(rule, cell, claim)
            for rule, claim in result.claims
            if is_ignored(rule, cells, cell, claim.range) is ignored
        )
    return found


_Table = dict[type[ast.AST], list[tuple[Rule, Check]]]


def _dispatch(rules: Sequence[Rule]) -> _Table:
    table: _Table = {}
    for rule in rules:
        for node_type, check in rule.checks:
            table.setdefault(node_type, []).append((rule, check))
    return table


def _check(text: Text, table: _Table) -> _Result:
    claims: list[tuple[Rule, Claim]] = []
    failures: list[tuple[Rule, Exception]] = []
    for node_type, checks in table.items():
        for node in text.tree.all(node_type):
            for rule, check in checks:
                try:
                    claims += ((rule, claim) for claim in check(node, text))
                except Exception as error:
                    failures.append((rule, error))
    claims.sort(key=lambda entry: (entry[1].range, entry[0].code))
    return _Result(tuple(claims), tuple(failures))
