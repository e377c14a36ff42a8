"""Answers `hook.remove` and `hook.restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..objects import callables, walk
from ..objects.paths import descend
from ..protocol.asked import find_model
from . import owners
from .edits import CannotEdit
from .registered import Registered, find

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client
    from ..session.session import Session

_BUSY = "A cell is running. Hooks can be changed when it has ended."


def remove_hook(request: messages.HookRemove, client: Client) -> messages.HookRemoved:
    """Takes one hook of the user's off."""
    session = client.session
    try:
        hook = _wanted(request, session)
        undo = client.server.companion.undo.remove([hook])
    except CannotEdit as problem:
        return _removed(request, False, str(problem), None)
    session.edits += 1
    name = callables.name(hook.function)
    return _removed(request, True, f"Removed {hook.kind_text} hook `{name}`.", undo)


def _wanted(request: messages.HookRemove, session: Session) -> Registered:
    """The hook that is meant, if it may be taken off now."""
    if session.busy:
        raise CannotEdit(_BUSY)
    scene = session.scene()
    root = find_model(session, scene, str(request["model"]))
    module = None if root is None else descend(root, str(request["fqn"]))
    if module is None:
        raise CannotEdit(f"`{request['model']}` no longer exists in the kernel.")
    hook = find(walk.nodes(module)[0], str(request["hook"]))
    if hook is None:
        raise CannotEdit("This hook is there no more. Refresh shows what is.")
    code = callables.code_of(hook.function)
    run = scene.run_of_file(code.co_filename) if code else None
    kept = owners.kept(hook.function, owners.owner(hook.function, run))
    if kept:
        raise CannotEdit(f"This hook belongs to {kept}, which needs it.")
    return hook


def restore_hook(
    request: messages.HookRestore, client: Client
) -> messages.HookRestored:
    """Puts a removed hook back."""
    if client.session.busy:
        return _restored(request, False, _BUSY)
    try:
        undo = client.server.companion.undo
        [hook, *_] = undo.restore(str(request["undo"]))
    except CannotEdit as problem:
        return _restored(request, False, str(problem))
    client.session.edits += 1
    name = callables.name(hook.function)
    return _restored(request, True, f"Put {hook.kind_text} hook `{name}` back.")


def _removed(
    request: messages.HookRemove, done: bool, message: str, undo: str | None
) -> messages.HookRemoved:
    return {
        "kind": "hook.removed",
        "id": request["id"],
        "done": done,
        "message": message[:2000],
        "undo": undo,
    }


def _restored(
    request: messages.HookRestore, done: bool, message: str
) -> messages.HookRestored:
    return {
        "kind": "hook.restored",
        "id": request["id"],
        "done": done,
        "message": message[:2000],
    }


HANDLERS: Answers = {"hook.remove": remove_hook, "hook.restore": restore_hook}
