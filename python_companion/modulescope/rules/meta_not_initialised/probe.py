"""The live half: meta tensors where values are needed, and unwritten memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import raw, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from ...values import uninitialised
from . import RULE

# Offloading libraries keep meta tensors, and bring the values in a hook.
_OFFLOADED = frozenset(("_hf_hook", "hf_device_map", "_hf_peft_config_loaded"))
_Tensors = list[tuple[str, Any, walk.TensorFacts]]


@RULE.probe
def meta_tensors(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per model or optimizer; refutes for claimed models with values."""
    claimed = {claim.subject.name for claim in scene.claims.get(RULE.code, ())}
    emptied = [run for run in scene.runs if "to_empty" in run.source]
    held = _held(scene)
    for model in scene.models:
        every = (*model.parameter_facts, *model.buffer_facts)
        tensors = [entry for entry in every if not entry[2].lazy]
        meta = [entry for entry in tensors if entry[2].device_type == "meta"]
        if meta and not _is_offloaded(model):
            if optimizer := _holder(held, meta):
                yield _in_optimizer(scene, model, optimizer, meta)
            elif len(meta) < len(tensors):
                yield _mixed(scene, model, meta, len(tensors))
        elif not meta and (model.name in claimed or emptied):
            yield from _unwritten(scene, model, tensors, model.name in claimed)


def _held(scene: Scene) -> dict[int, str]:
    """The optimizers that hold tensors on meta, by the id of the tensor."""
    return {
        id(tensor): optimizer.name
        for optimizer in scene.optimizers
        for _, tensor in optimizer.parameters
        if walk.is_tensor(tensor)
    }


def _holder(held: dict[int, str], meta: _Tensors) -> str:
    return next((held[id(tensor)] for _, tensor, _ in meta if id(tensor) in held), "")


def _is_offloaded(model: Model) -> bool:
    return any(
        not _OFFLOADED.isdisjoint(raw.instance_dict(node.module))
        for node in model.nodes
    )


def _in_optimizer(
    scene: Scene, model: Model, optimizer: str, meta: _Tensors
) -> Verdict:
    what = f"`{words.clean(optimizer)}` holds parameters of `{words.clean(model.name)}`"
    return _verdict(
        scene,
        model,
        f"{what} that are on meta",
        (
            f"on meta: {words.listing(fqn for fqn, _, _ in meta)}",
            "a step on meta computes nothing, and `to_empty` will make new tensors",
        ),
    )


def _mixed(scene: Scene, model: Model, meta: _Tensors, total: int) -> Verdict:
    name = words.clean(model.name)
    return _verdict(
        scene,
        model,
        f"{words.number(len(meta))} of {words.count(total, 'tensor')} of `{name}` "
        f"{words.form(len(meta), 'is', 'are')} still on meta",
        (
            f"on meta: {words.listing(fqn for fqn, _, _ in meta)}",
            f"the other {words.count(total - len(meta), 'has', 'have')} values",
        ),
    )


def _unwritten(
    scene: Scene, model: Model, tensors: _Tensors, claimed: bool
) -> Iterator[Verdict]:
    """Tensors that `to_empty` made and nothing has written.

    The tensors tell: to a session, `to_empty` itself looks like a training step.
    """
    files = provenance.files_about(scene, model.name)
    if not any("to_empty" in run.source for run in scene.runs if run.file in files):
        return
    unwritten = [entry for entry in tensors if uninitialised.is_unwritten(entry[2])]
    odd = _odd(unwritten)
    if odd:
        fqn, what = odd[0]
        name = words.clean(model.name)
        yield _verdict(
            scene,
            model,
            f"`{name}` holds memory that `to_empty` left as it was",
            (
                f"{words.code(words.path(model.name, fqn))} holds {what}",
                f"nothing has written {words.number(len(unwritten))} of "
                f"{words.count(len(tensors), 'tensor')} since "
                f"{words.form(len(tensors), 'it was', 'they were')} made",
            ),
        )
    elif claimed and not unwritten:
        subject = Subject("name", "", model.name)
        yield Verdict(subject, "refuted", built_from=files)


def _odd(unwritten: _Tensors) -> list[tuple[str, str]]:
    """The tensors whose values nobody would draw; zeros only if all weights are."""
    found = [
        (fqn, uninitialised.odd_values(tensor, facts))
        for fqn, tensor, facts in unwritten
    ]
    weights = [fqn for fqn, _, facts in unwritten if len(facts.shape) > 1]
    zeros = [fqn for fqn, what in found if what == "only zeros"]
    if len(zeros) == len(weights):
        return [entry for entry in found if entry[1]]
    return [entry for entry in found if entry[1] and entry[1] != "only zeros"]


def _verdict(
    scene: Scene, model: Model, what: str, evidence: tuple[str, ...]
) -> Verdict:
    bound = model.bound
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={"what": what, "model": words.clean(model.name)},
        evidence=evidence,
        built_from=provenance.files_about(scene, model.name),
        object=model.name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, model.name),
        cause=model.name,
    )
