"""Answers `watch.set`: the panel's Record, the pause of a drawing, the budget."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ..objects import raw
from ..recording import models
from .watching import Watching, watching

if TYPE_CHECKING:
    from ..protocol.client import Client
    from .watch import GradientWatch


def set_watch(request: dict[str, Any], client: Client) -> dict[str, Any]:
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
    return {
        "kind": "watch.state",
        "id": request["id"],
        **_state(here, watch),
        "message": message,
    }


def _start(shell: Any, here: Watching, model: str) -> str:
    """Begins to record; returns what stands against it, or nothing."""
    if raw.loaded_torch() is None:
        return "torch is not imported in this kernel yet."
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


def _state(here: Watching, watch: GradientWatch | None) -> dict[str, Any]:
    if watch is None:
        return {
            "watch": "",
            "state": "off",
            "model": "",
            "steps": 0,
            "recorded": 0,
            "overhead": 0.0,
            "budget": here.budget,
        }
    return {
        "watch": watch.token,
        "state": watch.state if watch.is_on else "off",
        "model": here.expression[:1000] if watch is here.across else "",
        "steps": watch.steps,
        "recorded": watch.recorded,
        "overhead": watch.overhead,
        "budget": watch.budget,
    }


HANDLERS: dict[str, Callable[[dict[str, Any], Client], dict[str, Any]]] = {
    "watch.set": set_watch
}
