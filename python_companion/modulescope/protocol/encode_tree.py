"""Answers `models.list`, `tree.get` and `module.get` from the live objects."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..findings import Checked
from ..live import walk
from ..live.details import details
from ..live.filters import parse
from ..live.locate import mark, opened
from ..live.paths import NoSuchPath, descend, resolve
from ..live.rows import Row
from ..live.scene import Model, Run, Scene
from ..live.search import search
from ..live.tree import ModuleTree, tree
from .encode import encode_cell, encode_checked

if TYPE_CHECKING:
    from ..live.session import Session
    from .comm import Client

_MOST_MODELS = 200
_MOST_TENSORS = 500
_MOST_HOOKS = 200
_MOST_ROWS = 5000
_MOST_OPEN = 500
_FRESH_S = 2.0
"""A tree that was read this short ago, with no run since, is not read again."""
_TEXT = 2000
_NAME = 1000


@dataclass
class _Read:
    """A tree, and of what and when it was read; it keeps no module alive."""

    module: Any
    tree: ModuleTree
    run: int
    checked: Checked
    at_s: float = field(default_factory=time.monotonic)


_recent: weakref.WeakKeyDictionary[Session, dict[str, _Read]]
_recent = weakref.WeakKeyDictionary()


def list_models(request: dict[str, Any], client: Client) -> dict[str, Any]:
    """The models of the namespace, newest first, and the one used last."""
    scene = client.session.scene()
    models = scene.models[:_MOST_MODELS]
    return {
        "kind": "models.listed",
        "id": request["id"],
        "models": [
            {
                "name": _name(model.name),
                "class_name": _name(walk.class_name(model.module)),
                "numel": _read(
                    client.session, scene, model.name, model.module
                ).tree.totals.numel,
                "cell": encode_cell(model.bound.cell if model.bound else None),
            }
            for model in models
        ],
        "selected": _name(_selected(models)) if models else None,
    }


def _selected(models: tuple[Model, ...]) -> str:
    """The model that a run used last; the newest if none was used."""

    def last_use(model: Model) -> int:
        since = model.since
        return max((*since.backward_runs, *since.changed_runs), default=0)

    # `max` keeps the first of equals, and the models come newest first.
    return max(models, key=last_use).name


def get_tree(request: dict[str, Any], client: Client) -> dict[str, Any]:
    """Rows of one model: below a name, or what a filter leaves."""
    name, fqn = str(request["model"]), str(request["fqn"])
    limit = min(max(int(request["limit"]), 1), _MOST_ROWS)
    scene = client.session.scene()
    module = _find(scene, name)
    if module is None:
        return _rows(request, name, [], found=False, checked=_now(scene))
    read = _read(client.session, scene, name, module)
    outline, query = read.tree.outline, parse(str(request["query"]))
    mark(outline, name, client.linter.findings_by_object)
    if query.tests:
        found = search(outline, query, limit)
        return _rows(
            request, name, list(found.rows), found.left_out, read, len(found),
            query.problem,
        )  # fmt: skip
    wanted = {
        str(row["fqn"]): max(int(row["member"]), 0)
        for row in request.get("open", ())[:_MOST_OPEN]
    }
    member = max(int(request["member"]), 0)
    rows, left_out = opened(outline, fqn, member, limit, wanted)
    return _rows(request, name, rows, left_out, read, problem=query.problem)


def _rows(
    request: dict[str, Any],
    name: str,
    rows: list[Row],
    left_out: int = 0,
    read: _Read | None = None,
    matches: int | None = None,
    problem: str = "",
    found: bool = True,
    checked: Checked | None = None,
) -> dict[str, Any]:
    totals = (read.tree if read else tree(None)).totals
    return {
        "kind": "tree.rows",
        "id": request["id"],
        "model": _name(name),
        "fqn": _name(str(request["fqn"])),
        "found": found,
        "rows": [_row(row, name) for row in rows],
        "left_out": left_out,
        "matches": matches,
        "problem": problem[:_TEXT],
        "totals": totals.to_dict(),
        "checked": encode_checked(read.checked if read else checked),
    }


def _row(row: Row, model: str) -> Row:
    """A row as the wire takes it: the root shows the variable, texts are sound."""
    if not row["fqn"] and row["depth"] == 0:
        row["name"] = model
    for key in ("fqn", "name", "class_name"):
        row[key] = _name(row[key])
    for key in ("shape", "note"):
        row[key] = _text(row[key])
    for chip in row["chips"]:
        chip["text"] = _text(chip["text"])
    return row


def get_module(request: dict[str, Any], client: Client) -> dict[str, Any]:
    """What the details of one module show."""
    name, fqn = str(request["model"]), str(request["fqn"])
    session = client.session
    scene = session.scene()
    root = _find(scene, name)
    module = None if root is None else descend(root, fqn)
    reply: dict[str, Any] = {
        "kind": "module.details",
        "id": request["id"],
        "model": _name(name),
        "fqn": _name(fqn),
        "overview": None,
        "tensors": [],
        "tensors_left_out": 0,
        "hooks": [],
        "hooks_left_out": 0,
        "checked": encode_checked(_now(scene)),
    }
    if root is None or module is None:
        return reply
    whole = _read(session, scene, name, root).tree.facts
    found = details(scene, root, fqn, module, whole)
    return reply | {
        "overview": _clean(found.overview),
        "tensors": [_clean(row) for row in found.tensors[:_MOST_TENSORS]],
        "tensors_left_out": max(len(found.tensors) - _MOST_TENSORS, 0),
        "hooks": [_clean(row) for row in found.hooks[:_MOST_HOOKS]],
        "hooks_left_out": max(len(found.hooks) - _MOST_HOOKS, 0),
    }


def _find(scene: Scene, name: str) -> Any:
    """The module that a name or a path leads to; None if there is none now."""
    for model in scene.models:
        if model.name == name:
            return model.module
    try:
        found = resolve(name, scene.namespace, ())
    except NoSuchPath:
        return None
    return found if walk.is_module(found) else None


def _read(session: Session, scene: Scene, name: str, module: Any) -> _Read:
    recent = _recent.setdefault(session, {})
    run = scene.runs[-1].number if scene.runs else 0
    before = recent.get(name)
    if (
        before is not None
        and before.module() is module
        and before.run == run
        and time.monotonic() - before.at_s < _FRESH_S
    ):
        return before
    read = recent[name] = _Read(weakref.ref(module), tree(module), run, _now(scene))
    while len(recent) > _MOST_MODELS:
        del recent[next(iter(recent))]
    return read


def _now(scene: Scene) -> Checked:
    last: Run | None = scene.runs[-1] if scene.runs else None
    return Checked(last.cell.execution_count if last else None, time.time() * 1000)


def _clean(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _text(value) if type(value) is str and key != "source" else value
        for key, value in row.items()
    }


def _name(text: str) -> str:
    return _sound(text[:_NAME])


def _text(text: str) -> str:
    return _sound(text[:_TEXT])


def _sound(text: str) -> str:
    """Lone surrogates cannot travel as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


HANDLERS: dict[str, Callable[[dict[str, Any], Client], dict[str, Any]]] = {
    "models.list": list_models,
    "tree.get": get_tree,
    "module.get": get_module,
}
