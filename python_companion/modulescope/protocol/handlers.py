"""Answers requests. A handler gets the request and the client, and gives a reply.

What it raises becomes an `error` reply.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..findings import Severity
from .encode import encode_outcome
from .encode_tree import HANDLERS as _TREE_HANDLERS

if TYPE_CHECKING:
    from .comm import Client

Handler = Callable[[dict[str, Any], "Client"], Any]


def _open(request: dict[str, Any], client: Client) -> dict[str, Any]:
    client.rename(str(request["client"])[:64])
    hello = dict(client.server.companion.hello())
    return {"kind": "client.opened", "id": request["id"], "hello": hello}


def _check(request: dict[str, Any], client: Client) -> Any:
    outcome = client.linter.check(
        order=[str(ident) for ident in request["order"]],
        changed={str(c["cell_id"]): str(c["source"]) for c in request["cells"]},
        live=bool(request["live"]),
        ignore=[str(code) for code in request["ignore"]],
        least=Severity(request["min_severity"]),
    )
    return encode_outcome(request["id"], int(request["revision"]), outcome)


def _rule(request: dict[str, Any], client: Client) -> dict[str, Any]:
    from ..rules import get_rule
    from ..rules.docs import page

    code = str(request["code"])[:100]
    rule = get_rule(code)
    if rule is None:
        return {
            "kind": "error",
            "id": request["id"],
            "message": f"There is no rule {code}.",
        }
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


def _fix(request: dict[str, Any], client: Client) -> dict[str, Any]:
    done, message = client.linter.act(str(request["finding"]), int(request["fix"]))
    return {
        "kind": "fix.applied",
        "id": request["id"],
        "done": done,
        "message": message[:2000],
    }


HANDLERS: dict[str, Handler] = {
    "client.open": _open,
    "notebook.check": _check,
    "rule.get": _rule,
    "fix.apply": _fix,
    **_TREE_HANDLERS,
}
"""By kind; `comm.CAPABILITIES` has the same kinds."""
