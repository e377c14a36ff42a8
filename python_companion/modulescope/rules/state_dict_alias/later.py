"""State dicts that a model loads back after it was trained, in execution order."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...findings import Range
from ...source.branches import apart
from ...source.cells import Cell
from ...source.event import Event
from ...source.flow import events
from ...source.state import Snapshot, snapshot
from ...source.text import Text
from ...source.training_calls import is_training
from ...source.tree import dotted_name
from .loops import is_no_model

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class _Held:
    """A state dict that a name holds, and what happened since."""

    cell: Cell
    taken: Event
    called: bool = False
    trained: list[tuple[Cell, Event]] = field(default_factory=list)

    @property
    def model(self) -> str:
        """What it was taken from."""
        return self.taken.others[0]

    def is_trained_before(self, cell: Cell, load: Event) -> bool:
        """Whether a run passes through it, a training and a load, in this order."""
        if self.cell is cell and apart(self.taken.arms, load.arms):
            return False
        return any(
            not (place is cell and apart(training.arms, load.arms))
            and not (place is self.cell and apart(self.taken.arms, training.arms))
            for place, training in self.trained
        )


def overwritten_before_use(text: Text) -> Iterator[tuple[ast.expr, Snapshot]]:
    """The targets of state dicts of this cell that are loaded back after a training."""
    found: set[Range] = set(_overwritten(text, text.notebook.events()))
    functions = {
        function
        for call in text.tree.calls.get("state_dict", ())
        if isinstance(function := text.tree.function(call), _FUNCTIONS)
    }
    for function in functions:
        own = [(text.cell, event) for event in events(text, function.body)]
        found |= set(_overwritten(text, own))
    if not found:
        return
    for node in text.tree.all(ast.Assign):
        for target in node.targets:
            taken = snapshot(text, node.value)
            if taken and dotted_name(target) and text.range(target) in found:
                yield target, taken


def _overwritten(
    text: Text, happenings: Iterable[tuple[Cell, Event]]
) -> Iterator[Range]:
    held: dict[str, _Held] = {}
    optimizers: dict[str, tuple[str, ...]] = {}
    for cell, event in happenings:
        if event.kind == "snapshot" and not is_no_model(event.others[0]):
            held[event.name] = _Held(cell, event)
        elif event.kind == "optimizer":
            optimizers[event.name] = event.others
        elif event.kind == "bind":
            held = {
                name: state
                for name, state in held.items()
                if event.name not in (name, state.model.partition(".")[0])
            }
        elif event.kind == "load":
            for source in event.others:
                state = held.get(source)
                if state and state.model == event.name:
                    if state.cell is text.cell and state.is_trained_before(cell, event):
                        yield state.taken.range
        else:
            for state in held.values():
                if _trains(text, state, event, optimizers):
                    state.trained.append((cell, event))


def _trains(
    text: Text, state: _Held, event: Event, optimizers: dict[str, tuple[str, ...]]
) -> bool:
    """Whether an event changes the model of a kept state dict."""
    if event.kind == "run" and event.name == state.model and not event.others:
        state.called = True
    elif event.kind == "give" and event.name == state.model:
        return is_training(text, event.others[0])
    elif event.kind == "step":
        name = next((n for n in (event.name, *event.others) if n in optimizers), "")
        if name:
            root = state.model.partition(".")[0]
            over = {model.partition(".")[0] for model in optimizers[name]}
            return root in over
        return state.called
    return False
