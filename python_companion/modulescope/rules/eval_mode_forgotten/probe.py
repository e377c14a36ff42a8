"""The live half: models that were in train mode where the text evaluates them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Severity
from ...rulekit import provenance, words
from ...rulekit.modes import is_training
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Model, Run, Scene
from ...source.cells import Cell, parse
from . import RULE
from .active import Active, active_layers, asks_for_mode

_EVALUATES = re.compile(
    r"no_grad|inference_mode|set_grad_enabled|def _?(eval|valid|test|predict)", re.I
)


class _Evaluation(NamedTuple):
    """A claim about a text that ran, and the run in which it took effect."""

    claim: Claim
    text: Run
    run: Run
    model: Model
    below: str
    """The submodule that is called; empty for the model itself."""

    @property
    def name(self) -> str:
        return ".".join(filter(None, (self.model.name, self.below)))


@RULE.probe
def evaluated_in_train_mode(scene: Scene) -> Iterator[Verdict]:
    """Confirms where a layer with a mode was active, refutes where none was.

    Also of models whose class no text shows: the object shows its layers.
    """
    if not scene.models or not any(map(_may_evaluate, scene.runs)):
        return
    for evaluation in _evaluations(scene):
        claim = evaluation.claim
        built = frozenset({evaluation.text.file})
        active = active_layers(evaluation.model, evaluation.below)
        if _is_monte_carlo(evaluation.model, active):
            yield Verdict(claim.subject, "refuted", built_from=built)
        elif not active:
            if not asks_for_mode(evaluation.model, evaluation.below):
                yield Verdict(claim.subject, "refuted", built_from=built)
        elif not _mode_may_have_changed(scene, evaluation):
            yield _verdict(scene, evaluation, active, built)


def _may_evaluate(run: Run) -> bool:
    """Whether the text of a run can evaluate a model, by its words alone."""
    return _EVALUATES.search(run.source) is not None


def _evaluations(scene: Scene) -> Iterator[_Evaluation]:
    """The claims, quiet ones too, about the latest text of each cell that ran."""
    latest = {run.cell.cell_id: run for run in scene.runs if run.cell.cell_id}
    cells = [Cell(ident, run.source) for ident, run in latest.items()]
    executed = [run.cell.cell_id for run in scene.runs if run.cell.cell_id]
    for found in scene.find_claims(cells, [RULE], executed):
        text = latest[found.cell.id or ""]
        function = _enclosing_function(text, found.claim)
        name = found.claim.subject.name
        calls: Iterator[tuple[Run, str]] = iter([(text, name)])
        if function is not None:
            calls = _calls(scene, text, function, name)
        for run, given in calls:
            if model := _model(scene, given):
                below = given[len(model.name) + 1 :]
                yield _Evaluation(found.claim, text, run, model, below)
                break


def _model(scene: Scene, name: str) -> Model | None:
    """The model of a name, or that the name is a part of."""
    return next(
        (m for m in scene.models if f"{name}.".startswith(f"{m.name}.")),
        None,
    )


def _enclosing_function(run: Run, claim: Claim) -> ast.FunctionDef | None:
    line = claim.range.start.line + 1
    found = None
    for node in provenance.nodes(parse(run.source).tree, ast.FunctionDef):
        if node.lineno < line <= (node.end_lineno or node.lineno):
            found = node
    return found


def _calls(
    scene: Scene, text: Run, function: ast.FunctionDef, model: str
) -> Iterator[tuple[Run, str]]:
    """The runs that call a function, newest first, with what they give as model."""
    names = [argument.arg for argument in function.args.args]
    root, dot, below = model.partition(".")
    position = names.index(root) if root in names else None
    for run in reversed(scene.runs):
        if run.number < text.number or function.name not in provenance.words(
            run.source
        ):
            continue
        for call in provenance.nodes(parse(run.source).tree, ast.Call):
            if not isinstance(call.func, ast.Name) or call.func.id != function.name:
                continue
            if position is None:
                yield run, model
                continue
            given = call.args[position : position + 1]
            given = given or [k.value for k in call.keywords if k.arg == root]
            yield run, f"{ast.unparse(given[0])}{dot}{below}" if given else ""


def _is_monte_carlo(model: Model, active: Active) -> bool:
    """Whether the root evaluates while dropout was switched on by itself."""
    return not is_training(model.module) and bool(active.get("dropout"))


def _mode_may_have_changed(scene: Scene, evaluation: _Evaluation) -> bool:
    """Whether the mode now may be another than it was at the call.

    A training that runs again puts the model in the mode that it left it in before.
    """
    number = evaluation.run.number
    later = [provenance.words(r.source) for r in scene.runs if r.number > number]
    if any("eval" in found for found in later):
        return True
    if not any("train" in found for found in later):
        return False
    told = {"train", evaluation.model.name}
    earlier = [provenance.words(r.source) for r in scene.runs if r.number <= number]
    is_told = any(map(told.issubset, earlier))
    return evaluation.claim.values["mode"] != "train" or not is_told


def _verdict(
    scene: Scene, evaluation: _Evaluation, active: Active, built: frozenset[str]
) -> Verdict:
    run = evaluation.run
    name = words.clean(evaluation.name)
    layers = _layers(active)
    there = words.cell(run.cell)
    where = f" in {there}" if there else ""
    evidence = [f"`{name}` was in train mode{where}: {layers} active"]
    moved = _moved(scene, evaluation, active)
    if moved:
        count = words.count(moved, "batch norm layer")
        evidence.append(f"the running statistics of {count} moved{where}")
    return Verdict(
        subject=Subject("name", "", evaluation.claim.subject.name),
        kind="confirmed",
        values={
            "model": name,
            "context": evaluation.claim.values.get("context", "`torch.no_grad()`"),
            "layers": layers,
        },
        evidence=tuple(evidence),
        severity=Severity.ERROR if moved else None,
        built_from=built,
        object=evaluation.name,
        cell=evaluation.text.cell,
        range=evaluation.claim.range,
        cause=f"{evaluation.text.cell.cell_id} {evaluation.name}",
    )


def _layers(active: Active) -> str:
    """`1 dropout and 2 batch norm layers`."""
    parts = [f"{words.number(len(found))} {kind}" for kind, found in active.items()]
    last = len(list(active.values())[-1])
    return f"{words.sentence(parts)} {words.form(last, 'layer')}"


def _moved(scene: Scene, evaluation: _Evaluation, active: Active) -> int:
    """How many batch norm layers counted a batch in this run.

    Known for the last run only, and not if that run trained the model as well.
    """
    model, run = evaluation.model, evaluation.run
    if not scene.runs or scene.runs[-1].number != run.number:
        return 0
    if run.number in model.since.backward_runs or "backward" in run.source:
        return 0
    norms = active.get("batch norm", [])
    counters = {f"{fqn}.num_batches_tracked".lstrip(".") for fqn in norms}
    moved = {name.lstrip(".") for name in model.since.buffers_moved}
    return len(counters & moved)
