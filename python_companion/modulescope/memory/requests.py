"""Answers `models.list`, `holders.get` and `memory.get`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from ..findings import CellRef
from ..hooks.registered import registered_hooks
from ..objects import callables, classes, walk
from ..objects.paths import descend
from ..protocol.asked import find_model, gone, now
from ..protocol.findings import encode_cell, encode_checked, encode_error
from ..protocol.wire import sound_name, sound_text
from ..session.chosen import used_last
from ..session.kept_alive import Past
from ..session.scene import Model, Scene
from ..tree.details import join
from ..tree.requests import read_tree
from .bytes import allocator, device_bytes, left_behind
from .holders import Holder, Hooks, find_holders

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client
    from ..session.session import Session

_MOST_MODELS = 200
_MOST_HOLDERS = 50


def list_models(request: messages.ModelsList, client: Client) -> messages.ModelsListed:
    """The models of the namespace, then those that are kept alive; newest first.

    Variables come before what they hold: `model` before `shelf['inner']`.
    """
    session = client.session
    scene = session.scene()
    models = [_entry(session, scene, model) for model in scene.models]
    kept = [_kept_entry(session, scene, past) for past in alive(scene)]
    selected = used_last(scene, scene.models)[0].name if models else None
    return {
        "kind": "models.listed",
        "id": request["id"],
        "models": [*models, *kept][:_MOST_MODELS],
        "selected": None if selected is None else sound_name(selected),
    }


def _entry(session: Session, scene: Scene, model: Model) -> messages.ModelEntry:
    name = sound_name(model.name)
    cell = encode_cell(model.bound.cell if model.bound else None)
    return _described(session, scene, model.module, name, name, cell)


def _kept_entry(session: Session, scene: Scene, past: Past) -> messages.ModelEntry:
    module = past.reference()
    # The run after the last one that found it by its name.
    since = next((run.cell for run in scene.runs if run.number > past.run), None)
    entry = _described(session, scene, module, sound_name(past.name), "", None)
    entry["kept"] = {
        "bytes": own_bytes(scene, module),
        "since_cell": encode_cell(since),
    }
    return entry


def _described(
    session: Session,
    scene: Scene,
    module: Any,
    name: str,
    path: str,
    cell: messages.CellRef | None,
) -> messages.ModelEntry:
    return {
        "name": name,
        "path": path,
        "key": session.keys.of(module),
        "class_name": sound_name(classes.class_name(module)),
        "numel": read_tree(session, scene, module).tree.totals.numel,
        "cell": cell,
        "kept": None,
    }


def alive(scene: Scene) -> Iterator[Past]:
    """The models that have lost their name and are still there, latest first."""
    living = [(past, past.reference()) for past in reversed(scene.past)]
    living = [(past, module) for past, module in living if module is not None]
    if not living:
        # As a rule there is none, and to walk over the listed models takes long.
        return
    listed = {ident for model in scene.models for ident in model.ids}
    for past, module in living:
        if id(module) not in listed:
            listed.add(id(module))
            yield past


def own_bytes(scene: Scene, module: Any) -> int:
    """Bytes of the storages of a module that no listed model uses."""
    others: set[int] = set()
    for model in scene.models:
        for row in device_bytes(model.nodes, ()):
            others.update(row.storages)
    rows = device_bytes(walk.nodes(module)[0], ())
    return sum(
        size
        for row in rows
        for storage, size in row.storages.items()
        if storage not in others
    )


def get_holders(
    request: messages.HoldersGet, client: Client
) -> messages.HoldersFound | messages.ErrorReply:
    """What keeps a model alive."""
    session, name = client.session, str(request["model"])
    scene = session.scene()
    module = find_model(session, scene, name)
    if module is None:
        return encode_error(request["id"], gone(name))
    size = sum(sum(row.storages.values()) for row in device_bytes(_nodes(module), ()))
    hooks, optimizers = _hook_texts(scene), _optimizers(scene, module)
    cells = _Cells(scene)
    # The scene refers to the model, so it would be found as what holds it.
    del scene
    found = find_holders(module, session.shell, hooks)
    for text in optimizers:
        found.add(f"{text} (its parameters)", "optimizer", text)
    return {
        "kind": "holders.found",
        "id": request["id"],
        "holders": [
            _holder(holder, cells.of(holder))
            for holder in found.holders[:_MOST_HOLDERS]
        ],
        "bytes": size,
        "partial": found.partial,
    }


def _holder(holder: Holder, cell: CellRef | None) -> messages.Holder:
    row = {"text": sound_text(holder.text), "kind": holder.kind}
    return cast("messages.Holder", {**row, "cell": encode_cell(cell)})


def _nodes(module: Any) -> list[walk.Node]:
    return walk.nodes(module)[0]


def _hook_texts(scene: Scene) -> Hooks:
    """How the hooks of the listed models are named, by id of the function."""
    found: dict[int, str] = {}
    for model in scene.models:
        for hook in registered_hooks(model.nodes):
            place = f"{model.name}.{hook.fqn}" if hook.fqn else model.name
            text = f"hook `{callables.name(hook.function)}` on `{place}`"
            found[id(hook.function)] = text
    return found


def _optimizers(scene: Scene, module: Any) -> list[str]:
    """The optimizers that hold parameters of a module."""
    own = {
        id(t) for node in _nodes(module) for _, t, _ in walk.own_tensors(node.module)
    }
    return [
        optimizer.name
        for optimizer in scene.optimizers
        if any(id(tensor) in own for _, tensor in optimizer.parameters)
    ]


class _Cells:
    """Which cell made a holder hold the model, as far as runs tell."""

    def __init__(self, scene: Scene) -> None:
        self._of_output = {
            f"Out[{run.cell.execution_count}]": run.cell for run in scene.runs
        }
        self._of_name = scene.cells_of_names

    def of(self, holder: Holder) -> CellRef | None:
        if holder.kind == "output":
            return self._of_output.get(holder.text)
        return self._of_name.get(holder.name)


_MOST_ROWS = 50


def get_memory(
    request: messages.MemoryGet, client: Client
) -> messages.MemoryTable | messages.ErrorReply:
    """Bytes of a subtree by device, beside what torch's allocator says."""
    session, name, fqn = client.session, str(request["model"]), str(request["fqn"])
    scene = session.scene()
    root = find_model(session, scene, name)
    module = None if root is None else descend(root, fqn)
    if module is None:
        return encode_error(request["id"], gone(name))
    nodes = [n._replace(fqn=join(fqn, n.fqn)) for n in walk.nodes(module)[0]]
    return {
        "kind": "memory.table",
        "id": request["id"],
        "rows": [
            cast("messages.MemoryRow", row.to_dict())
            for row in device_bytes(nodes, scene.optimizers)[:_MOST_ROWS]
        ],
        "allocator": cast("list[messages.AllocatorRow]", allocator()),
        "left_behind": [
            cast("messages.LeftBehind", row | {"fqn": sound_name(row["fqn"])})
            for row in left_behind(nodes)
        ],
        "checked": encode_checked(now(scene)),
    }


HANDLERS: Answers = {
    "models.list": list_models,
    "holders.get": get_holders,
    "memory.get": get_memory,
}
