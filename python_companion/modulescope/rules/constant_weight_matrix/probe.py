"""The live half: weights that were constant when their model was first seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ...objects import classes, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE


class _Weight(NamedTuple):
    """A weight matrix of a layer with several units."""

    fqn: str
    parent: int | None
    value: float | None
    """What all its values are; None if they differ."""
    units: int


@RULE.probe
def constant_at_birth(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per model; refutes claims where no weight is constant."""
    claims = scene.claims.get(RULE.code, ())
    for model in scene.models:
        if not model.birth or not (claims or _any_constant(model)):
            continue
        weights = list(_weights(model))
        files = _files(scene, model)
        same = [weight for weight in weights if weight.value is not None]
        whole = len(same) == len(weights) and (len(weights) > 1 or bool(claims))
        if weights and same and (whole or _in_a_row(model, weights)):
            subject = claims[0].subject if claims else Subject("name", "", model.name)
            yield _verdict(scene, model, same, len(weights), subject, files)
        elif weights and not same:
            for claim in claims:
                yield Verdict(claim.subject, "refuted", built_from=files)


def _any_constant(model: Model) -> bool:
    """Almost always there is none, and nothing more to look at."""
    birth = model.birth
    for node in model.of_type(*_kinds()):
        sample = birth.get(f"{node.fqn}.weight" if node.fqn else "weight")
        if sample is not None and sample.minimum == sample.maximum:
            return True
    return False


def _kinds() -> tuple[type, ...]:
    torch = raw.loaded_torch()
    assert torch is not None
    return (torch.nn.Linear, torch.nn.Bilinear, torch.nn.modules.conv._ConvNd)


def _weights(model: Model) -> Iterator[_Weight]:
    chosen = {id(node.module) for node in model.of_type(*_kinds())}
    for node in model.nodes:
        if id(node.module) not in chosen:
            continue
        tensor = registries.read(node.module, "_parameters").get("weight")
        facts = walk.tensor_facts(tensor) if walk.is_tensor(tensor) else None
        fqn = f"{node.fqn}.weight" if node.fqn else "weight"
        sample = model.birth.get(fqn)
        if facts is None or sample is None or not facts.requires_grad:
            continue
        if raw.instance_dict(node.module).get("groups", 1) != 1 or facts.shape[0] < 2:
            continue
        same = sample.minimum == sample.maximum and facts.numel > facts.shape[0]
        value = sample.minimum if same else None
        yield _Weight(fqn, node.parent, value, facts.shape[0])


def _in_a_row(model: Model, weights: list[_Weight]) -> bool:
    """Whether two layers that follow each other in a Sequential are constant."""
    torch = raw.loaded_torch()
    assert torch is not None
    for one, other in pairwise(weights):
        if one.value is None or other.value is None or one.parent != other.parent:
            continue
        if one.parent is not None:
            kind = type(model.nodes[one.parent].module)
            if classes.derives(kind, torch.nn.Sequential):
                return True
    return False


def _files(scene: Scene, model: Model) -> frozenset[str]:
    """The texts that may have filled it: those of the model and of functions."""
    root = model.name.partition(".")[0]
    return frozenset(
        run.file
        for run in scene.runs
        if root in provenance.words(run.source) or "weight" in run.source
    )


def _verdict(
    scene: Scene,
    model: Model,
    same: list[_Weight],
    total: int,
    subject: Subject,
    files: frozenset[str],
) -> Verdict:
    first, bound = same[0], model.bound
    name = words.path(model.name, first.fqn)
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "what": "",
            "name": words.clean(name),
            "units": words.count(first.units, "unit"),
        },
        evidence=(
            f"when {words.code(model.name)} was first seen, all values of "
            f"{words.code(name)} were {first.value:g}",
            f"constant: {words.number(len(same))} of "
            f"{words.count(total, 'linear and convolution weight')}: "
            f"{words.listing(weight.fqn for weight in same)}",
        ),
        built_from=files,
        object=name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, model.name),
        cause=model.name,
    )
