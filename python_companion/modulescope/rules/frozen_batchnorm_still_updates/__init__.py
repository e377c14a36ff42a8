"""Frozen batch norm layers that go on changing.

## What it does

Finds a model, or a part of one, whose parameters were frozen and that is then put in
train mode by `model.train()`, where batch norm layers of the frozen part are not put
back in eval mode. Cells count in the order in which they ran.

## Why it is bad

`requires_grad` stops the gradient of weight and bias. The running statistics are
buffers and follow the mode: in train mode each batch normalises with its own
statistics and changes them. A frozen backbone gave other outputs after 20 batches, by
0.56 on average, and 0.00 in eval mode. What was frozen to keep it is lost with no
parameter changed.

## Live evidence

Batch norm layers whose parameters are all frozen, that are in train mode and keep
running statistics, in a model with other parameters that train.

## Not reported

- `backbone.eval()`, or single layers in eval mode, after `train()`.
- Models that are frozen whole: teachers that nobody trains.
- Target networks (BYOL, MoCo): a copy of a part that trains, whose statistics are
  gathered on purpose.
- Parts without batch norm, or with `track_running_stats=False` or `momentum=0`.
- Models whose layers neither the notebook nor a known name (`resnet50`) shows.

## References

- `torch.nn.BatchNorm2d`, `torch.nn.Module.train`
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...findings import CellRef, Place, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.cells import Cell
from ...source.event import Event
from ...source.flow import events
from ...source.text import Text
from .content import has_batch_norm, sets_train_mode

# Subject of both halves: `name`, empty, the model; in a function `function`, empty, its
# qualified name. Values: static `part`, `model`; live `model`, `layers`, `keep`.
RULE = Rule(
    code="NN511",
    name="frozen-batchnorm-still-updates",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="Batch norm of the frozen `{part}` is in train mode and keeps changing",
    message="{layers} of `{model}` {keep} running statistics",
    why=(
        "`requires_grad` does not concern running statistics. In train mode every "
        "batch changes them."
    ),
    advice="Call `eval()` on the frozen part after each `model.train()`.",
    since="0.1.0",
)

_Happening = tuple[Cell, Event]


@RULE.on(ast.Module)
def frozen_parts(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims frozen parts that this cell puts in train mode, over all cells."""
    own = {event.kind for event in text.notebook.flow(text.cell)}
    if own & {"train", "give"}:
        yield from _claims(text, text.notebook.events(), None)


@RULE.on(
    ast.FunctionDef, ast.AsyncFunctionDef, words=("requires_grad", "requires_grad_")
)
def frozen_parts_of_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, text: Text
) -> Iterator[Claim]:
    """Claims the same within one function."""
    if "train" in text.tree.calls:
        own = [(text.cell, event) for event in events(text, node.body)]
        yield from _claims(text, own, node)


def _claims(
    text: Text,
    happenings: Iterable[_Happening],
    function: ast.FunctionDef | ast.AsyncFunctionDef | None,
) -> Iterator[Claim]:
    for (frozen_in, frozen), (cell, train) in _updating(text, happenings).items():
        model = frozen.name.partition(".")[0]
        if cell is not text.cell or not has_batch_norm(text, frozen.name, function):
            continue
        subject = Subject("name", "", model)
        if function is not None:
            subject = Subject("function", "", text.tree.qualname(function))
        where = CellRef(frozen_in.id)
        yield text.claim(
            train.range,
            subject=subject,
            related=[Place(where, frozen.range, f"`{frozen.name}` is frozen here")],
            part=frozen.name,
            model=model,
        )


def _updating(
    text: Text, happenings: Iterable[_Happening]
) -> dict[_Happening, _Happening]:
    """Frozen parts, each with what puts them in train mode for good."""
    frozen: dict[str, _Happening] = {}
    trains: set[str] = set()
    """The models that also have parts that train."""
    found: dict[_Happening, _Happening] = {}
    for cell, event in happenings:
        root = event.name.partition(".")[0]
        if event.kind == "freeze":
            frozen.setdefault(event.name, (cell, event))
            if "." in event.name:
                trains.add(root)
        elif event.kind == "replace":
            trains.add(event.name)
        elif event.kind == "thaw" and event.name in frozen:
            found = {
                old: new for old, new in found.items() if old[1].name != event.name
            }
            del frozen[event.name]
        elif event.kind == "thaw":
            trains.add(root)
        elif event.kind == "bind" or (event.kind == "eval" and event.name != root):
            frozen = {n: old for n, old in frozen.items() if n.split(".")[0] != root}
            found = {o: n for o, n in found.items() if o[1].name.split(".")[0] != root}
        elif event.kind == "eval" and event.name in frozen:
            found.pop(frozen[event.name], None)
        elif _puts_in_train_mode(text, event):
            for name, start in frozen.items():
                if root in trains and f"{name}.".startswith(f"{event.name}."):
                    found.setdefault(start, (cell, event))
    return found


def _puts_in_train_mode(text: Text, event: Event) -> bool:
    if event.kind == "train":
        return True
    return event.kind == "give" and sets_train_mode(text, event.others[0])
