"""In which mode a text leaves a model before a call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...rulekit.mode_origin import names_of
from ...source.modefacts import ModeFact
from ...source.modereading import mode_facts, outermost
from ...source.state import TRAINS
from ...source.text import Text
from ...source.tree import dotted_name
from .contexts import Context
from .effects import Effects, Mode


class _Reader:
    """The facts of a notebook about one model, read before one call."""

    def __init__(self, text: Text, call: ast.Call, root: ast.Name) -> None:
        self.function = outermost(text, call)
        self._effects = Effects(text, call, self.function, list(names_of(text, root)))
        end = call.func.end_lineno or 0, call.func.end_col_offset or 0
        facts = mode_facts(text)
        self.own = [(place, fact) for place, fact in facts if place < end]
        later = [fact for place, fact in facts if place >= end]
        before, after = text.notebook.mode_facts(text.cell)
        self.before = before
        self._effects.every = [*before, *(f for _, f in self.own), *later, *after]

    def mode(self) -> tuple[Mode, tuple[int, int] | None]:
        """The mode, and where the cell itself sets train mode last."""
        mode: Mode | None = None
        place = None
        for at, fact in self._relevant():
            found = self._effects.of(fact)
            if found == "eval" and at is None and not fact.name:
                # Another cell means some model or other.
                found = "unknown"
            if found is not None:
                mode, place = found, at if fact.kind == "train" else None
        if mode is None:
            mode = "eval" if self._effects.of_its_class() else self._at_entry()
        return mode, place

    def _relevant(self) -> Iterator[tuple[tuple[int, int] | None, ModeFact]]:
        """What runs before the call: in its function, or at the top level."""
        if not self.function:
            yield from ((None, fact) for fact in self.before if not fact.function)
        yield from (
            (at, fact) for at, fact in self.own if fact.function == self.function
        )

    def _at_entry(self) -> Mode:
        """The mode in which a function meets the model; `train` at the top level."""
        if not self.function:
            return "train"
        for fact in self._effects.every:
            if fact.kind == "eval" and self._effects.concerns(fact):
                # What a class does with its own modules is asked where it gets one.
                if fact.name or not self._effects.is_class(fact.function):
                    return "eval"
        effects = [
            self._effects.of(f) for f in self._effects.every if f.kind in _GIVING
        ]
        found = [mode for mode in effects if mode is not None]
        return "eval" if "eval" in found else "unknown" if found else "train"


_GIVING = ("give", "within", "method", "call")


def mode_before(text: Text, context: Context, call: ast.Call, root: ast.Name) -> Mode:
    """The mode of a model at a call; `eval` also where train mode is meant.

    `model.train()` in the block, or right before it, is Monte Carlo dropout or makes
    new batch statistics.
    """
    reader = _Reader(text, call, root)
    mode, place = reader.mode()
    if mode == "train" and place is not None:
        inside = place[0] >= context.node.lineno
        if inside or not _trains_between(text, place, call):
            return "eval"
    return mode


def _trains_between(text: Text, place: tuple[int, int], call: ast.Call) -> bool:
    """Whether something is trained between `model.train()` and a call."""
    function = text.tree.function(call)
    for node in text.tree.all(ast.Call):
        at = node.lineno, node.col_offset
        if place <= at < (call.lineno, call.col_offset):
            name = dotted_name(node.func).rpartition(".")[2]
            name = name or getattr(node.func, "attr", "")
            if name != "train" and text.tree.function(node) is function:
                if name in ("backward", "step") or TRAINS.search(name):
                    return True
    return False
