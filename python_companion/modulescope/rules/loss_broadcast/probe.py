"""The live half: a difference that is larger than the prediction it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any, NamedTuple

from ...rulekit import provenance, words
from ...rulekit.losses import Loss, inputs, kind, losses, shape
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene
from . import RULE

_LOSSES = frozenset(("MseLoss", "SmoothL1Loss", "HuberLoss"))
_MEANS = frozenset(("Mean", "Sum", "Sqrt", "Div", "Mul"))
_DISTANCES = frozenset(("Pow", "Abs"))
_DEPTH = 4


class _Broadcast(NamedTuple):
    given: tuple[int, ...]
    made: tuple[int, ...]
    function: str


@RULE.probe
def broadcast_losses(scene: Scene) -> Iterator[Verdict]:
    """Confirms for losses that compare all predictions with all targets."""
    for loss in losses(scene):
        found = _broadcast(loss.nodes[0])
        if found is not None and _crosses(found):
            yield _verdict(scene, loss, found)


def _broadcast(node: Any) -> _Broadcast | None:
    """What the loss at a node did to its prediction; None if it is no loss."""
    for _ in range(_DEPTH):
        name = kind(node)
        behind = [found for found in inputs(node) if found is not None]
        if not behind:
            return None
        if name in _LOSSES:
            return _expanded(behind[0], name)
        if name in _DISTANCES:
            return _difference(behind[0]) if kind(behind[0]) == "Sub" else None
        if name == "Mul" and kind(behind[0]) == "Sub":
            return _difference(behind[0])
        if name not in _MEANS:
            return None
        node = behind[0]
    return None


def _expanded(node: Any, name: str) -> _Broadcast | None:
    """What `mse_loss` expanded: it makes both tensors of one shape first."""
    made, behind = shape(node), inputs(node)
    if kind(node) != "Expand" or made is None or not behind or behind[0] is None:
        return None
    given = shape(behind[0])
    return None if given is None else _Broadcast(given, made, name)


def _difference(node: Any) -> _Broadcast | None:
    """What a subtraction broadcast, by itself or as `l1_loss` did before it."""
    made, given = shape(node), [found for found in inputs(node) if found is not None]
    # With a graph on both sides it is a distance of pairs.
    if len(given) != 1 or made is None:
        return None
    behind = given[0]
    if kind(behind) == "Expand":
        return _expanded(behind, "L1Loss")
    sizes = shape(behind)
    # A leaf (`AccumulateGrad`) may be a parameter that is fitted as it is, and a
    # dimension that was put in before the difference is meant.
    if sizes in (None, made) or kind(behind) in ("AccumulateGrad", "Unsqueeze"):
        return None
    return _Broadcast(sizes or (), made, "Sub")


def _crosses(found: _Broadcast) -> bool:
    """Whether the batch was set against itself: `[n, 1]` or `[n]` became `[n, n]`."""
    given, made = found.given, found.made
    # With more dimensions it can be meant: the pairs of quantiles of each sample.
    return len(made) == 2 and made[0] == made[1] > 1 and prod(given) == made[0]


def _verdict(scene: Scene, loss: Loss, found: _Broadcast) -> Verdict:
    given, made = words.shape(found.given), words.shape(found.made)
    numel, batch = prod(found.made), found.made[-1]
    others = numel // batch * (batch - 1)
    where = "a difference" if found.function == "Sub" else f"`{found.function}`"
    cell = span = None
    for run in reversed(scene.runs):
        if span := provenance.name_range(run, loss.name):
            cell = run.cell
            break
    return Verdict(
        subject=Subject("name", "", loss.name),
        kind="confirmed",
        values={
            "loss": words.clean(loss.name),
            "given": given,
            "made": made,
            "elements": words.count(numel, "element"),
        },
        evidence=(
            f"{where} in the graph of {words.code(loss.name)} turned the prediction of "
            f"{given} into {made}",
            f"{words.number(others)} of {words.count(numel, 'element')} "
            f"{words.form(others, 'compares', 'compare')} a prediction with the target "
            "of another sample",
        ),
        object=loss.name,
        cell=cell,
        range=span,
        cause=loss.name,
    )
