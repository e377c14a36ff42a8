"""The static half of a check: one pass over each cell, cached per cell."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..findings import Range
from ..rulekit.rule import Claim, Rule, StaticCheck
from ..source.cells import Cell
from ..source.cells import forget as forget_trees
from ..source.collector import rare_collections
from ..source.comments import Comment, ignores_of
from ..source.notebook import Notebook
from ..source.notebook import forget as forget_notebooks
from ..source.summaries import Recent
from ..source.text import LiveClasses, Text

# Without one of these no cell of a notebook, and no file, can concern torch.
_CONCERNS_TORCH = re.compile(
    r"torch|\bnn\b|\bModule\b|lightning|transformers|\bmodel\b|state_dict"
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
    silenced: list[Found] | None = None,
    live: LiveClasses | None = None,
    quiet: bool = False,
) -> list[Found]:
    """What the rules claim about the text of a notebook, cell by cell.

    Args:
        cells: The code cells, in document order; a file is one cell without id.
        rules: The rules to ask.
        executed: The ids of the cells in the order they ran, one for each run.
        package: For a file: the package it is in, to resolve relative imports.
        on_failure: Told of a check that raised; without it the exception goes on.
        silenced: Gets the claims that a comment silences.
        live: What the kernel knows of classes that no cell defines.
        quiet: Whether to give claims, too, that only an object can confirm.
    """
    found: list[Found] = []
    for entry in _claims_of(cells, rules, executed, package, on_failure, live):
        if not is_ignored(entry.rule, cells, entry.cell, entry.claim.range):
            if quiet or not entry.claim.quiet:
                found.append(entry)
        elif silenced is not None:
            silenced.append(entry)
    return found


def forget() -> None:
    """Drops what is remembered of texts: the next file is another one."""
    _claims.clear()
    forget_notebooks()
    forget_trees()
    ignores_of.cache_clear()


def unparsed_cells(cells: Sequence[Cell], package: str = "") -> dict[str | None, str]:
    """Why cells are not valid Python at the moment, by id."""
    notebook = Notebook(cells, package=package)
    problems = {cell.id: notebook.summaries[cell].problem for cell in cells}
    return {name: problem for name, problem in problems.items() if problem}


def is_ignored(
    rule: Rule, cells: Sequence[Cell], cell: Cell, span: Range, live: bool = False
) -> bool:
    """Whether a comment silences a rule for a span of a cell of a notebook."""
    return any(silencing(rule, cells, cell, span, live))


def silencing(
    rule: Rule, cells: Sequence[Cell], cell: Cell, span: Range, live: bool = False
) -> Iterator[tuple[Cell, Comment]]:
    """The comments that silence a rule for a span, each with its cell.

    `ignore-file` counts in a file, and in the first cell of a notebook.
    """
    lines = span.start.line, span.end.line
    for comment in ignores_of(cell.source).covering(
        rule.code, rule.name, *lines, live=live
    ):
        if comment.scope != "file":
            yield cell, comment
    for comment in ignores_of(cells[0].source).covering(rule.code, rule.name, 0, 0):
        if comment.scope == "file":
            yield cells[0], comment


def _claims_of(
    cells: Sequence[Cell],
    rules: Sequence[Rule],
    executed: Sequence[str],
    package: str,
    on_failure: Failure | None,
    live: LiveClasses | None,
) -> list[Found]:
    if not any(_CONCERNS_TORCH.search(cell.source) for cell in cells):
        return []
    with rare_collections():
        return _claims_about(
            Notebook(cells, executed, package, live), rules, on_failure
        )


def _claims_about(
    notebook: Notebook, rules: Sequence[Rule], on_failure: Failure | None
) -> list[Found]:
    table = _table_of(rules)
    found: list[Found] = []
    for cell, own in zip(notebook.cells, notebook.keys(), strict=True):
        key = (own, table.number)
        result = _claims.get(key)
        if result is None:
            result = _check(notebook.text(cell), table)
            _claims.keep(key, result)
        if result.failures and on_failure is None:
            raise result.failures[0][1]
        for rule, error in result.failures:
            if on_failure is not None:
                on_failure(rule, error)
        if result.claims:
            found += (Found(rule, cell, claim) for rule, claim in result.claims)
    notebook.release()
    return found


class _Table(NamedTuple):
    """The checks to ask, by what they are asked about."""

    by_type: dict[type[ast.AST], list[tuple[Rule, StaticCheck]]]
    by_call: dict[str, list[tuple[Rule, StaticCheck]]]
    words: frozenset[str]
    """All words that some check waits for."""
    rules: tuple[Rule, ...]
    number: int


_dispatched = Recent(16)
_numbers = itertools.count()


def _table_of(rules: Sequence[Rule]) -> _Table:
    # The table holds the rules, so no other object gets one of these numbers.
    key = tuple(map(id, rules))
    table: _Table = _dispatched.recall(key, lambda: _dispatch(rules))
    return table


def _dispatch(rules: Sequence[Rule]) -> _Table:
    entries = [entry for rule in rules for entry in rule.checks]
    words = frozenset().union(*(entry.words for entry in entries))
    table = _Table({}, {}, words, tuple(rules), next(_numbers))
    for rule in rules:
        for entry in rule.checks:
            for name in entry.calls:
                table.by_call.setdefault(name, []).append((rule, entry))
            if not entry.calls:
                table.by_type.setdefault(entry.node_type, []).append((rule, entry))
    return table


def _check(text: Text, table: _Table) -> _Result:
    claims: list[tuple[Rule, Claim]] = []
    failures: list[tuple[Rule, Exception]] = []
    for rule, entry, nodes in _asked(text, table):
        check = entry.check
        for node in nodes:
            try:
                for claim in check(node, text):
                    claims.append((rule, claim))
            except Exception as error:
                failures.append((rule, error))
    claims.sort(key=lambda found: (found[1].range, found[0].code))
    return _Result(tuple(claims), tuple(failures))


def _asked(
    text: Text, table: _Table
) -> Iterator[tuple[Rule, StaticCheck, Sequence[ast.AST]]]:
    """The checks that this cell can concern, each with the nodes to ask about."""
    tree = text.tree
    # Few: they are looked up for each check.
    words = table.words & tree.words
    for node_type, checks in table.by_type.items():
        if nodes := tree.all(node_type):
            for rule, entry in checks:
                if not entry.words or not entry.words.isdisjoint(words):
                    yield rule, entry, nodes
    for name in tree.calls.keys() & table.by_call.keys():
        for rule, entry in table.by_call[name]:
            yield rule, entry, tree.calls[name]
