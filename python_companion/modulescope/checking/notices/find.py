"""Finds what there is to say about the cells of a notebook, beside the rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from ...rulekit.rule import Rule
from ...source.cells import Cell
from ..claims import Found
from .cell_not_parsed import RULE as CELL_NOT_PARSED
from .cell_not_parsed import not_parsed
from .needless import Judged, Silenced, needless
from .needless_ignore import RULE as NEEDLESS_IGNORE


def find_notices(
    cells: Sequence[Cell],
    rules: Collection[Rule],
    silenced: Iterable[Silenced],
    problems: Mapping[str | None, str],
    judged: Judged,
    shown: Callable[[Cell], bool] = lambda cell: True,
) -> list[Found]:
    """The notices about cells, in their order.

    Args:
        cells: The code cells of a notebook, or a file.
        rules: The rules that are on, notices among them.
        silenced: What the comments kept quiet.
        problems: Why cells are not valid Python, by id.
        judged: Whether a rule has said all that it can say of a cell.
        shown: Whether to speak of a cell at all.
    """
    codes = {rule.code for rule in rules}
    found: list[Found] = []
    if CELL_NOT_PARSED.code in codes:
        found += not_parsed(cells, problems)
    if NEEDLESS_IGNORE.code in codes:
        found += needless(cells, codes, silenced, judged)
    return [entry for entry in found if shown(entry.cell)]
