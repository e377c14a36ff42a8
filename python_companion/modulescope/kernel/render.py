"""The status as text and HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..render.blocks import table_html
from ..render.escape import markup, shown
from ..render.numbers import count, form, several


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
            f"{count(model['numel'])} {form(model['numel'], 'parameter')}{cell}"
        )
    if len(models) > 20:
        lines.append(f"  … {len(models) - 20} more")
    lines.append(f"Hooks on them: {status['hooks']}")
    found = [several(n, word) for word, n in status["findings"].items() if n]
    if status.get("muted"):
        found.append(f"{status['muted']:,} muted")
    lines.append(f"Problems: {', '.join(found) or 'none'}")
    if status.get("paused"):
        lines.append("Live checks: paused")
    lines += [
        f"Rule failed: {shown(rule)}" if rule.startswith("NN") else shown(rule, 400)
        for rule in status["failed"]
    ]
    lines.append(f"Watch: {shown(status['watch'])}")
    return "\n".join(lines)


def status_html(status: Mapping[str, Any], text: str) -> str:
    """The status: the lines of its text, and the models as a table."""
    rows = [
        (m["name"], m["class_name"], count(m["numel"]), m["cell"] or "")
        for m in status["models"][:50]
    ]
    lines = [line for line in text.split("\n") if not line.startswith("  ")]
    head = "".join(f"<div>{markup(line, 400)}</div>" for line in lines)
    table = table_html(("Name", "Class", "Parameters", "Cell"), rows) if rows else ""
    return f"<div>{head}{table}</div>"
