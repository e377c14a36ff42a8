"""What one notebook mutes, as its page or its file says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# As many and as long as the protocol lets a message have.
_MOST = 1000
_LONGEST = 300


@dataclass(frozen=True)
class Mutes:
    """The mutes of a notebook, and what gives their ids a meaning."""

    words: tuple[str, ...] = ()
    """Codes and names of rules, and ids of findings; an id has a colon."""
    cells: tuple[str, ...] = ()
    """The ids of all its code cells, top to bottom."""
    keeps_ids: bool = True
    """Whether its file keeps the ids of cells: not before format 4.5."""

    @property
    def rules(self) -> tuple[str, ...]:
        """Only the rules."""
        return tuple(word for word in self.words if ":" not in word)

    @property
    def ids(self) -> tuple[str, ...]:
        """Only the findings."""
        return tuple(word for word in self.words if ":" in word)


def mutes_of(
    words: Iterable[object], cells: Iterable[object], keeps_ids: bool
) -> Mutes:
    """What a page says, cut at the limits of the protocol."""
    texts = [str(word)[:_LONGEST] for word in words][:_MOST]
    return Mutes(tuple(texts), tuple(map(str, cells)), keeps_ids)
