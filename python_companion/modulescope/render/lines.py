"""How long a text may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .escape import shown
from .numbers import count

MOST_LINES = 40
"""A complete answer fits a screen; more is shown only when it is asked for."""


def failure_lines(failed: Iterable[str]) -> list[str]:
    """What a report says of rules that broke down."""
    return [f"modulescope: internal error in {shown(rule)}." for rule in failed]


def status_text(status: Mapping[str, Any]) -> str:
    """One screen: versions, models, findings, hooks, watch."""
    lines = [
        f"modulescope {status['version']} · Python {status['python']} · "
        f"torch {shown(status['torch'] or 'not imported')}",
    ]
    models = status["models"]
    lines.append(f"Models: {len(models) or 'none yet'}")
    for model in models[:20]:
        cell = f"  cell [{model['cell']}]" if model["cell"] is not None else ""
        lines.append(
            f"  {shown(model['name'])}  {shown(model['class_name'])}  "
            f"{count(model['numel'])} parameters{cell}"
        )
    if len(models) > 20:
        lines.append(f"  … {len(models) - 20} more")
    lines.append(f"Hooks on them: {status['hooks']}")
    counts = {**status["findings"], "muted": status.get("muted", 0)}
    found = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    lines.append(f"Problems: {found or 'none'}")
    if status.get("paused"):
        lines.append("Live checks: paused")
    lines += [f"Rule failed: {shown(rule)}" for rule in status["failed"]]
    lines += [
        f"Rule failed: {shown(rule)}" if rule.startswith("NN") else shown(rule, 400)
        for rule in status["failed"]
    ]
    lines.append(f"Watch: {shown(status['watch'])}")
    return "\n".join(lines)
