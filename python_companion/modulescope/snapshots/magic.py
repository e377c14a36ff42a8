"""`%nn snapshot` and `%nn diff`: a model at two moments."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from ..closest import closest, suggestion
from ..command import Answer, Command, Refused, Words
from ..session.chosen import chosen_model, companion, current_scene, resolved
from .difference import SnapshotDiff, compare
from .last_run import last_run_changes
from .render import diff_html, diff_text, snapshot_html, snapshot_line, snapshot_text
from .since_birth import since_birth
from .snapshot import Snapshot, take

if TYPE_CHECKING:
    from .shelf import Shelf


def snapshot(shell: Any, words: Words) -> Answer:
    """Takes and keeps a snapshot; alone, says which are kept."""
    kept = shelf()
    if not words.argument:
        return _listed(kept)
    name, expression = _name_and_rest(words.argument)
    rest = Words(words.command, expression, words.options)
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
    """Compares two snapshots, or one with now; alone, tells what the last run wrote."""
    first, second = _name_and_rest(words.argument)
    notes: list[str] = []
    if first == _INITIAL and shelf().get(first) is None:
        found, notes = _since_birth(shell, words, second)
    elif first:
        a = _kept(first)
        b = _kept(_name_and_rest(second)[0]) if second else _now(shell, a)
        found = compare(a, b)
    else:
        found, notes = _last_run(shell, words)
    data = found.to_dict()
    plain = diff_text(data, bool(words["--all"]))
    bundle = {"text/plain": plain, "text/html": diff_html(data)}
    return Answer(data, bundle, notes=notes)


def _last_run(shell: Any, words: Words) -> tuple[SnapshotDiff, list[str]]:
    name, module, notes = chosen_model(shell, words, "diff")
    session = companion().session
    found = last_run_changes(session, session.scene(), module, name)
    if found is None:
        raise Refused(f"%nn diff: `{name}` was made by the last run.")
    return found, notes


def _since_birth(
    shell: Any, words: Words, expression: str
) -> tuple[SnapshotDiff, list[str]]:
    rest = Words(words.command, expression, words.options)
    name, module, notes = chosen_model(shell, rest, "diff")
    models = current_scene(shell).models
    model = next((one for one in models if one.module is module), None)
    found = since_birth(model, math.inf) if model is not None else None
    if found is None:
        raise Refused(f"%nn diff: `{name}` was not seen before its training.")
    return found, notes


def _name_and_rest(argument: str) -> tuple[str, str]:
    """The name of a snapshot, which may be quoted, and what follows it."""
    if quoted := _QUOTED.match(argument):
        return quoted[2], argument[quoted.end() :].strip()
    name, _, rest = argument.partition(" ")
    return name, rest.strip()


def _kept(name: str) -> Snapshot:
    kept = shelf()
    found = kept.get(name)
    if found is None:
        names = list(dict.fromkeys(each.name for each in kept.all()))
        hint = suggestion(closest(name, names))
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
    kept: Shelf = companion().shelf
    return kept


_INITIAL = "initial"
_QUOTED = re.compile(r"""(["'])(.+?)\1(?!\S)""")

COMMANDS = (
    Command(
        "snapshot",
        "snapshot [NAME [EXPR]] [--all] [--json]",
        "keep what a model is like now, without its weights; alone: which are kept",
        snapshot,
        ("%nn snapshot before", "%nn snapshot fresh model.encoder"),
    ),
    Command(
        "diff",
        "diff [A [B]] [--all] [--json]",
        "what changed since a snapshot, or between two; alone: in the last run; "
        "`initial`: since training began",
        diff,
        ("%nn diff", "%nn diff initial", "%nn diff before after"),
    ),
)
