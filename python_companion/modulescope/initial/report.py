"""Initial statistics of parameters against what is expected of them."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..objects import walk
from ..render.numbers import form, several
from ..rulekit import following
from ..rules.init_scale.probe import is_loaded
from ..session.scales import MIN_SAMPLES
from ..session.scene import InitSample, Model, Scene
from ..values.measured import read
from ..values.view import why_unreadable
from .defaults import Expected, Next, expectation, verdict
from .rows import Histogram, InitReport, InitRow

if TYPE_CHECKING:
    import numpy as np

BINS = 41
_UNKNOWN_TYPE = "No expectation for this layer type."
_UNJUDGED = "What follows this layer cannot be read, so its scale is not judged."
# `torch.nn.init` writes a tensor a few times; a training loop writes it at each step.
_MAX_INIT_WRITES = 16


def report(
    scene: Scene,
    model: Model,
    fqn: str,
    exact: bool = False,
    most: int = 20_000,
    budget_s: float = math.inf,
) -> InitReport:
    """Reads the parameters of a subtree.

    Args:
        scene: The live objects of now.
        model: The model.
        fqn: The module below it; empty for all of it.
        exact: Mean and deviation of all elements instead of a sample's.
        most: Rows at most.
        budget_s: Later rows are left out.
    """
    fates = following.Following(scene, model)
    rows: list[InitRow] = []
    left_out = 0
    updates: list[int] = []
    unknown = 0
    end = time.monotonic() + budget_s
    for index, node, name, tensor in _parameters(model, fqn):
        if len(rows) >= most or (rows and time.monotonic() > end):
            left_out += 1
            continue
        facts = walk.tensor_facts(tensor)
        written = _written(model, tensor, facts)
        if written is None:
            unknown = max(unknown, (facts and facts.version) or 0)
        else:
            updates.append(written)
        after = _next(fates.of(index))
        rows.append(_row(model, node, name, tensor, facts, written, exact, after))
    updated = max(updates, default=None)
    path = f"{model.name}.{fqn}" if fqn else model.name
    note = _note(model, updated, unknown)
    return InitReport(path, tuple(rows), left_out, updated, note)


def _parameters(model: Model, fqn: str) -> Iterator[tuple[int, walk.Node, str, Any]]:
    """Index of the module, module, name and tensor; each tensor once."""
    seen: set[int] = set()
    for index, node in enumerate(model.nodes):
        if fqn and node.fqn != fqn and not node.fqn.startswith(f"{fqn}."):
            continue
        for name, tensor, kind in walk.own_tensors(node.module):
            if kind == "parameter" and id(tensor) not in seen:
                seen.add(id(tensor))
                yield index, node, name, tensor


def _written(model: Model, tensor: Any, facts: walk.TensorFacts | None) -> int | None:
    """How often a parameter was written since its initial values were read."""
    before = model.birth_versions.get(id(tensor))
    if before is None or facts is None or facts.version is None:
        return None
    return max(facts.version - before, 0)


def _note(model: Model, updated: int | None, unknown: int) -> str:
    if updated:
        times = form(updated, "once", f"{updated:,} times")
        # Not updates: AdamW writes a weight twice in a step, a fused step not at all.
        return (
            f"Weights have been written {times} since they were first seen; this is no "
            "longer their initial state."
        )
    if model.since.changed and updated is not None:
        return "Weights have changed since they were first seen."
    if updated is None and unknown > _MAX_INIT_WRITES:
        return (
            f"Weights have been written {several(unknown, 'time')} since they were "
            "made; this may no longer be their initial state."
        )
    if is_loaded(model):
        return "The cell that built the model also loads weights: these may be trained."
    return ""


def _next(fates: following.Fates) -> Next:
    relu = following.RELU in fates
    rescued = ""
    if fates & {following.NORM, following.NEXT_NORM}:
        rescued = "a normalisation layer follows"
    elif following.SUM in fates:
        rescued = "it ends in a residual sum"
    return Next(
        relu=relu,
        is_known=following.UNKNOWN not in fates,
        is_rescued=rescued,
        is_output=following.RETURNED in fates and not relu,
    )


def _row(
    model: Model,
    node: walk.Node,
    name: str,
    tensor: Any,
    facts: walk.TensorFacts | None,
    written: int | None,
    exact: bool,
    after: Next,
) -> InitRow:
    shape, numel = (facts.shape, facts.numel) if facts else ((), 0)
    expected = expectation(node, name, facts, after) if facts else None
    note = why_unreadable(tensor, facts)
    found = None if note else read(tensor, exact)
    if found is None:
        return InitRow(
            node.fqn, name, shape, numel, 0, None, "now", math.nan, math.nan,
            math.nan, math.nan, 0, expected, "unknown", None,
            note or "It could not be read.",
        )  # fmt: skip
    histogram = _histogram(found.values, expected)
    birth = model.birth.get(f"{node.fqn}.{name}" if node.fqn else name)
    if written and birth is not None:
        return _from_birth(node, name, shape, numel, birth, expected, histogram)
    said = verdict(expected, found.mean, found.std)
    if expected is None or not expected.is_judged:
        note = _unjudged(expected)
    elif said in ("low", "high") and numel < MIN_SAMPLES:
        said, note = "unknown", "Too few values to tell."
    elif written:
        said, note = "unknown", "It was trained before its initial values were read."
    return InitRow(
        node.fqn, name, shape, numel, found.sampled, found.bound, "now", found.mean,
        found.std, found.minimum, found.maximum, found.nonfinite, expected, said,
        histogram, note,
    )  # fmt: skip


def _unjudged(expected: Expected | None) -> str:
    """Why nothing is said of a parameter; empty if something is."""
    if expected is None:
        return _UNKNOWN_TYPE
    return "" if expected.is_judged else _UNJUDGED


def _from_birth(
    node: walk.Node,
    name: str,
    shape: tuple[int, ...],
    numel: int,
    birth: InitSample,
    expected: Expected | None,
    histogram: Histogram | None,
) -> InitRow:
    said = verdict(expected, birth.mean, birth.std)
    note = _unjudged(expected)
    if said in ("low", "high") and birth.count < MIN_SAMPLES:
        said, note = "unknown", "Too few values to tell."
    return InitRow(
        node.fqn, name, shape, numel, birth.count, None, "birth", birth.mean,
        birth.std, birth.minimum, birth.maximum, 0, expected, said, histogram, note,
    )  # fmt: skip


def _histogram(
    values: np.ndarray[Any, Any], expected: Expected | None
) -> Histogram | None:
    import numpy as np

    if not values.size:
        return None
    ends: Sequence[float] = (float(values.min()), float(values.max()))
    if expected is not None and expected.band is not None:
        ends = (min(ends[0], expected.band[0]), max(ends[1], expected.band[1]))
    low, high = ends
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        margin = abs(low) / 2 or 0.5
        low, high = low - margin, high + margin
    if not math.isfinite(high - low):
        return None
    # Counting whole numbers is ten times faster than comparing with the edges.
    scaled = (values - low) * (BINS / (high - low))
    places = np.minimum(scaled.astype(np.int64), BINS - 1)
    return Histogram(low, high, tuple(np.bincount(places, minlength=BINS).tolist()))
