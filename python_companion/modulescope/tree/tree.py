"""`tree(model)`: the modules of a model, read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from ..objects import raw, walk
from .collect import LIMIT, Collector
from .facts import Facts, Totals
from .filters import NO_RULES, parse
from .ghosts import ghost_pass
from .locate import ROOT
from .observations import Seen
from .rows import Outline, Row
from .search import Matches, search
from .totals import count

_MOST_BYTES = 6_000_000
"""Of JSON, as estimated row by row; `to_dict()` promises less than 8 MB."""
_MOST_CHILDREN = 1000
"""Rows listed below one module; `num_children` counts all."""
_ROW_BYTES = 330
"""Of a row's JSON without its texts."""


def tree(model: object) -> ModuleTree:
    """Reads the module tree of a model, without running any of its code.

    Returns:
        Rows and totals of this moment. For what is no module, `is_module` is False.
    """
    return ModuleTree(read(model) if walk.is_module(model) else None)


def read(model: object, limit: int = LIMIT) -> Facts:
    """The facts of one pass over a module."""
    torch = raw.loaded_torch()
    assert torch is not None
    # Not only the subclasses: a torch function mode is code of the user, too.
    with torch._C.DisableTorchFunction():
        collector = Collector(torch)
        collector.walk([(model, "")], limit)
        collector.tensors.settle()
        ghost_pass(collector, limit)
        facts = collector.facts
        facts.totals = count(collector)
    collector.kinds.release()
    return facts


class ModuleTree:
    """The tree of one model at one moment; it holds names and numbers only."""

    def __init__(self, facts: Facts | None) -> None:
        self.is_module = facts is not None
        self.facts = facts or Facts()
        self.name = ""
        """What the root's row shows; the variable, where it is known."""
        self.ask: Callable[[Outline, frozenset[str]], Seen] | None = None
        """Finds out what words of a filter need beside the structure."""
        self.rules = NO_RULES
        """What `rule:` in a filter knows beside codes."""

    @property
    def totals(self) -> Totals:
        """Counts over distinct objects, from the raw registries."""
        return self.facts.totals

    @cached_property
    def outline(self) -> Outline:
        """What makes the rows."""
        return Outline(self.facts)

    @property
    def mode(self) -> str:
        """`train mode`, or `mostly eval mode` where some modules differ."""
        known = Counter(mode for mode in self.facts.mode if mode is not None)
        if not known:
            return ""
        usual = known.most_common(1)[0][0]
        return f"{'mostly ' * (len(known) > 1)}{'train' if usual else 'eval'} mode"

    def find(self, query: str, limit: int = 5000) -> Matches:
        """Modules that a filter leaves: `attn type:~norm -type:Dropout params:>1M`.

        What it asks of gradients, initial values and rules is read now, as long as
        the model lives.
        """
        parsed = parse(query, self.rules)
        seen = self.ask(self.outline, parsed.words) if self.ask else None
        matches = search(self.outline, parsed, limit, seen)
        for row in matches.rows[:1]:
            # Whatever matches, the first row is the root: it leads to all others.
            row["name"] = self.name
        return matches

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON-ready data of at most 8 MB, version 1.

        Equal neighbours are folded, and a fold shows its first member.
        """
        return {
            "version": 1,
            "is_module": self.is_module,
            "totals": self.totals.to_dict(),
            "rows": list(self._rows()) if self.is_module else [],
        }

    def __repr__(self) -> str:
        """The complete text."""
        from .render import tree_text

        return tree_text(self.to_dict(), all_rows=True, mode=self.mode)

    def _repr_html_(self) -> str:
        from .render import tree_html

        return tree_html(self.to_dict())

    def _rows(self) -> Iterator[Row]:
        """All rows, opened, until there are too many."""
        left = _MOST_BYTES
        stack = [(self.outline, ROOT, 0)]
        while stack:
            outline, item, depth = stack.pop()
            row = outline.row(item, depth)
            if item is ROOT:
                row["name"] = self.name
            left -= _size(row)
            inside, items = outline.below(item)
            if items and left > 0:
                row["expanded"] = True
                shown = items[:_MOST_CHILDREN]
                stack.extend((inside, each, depth + 1) for each in reversed(shown))
            yield row
            if left <= 0:
                return


def _size(row: Row) -> int:
    texts = len(row["fqn"]) + len(row["name"]) + len(row["class_name"])
    chips = sum(len(chip["text"]) + 40 for chip in row["chips"])
    # JSON writes a character as up to 12 when it is not ASCII.
    return _ROW_BYTES + texts + chips + len(row["note"])
