"""The live half: the switches after the last run, against those of a fresh kernel."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import CellRef, Range, Severity
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.modes import START, Mode
from ...session.scene import Run, Scene
from ...source.cells import parse
from . import RULE

_FUNCTIONS = {
    "grad mode": "set_grad_enabled",
    "anomaly detection": "set_detect_anomaly",
    "default dtype": "set_default_dtype",
    "default device": "set_default_device",
}


@RULE.probe
def modes_left_on(scene: Scene) -> Iterator[Verdict]:
    """Confirms each switch that is not as torch starts with it."""
    if not scene.runs or not scene.modes:
        return
    for name, start in START.items():
        mode = scene.modes.get(name)
        if mode is not None and mode.value != start:
            yield _verdict(scene, name, start, mode)


def _verdict(scene: Scene, name: str, start: str, mode: Mode) -> Verdict:
    run = next((run for run in scene.runs if run.number == mode.run), None)
    harm = _harm(scene, name, mode)
    where = words.cell(run.cell) if run else ""
    told = f" by {where}" if where else " before the first run that was followed"
    cell, span = _place(name, run)
    return Verdict(
        subject=Subject("name", "", name),
        kind="confirmed",
        values={"mode": name, "state": mode.value},
        evidence=tuple(
            filter(None, (f"it was turned from {start} to {mode.value}{told}", harm))
        ),
        severity=None if harm else Severity.INFO,
        # A subject of the whole kernel: any text that turned it may be confirmed.
        built_from=frozenset({run.file}) if run else frozenset(),
        cell=cell,
        range=span,
        cause=name,
    )


def _harm(scene: Scene, name: str, mode: Mode) -> str:
    """What goes wrong with what is there now; empty if nothing does."""
    if name == "anomaly detection":
        return "each operation keeps a traceback: training is several times slower"
    if name in ("grad mode", "inference mode"):
        found = [optimizer.name for optimizer in scene.optimizers]
        if not found:
            return ""
        return f"`backward()` will raise, and {words.code(found[0])} is there to train"
    for model in scene.models:
        if model.bound is None or model.bound.number >= (mode.run or 0):
            continue
        for _, _, facts in model.parameter_facts:
            own = facts.dtype if name == "default dtype" else facts.device_type
            if own != mode.value.split(":")[0]:
                return (
                    f"{words.code(model.name)} was built before and has {own} "
                    f"parameters; new tensors are {mode.value}"
                )
            break
    return ""


def _place(name: str, run: Run | None) -> tuple[CellRef | None, Range | None]:
    function = _FUNCTIONS.get(name)
    if run is None or function is None:
        return (run.cell if run else None), None
    return run.cell, _call_range(run, function)


def _call_range(run: Run, function: str) -> Range | None:
    parsed = parse(run.source)
    for call in provenance.nodes(parsed.tree, ast.Call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name == function:
            return parsed.lines.range(call)
    return None
