"""A layer that was added or replaced after the optimizer was built.

## What it does

Finds `model.head = nn.Linear(…)`, `model[1] = nn.Linear(…)`, `model.append(…)`,
`model.add_module(…)`, `setattr` and new `nn.Parameter`s after
`optimizer = Optimizer(model.parameters())`, without the optimizer being built again
and without `add_param_group`. Functions of the notebook may make the optimizer, the
layer or both, or put the layer into the model that they are given. Cells count in the
order in which they ran.

## Why it is bad

`parameters()` is read once, when the optimizer is built. The new layer gets
gradients but no step: its weight and bias are exactly what they were initialised
to, while the rest of the model trains.

## Live evidence

Parameters that require grad, of a model that some optimizer covers in part, and that
no optimizer of the namespace holds.

## Not reported

- Layers that are replaced before the optimizer is built.
- Layers in another branch of an `if` than the optimizer.
- Layers without parameters, and layers that the optimizer was given by another name.
- Several optimizers that cover the model together.
- Parts with `requires_grad` off. If less than half of a model is covered, it may be
  frozen on purpose, and the finding is a warning.

## References

- `torch.optim.Optimizer.add_param_group`
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...findings import CellRef, Place, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.branches import apart
from ...source.cells import Cell
from ...source.event import Event
from ...source.flow import events, is_optimizer_class
from ...source.text import Text

# Subject of both halves: `name`, empty, the model.
# Values: static `model`, `layer`, `optimizer`; live `parameters`, `are`, `model`.
RULE = Rule(
    code="NN502",
    name="parameters-not-in-optimizer",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{layer}` is made after `{optimizer}`, which does not hold it",
    message="{parameters} of `{model}` {are} in no optimizer",
    why=(
        "An optimizer steps what it was given when it was built. What it was not given "
        "gets gradients, but no step changes it."
    ),
    advice=(
        "Build the optimizer over all parameters, after the last layer, or call "
        "`add_param_group`."
    ),
    since="0.1.0",
)

_Happening = tuple[Cell, Event]


@RULE.on(ast.Module)
def late_layers(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims layers of this cell that came after the optimizer, over all cells."""
    own = text.notebook.flow(text.cell)
    if any(event.kind == "replace" for event in own):
        yield from _claims(text, text.notebook.events())


@RULE.on(ast.Module, words=("parameters", "named_parameters"))
def late_layers_in_functions(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims the same within each function that makes an optimizer."""
    for function in _with_optimizer(text):
        happened = events(text, function.body)
        yield from _claims(text, [(text.cell, event) for event in happened])


def _with_optimizer(text: Text) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    found: set[ast.AST | None] = set()
    for name, calls in text.tree.calls.items():
        for call in calls if name[:1].isupper() else ():
            function = text.tree.function(call)
            if function not in found and is_optimizer_class(text, call.func):
                found.add(function)
                if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield function


def _claims(text: Text, happenings: Iterable[_Happening]) -> Iterator[Claim]:
    claimed: set[tuple[str, str]] = set()
    for (cell, late), (maker, optimizer) in _uncovered(happenings).items():
        subject = (late.name, late.others[0])
        if cell is text.cell and subject not in claimed:
            claimed.add(subject)
            yield text.claim(
                late.range,
                subject=Subject("name", "", late.name),
                related=[_built_here(maker, optimizer)],
                model=late.name,
                layer=_path(late),
                optimizer=optimizer.name,
            )


def _built_here(cell: Cell, optimizer: Event) -> Place:
    note = f"`{optimizer.name}` was built here, before the layer"
    return Place(CellRef(cell.id), optimizer.range, note)


def _uncovered(happenings: Iterable[_Happening]) -> dict[_Happening, _Happening]:
    """New layers that no optimizer got, each with the one that had the model before."""
    optimizers: dict[str, _Happening] = {}
    late: dict[_Happening, _Happening] = {}
    for cell, event in happenings:
        if event.kind == "optimizer":
            optimizers[event.name] = (cell, event)
            late = {new: old for new, old in late.items() if not _has(event, new[1])}
        elif event.kind == "replace":
            if any(_has_alias(maker[1], event) for maker in optimizers.values()):
                continue
            for maker in optimizers.values():
                other_branch = maker[0] is cell and apart(maker[1].arms, event.arms)
                if _covers(maker[1], event) and not other_branch:
                    late[cell, event] = maker
        elif event.kind == "extend":
            optimizers.pop(event.name, None)
            late = {new: old for new, old in late.items() if old[1].name != event.name}
        elif event.kind == "bind":
            optimizers = {
                name: maker
                for name, maker in optimizers.items()
                if name != event.name and event.name not in _roots(maker[1])
            }
            late = {new: old for new, old in late.items() if new[1].name != event.name}
    return late


def _path(layer: Event) -> str:
    """`net.head`, `net[1]`."""
    attr = layer.others[0]
    return layer.name + ("" if attr.startswith("[") else ".") + attr


def _covers(optimizer: Event, layer: Event) -> bool:
    """Whether an optimizer was given the parameters of what a layer is part of."""
    path = _path(layer)
    return any(
        path == model or path.startswith((f"{model}.", f"{model}["))
        for model in optimizer.others
    )


def _has_alias(optimizer: Event, layer: Event) -> bool:
    """Whether it was given the layer itself, by the variable that had it before."""
    return not set(layer.others[1:]).isdisjoint(optimizer.others)


def _has(optimizer: Event, layer: Event) -> bool:
    return _covers(optimizer, layer) or _has_alias(optimizer, layer)


def _roots(optimizer: Event) -> set[str]:
    return {model.partition(".")[0] for model in optimizer.others}
