"""Answers what the inspector asks about data: init, sources, gradients, snapshots."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .encode import encode_checked
from .encode_tree import now

if TYPE_CHECKING:
    from .comm import Client

Reply = dict[str, Any]


def _head(request: dict[str, Any], client: Client, kind: str) -> Reply:
    return {
        "kind": kind,
        "id": request["id"],
        "model": str(request["model"])[:1000],
        "fqn": str(request["fqn"])[:1000],
        "checked": encode_checked(now(client.session.scene())),
    }


def get_source(request: dict[str, Any], client: Client) -> Reply:
    """The text of a module's class."""
    head = _head(request, client, "class.source")
    del head["checked"]
    return head | {
        "class_name": "", "text": "", "cell": None, "line": None, "file": "",
        "edited": False, "left_out": 0, "reason": "The source is not known.",
    }  # fmt: skip


def get_gradients(request: dict[str, Any], client: Client) -> Reply:
    """The recorded gradients of a subtree."""
    head = _head(request, client, "grads.found")
    return {**head, "document": None, "text": "No gradients recorded."}


def take_snapshot(request: dict[str, Any], client: Client) -> Reply:
    """A new snapshot."""
    message = "No module has this name."
    reply = {"kind": "snapshot.taken", "id": request["id"]}
    return {**reply, "snapshot": None, "message": message}


def list_snapshots(request: dict[str, Any], client: Client) -> Reply:
    """The kept snapshots."""
    reply = {"kind": "snapshot.listed", "id": request["id"]}
    return {**reply, "snapshots": [], "armed": None}


def compare(request: dict[str, Any], client: Client) -> Reply:
    """What two snapshots differ in."""
    return {
        "kind": "snapshot.diff",
        "id": request["id"],
        "a": None,
        "b": None,
        "summary": "",
        "notes": [],
        "rows": [],
        "left_out": 0,
        "checked": encode_checked(now(client.session.scene())),
    }


HANDLERS: dict[str, Callable[[dict[str, Any], Client], Reply]] = {
    "source.get": get_source,
    "grads.get": get_gradients,
    "snapshot.take": take_snapshot,
    "snapshot.list": list_snapshots,
    "snapshot.change": list_snapshots,
    "snapshot.arm": list_snapshots,
    "snapshot.compare": compare,
}
