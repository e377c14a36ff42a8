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


def get_gradients(request: dict[str, Any], client: Client) -> Reply:
    """The recorded gradients of a subtree."""
    head = _head(request, client, "grads.found")
    return {**head, "document": None, "text": "No gradients recorded."}


HANDLERS: dict[str, Callable[[dict[str, Any], Client], Reply]] = {
    "grads.get": get_gradients,
}
