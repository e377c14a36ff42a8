"""Asks the companion of a page as the panel does; each answer is held to the schema."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import jsonschema
from modulescope.kernel.handlers import HANDLERS
from page import Page
from schemas import MESSAGES, REGISTRY

_KINDS = {
    definition["properties"]["kind"]["const"]: name
    for name, definition in MESSAGES["definitions"].items()
    if "const" in definition.get("properties", {}).get("kind", {})
}


def ask(page: Page, kind: str, **payload: Any) -> dict[str, Any]:
    """The answer to one request."""
    client = SimpleNamespace(
        session=page.session, server=page.companion.server, linter=page.linter
    )
    request = {"kind": kind, "id": "1", **payload}
    reply = HANDLERS[kind](request, client)  # type: ignore[arg-type]
    name = _KINDS[reply["kind"]]
    schema = {**MESSAGES, "oneOf": [{"$ref": f"#/definitions/{name}"}]}
    jsonschema.validate(reply, schema, registry=REGISTRY)
    assert json.loads(json.dumps(reply, allow_nan=False)) == reply
    return dict(reply)
