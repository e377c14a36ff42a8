"""Answers what the panel asks about snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..protocol.asked import find_model, now, shown_name
from ..protocol.findings import encode_cell, encode_checked
from ..protocol.wire import sound_name, sound_row, sound_text
from .difference import SnapshotDiff, compare
from .last_run import last_run_changes
from .since_birth import since_birth
from .snapshot import Snapshot, take

if TYPE_CHECKING:
    from ..protocol.client import Client

Request = dict[str, Any]
_MOST_ROWS = 2000
_BUDGET_S = 1.5
"""The front end gives up after two seconds."""
_KNOWN_BEFORE = {
    "run": "was made by the last run.",
    "birth": "was not seen before its training, so its initial state is not known.",
}
_GONE = "This snapshot was dropped."


def take_snapshot(request: Request, client: Client) -> dict[str, Any]:
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


def list_snapshots(request: Request, client: Client) -> dict[str, Any]:
    """The kept snapshots, oldest first, and what the next run does."""
    companion = client.server.companion
    armed = companion.presets.armed
    return {
        "kind": "snapshot.listed",
        "id": request["id"],
        "snapshots": [_row(found) for found in companion.shelf.all()],
        "armed": None
        if armed is None
        else {"model": sound_name(armed.model), "preset": armed.preset},
    }


def change_snapshot(request: Request, client: Client) -> dict[str, Any]:
    """Renames, pins or drops a snapshot."""
    name, pinned = request["name"], request["pinned"]
    client.server.companion.shelf.change(
        str(request["key"]),
        None if name is None else str(name)[:1000],
        None if pinned is None else bool(pinned),
        bool(request["drop"]),
    )
    return list_snapshots(request, client)


def arm(request: Request, client: Client) -> dict[str, Any]:
    """Arms the next run, or disarms it."""
    preset, model = request["preset"], str(request["model"])[:1000]
    if preset in ("cell", "load", None):
        scene = client.session.scene()
        found = find_model(client.session, scene, model)
        # By its name, so that a model that the run makes anew is found again.
        shown = model if found is None else shown_name(scene, model, found)
        client.server.companion.presets.arm(shown, preset)
    return list_snapshots(request, client)


def compare_snapshots(request: Request, client: Client) -> dict[str, Any]:
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
    reply: dict[str, Any] = {
        "kind": "snapshot.diff",
        "id": request["id"],
        "a": None if a is None else _row(a),
        "b": None if b is None else _row(b),
        "summary": "",
        "notes": [sound_text(note) for note in notes],
        "rows": [],
        "left_out": 0,
        "checked": encode_checked(now(client.session.scene())),
    }
    if a is None or b is None:
        return reply
    return reply | _difference(compare(a, b))


def _compare_known(
    kind: str, name: str, request: Request, client: Client
) -> dict[str, Any]:
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
    reply: dict[str, Any] = {
        "kind": "snapshot.diff",
        "id": request["id"],
        "a": None,
        "b": None,
        "summary": "",
        "notes": [f"`{sound_name(shown)}` {_KNOWN_BEFORE[kind]}"],
        "rows": [],
        "left_out": 0,
        "checked": encode_checked(now(scene)),
    }
    if found is None:
        return reply
    return reply | {"a": _row(found.a), "b": _row(found.b)} | _difference(found)


def _difference(found: SnapshotDiff) -> dict[str, Any]:
    return {
        "summary": sound_text(found.summary),
        "notes": [sound_text(note) for note in found.notes[:20]],
        "rows": [
            {**sound_row(asdict(row)), "fqn": sound_name(row.fqn)}
            for row in found.rows[:_MOST_ROWS]
        ],
        "left_out": max(len(found.rows) - _MOST_ROWS, 0),
    }


def _row(snapshot: Snapshot) -> dict[str, Any]:
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


HANDLERS: dict[str, Callable[[Request, Client], dict[str, Any]]] = {
    "snapshot.take": take_snapshot,
    "snapshot.list": list_snapshots,
    "snapshot.change": change_snapshot,
    "snapshot.arm": arm,
    "snapshot.compare": compare_snapshots,
}
