"""`%nn status`: one screen about this kernel."""

from __future__ import annotations

import sys
from typing import Any

from ..checking.now import checked, divided
from ..command import Answer, Command, Words
from ..gradients.watching import watching
from ..objects import classes
from ..session.chosen import current_scene
from ..session.current import installed
from ..session.scene import Model
from ..tree.tree import tree
from ..version import __version__
from . import render


def status(shell: Any, words: Words) -> Answer:
    """Versions, models, findings, hooks, watch."""
    scene = current_scene(shell)
    report, failed = checked(shell, live=True)
    counts = {severity: 0 for severity in ("error", "warning", "info", "hint")}
    found = divided(report)
    for finding in found.shown:
        counts[finding.severity.value] += 1
    torch = sys.modules.get("torch")
    data = {
        "version": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "torch": None if torch is None else str(getattr(torch, "__version__", "")),
        "models": [_model_entry(model) for model in scene.models],
        "hooks": sum(len(entries) for entries in scene.hooks.values()),
        "findings": counts,
        "muted": found.num_muted,
        "paused": _is_paused(),
        "failed": failed,
        "watch": "recording" if watching(shell).across else "off",
    }
    plain = render.status_text(data)
    markup = render.status_html(data, plain)
    return Answer(data, {"text/plain": plain, "text/html": markup})


def _is_paused() -> bool:
    companion = installed()
    return companion is not None and companion.choices.paused


def _model_entry(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "class_name": classes.class_name(model.module),
        "numel": tree(model.module).totals.numel,
        "cell": model.bound.cell.execution_count if model.bound else None,
    }


COMMANDS = (
    Command(
        "status",
        "[status] [--json]",
        "one screen: version, models, findings, hooks, watch",
        status,
        ("%nn", "%nn status --json"),
    ),
)
