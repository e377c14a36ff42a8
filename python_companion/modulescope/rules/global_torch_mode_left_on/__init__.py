"""A global switch of torch that a cell turned and nobody turned back.

## What it does

Finds `torch.set_grad_enabled(False)` and `torch.autograd.set_detect_anomaly(True)` as
a statement of a cell, without a call that turns the switch back. In the kernel it
reads the switches themselves after each run, also the default dtype, the default
device and inference mode.

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
- A notebook without an optimizer that turns gradients off: it only evaluates.
- In the text, a default dtype or device: most are set on purpose, once, at the top.
- A default dtype or device before the first model is built: it holds for all of them.

## References

- `torch.set_grad_enabled`, `torch.set_default_dtype`, `torch.set_default_device`
- `torch.autograd.set_detect_anomaly`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Edit, Severity
from ...source.edits import indent_under
from ...source.text import Text
from ..base import Claim, Rule, Subject

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


class Switch(NamedTuple):
    """A call that turns a switch."""

    mode: str
    function: str
    usual: bool
    """The argument that is no news."""


_SWITCHES = {
    "torch.set_grad_enabled": Switch("grad mode", "torch.set_grad_enabled", True),
    "torch.autograd.set_grad_enabled": Switch(
        "grad mode", "torch.set_grad_enabled", True
    ),
    "torch.autograd.set_detect_anomaly": Switch(
        "anomaly detection", "torch.autograd.set_detect_anomaly", False
    ),
}
_NAMES = ("set_grad_enabled", "set_detect_anomaly")


@RULE.on_call(*_NAMES)
def switches(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a statement of a cell that turns a switch for good."""
    switch = _SWITCHES.get(text.callee(node))
    statement = text.tree.parents.get(node)
    if (
        switch is None
        or not isinstance(statement, ast.Expr)
        or statement not in text.tree.module.body
        or _argument(node) is not (not switch.usual)
        or _turned_back(node, switch, text)
        or (switch.mode == "grad mode" and not text.notebook.trains)
    ):
        return
    yield text.claim(
        node,
        subject=Subject("name", "", switch.mode),
        edits=_edits(text, statement, switch),
        safe=switch.mode == "grad mode",
        mode=switch.mode,
        state="off" if switch.usual else "on",
    )


def _argument(node: ast.Call) -> bool | None:
    """The state that a call asks for; None if it is no constant."""
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    first = values[0] if values else None
    value = first.value if isinstance(first, ast.Constant) else None
    return value if isinstance(value, bool) else None


def _turned_back(node: ast.Call, switch: Switch, text: Text) -> bool:
    """Whether another call of the cell may turn the switch again."""
    return any(
        call is not node and _argument(call) is not (not switch.usual)
        for name in _NAMES
        for call in text.tree.calls.get(name, ())
        if text.callee(call) in _SWITCHES
    )


def _edits(text: Text, statement: ast.Expr, switch: Switch) -> tuple[Edit, ...]:
    """Puts the rest of the cell into a `with` block."""
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
