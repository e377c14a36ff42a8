"""Answers requests. A handler gets the request and the client, and gives a reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..findings import Severity
from .encode import encode_error, encode_outcome

if TYPE_CHECKING:
    from .comm import Client

Handler = Callable[[dict[str, Any], "Client"], dict[str, Any]]


def answer(request: Any, client: Client) -> dict[str, Any] | None:
    """The reply to a request; None if it cannot even be replied to."""
    if type(request) is not dict or type(request.get("id")) is not str:
        return None
    kind, ident = request.get("kind"), request["id"][:64]
    handler = handlers().get(kind) if type(kind) is str else None
    if handler is None:
        return {"kind": "unsupported", "id": ident, "asked": str(kind)[:100]}
    try:
        return handler(request, client)
    except Exception as error:
        return dict(encode_error(ident, f"{type(error).__name__} in {kind}: {error}"))


def handlers() -> dict[str, Handler]:
    """All handlers by kind; loaded with the first request."""
    from .encode_tree import HANDLERS

    return {
        "client.open": _open,
        "notebook.check": _check,
        "rule.get": _rule,
        "fix.apply": _fix,
        **HANDLERS,
    }


CAPABILITIES = (
    "client.open",
    "notebook.check",
    "models.list",
    "tree.get",
    "module.get",
    "rule.get",
    "fix.apply",
)


def _open(request: dict[str, Any], client: Client) -> dict[str, Any]:
    client.rename(str(request["client"])[:64])
    hello = dict(client.server.hello())
    return {"kind": "client.opened", "id": request["id"], "hello": hello}


def _check(request: dict[str, Any], client: Client) -> dict[str, Any]:
    outcome = client.linter.check(
        order=[str(ident) for ident in request["order"]],
        changed={str(c["cell_id"]): str(c["source"]) for c in request["cells"]},
        live=bool(request["live"]),
        ignore=[str(code) for code in request["ignore"]],
        least=Severity(request["min_severity"]),
    )
    return dict(encode_outcome(request["id"], int(request["revision"]), outcome))


def _rule(request: dict[str, Any], client: Client) -> dict[str, Any]:
    from ..rules import get_rule
    from ..rules.docs import page_of

    rule = get_rule(str(request["code"]))
    if rule is None:
        return dict(encode_error(request["id"], f"there is no rule {request['code']}"))
    page = page_of(rule)
    return {
        "kind": "rule.page",
        "id": request["id"],
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "title": page.title,
        "sections": [
            {"heading": section.heading, "text": section.text}
            for section in page.sections
        ],
    }


def _fix(request: dict[str, Any], client: Client) -> dict[str, Any]:
    message = client.linter.act(str(request["finding"]), int(request["fix"]))
    return {
        "kind": "fix.applied",
        "id": request["id"],
        "done": message is not None,
        "message": message or "The finding is gone. Nothing was changed.",
    }
