"""Answers `memory.get`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..live.memory import allocator, device_bytes, left_behind
from ..objects import walk
from ..objects.paths import descend
from ..tree.details import join
from .asked import find_model, gone, now
from .findings import encode_checked, encode_error
from .wire import sound_name

if TYPE_CHECKING:
    from .client import Client

_MOST_ROWS = 50


def get_memory(request: dict[str, Any], client: Client) -> dict[str, Any]:
    """Bytes of a subtree by device, beside what torch's allocator says."""
    session, name, fqn = client.session, str(request["model"]), str(request["fqn"])
    scene = session.scene()
    root = find_model(session, scene, name)
    module = None if root is None else descend(root, fqn)
    if module is None:
        return dict(encode_error(request["id"], gone(name)))
    nodes = [n._replace(fqn=join(fqn, n.fqn)) for n in walk.nodes(module)[0]]
    return {
        "kind": "memory.table",
        "id": request["id"],
        "rows": [
            row.to_dict() for row in device_bytes(nodes, scene.optimizers)[:_MOST_ROWS]
        ],
        "allocator": allocator(),
        "left_behind": [
            row | {"fqn": sound_name(row["fqn"])} for row in left_behind(nodes)
        ],
        "checked": encode_checked(now(scene)),
    }
