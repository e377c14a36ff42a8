"""The live half: what was loaded, compared with what the model has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import raw, walk
from ...objects.undisturbed import undisturbed
from ...rulekit import provenance, words
from ...rulekit.rule import Claim, Verdict
from ...rulekit.statedicts import Tensors, held, own_state
from ...session.scene import Model, Run, Scene
from ...values.samples import coprime_stride, flat_view
from . import RULE

# A few values of a few tensors tell loaded weights from random ones.
_TENSORS = 32
_SAMPLES = 16


@RULE.probe
def overwritten_weights(scene: Scene) -> Iterator[Verdict]:
    """Confirms where loaded values are gone; refutes where they are still there."""
    for claim in scene.claims.get(RULE.code, ()):
        if claim.subject.owner:
            continue
        model = next((m for m in scene.models if m.name == claim.values["model"]), None)
        if model is None or model.since.backward or _is_stepped(scene, model):
            # What training has changed says nothing of an initialisation.
            continue
        for name in claim.values["sources"]:
            states = held(scene.namespace.get(name))
            own = own_state(model)
            if states and (same := _compare(own, states)) and sum(same):
                yield _verdict(scene, claim, name, same)
                break


def _is_stepped(scene: Scene, model: Model) -> bool:
    own = {id(tensor) for _, tensor in model.parameters}
    for optimizer in scene.optimizers:
        state = raw.instance_dict(optimizer.optimizer).get("state")
        if any(id(key) in own for key, _ in raw.dict_items(state)):
            return True
    return False


def _compare(own: Tensors, states: list[Tensors]) -> tuple[int, int]:
    """How many of some tensors still have, and no longer have, what was loaded."""
    state = max(states, key=lambda found: len(own.keys() & found.keys()))
    names = [name for name in own if name in state]
    kept = lost = 0
    for name in names[:: max(1, len(names) // _TENSORS)]:
        now, before = _values(own[name]), _values(state[name])
        if now is None or before is None or len(now) != len(before):
            continue
        kept += now == before
        lost += now != before
    return kept, lost


def _values(tensor: Any) -> list[float] | None:
    facts = walk.tensor_facts(tensor)
    try:
        with undisturbed():
            flat = flat_view(tensor, facts)
            if flat is None or facts is None:
                return None
            step = coprime_stride(facts.shape, facts.numel, _SAMPLES)
            found: list[float] = flat[::step].tolist()
            return found
    except Exception:
        return None


def _verdict(scene: Scene, claim: Claim, name: str, same: tuple[int, int]) -> Verdict:
    kept, lost = same
    files = _files(scene, claim)
    if not lost:
        return Verdict(claim.subject, "refuted", built_from=files)
    model = words.code(claim.values["model"])
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        evidence=(
            f"{words.number(lost)} of {words.count(kept + lost, 'tensor')} of {model} "
            f"{words.form(lost, 'differs', 'differ')} from {words.code(name)}, which "
            "it loaded",
            "no backward has run and no optimizer has stepped: training has not "
            "changed them",
        ),
        built_from=files,
        object=claim.values["model"],
        cause=claim.values["model"],
    )


def _files(scene: Scene, claim: Claim) -> frozenset[str]:
    """The texts that speak of the model: the verdict is about them."""
    root = claim.values["model"].partition(".")[0]

    def speaks(run: Run) -> bool:
        return root in provenance.words(run.source)

    return frozenset(run.file for run in scene.runs if speaks(run))
