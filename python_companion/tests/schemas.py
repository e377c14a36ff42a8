"""The schemas of what travels, and where one finds the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from referencing import Registry, Resource

_PROTOCOL = Path(__file__).parents[2] / "schema/protocol"
MESSAGES = json.loads((_PROTOCOL / "messages.schema.json").read_text())
GRADIENTS = json.loads((_PROTOCOL / "gradients.schema.json").read_text())
REGISTRY: Registry[Any] = Registry().with_resource(
    GRADIENTS["$id"], Resource.from_contents(GRADIENTS)
)
