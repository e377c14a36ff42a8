"""The live half: gradients that were added to since the first backward."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import walk
from ...objects.grads import grads
from ...rulekit import provenance, words
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Optimizer, Run, Scene
from . import RULE

# A few backward passes into one gradient are an accumulation. And each step may clip,
# scale and add noise: five writes into a gradient that is cleared all the same.
_MIN_WRITES = 6


@RULE.probe
def gradients_that_add_up(scene: Scene) -> Iterator[Verdict]:
    """Confirms a claim where the gradients of its optimizer were never dropped."""
    for claim in scene.claims.get(RULE.code, ()):
        optimizer = _optimizer(scene, claim)
        runs = [run for run in scene.runs if _trains(run, claim)]
        if optimizer is None or not runs:
            continue
        writes = _writes(optimizer)
        if not writes:
            continue
        files = frozenset(run.file for run in runs)
        if min(writes) >= _MIN_WRITES:
            yield _verdict(claim.subject, optimizer, files)
        elif max(writes) == 0:
            yield Verdict(claim.subject, "refuted", built_from=files)


def _optimizer(scene: Scene, claim: Claim) -> Optimizer | None:
    """The optimizer of a claim; for one in a function, the only one there is."""
    if claim.subject.kind == "name":
        names = [o for o in scene.optimizers if o.name == claim.subject.name]
        return names[0] if names else None
    return scene.optimizers[0] if len(scene.optimizers) == 1 else None


def _trains(run: Run, claim: Claim) -> bool:
    optimizer = str(claim.values["optimizer"]).rpartition(".")[2]
    return {optimizer, "step"} <= provenance.words(run.source)


def _writes(optimizer: Optimizer) -> list[int]:
    """How often each gradient was written to after it was made."""
    found = []
    for grad in grads([tensor for _, tensor in optimizer.parameters]):
        facts = None if grad is None else walk.tensor_facts(grad)
        if facts is not None and facts.version is not None:
            found.append(facts.version)
    return found


def _verdict(subject: Subject, optimizer: Optimizer, files: frozenset[str]) -> Verdict:
    name = words.code(optimizer.name)
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={"optimizer": words.clean(optimizer.name)},
        evidence=(
            f"each gradient of {name} was written to again and again since "
            "`backward()` made it; `zero_grad()` would have dropped it",
        ),
        built_from=files,
        object=optimizer.name,
        cause=optimizer.name,
    )
