"""Answers `source.get` from the cells that ran, or from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..objects.paths import descend
from ..protocol.asked import find_model
from ..protocol.findings import encode_cell
from ..protocol.wire import sound, sound_name, sound_text
from .source import ClassSource, class_source

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client


def get_source(request: messages.SourceGet, client: Client) -> messages.ClassSource:
    """The text of the class of a module."""
    name, fqn = str(request["model"]), str(request["fqn"])
    scene = client.session.scene()
    root = find_model(client.session, scene, name)
    module = None if root is None else descend(root, fqn)
    if module is None:
        reason = f"`{sound_name(name)}` no longer exists in the kernel."
        found = ClassSource("", reason=reason)
    else:
        found = class_source(scene, module, client.linter.texts)
    return {
        "kind": "class.source",
        "id": request["id"],
        "model": sound_name(name),
        "fqn": sound_name(fqn),
        "class_name": sound_name(found.class_name),
        "text": sound(found.text),
        "cell": encode_cell(found.cell),
        "line": found.line,
        "file": sound_name(found.file),
        "edited": found.edited,
        "left_out": found.left_out,
        "reason": sound_text(found.reason),
    }


HANDLERS: Answers = {
    "source.get": get_source,
}
