"""What the cells do around the run that turns a switch, in the order of execution."""

from __future__ import annotations

from ...findings import Range
from ...source.cells import Cell
from ...source.event import Event
from ...source.switches import Turned
from ...source.text import Text

_Happening = tuple[Cell, Event]


def turned_back(text: Text, own: Turned, place: Range) -> bool:
    """Whether a cell that runs later, or another call of this one, turns it again."""
    after = False
    for cell, event in text.notebook.events():
        if event.kind != "switch" or event.name != own.mode:
            continue
        if cell is text.cell and event.range == place:
            after = True
        elif (after or cell is text.cell) and event.others != (own.state,):
            return True
    return False


def is_only_one(text: Text, own: Turned, place: Range) -> bool:
    """Whether no other statement of the notebook turns the same switch."""
    return all(
        cell is text.cell and event.range == place
        for cell, event in text.notebook.events()
        if event.kind == "switch" and event.name == own.mode
    )


def older_models(text: Text, own: Turned, place: Range) -> list[_Happening]:
    """The models that were built before the switch was turned and stay as they are.

    Those that are bound again, moved or given to a function may be of the new kind.
    """
    built: dict[str, _Happening] = {}
    after = False
    for cell, event in text.notebook.events():
        root = event.name.partition(".")[0]
        if event.kind == "switch":
            after = after or (cell is text.cell and event.range == place)
        elif event.kind == "bind" and event.others and not after:
            built[root] = cell, event
        elif event.kind in ("bind", "cast", "give"):
            built.pop(root, None)
    return list(built.values())
