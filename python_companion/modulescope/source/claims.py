"""What the text of a cell says: the values that static checks yield."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ..findings import Edit, Place, Range, Severity


class Subject(NamedTuple):
    """What a claim and the evidence for it are both about.

    `kind` is `attr` (of class `owner`), `class`, `name` (a variable of the
    namespace), or `function` (by its `__qualname__`). `owner` is empty where there
    is none.
    """

    kind: Literal["attr", "class", "name", "function"]
    owner: str
    name: str


@dataclass(frozen=True)
class Claim:
    """What the text of one cell says; made by `Text.claim`."""

    subject: Subject
    range: Range
    values: Mapping[str, Any]
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    severity: Severity | None = None
    related: tuple[Place, ...] = ()
    quiet: bool = False
    """Too little to be said by the text alone: it needs an object that confirms it."""
