"""The call in the notebook that gave weights their scale, and what to put there."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import CellRef, Edit, Fix, Range
from ...rulekit import provenance
from ...session.scene import InitSample, Model, Run, Scene
from ...source.cells import ParsedCell, parse

# What each call draws from, and where its two numbers stand after the tensor.
_DRAWS = {
    "normal_": ("mean", "std", 0.0, 1.0),
    "trunc_normal_": ("mean", "std", 0.0, 1.0),
    "uniform_": ("a", "b", 0.0, 1.0),
}
_UNIFORM_NAMES = {"a": "from", "b": "to"}


class InitCall(NamedTuple):
    """A call that draws weights, with the place of its function name."""

    run: Run
    range: Range
    """Of `nn.init.normal_`, or of the method on the tensor."""
    span: Range
    """Of the whole call."""
    target: str
    """The text of the tensor: `m.weight`."""
    prefix: str
    """What stands before the function's name: `nn.init.`."""
    std: float
    """The standard deviation that its own numbers ask for."""


def init_calls(scene: Scene, model: Model) -> list[InitCall]:
    """The calls that may have drawn a model's weights, newest first.

    Of each cell only its latest text before the training counts.
    """
    last = model.bound.number if model.bound else None
    latest: dict[str | None, Run] = {}
    for run in scene.runs:
        # An initialisation may come after the model, before its training.
        if last is None or run.number <= max(last, _last_fresh(model)):
            latest[run.cell.cell_id] = run
    return [
        located
        for run in sorted(latest.values(), key=lambda run: -run.number)
        # Parsing is dear, and most cells draw nothing.
        if any(f"{name}(" in run.source for name in _DRAWS)
        for call in _draws(parse(run.source))
        if (located := _located(run, call))
    ]


def match(calls: list[InitCall], sample: InitSample) -> InitCall | None:
    """The newest call that explains a sample.

    Its own numbers must give this standard deviation, up to four standard errors:
    several cells may initialise, and only a matching one is to blame.
    """
    tolerance = sample.std * max(0.05, 4 / math.sqrt(2 * sample.count))
    return next((c for c in calls if abs(c.std - sample.std) <= tolerance), None)


def _last_fresh(model: Model) -> int:
    """The last run that changed the weights before the first backward."""
    first = min(model.since.backward_runs, default=None)
    runs = [r for r in model.since.changed_runs if first is None or r < first]
    return max(runs, default=0)


def _draws(parsed: ParsedCell) -> Iterator[ast.Call]:
    for call in provenance.nodes(parsed.tree, ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in _DRAWS:
            yield call


def _std(call: ast.Call) -> float | None:
    """The standard deviation that a call asks for; None if it is not written there."""
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    first, second, low, high = _DRAWS[name]
    positional = call.args[1:] if _is_function(call) else call.args
    values = [low, high]
    for index, argument in enumerate(positional[:2]):
        if (number := _number(argument)) is None:
            return None
        values[index] = number
    for keyword in call.keywords:
        names = (first, _UNIFORM_NAMES.get(first)), (second, _UNIFORM_NAMES.get(second))
        for index, accepted in enumerate(names):
            if keyword.arg in accepted:
                if (number := _number(keyword.value)) is None:
                    return None
                values[index] = number
    if name == "uniform_":
        # The standard deviation of a uniform distribution.
        return float(abs(values[1] - values[0]) / 12**0.5)
    return abs(values[1])


def _number(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return float(value) if type(value) in (int, float) else None


def _is_function(call: ast.Call) -> bool:
    """Whether it is `init.normal_(tensor, …)` and not `tensor.normal_(…)`."""
    assert isinstance(call.func, ast.Attribute)
    return bool(re.search(r"\binit$", ast.unparse(call.func.value)))


def _located(run: Run, call: ast.Call) -> InitCall | None:
    assert isinstance(call.func, ast.Attribute)
    lines = parse(run.source).lines
    std = _std(call)
    if not std:
        return None
    if _is_function(call):
        if not call.args:
            return None
        target, prefix = lines.text(call.args[0]), lines.text(call.func.value) + "."
    else:
        text = lines.text(call.func.value)
        target, prefix = text.removesuffix(".data").removesuffix(".detach()"), ""
    span = lines.range(call)
    return InitCall(run, lines.range(call.func), span, target, prefix, std)


def kaiming_fix(scene: Scene, call: InitCall, nonlinearity: str) -> Fix | None:
    """A review edit: the same tensor, drawn at the scale its layer needs."""
    prefix = call.prefix or _prefix(scene)
    if prefix is None or call.run.cell.cell_id is None:
        return None
    text = f'{prefix}kaiming_normal_({call.target}, nonlinearity="{nonlinearity}")'
    edit = Edit(call.run.cell.cell_id, call.span, text)
    return Fix(f"Use `{prefix}kaiming_normal_`", "edit", edits=(edit,))


def _prefix(scene: Scene) -> str | None:
    """How the notebook can name `torch.nn.init`."""
    for name, prefix in (("nn", "nn.init."), ("torch", "torch.nn.init.")):
        module = scene.namespace.get(name)
        if type(module) is type(ast) and vars(module).get("__name__") in (
            "torch.nn",
            "torch",
        ):
            return prefix
    return None


def model_place(model: Model) -> tuple[CellRef | None, Range | None]:
    """The cell that built the model, and its name there."""
    if model.bound is None:
        return None, None
    return model.bound.cell, provenance.name_range(model.bound, model.name)
