"""The live half: models that were in train mode where the text evaluates them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...findings import Severity
from ...live import origins, walk
from ...live.scene import Model, Run, Scene
from ...source.cells import Cell, parse
from .. import places, words
from ..base import Claim, Subject, Verdict
from ..walk import find_claims
from . import RULE


class _Evaluation(NamedTuple):
    """A claim about a text that ran, and the run in which it took effect."""

    claim: Claim
    text: Run
    run: Run
    model: Model


class _Active(NamedTuple):
    """The layers that behave differently because the model is in train mode."""

    dropout: int
    norm: list[str]
    """Names of the batch norm layers."""


@RULE.probe
def evaluated_in_train_mode(scene: Scene) -> Iterator[Verdict]:
    """Confirms where dropout or batch norm was active, refutes where none was."""
    if not scene.claims.get(RULE.code):
        return
    for evaluation in _evaluations(scene):
        model, claim = evaluation.model, evaluation.claim
        built = frozenset({evaluation.text.file})
        if _is_monte_carlo(model):
            yield Verdict(claim.subject, "refuted", built_from=built)
            continue
        active = _active(model)
        if not active.dropout and not active.norm:
            yield Verdict(claim.subject, "refuted", built_from=built)
        elif not _mode_may_have_changed(scene, evaluation.run):
            yield _verdict(scene, evaluation, active, built)


def _evaluations(scene: Scene) -> Iterator[_Evaluation]:
    """The claims about the latest text of each cell that ran."""
    latest = {run.cell.cell_id: run for run in scene.runs if run.cell.cell_id}
    cells = [Cell(ident, run.source) for ident, run in latest.items()]
    executed = [run.cell.cell_id for run in scene.runs if run.cell.cell_id]
    models = {model.name: model for model in scene.models}
    for found in find_claims(cells, [RULE], executed):
        text = latest[found.cell.id or ""]
        function = _enclosing_function(text, found.claim)
        if function is None:
            model = models.get(found.claim.subject.name)
            if model:
                yield _Evaluation(found.claim, text, text, model)
            continue
        for run, name in _calls(scene, text, function, found.claim.subject.name):
            if model := models.get(name):
                yield _Evaluation(found.claim, text, run, model)
                break


def _enclosing_function(run: Run, claim: Claim) -> ast.FunctionDef | None:
    line = claim.range.start.line + 1
    found = None
    for node in places.nodes(parse(run.source).tree, ast.FunctionDef):
        if node.lineno < line <= (node.end_lineno or node.lineno):
            found = node
    return found


def _calls(
    scene: Scene, text: Run, function: ast.FunctionDef, model: str
) -> Iterator[tuple[Run, str]]:
    """The runs that call a function, newest first, with what they give as model."""
    names = [argument.arg for argument in function.args.args]
    position = names.index(model) if model in names else None
    for run in reversed(scene.runs):
        if run.number < text.number or function.name not in places.words(run.source):
            continue
        for call in places.nodes(parse(run.source).tree, ast.Call):
            if not isinstance(call.func, ast.Name) or call.func.id != function.name:
                continue
            if position is None:
                yield run, model
            elif position < len(call.args):
                yield run, ast.unparse(call.args[position])
            else:
                given = [k.value for k in call.keywords if k.arg == model]
                yield run, ast.unparse(given[0]) if given else ""


def _is_training(module: Any) -> bool:
    return walk.instance_dict(module).get("training") is True


def _is_monte_carlo(model: Model) -> bool:
    """Whether the root evaluates while dropout was switched on by itself."""
    return not _is_training(model.module) and _active(model).dropout > 0


def _active(model: Model) -> _Active:
    torch = walk.loaded_torch()
    if torch is None:
        return _Active(0, [])
    nn = torch.nn
    batch_norm = nn.modules.batchnorm._BatchNorm
    drops = nn.modules.dropout._DropoutNd
    dropout, norm = 0, []
    for node in model.nodes:
        attributes = walk.instance_dict(node.module)
        if attributes.get("training") is not True:
            continue
        bases = origins.mro(type(node.module))
        if drops in bases:
            dropout += _is_positive(attributes.get("p"))
        elif nn.MultiheadAttention in bases:
            dropout += _is_positive(attributes.get("dropout"))
        elif nn.RNNBase in bases:
            layers = attributes.get("num_layers")
            several = type(layers) is int and layers > 1
            dropout += several and _is_positive(attributes.get("dropout"))
        elif batch_norm in bases and attributes.get("track_running_stats") is True:
            # Without a momentum the statistics are estimated anew, on purpose.
            if attributes.get("momentum") is not None:
                norm.append(node.fqn)
    return _Active(dropout, norm)


def _is_positive(value: Any) -> bool:
    return type(value) in (int, float) and value > 0


def _mode_may_have_changed(scene: Scene, run: Run) -> bool:
    """Whether a later cell may have called `train()` or `eval()`."""
    return any(
        later.number > run.number and {"train", "eval"} & places.words(later.source)
        for later in scene.runs
    )


def _verdict(
    scene: Scene, evaluation: _Evaluation, active: _Active, built: frozenset[str]
) -> Verdict:
    model, run = evaluation.model, evaluation.run
    name = words.clean(model.name)
    layers = _layers(active)
    there = words.cell(run.cell)
    evidence = [
        f"`{name}` was in train mode{f' in {there}' if there else ''}: {layers} active"
    ]
    moved = _moved(scene, evaluation, active)
    if moved:
        evidence.append(
            f"the running statistics of {words.count(moved, 'batch norm layer')} moved"
            f"{f' in {there}' if there else ''}"
        )
    return Verdict(
        subject=Subject("name", "", evaluation.claim.subject.name),
        kind="confirmed",
        values={
            "model": name,
            "context": evaluation.claim.values.get("context", "`torch.no_grad()`"),
            "layers": layers,
            "n": active.dropout,
            "k": len(active.norm),
        },
        evidence=tuple(evidence),
        severity=Severity.ERROR if moved else None,
        built_from=built,
        object=model.name,
        cell=evaluation.text.cell,
        range=evaluation.claim.range,
        cause=f"{evaluation.text.cell.cell_id} {model.name}",
    )


def _layers(active: _Active) -> str:
    """`1 dropout and 2 batch norm layers`."""
    parts = [
        f"{words.number(n)} {kind}"
        for n, kind in ((active.dropout, "dropout"), (len(active.norm), "batch norm"))
        if n
    ]
    last = len(active.norm) or active.dropout
    return f"{words.sentence(parts)} layer{'' if last == 1 else 's'}"


def _moved(scene: Scene, evaluation: _Evaluation, active: _Active) -> int:
    """How many batch norm layers counted a batch in this run.

    Known for the last run only, and not if that run trained the model as well.
    """
    model, run = evaluation.model, evaluation.run
    if not scene.runs or scene.runs[-1].number != run.number:
        return 0
    if run.number in model.since.backward_runs or "backward" in run.source:
        return 0
    counters = {f"{fqn}.num_batches_tracked".lstrip(".") for fqn in active.norm}
    moved = {name.lstrip(".") for name in model.since.buffers_moved}
    return len(counters & moved)
