"""Answers what the panel asks about snapshots."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from ..protocol.asked import find_model, now, shown_name
from ..protocol.findings import encode_cell, encode_checked
from ..protocol.wire import sound_name, sound_row, sound_text
from ..session.scene import Scene
from .difference import DiffRow, SnapshotDiff, compare
from .last_run import last_run_changes
from .presets import Armed
from .since_birth import since_birth
from .snapshot import Snapshot, take

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client

_MOST_ROWS = 2000
_BUDGET_S = 1.5
"""The front end gives up after two seconds."""
_KNOWN_BEFORE = {
    "run": "was made by the last run.",
    "birth": "was not seen before its training, so its initial state is not known.",
}
_GONE = "This snapshot was dropped."


def take_snapshot(
    request: messages.SnapshotTake, client: Client
) -> messages.SnapshotTaken:
    """Takes and keeps a snapshot of a model."""
    found = _take(client, str(request["model"]), str(request["name"])[:1000])
    kept, message = None, f"`{sound_name(str(request['model']))}` is no module of now."
    if found is not None:
        kept, message = client.server.companion.shelf.add(found)
    return {
        "kind": "snapshot.taken",
        "id": request["id"],
        "snapshot": None if kept is None else _row(kept),
        "message": sound_text(message),
    }


def _take(client: Client, model: str, name: str) -> Snapshot | None:
    scene = client.session.scene()
    module = find_model(client.session, scene, model)
    if module is None:
        return None
    cell = scene.runs[-1].cell if scene.runs else None
    shown = shown_name(scene, model, module)
    return take(module, name, shown, cell, budget_s=_BUDGET_S)


def list_snapshots(
    request: messages.SnapshotList, client: Client
) -> messages.SnapshotListed:
    """The kept snapshots, oldest first, and what the next run does."""
    return _listed(request["id"], client)


def _listed(ident: str, client: Client) -> messages.SnapshotListed:
    companion = client.server.companion
    return {
        "kind": "snapshot.listed",
        "id": ident,
        "snapshots": [_row(found) for found in companion.shelf.all()],
        "armed": _armed(companion.presets.armed),
    }


def _armed(armed: Armed | None) -> messages.Armed | None:
    if armed is None:
        return None
    row = {"model": sound_name(armed.model), "preset": armed.preset}
    return cast("messages.Armed", row)


def change_snapshot(
    request: messages.SnapshotChange, client: Client
) -> messages.SnapshotListed:
    """Renames, pins or drops a snapshot."""
    name, pinned = request["name"], request["pinned"]
    client.server.companion.shelf.change(
        str(request["key"]),
        None if name is None else str(name)[:1000],
        None if pinned is None else bool(pinned),
        bool(request["drop"]),
    )
    return _listed(request["id"], client)


def arm(request: messages.SnapshotArm, client: Client) -> messages.SnapshotListed:
    """Arms the next run, or disarms it."""
    preset, model = request["preset"], str(request["model"])[:1000]
    if preset in ("cell", "load", None):
        scene = client.session.scene()
        found = find_model(client.session, scene, model)
        # By its name, so that a model that the run makes anew is found again.
        shown = model if found is None else shown_name(scene, model, found)
        client.server.companion.presets.arm(shown, preset)
    return _listed(request["id"], client)


def compare_snapshots(
    request: messages.SnapshotCompare, client: Client
) -> messages.SnapshotDiff:
    """What two snapshots differ in, or one and the model as it is now."""
    kind, colon, name = str(request["a"]).partition(":")
    if colon and kind in _KNOWN_BEFORE:
        return _compare_known(kind, name, request, client)
    shelf = client.server.companion.shelf
    a, b = shelf.get(str(request["a"])), None
    notes = [] if a is not None else [_GONE]
    if request["b"] is not None:
        b = shelf.get(str(request["b"]))
        notes += [] if b is not None else [_GONE]
    elif a is not None:
        b = _take(client, a.model, "now")
        notes += [] if b is not None else [f"`{a.model}` is no module of now."]
    reply = _nothing(request, notes, client.session.scene())
    reply["a"] = None if a is None else _row(a)
    reply["b"] = None if b is None else _row(b)
    if a is not None and b is not None:
        _fill(reply, compare(a, b))
    return reply


def _compare_known(
    kind: str, name: str, request: messages.SnapshotCompare, client: Client
) -> messages.SnapshotDiff:
    """What is known of a model from before, without a snapshot of that time."""
    scene = client.session.scene()
    module = find_model(client.session, scene, name)
    shown = name if module is None else shown_name(scene, name, module)
    found: SnapshotDiff | None = None
    if kind == "run" and module is not None:
        found = last_run_changes(client.session, scene, module, shown)
    model = next((one for one in scene.models if one.module is module), None)
    if kind == "birth" and model is not None:
        found = since_birth(model, _BUDGET_S)
    reply = _nothing(request, [f"`{sound_name(shown)}` {_KNOWN_BEFORE[kind]}"], scene)
    if found is not None:
        reply["a"], reply["b"] = _row(found.a), _row(found.b)
        _fill(reply, found)
    return reply


def _nothing(
    request: messages.SnapshotCompare, notes: list[str], scene: Scene
) -> messages.SnapshotDiff:
    return {
        "kind": "snapshot.diff",
        "id": request["id"],
        "a": None,
        "b": None,
        "summary": "",
        "notes": [sound_text(note) for note in notes],
        "rows": [],
        "left_out": 0,
        "checked": encode_checked(now(scene)),
    }


def _fill(reply: messages.SnapshotDiff, found: SnapshotDiff) -> None:
    """Puts in what two snapshots differ in."""
    rows = found.rows
    reply["summary"] = sound_text(found.summary)
    reply["notes"] = [sound_text(note) for note in found.notes[:20]]
    reply["rows"] = [_difference(row) for row in rows[:_MOST_ROWS]]
    reply["left_out"] = max(len(rows) - _MOST_ROWS, 0)


def _difference(row: DiffRow) -> messages.DiffRow:
    sound = {**sound_row(asdict(row)), "fqn": sound_name(row.fqn)}
    return cast("messages.DiffRow", sound)


def _row(snapshot: Snapshot) -> messages.SnapshotRow:
    return {
        "key": snapshot.key,
        "name": sound_name(snapshot.name),
        "model": sound_name(snapshot.model),
        "class_name": sound_name(snapshot.class_name),
        "time": snapshot.time,
        "cell": encode_cell(snapshot.cell),
        "modules": len(snapshot.modules),
        "bytes": snapshot.bytes,
        "pinned": snapshot.pinned,
    }


HANDLERS: Answers = {
    "snapshot.take": take_snapshot,
    "snapshot.list": list_snapshots,
    "snapshot.change": change_snapshot,
    "snapshot.arm": arm,
    "snapshot.compare": compare_snapshots,
}
