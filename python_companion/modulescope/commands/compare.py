"""`%nn snapshot` and `%nn diff`: a model at two moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..live.compare import compare
from ..live.snapshots import Snapshot, take
from ..options import JSON, Command, Refused, Words, closest
from ..render.snapshots import (
    diff_html,
    diff_text,
    snapshot_html,
    snapshot_line,
    snapshot_text,
)
from .answer import Answer
from .context import chosen_model, current_scene, resolved

if TYPE_CHECKING:
    from ..live.shelf import Shelf


def snapshot(shell: Any, words: Words) -> Answer:
    """Takes and keeps a snapshot; alone, says which are kept."""
    kept = shelf()
    if not words.argument:
        return _listed(kept)
    name, _, expression = words.argument.partition(" ")
    rest = Words(words.command, expression.strip(), words.options)
    model, module, notes = chosen_model(shell, rest, "snapshot")
    found, message = kept.add(take(module, name, model, _cell(shell)))
    if found is None:
        raise Refused(f"%nn snapshot: {message}")
    if message:
        notes = [*notes, message]
    data = found.to_dict()
    plain = snapshot_text(data, bool(words["--all"]))
    bundle = {"text/plain": plain, "text/html": snapshot_html(data)}
    return Answer(data, bundle, notes=notes)


def _listed(kept: Shelf) -> Answer:
    states = [found.to_dict() for found in kept.all()]
    lines = [snapshot_line(state) for state in states]
    text = "\n".join(lines) or "No snapshots. For example: %nn snapshot before"
    return Answer({"version": 1, "snapshots": states}, notes=[text])


def diff(shell: Any, words: Words) -> Answer:
    """Compares two kept snapshots, or one with its model as it is now."""
    first, _, second = words.argument.partition(" ")
    if not first:
        raise Refused("%nn diff: which snapshot? For example: %nn diff before after")
    a = _kept(first)
    b = _kept(second.strip()) if second.strip() else _now(shell, a)
    data = compare(a, b).to_dict()
    plain = diff_text(data, bool(words["--all"]))
    return Answer(data, {"text/plain": plain, "text/html": diff_html(data)})


def _kept(name: str) -> Snapshot:
    kept = shelf()
    found = kept.get(name)
    if found is None:
        names = [each.name for each in kept.all()]
        near = closest(name, names)
        hint = f" Closest: {near}." if near else ""
        known = f" Kept: {', '.join(names)}." if names else " None is kept."
        raise Refused(f'%nn diff: no snapshot "{name}".{hint}{known}')
    return found


def _now(shell: Any, past: Snapshot) -> Snapshot:
    module = resolved(shell, past.model, "diff")
    return take(module, "now", past.model, _cell(shell))


def _cell(shell: Any) -> Any:
    runs = current_scene(shell).runs
    return runs[-1].cell if runs else None


def shelf() -> Shelf:
    """The snapshots that this kernel keeps."""
    from ..kernel import installed

    companion = installed()
    if companion is None:
        raise Refused("%nn: the companion is not installed in this kernel.")
    return companion.shelf


COMMANDS = (
    Command(
        "snapshot",
        "snapshot [NAME [EXPR]] [--all] [--json]",
        "keep what a model is like now, without its weights; alone: which are kept",
        snapshot,
        {"--all": "flag", **JSON},
        ("%nn snapshot before", "%nn snapshot fresh model.encoder"),
    ),
    Command(
        "diff",
        "diff A [B] [--all] [--json]",
        "what changed between two snapshots, or since one",
        diff,
        {"--all": "flag", **JSON},
        ("%nn diff before", "%nn diff before after"),
    ),
)
