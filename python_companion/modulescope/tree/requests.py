"""Answers `tree.get` and `module.get` from the live objects."""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from ..findings import Checked
from ..objects.paths import descend
from ..protocol.asked import find_model, now, shown_name
from ..protocol.findings import encode_checked
from ..protocol.wire import MOST_TEXT, sound_name, sound_row, sound_text
from ..recording.recordings import Recording
from ..session.glance import Glance
from ..session.scene import Scene
from .details import details
from .filters import Span, parse
from .locate import judge, mark, opened
from .observing import RULE_WORDS, what_is_seen
from .rows import Row
from .search import search
from .tree import ModuleTree, tree

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client
    from ..session.session import Session

_MOST_MODELS = 200
_MOST_TENSORS = 500
_MOST_HOOKS = 200
_MOST_ROWS = 5000
_MOST_OPEN = 500
_MOST_BAD = 50


@dataclass
class Pace:
    """How soon a tree that was read is looked at again."""

    fresh_s: float = 2.0
    """A tree that was read this short ago, with no run since, is not read again.

    Nor is an older one if a glance shows that nothing moved.
    """
    pause_s: float = 0.8
    """After so long without a request the glance is taken."""


PACE = Pace()


@dataclass
class _Read:
    """A tree, and when it was read; it keeps no module alive."""

    tree: ModuleTree
    moment: tuple[int, int]
    """The number of the last run, and of our own last edit."""
    checked: Checked
    glance: Glance | None = None
    """Taken in a pause, or when a tree is asked for again without a run in between."""
    at_s: float = field(default_factory=time.monotonic)
    """When it was read, or a glance showed that it still holds."""

    def is_fresh(self, module: Any, busy: bool) -> bool:
        """Whether the tree need not be read again, if no cell has run since."""
        if time.monotonic() - self.at_s < PACE.fresh_s:
            return True
        if busy or self.glance is None or not self.glance.holds(module):
            return False
        self.at_s = time.monotonic()
        return True


_recent: weakref.WeakKeyDictionary[Session, dict[str, _Read]]
_recent = weakref.WeakKeyDictionary()


def get_tree(request: messages.TreeGet, client: Client) -> messages.TreeRows:
    """Rows of one model: below a name, or what a filter leaves."""
    name, fqn = str(request["model"]), str(request["fqn"])
    limit = min(max(int(request["limit"]), 1), _MOST_ROWS)
    scene = client.session.scene()
    module = find_model(client.session, scene, name)
    if module is None:
        nothing = _Read(tree(None), (0, 0), now(scene))
        return _rows(request, name, [], 0, nothing, found=False)
    read = read_tree(client.session, scene, module)
    name = shown_name(scene, name, module)
    outline = read.tree.outline
    query = parse(str(request["query"]), RULE_WORDS)
    mark(outline, name, client.linter.findings_by_object)
    judge(outline, _recording(scene, module))
    if query.terms:
        seen = what_is_seen(scene, module, client.session.busy)
        found = search(outline, query, limit, seen)
        return _rows(
            request, name, list(found.rows), found.left_out, read, len(found),
            found.problem, bad_terms=found.bad_terms,
        )  # fmt: skip
    wanted = {
        str(row["fqn"]): max(int(row["member"]), 0)
        for row in request.get("open", ())[:_MOST_OPEN]
    }
    member = max(int(request["member"]), 0)
    rows, left_out = opened(outline, fqn, member, limit, wanted)
    return _rows(
        request, name, rows, left_out, read,
        problem=query.problem, bad_terms=query.bad_terms,
    )  # fmt: skip


def _recording(scene: Scene, module: Any) -> Recording | None:
    return next((m.recording for m in scene.models if m.module is module), None)


