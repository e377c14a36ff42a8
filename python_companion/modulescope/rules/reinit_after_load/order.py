"""Loads and initialisations of one model, in the order in which they run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...findings import CellRef, Place
from ...rulekit.words import is_within
from ...source.branches import both_run
from ...source.cells import Cell
from ...source.classes import ClassFacts, Method
from ...source.event import Event
from ...source.flow import events
from ...source.text import Text
from ...source.training_calls import is_training
from ...source.tree import dotted_name

_Happening = tuple[Cell, Event]
_LOAD = re.compile(
    r"load_state_dict|from_pretrained|load_from_ch|pretrained=T|weights="
)
_INIT = re.compile(r"\.apply\(|reset_parameters|modules\(\)|parameters\(\)|init\w*\(")


class Overwritten(NamedTuple):
    """An initialisation, and the load before it."""

    load: Event
    init: Event
    scope: str
    """The `__qualname__` of the function that both are in; empty at the top level."""
    place: Place

    @property
    def call(self) -> str:
        """How the initialisation is written."""
        how = self.init.others[0]
        if how == "loop":
            return f"A loop over the layers of `{self.init.name}`"
        return f"`{self.init.name}.{how}(…)`"


def overwritten(text: Text) -> Iterator[Overwritten]:
    """The initialisations of this cell that come after a load of the same model."""
    top = text.tree.module.body
    yield from _pairs(text, text.notebook.events(), top, "")
    if not _has_both(text.lines.source):
        return
    functions: list[Method] = [
        *text.tree.all(ast.FunctionDef),
        *text.tree.all(ast.AsyncFunctionDef),
    ]
    for function in functions:
        if not _has_both(text.lines.text(function)):
            continue
        inside = [(text.cell, event) for event in _inside(text, function)]
        scope = text.tree.qualname(function)
        yield from _pairs(text, inside, function.body, scope)


def _has_both(source: str) -> bool:
    """Whether a text has a load and an initialisation at all; asked first."""
    return bool(_LOAD.search(source) and _INIT.search(source))


def _pairs(
    text: Text, happenings: Iterable[_Happening], body: list[ast.stmt], scope: str
) -> Iterator[Overwritten]:
    loads: dict[str, _Happening] = {}
    found: dict[tuple[str, Event], Overwritten] = {}
    for cell, event in happenings:
        if event.kind == "load":
            found = {
                key: v for key, v in found.items() if not is_within(key[0], event.name)
            }
            loads[event.name] = (cell, event)
        elif event.kind == "bind":
            loads = {
                n: v for n, v in loads.items() if n.partition(".")[0] != event.name
            }
        elif event.kind == "give" and is_training(text, event.others[0]):
            loads = {n: v for n, v in loads.items() if not is_within(n, event.name)}
        elif event.kind == "step":
            loads = {}
        elif event.kind == "init":
            for name, (loader, load) in loads.items():
                if cell is not text.cell or not is_within(name, event.name):
                    continue
                if loader is cell and not both_run(body, load.range, event.range):
                    continue
                place = Place(
                    CellRef(loader.id), load.range, "the weights come from here"
                )
                found[name, event] = Overwritten(load, event, scope, place)
    yield from found.values()


def _inside(text: Text, function: Method) -> Iterator[Event]:
    """The events of a function, with the initialisations of methods that it calls."""
    found = list(events(text, function.body))
    facts = text.enclosing_class(function)
    if facts is not None and text.tree.parents[function] is facts.node:
        found += _through_methods(text, facts, function)
        found.sort(key=lambda event: event.range.start)
    yield from found


def _through_methods(
    text: Text, facts: ClassFacts, function: Method
) -> Iterator[Event]:
    """`self.init_weights()`, whose method applies an initialisation to `self`."""
    for uses in facts.uses.values():
        for use in uses:
            call = text.tree.parents.get(use.node)
            if use.method is not function or not isinstance(call, ast.Call):
                continue
            if call.func is not use.node or dotted_name(use.node.value) != "self":
                continue
            for relative in facts.family:
                method = relative.methods.get(use.attr)
                if method is None or method is function:
                    continue
                for event in events(relative.text, method.body):
                    if event.kind == "init" and event.name.startswith("self"):
                        span = text.range(use.node)
                        yield Event("init", event.name, (use.attr,), span)
                break
