"""What a subcommand answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What to print: notes first, then JSON, Markdown or a display."""

    data: Mapping[str, Any] = field(default_factory=dict)
    bundle: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""
    notes: Sequence[str] = ()
