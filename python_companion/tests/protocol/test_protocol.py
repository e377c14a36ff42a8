"""Both sides mean the same messages: schema, examples, and what is really sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from modulescope.protocol import messages
from modulescope.protocol.kinds import CAPABILITIES
from realkernel import Kernel
from record_examples import EXAMPLES, Recorder, conversation
from schemas import MESSAGES as SCHEMA
from schemas import REGISTRY

DEFINITIONS = SCHEMA["definitions"]
KINDS = {
    definition["properties"]["kind"]["const"]: name
    for name, definition in DEFINITIONS.items()
    if "kind" in definition.get("properties", {})
    and "const" in definition["properties"]["kind"]
}
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, registry=REGISTRY)


def problems(message: Any) -> list[str]:
    """What the schema says against a message of its kind."""
    name = KINDS[message["kind"]]
    schema = {**SCHEMA, "oneOf": [{"$ref": f"#/definitions/{name}"}]}
    return [
        f"{list(error.path)}: {error.message}"
        for found in jsonschema.Draft7Validator(schema, registry=REGISTRY).iter_errors(
            message
        )
        for error in (found.context or [found])
    ]


def test_the_schema_is_a_schema():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    listed = {ref["$ref"].rsplit("/", 1)[1] for ref in SCHEMA["oneOf"]}
    assert listed == set(KINDS.values())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_an_example_that_is_valid(kind: str):
    message = json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8"))
    assert message["kind"] == kind
    assert problems(message) == []
    assert VALIDATOR.is_valid(message)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_generated_types_have_the_fields_of_the_schema(kind: str):
    name = KINDS[kind]
    fields = set(DEFINITIONS[name]["properties"])
    assert set(getattr(messages, name).__annotations__) == fields


def test_each_request_is_asked():
    """By a page: a kind that nobody asks need not be answered."""
    files = (EXAMPLES.parents[2] / "src").rglob("*.ts")
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in files
        if path.parent.name in ("asking", "companion", "gradients")
        and not path.name.endswith(".spec.ts")
    )
    assert [kind for kind in CAPABILITIES if f"kind: '{kind}'" not in text] == []


def test_each_request_is_a_capability():
    requests = [kind for kind in KINDS if DEFINITIONS[KINDS[kind]]["x-from"] == "page"]
    assert sorted(requests) == sorted(CAPABILITIES)


def test_what_a_kernel_really_sends_is_valid(kernel: Kernel):
    said = conversation(Recorder(kernel))
    assert {message["kind"] for message in said} == set(KINDS)
    assert [problem for message in said for problem in problems(message)] == []


def test_examples_name_no_machine():
    text = "".join(path.read_text() for path in Path(EXAMPLES).glob("*.json"))
    assert "/home/" not in text and "/root" not in text and "/tmp/" not in text
