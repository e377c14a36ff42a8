"""What the user chose for one kernel: muted rules, pauses, what was told.

A restart forgets it. All pages of the kernel and `%nn` share it; mutes are applied
where findings are shown, so that they can be counted. What its notebooks mute
themselves is noted beside it, for `%nn`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .mutes import Mutes

# As many as the protocol lets a message have; the oldest go first.
_MOST = 200
_MOST_NOTEBOOKS = 8


@dataclass
class Choices:
    """The choices; each is kept in the order in which it was made."""

    muted: list[str] = field(default_factory=list)
    """Codes of rules whose findings are counted, not shown."""
    paused: bool = False
    """Live checks are paused."""
    told: list[str] = field(default_factory=list)
    """Ids of findings that a notification has told of."""
    notebooks: tuple[Mutes, ...] = ()
    """What the notebooks of this kernel mute, the one that spoke last first."""
    _news: bool = False

    def mute(self, codes: Iterable[str]) -> None:
        """Mutes rules."""
        self._change(_with(self.muted, codes), self.paused)

    def unmute(self, codes: Iterable[str]) -> None:
        """Shows the findings of rules again."""
        gone = set(codes)
        self._change([code for code in self.muted if code not in gone], self.paused)

    def pause(self, paused: bool) -> None:
        """Stops or starts live checks."""
        self._change(self.muted, paused)

    def tell(self, findings: Iterable[str]) -> None:
        """Notes that the user was told of findings."""
        self.told = _with(self.told, findings)

    def note(self, mutes: Mutes) -> None:
        """Notes what a notebook mutes, and forgets what it muted before."""
        cells = set(mutes.cells)
        others = (old for old in self.notebooks if cells.isdisjoint(old.cells))
        self.notebooks = (mutes, *others)[:_MOST_NOTEBOOKS]

    def notebook(self, cell_id: str | None) -> Mutes:
        """What the notebook with a cell mutes; else the one that spoke last."""
        notebooks = self.notebooks or (Mutes(),)
        return next((m for m in notebooks if cell_id in m.cells), notebooks[0])

    def take_news(self) -> bool:
        """Whether anything changed since this was asked last."""
        news, self._news = self._news, False
        return news

    def to_dict(self) -> dict[str, Any]:
        """The protocol's `Session`."""
        return {"muted": self.muted, "paused": self.paused, "told": self.told}

    def _change(self, muted: list[str], paused: bool) -> None:
        self._news = self._news or (muted, paused) != (self.muted, self.paused)
        # Replaced, not changed: another thread may be encoding the old list.
        self.muted, self.paused = muted, paused


def _with(known: list[str], more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*known, *more)))[-_MOST:]
