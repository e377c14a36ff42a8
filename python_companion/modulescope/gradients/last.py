"""The gradients that the last backward left, as a recording of one step."""

from __future__ import annotations

import math
import time
from typing import Any

from ..objects import classes, raw, walk
from ..objects.grads import grad_of
from ..recording.history import History
from ..recording.parameters import Parameters
from ..recording.readings import Known, State
from ..session.scene import Scene
from ..values import finite
from ..values.measured import read
from ..values.statistics import FIELDS
from ..values.view import why_unreadable

_BUDGET_S = 1.0


def last_gradients(name: str, module: Any, prefix: str) -> tuple[History | None, int]:
    """Samples `.grad` of each parameter below a module.

    Raises:
        Moving: Another thread may be writing gradients.

    Returns:
        A history of one step, named below the model; None if there is no gradient.
        And how many gradients there was no time for.
    """
    import numpy as np

    parameters = Parameters(name, module)
    parameters.all = tuple(
        one._replace(fqn=f"{prefix}.{one.fqn}" if prefix else one.fqn)
        for one in parameters.all
    )
    values = np.zeros((len(parameters.all), len(FIELDS)), np.float32)
    states = np.full(len(parameters.all), State.UNREACHED, np.uint8)
    end = time.monotonic() + _BUDGET_S
    found = left_out = 0
    for index, one in enumerate(parameters.all):
        tensor = one.ref()
        grad = None if tensor is None else grad_of(tensor)
        if grad is None:
            trained = tensor is not None and _is_trained(tensor)
            states[index] = State.UNREACHED if trained else State.FROZEN
            continue
        found += 1
        row = None
        if time.monotonic() > end:
            left_out += 1
        else:
            row = _row(grad)
        states[index] = State.UNREADABLE if row is None else State.VALUE
        if row is not None:
            values[index] = row
    if not found:
        return None, 0
    history = History(name, classes.class_name(module))
    history.add(1, parameters, Known(values, states))
    return history, left_out


def eps_by_name(scene: Scene, model: Any) -> dict[str, tuple[str, float]]:
    """Class and `eps` of the Adam-like optimizer of each parameter, by fqn."""
    by_id: dict[int, tuple[str, float]] = {}
    for each in scene.optimizers:
        for group in list(raw.instance_dict(each.optimizer).get("param_groups", ())):
            eps = group.get("eps") if type(group) is dict else None
            if type(eps) is float and "betas" in group:
                known = (classes.class_name(each.optimizer), eps)
                by_id.update((id(tensor), known) for tensor in group["params"])
    names = Parameters("", model).all if by_id else ()
    return {one.fqn: by_id[id(t)] for one in names if id(t := one.ref()) in by_id}


def _is_trained(tensor: Any) -> bool:
    facts = walk.tensor_facts(tensor)
    return facts is not None and facts.requires_grad


def _row(grad: Any) -> list[float] | None:
    """The fields of one gradient: on the CPU of all of it, elsewhere of a sample."""
    facts = walk.tensor_facts(grad)
    if facts is None or why_unreadable(grad, facts):
        return None
    # A NaN that a sample misses would be missed by the user, too.
    found = read(grad, exact=facts.device_type == "cpu")
    if found is None:
        return None
    nans = infinite = 0
    if found.nonfinite:
        nans, infinite, _ = finite.count(grad, facts)
    broken = math.nan if nans else math.inf
    rms = broken if found.nonfinite else math.hypot(found.mean, found.std)
    ends = found.minimum, found.maximum
    return [rms, found.mean, found.std, *ends, found.zero, nans, infinite]
