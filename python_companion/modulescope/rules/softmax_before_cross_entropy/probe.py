"""The live half: a softmax in the graph of a loss that applies one itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import e, exp, log, log1p
from typing import Any

from ...rulekit import provenance, words
from ...rulekit.losses import Loss, dimension, inputs, kind, losses, shape
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Scene
from . import RULE

# What the loss applies, and the operation before it that does the same.
_PAIRS = {
    "LogSoftmax": ("softmax", "Softmax"),
    "NllLoss": ("softmax", "Softmax"),
    "NllLoss2D": ("softmax", "Softmax"),
    "BinaryCrossEntropyWithLogits": ("sigmoid", "Sigmoid"),
}
# Operations that leave probabilities what they are.
_RESHAPING = frozenset(
    "View UnsafeView ReshapeAlias Squeeze Unsqueeze Permute Transpose T Select Slice "
    "Clone ToCopy Expand Index Clamp".split()
)
_MAX_RESHAPING = 6


@RULE.probe
def losses_of_probabilities(scene: Scene) -> Iterator[Verdict]:
    """Confirms for losses of the namespace; refutes claims about them."""
    claims: list[Claim] = list(scene.claims.get(RULE.code, ()))
    for loss in losses(scene):
        seen = False
        for node in loss.nodes:
            applied, wanted = _PAIRS.get(kind(node), ("", ""))
            if not applied or not (made_by := inputs(node)):
                continue
            seen = True
            before = _made(made_by[0])
            if kind(before) == wanted:
                yield _verdict(scene, loss, node, before, applied, claims)
                break
        else:
            subject = Subject("name", "", loss.name)
            if seen and any(claim.subject == subject for claim in claims):
                files = _files_of_last(scene, loss.name)
                yield Verdict(subject, "refuted", built_from=files)


def _files_of_last(scene: Scene, name: str) -> frozenset[str]:
    """The text that bound a name last: of other losses of that name it says nothing."""
    runs = (run for run in reversed(scene.runs) if provenance.name_range(run, name))
    return frozenset(run.file for run in islice(runs, 1))


def _made(node: Any) -> Any:
    """The node before those that only change the form."""
    for _ in range(_MAX_RESHAPING):
        if kind(node) not in _RESHAPING or not (behind := inputs(node)):
            break
        node = behind[0]
    return node


def _verdict(
    scene: Scene, loss: Loss, node: Any, before: Any, applied: str, claims: list[Claim]
) -> Verdict:
    subject, files = _subject(scene, loss, applied, claims)
    sizes = shape(before) or ()
    harm, sentence = _harm(node, applied, before, sizes)
    place = _place(scene, loss.name)
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={"loss": words.clean(loss.name), "harm": harm},
        evidence=(
            f"in the graph of {words.code(loss.name)} a `{_name(before)}` comes right "
            f"before `{_name(node)}`",
            sentence,
        ),
        built_from=files,
        object=loss.name,
        cause=f"{subject.name}:{applied}",
        **place,
    )


def _name(node: Any) -> str:
    return words.clean(type(node).__name__)


def _subject(
    scene: Scene, loss: Loss, applied: str, claims: list[Claim]
) -> tuple[Subject, frozenset[str]]:
    """The claim that speaks of this loss: its own, else the only one in a function."""
    own = Subject("name", "", loss.name)
    fitting = [c for c in claims if c.values["applied"] == f"`{applied}`"]
    if not any(claim.subject == own for claim in fitting):
        others = {c.subject for c in fitting if c.subject.kind == "function"}
        if len(others) == 1:
            return others.pop(), frozenset(run.file for run in scene.runs)
    return own, provenance.files_with(scene, loss.name)


def _place(scene: Scene, name: str) -> dict[str, Any]:
    for run in reversed(scene.runs):
        if span := provenance.name_range(run, name):
            return {"cell": run.cell, "range": span}
    return {}


def _harm(
    node: Any, applied: str, before: Any, sizes: tuple[int, ...]
) -> tuple[str, str]:
    """What such a loss cannot do, and where that comes from."""
    if kind(node) != "LogSoftmax" and applied == "softmax":
        return (
            "is the mean of -p, not of -log p: the logarithm of `softmax` is missing",
            "it cannot fall below -1, and hardly tells a wrong class from a likely one",
        )
    floor, sentence = _floor(applied, before, sizes)
    return f"cannot fall below {floor}: `{applied}` is applied twice", sentence


def _floor(applied: str, node: Any, sizes: tuple[int, ...]) -> tuple[str, str]:
    """The least loss that probabilities can reach, and where it comes from."""
    if applied == "sigmoid":
        floor = words.figure(log1p(exp(-1)))
        return floor, f"a probability of 1 read as a logit costs {floor}; 0 costs more"
    dim = dimension(node)
    try:
        classes = sizes[dim if dim is not None else 1]
    except IndexError:
        return "its floor", "probabilities lie between 0 and 1"
    floor = words.figure(log(1 + (classes - 1) / e))
    return floor, (
        f"with {words.count(classes, 'class', 'classes')} probabilities cannot make "
        f"the loss smaller than log(1 + {classes - 1} / e) = {floor}"
    )
