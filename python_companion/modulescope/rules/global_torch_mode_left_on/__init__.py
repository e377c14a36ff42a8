"""A global switch of torch that a cell turned and nobody turned back.

## What it does

Finds `torch.set_grad_enabled(False)` and `torch.autograd.set_detect_anomaly(True)` as
a statement of a cell, without a call that turns the switch back; and a default dtype or
device that is set after a model was built with the one before. In the kernel it reads
the switches themselves after each run, also inference mode.

## Why it is bad

These switches belong to the kernel, not to the cell: they hold for every cell that
runs later, also above. With gradients off, `backward()` raises `element 0 of tensors
does not require grad and does not have a grad_fn`, far from the cell that is to blame.
With another default dtype, data that is made now no longer fits a model that was built
before: `mat1 and mat2 must have the same dtype`. Anomaly detection makes a training
step several times slower and says nothing as long as nothing is wrong.

## Live evidence

The cell's own thread reads the switches after the run (grad mode belongs to a thread),
so the evidence names the run that turned one. Gradients that are off are a warning if
there is an optimizer, hence something to be trained. Another default dtype or device is
one if a model was built before, with other parameters. Everything else is info.

## Not reported

- The context managers: `with torch.set_grad_enabled(False):`.
- A switch that a cell which runs later turns back.
- A notebook without an optimizer that turns gradients off: it only evaluates.
- A default dtype or device before the first model is built: it holds for all of them.
- In the text, models that are moved, built again or given to a function: they may have
  the new dtype or device.

## References

- `torch.set_grad_enabled`, `torch.set_default_dtype`, `torch.set_default_device`
- `torch.autograd.set_detect_anomaly`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import CellRef, Edit, Place, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import indent_under
from ...source.switches import SWITCHES, Turned, turned
from ...source.text import Text
from .runs import is_only_one, older_models, turned_back

# Subject: `name`, empty, the switch (`grad mode`).
# Values: `mode`, `state`.
RULE = Rule(
    code="NN605",
    name="global-torch-mode-left-on",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="{mode} is left {state} for all cells that run later",
    message="{mode} was left {state}",
    why=(
        "The switch belongs to the kernel, so it holds for every cell that runs from "
        "now on. Errors appear far from the cell that turned it."
    ),
    advice="Use the context manager, which turns it back.",
    since="0.1.0",
)


_HARMFUL = {"grad mode": "off", "anomaly detection": "on"}
_DTYPES = frozenset(("float64", "float16", "bfloat16"))


@RULE.on_call(*SWITCHES)
def switches(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a statement of a cell that turns a switch for good."""
    statement = text.tree.parents.get(node)
    if not isinstance(statement, ast.Expr) or statement not in text.tree.module.body:
        return
    switch = turned(text, node)
    if switch is None:
        return
    place = text.range(node)
    if switch.mode in _HARMFUL:
        harms, related = _is_harmful(text, switch, place), []
    else:
        related = _older_models(text, switch, place)
        harms = bool(related)
    if harms:
        yield text.claim(
            node,
            subject=Subject("name", "", switch.mode),
            edits=_edits(text, statement, switch),
            safe=switch.mode == "grad mode",
            related=related,
            mode=switch.mode,
            state=switch.state,
        )


def _is_harmful(text: Text, switch: Turned, place: Range) -> bool:
    """Gradients that are off where something trains, anomaly detection that is on."""
    return (
        switch.state == _HARMFUL[switch.mode]
        and not turned_back(text, switch, place)
        and (switch.mode != "grad mode" or text.notebook.trains)
    )


def _older_models(text: Text, switch: Turned, place: Range) -> list[Place]:
    """The models that new tensors will not fit."""
    if switch.mode == "default dtype":
        is_news = switch.state in _DTYPES
    else:
        is_news = switch.state not in ("", "cpu")
    if not is_news or not is_only_one(text, switch, place):
        return []
    return [
        Place(
            CellRef(cell.id), event.range, f"`{event.name}` is built before the switch"
        )
        for cell, event in older_models(text, switch, place)[:3]
    ]


def _edits(text: Text, statement: ast.Expr, switch: Turned) -> tuple[Edit, ...]:
    """Puts the rest of the cell into a `with` block."""
    if switch.mode not in _HARMFUL:
        return ()
    body = text.tree.module.body
    rest = body[body.index(statement) + 1 :]
    call = text.lines.text(statement.value)
    if not rest or len(body) > 40:
        return ()
    return _with_block(text, statement, rest, call)


def _with_block(
    text: Text, statement: ast.Expr, rest: list[ast.stmt], call: str
) -> tuple[Edit, ...]:
    line = text.lines.line(text.lines.start(statement).line)
    # Something else on its line, or the rest cannot be indented as it is.
    if line.split("#")[0].strip() != call or not indent_under(text, rest, ""):
        return ()
    unit = "    "
    before = text.range(statement)
    edits = [
        text.edit(before._replace(end=before.start), "with "),
        text.edit(before._replace(start=before.end), ":"),
    ]
    first, last = text.lines.start(rest[0]).line, (rest[-1].end_lineno or 1) - 1
    for number in range(first, last + 1):
        if text.lines.line(number).strip():
            place = text.lines.at(number, 0)
            edits.append(text.edit(before._replace(start=place, end=place), unit))
    return tuple(edits)
