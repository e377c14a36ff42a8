"""Answers `watch.set`: the panel's Record, the pause of a drawing, the budget."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from ..objects import raw
from ..recording import models
from ..values.numpy_presence import MISSING, has_numpy
from .watching import Watching, watching

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client
    from .watch import GradientWatch

    _State = Literal["waiting", "recording", "paused"]


def set_watch(request: messages.WatchSet, client: Client) -> messages.WatchState:
    """Does what is asked and says how things stand."""
    shell = client.server.companion.shell
    here = watching(shell)
    budget = request["budget"]
    if budget is not None and math.isfinite(float(budget)) and 0 < budget <= 1:
        here.budget = float(budget)
        if here.across is not None:
            here.across.budget = here.budget
    watch, message = here.find(str(request["watch"])), ""
    action = request["action"]
    if action == "start":
        message = _start(shell, here, str(request["model"]))
        watch = here.across
    elif watch is None and action != "none":
        message = "This recording has ended."
    elif watch is not None:
        _act(here, watch, action)
    return _state(request["id"], here, watch, message)


def _start(shell: Any, here: Watching, model: str) -> str:
    """Begins to record; returns what stands against it, or nothing."""
    if raw.loaded_torch() is None:
        return "torch is not imported in this kernel yet."
    if not has_numpy():
        return MISSING
    if not model:
        here.begin("", None)
        return ""
    try:
        models.resolve(model, shell.user_ns)
    except LookupError as problem:
        return str(problem)
    here.begin(model, partial(models.named, model, shell.user_ns))
    return ""


def _act(here: Watching, watch: GradientWatch, action: str) -> None:
    if action == "pause":
        watch.is_paused = True
    elif action == "resume":
        watch.is_paused = False
    elif action == "stop":
        if watch is here.across:
            here.end()
        else:
            # A cell's own watch ends with its cell, in the cell's thread.
            watch.is_paused = True


def _state(
    ident: str, here: Watching, watch: GradientWatch | None, message: str
) -> messages.WatchState:
    reply: messages.WatchState = {
        "kind": "watch.state",
        "id": ident,
        "watch": "",
        "state": "off",
        "model": "",
        "steps": 0,
        "recorded": 0,
        "overhead": 0.0,
        "budget": here.budget,
        "message": message,
    }
    if watch is not None:
        reply["watch"] = watch.token
        if watch.is_on:
            reply["state"] = cast("_State", watch.state)
        reply["model"] = here.expression[:1000] if watch is here.across else ""
        reply["steps"], reply["recorded"] = watch.steps, watch.recorded
        reply["overhead"], reply["budget"] = watch.overhead, watch.budget
    return reply


HANDLERS: Answers = {"watch.set": set_watch}