def _rows(
    request: messages.TreeGet,
    name: str,
    rows: list[Row],
    left_out: int,
    read: _Read,
    matches: int | None = None,
    problem: str = "",
    found: bool = True,
    bad_terms: Sequence[Span] = (),
) -> messages.TreeRows:
    return {
        "kind": "tree.rows",
        "id": request["id"],
        "model": sound_name(str(request["model"])),
        "fqn": sound_name(str(request["fqn"])),
        "found": found,
        "rows": [_row(row, name) for row in rows],
        "left_out": left_out,
        "matches": matches,
        "problem": problem[:MOST_TEXT],
        "bad_terms": [
            {"start": span.start, "end": span.end} for span in bad_terms[:_MOST_BAD]
        ],
        "totals": cast("messages.Totals", read.tree.totals.to_dict()),
        "checked": encode_checked(read.checked),
    }


def _row(row: Row, model: str) -> messages.Row:
    """A row as the wire takes it: the root shows the variable, texts are sound."""
    if not row["fqn"] and row["depth"] == 0:
        row["name"] = model
    for key in ("fqn", "name", "class_name"):
        row[key] = sound_name(row[key])
    for key in ("shape", "note", "health_text"):
        row[key] = sound_text(row[key])
    for chip in row["chips"]:
        chip["text"] = sound_text(chip["text"])
    return cast("messages.Row", row)


def get_module(request: messages.ModuleGet, client: Client) -> messages.ModuleDetails:
    """What the details of one module show."""
    name, fqn = str(request["model"]), str(request["fqn"])
    session = client.session
    scene = session.scene()
    root = find_model(session, scene, name)
    module = None if root is None else descend(root, fqn)
    reply: messages.ModuleDetails = {
        "kind": "module.details",
        "id": request["id"],
        "model": sound_name(name),
        "fqn": sound_name(fqn),
        "overview": None,
        "tensors": [],
        "tensors_left_out": 0,
        "hooks": [],
        "hooks_left_out": 0,
        "checked": encode_checked(now(scene)),
    }
    if root is None or module is None:
        return reply
    whole = read_tree(session, scene, root).tree
    found = details(scene, root, fqn, module, whole, _MOST_TENSORS)
    reply["overview"] = cast("messages.Overview", sound_row(found.overview))
    tensors = [sound_row(row) for row in found.tensors]
    reply["tensors"] = cast("list[messages.TensorRow]", tensors)
    reply["tensors_left_out"] = found.tensors_left_out
    hooks = [sound_row(row) for row in found.hooks[:_MOST_HOOKS]]
    reply["hooks"] = cast("list[messages.HookRow]", hooks)
    reply["hooks_left_out"] = max(len(found.hooks) - _MOST_HOOKS, 0)
    return reply


def read_tree(session: Session, scene: Scene, module: Any) -> _Read:
    """The tree of a model, which is not read again within one burst of requests."""
    recent = _recent.setdefault(session, {})
    moment = (scene.runs[-1].number if scene.runs else 0, session.edits)
    key = session.keys.of(module)
    before = recent.get(key)
    is_again = before is not None and before.moment == moment
    if before is not None and is_again and before.is_fresh(module, session.busy):
        return before
    waits = _has_pauses()
    glance = Glance(module) if is_again and not waits else None
    read = recent[key] = _Read(tree(module), moment, now(scene), glance)
    if waits:
        _glance_in_a_pause(session, read, weakref.ref(module))
    while len(recent) > _MOST_MODELS:
        del recent[next(iter(recent))]
    return read


def _glance_in_a_pause(
    session: Session, read: _Read, reference: weakref.ref[Any]
) -> None:
    """Takes the glance, slower than the tree, once the page has what it asked for."""

    def take() -> None:
        module = reference()
        is_young = time.monotonic() - read.at_s < PACE.fresh_s
        if module is not None and is_young and not session.busy:
            read.glance = Glance(module)

    asyncio.get_running_loop().call_later(PACE.pause_s, take)


def _has_pauses() -> bool:
    """Whether this is the thread of a subshell: nothing waits between requests."""
    if threading.current_thread() is threading.main_thread():
        return False
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


HANDLERS: Answers = {
    "tree.get": get_tree,
    "module.get": get_module,
}
