"""The snapshots that a kernel keeps: ten at most, the oldest unpinned one goes."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from .snapshot import Snapshot

LIMIT = 10


class Shelf:
    """Asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Snapshot] = {}
        self._count = 0

    def all(self) -> tuple[Snapshot, ...]:
        """The kept snapshots, oldest first."""
        with self._lock:
            return tuple(self._kept.values())

    def get(self, key: str) -> Snapshot | None:
        """A snapshot by key, else the latest with this name."""
        kept = self.all()
        for found in kept:
            if found.key == key:
                return found
        return next((found for found in reversed(kept) if found.name == key), None)

    def add(self, snapshot: Snapshot) -> tuple[Snapshot | None, str]:
        """Keeps a snapshot.

        Returns:
            It with its key, and what was dropped for it; None if there is no room.
        """
        with self._lock:
            message = ""
            if len(self._kept) >= LIMIT:
                loose = [k for k, found in self._kept.items() if not found.pinned]
                if not loose:
                    return None, f"{LIMIT} snapshots are pinned. Unpin or drop one."
                dropped = self._kept.pop(loose[0])
                message = f"Dropped the oldest snapshot, {dropped.name}."
            self._count += 1
            key = f"s{self._count}"
            snapshot = replace(snapshot, key=key, name=snapshot.name or key)
            self._kept[key] = snapshot
            return snapshot, message

    def change(
        self, key: str, name: str | None, pinned: bool | None, drop: bool
    ) -> None:
        """Renames, pins or drops a snapshot; nothing if it is gone."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return
            if drop:
                del self._kept[key]
                return
            fields: dict[str, Any] = {}
            if name:
                fields["name"] = name
            if pinned is not None:
                fields["pinned"] = pinned
            self._kept[key] = replace(found, **fields)
