"""A scene of given objects, without a kernel: for `check()` in scripts and tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .scene import Scene
from .session import Session


class _NoShell:
    """What a session knows of a plain Python process: names, and no cells."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.user_ns = names


def scene_of(names: Mapping[str, Any]) -> Scene:
    """What names hold now; there are no runs to speak of."""
    session = Session(_NoShell(names))
    session.look(ran=False)
    return session.scene(names=names)
