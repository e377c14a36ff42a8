"""Answers requests. A handler gets the request and the client, and gives a reply.

What it raises becomes an `error` reply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from ..findings import Severity
from ..gradients.control import HANDLERS as _WATCH_HANDLERS
from ..gradients.requests import HANDLERS as _RECORDED_HANDLERS
from ..hooks.requests import HANDLERS as _HOOK_HANDLERS
from ..initial.requests import HANDLERS as _INIT_HANDLERS
from ..memory.requests import HANDLERS as _MEMORY_HANDLERS
from ..protocol.findings import encode_error, encode_outcome, encode_session
from ..session.mutes import mutes_of
from ..snapshots.requests import HANDLERS as _SNAPSHOT_HANDLERS
from ..tree.requests import HANDLERS as _TREE_HANDLERS
from ..tree.source_requests import HANDLERS as _SOURCE_HANDLERS

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client


def _open(request: messages.ClientOpen, client: Client) -> messages.ClientOpened:
    client.rename(str(request["client"])[:64])
    hello = cast("messages.Hello", dict(client.server.companion.hello()))
    return {"kind": "client.opened", "id": request["id"], "hello": hello}


def _check(
    request: messages.NotebookCheck, client: Client
) -> messages.NotebookFindings:
    choices = client.server.companion.choices
    order = [str(ident) for ident in request["order"]]
    mutes = mutes_of(request.get("muted", ()), order, request.get("keeps_ids", True))
    choices.note(mutes)
    outcome = client.linter.check(
        order=order,
        changed={str(c["cell_id"]): str(c["source"]) for c in request["cells"]},
        live=bool(request["live"]) and not choices.paused,
        ignore=[str(code) for code in request["ignore"]],
        least=Severity(request["min_severity"]),
        enable=[str(code) for code in request.get("enable", ())],
        mutes=mutes,
    )
    revision = int(request["revision"])
    return encode_outcome(request["id"], revision, outcome, choices)


def _rule(
    request: messages.RuleGet, client: Client
) -> messages.RulePage | messages.ErrorReply:
    from ..checking.codes import get_rule
    from ..explain.page import page

    code = str(request["code"])[:100]
    rule = get_rule(code)
    if rule is None:
        return encode_error(request["id"], f"There is no rule {code}.")
    found = page(rule)
    return {
        "kind": "rule.page",
        "id": request["id"],
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "title": found.title,
        "sections": [
            {"heading": section.heading, "text": section.text}
            for section in found.sections
        ],
    }


def _fix(request: messages.FixApply, client: Client) -> messages.FixApplied:
    done, message = client.linter.act(str(request["finding"]), int(request["fix"]))
    return {
        "kind": "fix.applied",
        "id": request["id"],
        "done": done,
        "message": message[:2000],
    }


def _session(request: messages.SessionSet, client: Client) -> messages.SessionState:
    choices = client.server.companion.choices
    choices.mute(_codes(request["mute"]))
    choices.unmute(_codes(request["unmute"]))
    choices.tell(str(ident)[:300] for ident in request["told"])
    if request["paused"] is not None:
        choices.pause(bool(request["paused"]))
    return {
        "kind": "session.state",
        "id": request["id"],
        "session": encode_session(choices),
    }


def _codes(codes: Sequence[Any]) -> list[str]:
    return [code for code in codes if _CODE.fullmatch(str(code))]


_CODE = re.compile(r"NN[0-9]{3}")

HANDLERS: Answers = {
    "client.open": _open,
    "notebook.check": _check,
    "rule.get": _rule,
    "fix.apply": _fix,
    "session.set": _session,
    **_TREE_HANDLERS,
    **_WATCH_HANDLERS,
    **_HOOK_HANDLERS,
    **_INIT_HANDLERS,
    **_MEMORY_HANDLERS,
    **_SOURCE_HANDLERS,
    **_SNAPSHOT_HANDLERS,
    **_RECORDED_HANDLERS,
}
"""By kind; `protocol.kinds.CAPABILITIES` has the same kinds."""
