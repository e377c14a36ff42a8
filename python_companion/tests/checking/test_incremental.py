"""A check that remembers says what one says that begins anew."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from modulescope.checking.claims import find_claims, forget
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from modulescope.source.notebook import Notebook

RULES = all_rules()


def notebooks() -> Iterator[object]:
    """The examples of all rules that have several cells, with and without the bug."""
    for rule in RULES:
        name = rule.name.replace("-", "_")
        examples = importlib.import_module(f"modulescope.rules.{name}.examples")
        for kind in ("INVALID", "VALID"):
            for number, example in enumerate(getattr(examples, kind)):
                cells = example.code.split("# %%\n")
                if len(cells) > 1:
                    yield pytest.param(cells, id=f"{rule.code}-{kind}-{number}")


def said(texts: list[str]) -> list[tuple[object, ...]]:
    """All claims about a notebook, each with its place and its words."""
    cells = [Cell(str(number), text) for number, text in enumerate(texts)]
    return [
        (f.rule.code, f.cell.id, f.claim.range, str(f.claim.values), f.claim.severity)
        for f in find_claims(cells, RULES, quiet=True)
    ]


@pytest.mark.parametrize("texts", notebooks())
def test_a_cell_that_is_emptied_and_filled_again_leaves_nothing_stale(
    texts: list[str],
) -> None:
    forget()
    whole = said(texts)
    for number in range(len(texts)):
        without = [*texts[:number], "pass", *texts[number + 1 :]]
        remembered, again = said(without), said(texts)
        assert again == whole
        forget()
        assert remembered == said(without)
        said(texts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("fit(net)", "fit(other)"),
        ("layers = [first]", "layers = [second]"),
        ("for net in [first]: pass", "for net in [second]: pass"),
        ("layers = []\nlayers.append(first)", "layers = []\nlayers.append(second)"),
        ("net, n = first, 3", "net, n = second, 3"),
    ],
)
def test_what_a_name_holds_is_part_of_the_key_of_the_cells_that_use_it(
    before: str, after: str
) -> None:
    user = "def fit(x):\n    net, layers, n\nfit(x)"

    def keys(other: str) -> list[object]:
        return list(Notebook([Cell("a", other), Cell("b", user)]).keys())

    assert keys(before)[1] == keys(before)[1] != keys(after)[1]
