"""Each edit of each example is made, parsed, run beside the original and checked."""

from __future__ import annotations

import ast
import importlib
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from modulescope.checking.claims import Found
from modulescope.rulekit.rule import Rule
from modulescope.rules import all_rules
from modulescope.source.cells import Cell

from .running import call_all, cells_of, claims, differing, edited, run

RULES = all_rules()
DEFAULT = [rule for rule in RULES if rule.default_on]
# The bug is in the numbers, so the cure is too.
CHANGES_NUMBERS = {
    "NN109": "dropout is off in eval mode",
    "NN111": "the residual is no longer overwritten",
    "NN112": "the layer draws no bias, so what is drawn after it differs",
    "NN119": "each layer draws its own weights",
    "NN205": "the hook no longer replaces the output",
    "NN207": "what was captured is no longer overwritten",
    "NN405": "autograd sees the change",
    "NN406": "the snapshot no longer follows the model",
    "NN504": "gradients are cleared",
    "NN505": "evaluated in eval mode",
    "NN506": "trained in train mode",
}

# The cure is an error where a number was wrong; such an edit is never safe.
RAISES = {"NN405": "autograd sees that what backward needs was changed"}
# The new form of a call is one that another rule knows.
REVEALS = {"NN211": {"NN604"}}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def as_it_is(code: str) -> str:
    return code


def with_tabs(code: str) -> str:
    """Each level of its indentation is a tab; what is aligned stays."""
    lines = code.split("\n")
    return "\n".join(
        "\t" * ((len(line) - len(line.lstrip())) // 4) + line.lstrip() for line in lines
    )


def in_a_block(code: str) -> str:
    return "\n# %%\n".join(
        "if True:\n" + textwrap.indent(cell, "    ")
        for cell in code.strip("\n").split("\n# %%\n")
    )


def in_a_function(code: str) -> str:
    body = "\n".join(code.strip("\n").split("\n# %%\n"))
    return f"def main():\n{textwrap.indent(body, '    ')}\nmain()"


def with_semicolons(code: str) -> str:
    """A statement before and after each that stands alone on its line."""
    cells = []
    for cell in code.strip("\n").split("\n# %%\n"):
        lines = cell.split("\n")
        for node in ast.walk(ast.parse(cell)):
            simple = isinstance(node, (ast.Assign, ast.Expr, ast.AugAssign))
            if (
                simple
                and node.lineno == node.end_lineno
                and "#" not in (line := lines[node.lineno - 1])
            ):
                indent = line[: len(line) - len(line.lstrip())]
                lines[node.lineno - 1] = f"{indent}1; {line.strip()}; 2"
        cells.append("\n".join(lines))
    return "\n# %%\n".join(cells)


LAYOUTS = [as_it_is, with_tabs, in_a_block, in_a_function, with_semicolons]


def examples() -> Iterator[Any]:
    for rule in RULES:
        name = rule.name.replace("-", "_")
        found = importlib.import_module(f"modulescope.rules.{name}.examples")
        for number, example in enumerate(found.INVALID):
            yield pytest.param(rule, example, id=f"{rule.code}-{number}")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize(("rule", "example"), examples())
def test_an_edited_example_runs_where_the_original_did(rule, example, layout):
    cells = cells_of(layout(example.code))
    order = () if layout is in_a_function else example.order
    found = [c for c in claims(cells, [rule], order) if c.claim.edits]
    if not found:
        return
    before, error = run(cells, order)
    outcomes = call_all(before)
    for claim in found:
        after = edited(cells, claim)
        parsed = [ast.parse(cell.source) for cell in after]
        assert parsed and after != cells
        names, new_error = run(after, order)
        may_raise = rule.code in RAISES and not claim.claim.safe
        assert not new_error or error or may_raise, new_error
        for name, outcome in call_all(names).items():
            assert not outcome or outcomes.get(name) or may_raise, (name, outcome)
        if claim.claim.safe and not error and rule.code not in CHANGES_NUMBERS:
            assert differing(before, names) == set()


@pytest.mark.parametrize(("rule", "example"), examples())
def test_an_edit_ends_its_finding_and_makes_no_other(rule: Rule, example):
    cells = cells_of(example.code)
    rules = DEFAULT if rule.default_on else [*DEFAULT, rule]
    before = {key(c) for c in claims(cells, rules, example.order)}
    for claim in claims(cells, [rule], example.order):
        if not claim.claim.edits:
            continue
        after = edited(cells, claim)
        left = {key(c) for c in claims(after, rules, example.order)}
        assert key(claim) not in left
        assert {found[0] for found in left - before} <= REVEALS.get(rule.code, set())


@pytest.mark.parametrize(("rule", "example"), examples())
def test_safe_edits_come_to_an_end(rule: Rule, example):
    cells = cells_of(example.code)
    for _ in range(10):
        found = [c for c in claims(cells, [rule], example.order) if c.claim.safe]
        if not found:
            break
        cells = edited(cells, found[0])
    assert not found
    assert [*map(parsed, cells)]


def parsed(cell: Cell) -> ast.Module:
    return ast.parse(cell.source)


def key(found: Found) -> tuple[str, str | None, Any]:
    return found.rule.code, found.cell.id, found.claim.subject


def test_each_rule_with_a_safe_edit_has_an_example_that_runs():
    ran: dict[str, int] = {}
    offered: set[str] = set()
    for parameters in examples():
        rule, example = parameters.values
        cells = cells_of(example.code)
        for claim in claims(cells, [rule], example.order):
            if claim.claim.safe:
                offered.add(rule.code)
                _, error = run(edited(cells, claim), example.order)
                ran[rule.code] = ran.get(rule.code, 0) + (not error)
    assert offered == {code for code, count in ran.items() if count}
    assert sum(ran.values()) >= 90
