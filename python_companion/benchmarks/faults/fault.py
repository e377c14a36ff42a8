"""What a fault is: text for some places of a class, or an edit of what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .donor import Donor

# Stands in a text where the finding is expected; with two of them, in between.
MARK = "§"

Replacement = tuple[int, int, str]
"""Start and end in the source of the donor's file, and the new text."""


@dataclass(frozen=True)
class Fault:
    """Texts for places of a donor class; those left empty are not needed.

    Braces are filled in: `{cls}` the class, `{x}` the first argument of its forward,
    `{h}` and `{child}` a value in forward and the child that made it, `{option}` an
    argument of its `__init__`.
    """

    before: str = ""
    """Above the class, at the top level."""
    init: str = ""
    """At the end of `__init__`."""
    first: str = ""
    """At the start of forward."""
    after: str = ""
    """In forward, below `{h} = self.{child}(…)`."""
    method: str = ""
    """Further methods of the class."""
    above: str = ""
    """A cell of its own above the class."""
    script: str = ""
    """A cell of its own below the class."""
    edit: Callable[[Donor], Iterable[Replacement]] | None = None
    """Edits of what the class has; empty if it does not have it."""


@dataclass(frozen=True)
class Kind:
    """One fault of one rule, in several variants."""

    code: str
    fault: str
    variants: Mapping[str, Fault]
    styles: tuple[str, ...] = ("alias", "local base")
    """The styles that are derived from the first variant; see `styles.py`."""
    needs: Callable[[Donor], bool] | None = None
    also: frozenset[str] = field(default=frozenset())
    """Codes of rules that the same fault breaks, too: no extra findings."""


def kind(
    code: str,
    fault: str,
    *,
    styles: str = "alias, local base",
    needs: Callable[[Donor], bool] | None = None,
    also: str = "",
    **variants: Fault,
) -> Kind:
    """A kind; the names of its variants are keywords."""
    return Kind(
        code,
        fault,
        {name.replace("_", " "): variant for name, variant in variants.items()},
        tuple(filter(None, styles.split(", "))),
        needs,
        frozenset(also.split()),
    )
