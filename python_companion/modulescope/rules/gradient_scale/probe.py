"""The live half: recorded gradients beside `eps`, beside weights, beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...objects import raw
from ...rulekit import recorded, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE

if TYPE_CHECKING:
    import numpy as np

# Measured in harm.py: between both ends of a healthy network the ratio stays near 1.
_VANISHED = 1e-4
# A step of SGD beside the weight.
_EXPLODED = 1.0
_LEAST_SHARE = 0.5


@RULE.probe
def gradient_scales(scene: Scene) -> Iterator[Verdict]:
    """Confirms each watched model at most once, with the gravest of the problems."""
    for model in scene.models:
        if recorded.states(model) is None:
            continue
        for problem in (_not_finite, _exploded, _below_eps, _vanished):
            verdict = problem(scene, model)
            if verdict is not None:
                yield verdict
                break


def _not_finite(scene: Scene, model: Model) -> Verdict | None:
    assert model.recording is not None
    history = model.recording.history
    if history.scale != 1.0 or not history.onsets:
        return None
    onset = min(history.onsets.values(), key=lambda one: one.step)
    before = (
        f"; step {onset.finite_step} was finite"
        if onset.finite_step is not None
        else ""
    )
    bad = recorded.field(model, "nan") + recorded.field(model, "inf") > 0
    return _verdict(
        scene,
        model,
        int(bad.any(axis=0).sum()),
        "are not finite",
        f"{onset.kind} first seen at step {onset.step} in "
        f"{words.code(words.path(model.name, onset.fqn))}{before}",
    )


def _below_eps(scene: Scene, model: Model) -> Verdict | None:
    import numpy as np

    assert model.recording is not None
    fqns, eps = model.recording.history.fqns, model.recording.eps
    rms = recorded.field(model, "rms")
    limits = np.array([eps[fqn][1] if fqn in eps else 0.0 for fqn in fqns])
    # In every recorded step, so also before the loss could be solved.
    below = (rms < limits).all(axis=0)
    known = ~np.isnan(rms).all(axis=0)
    if not known.any() or below.sum() < _LEAST_SHARE * known.sum():
        return None
    index = int(np.flatnonzero(below)[0])
    cls, limit = eps[fqns[index]]
    value = float(rms[-1, index])
    shrinks = f": the step shrinks about {words.ratio(limit / value)}×" if value else ""
    return _verdict(
        scene,
        model,
        int(below.sum()),
        "are below the optimizer's `eps`",
        f"{words.code(words.path(model.name, fqns[index]))}: RMS gradient {value:.1e}, "
        f"{words.clean(cls)} `eps` {limit:g}{shrinks}",
    )


def _exploded(scene: Scene, model: Model) -> Verdict | None:
    """Steps of plain SGD that are larger than the weights they change.

    Not the gradient alone: with Adam a loss times 1e8 changes no step.
    """
    rates = _rates(scene, model)
    steps = {
        fqn: ratio * rates[fqn] for fqn, ratio in _ratios(model).items() if fqn in rates
    }
    large = [fqn for fqn, step in steps.items() if step > _EXPLODED]
    if not large:
        return None
    return _verdict(
        scene,
        model,
        len(large),
        "change them by more than their own size",
        f"{words.code(words.path(model.name, large[0]))}: learning rate times RMS "
        f"gradient is {words.ratio(steps[large[0]])} times the weight",
    )


def _rates(scene: Scene, model: Model) -> dict[str, float]:
    """The learning rate of each parameter that `torch.optim.SGD` steps, by fqn."""
    torch = raw.loaded_torch()
    fqns = {id(tensor): fqn for fqn, tensor in model.parameters}
    found: dict[str, float] = {}
    for optimizer in scene.optimizers:
        if torch is None or type(optimizer.optimizer) is not torch.optim.SGD:
            continue
        groups = raw.instance_dict(optimizer.optimizer).get("param_groups", ())
        for index, tensor in optimizer.parameters:
            rate = groups[index].get("lr")
            if id(tensor) in fqns and type(rate) is float:
                found[fqns[id(tensor)]] = rate
    return found


def _vanished(scene: Scene, model: Model) -> Verdict | None:
    ratios = _ratios(model)
    if len(ratios) < 3:
        return None
    last_fqn, last = list(ratios.items())[-1]
    small = [fqn for fqn, ratio in ratios.items() if ratio < _VANISHED * last]
    first_fqn = next(iter(ratios))
    if not small or small[0] != first_fqn:
        return None
    between = ratios[first_fqn] / last
    return _verdict(
        scene,
        model,
        len(small),
        "vanish on their way to the input",
        f"gradient beside weight: {ratios[first_fqn]:.1e} in "
        f"{words.code(words.path(model.name, first_fqn))}, {last:.1e} in "
        f"{words.code(words.path(model.name, last_fqn))} (ratio {between:.0e})",
    )


def _ratios(model: Model) -> dict[str, float]:
    """RMS of the gradient over that of the weight, by fqn, in forward order.

    The median over the recorded steps, for weights whose first values are known.
    """
    import numpy as np

    assert model.recording is not None
    rms = recorded.field(model, "rms")
    found: dict[str, float] = {}
    skipped = _embeddings(model)
    for column, fqn in enumerate(model.recording.history.fqns):
        sample = model.birth.get(fqn)
        values: np.ndarray[Any, Any] = rms[:, column]
        if sample is None or fqn in skipped or np.isnan(values).all():
            continue
        weight = math.hypot(sample.mean, sample.std)
        value = float(np.nanmedian(values))
        if weight > 0 and value > 0 and fqn.rpartition(".")[2] == "weight":
            found[fqn] = value / weight
    return found


def _embeddings(model: Model) -> frozenset[str]:
    torch = raw.loaded_torch()
    if torch is None:
        return frozenset()
    nodes = model.of_type(torch.nn.Embedding, torch.nn.EmbeddingBag)
    return frozenset(f"{node.fqn}.weight" for node in nodes)


def _verdict(
    scene: Scene, model: Model, k: int, problem: str, evidence: str
) -> Verdict:
    assert model.recording is not None
    run = recorded.run_of(scene, model)
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "k": words.number(k),
            "parameters": words.count(len(model.recording.history.fqns), "parameter"),
            "model": words.clean(model.name),
            "problem": problem,
        },
        evidence=(evidence, f"read {recorded.steps_text(scene, model)}"),
        object=model.name,
        cell=run.cell if run else None,
        cause=model.name,
    )
