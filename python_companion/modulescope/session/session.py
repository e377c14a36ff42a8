"""The companion's memory of one kernel, and the scenes it gives to probes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..objects import walk
from .followed import Followed
from .keys import Keys
from .roots import user_names
from .runs import RunLog
from .scene import FindClaims, Run, Scene
from .scenes import scene_of_session


class Session:
    """Follows the runs of one shell, and what they do to models."""

    def __init__(self, shell: Any, log: RunLog | None = None) -> None:
        self._shell = shell
        self.log = RunLog(shell) if log is None else log
        self.followed = Followed(self.log)
        """What is remembered of models and optimizers."""
        self.keys = Keys()
        """Of the models that were listed."""
        self.edits = 0
        """Counts what we changed in models ourselves: what was read before is old."""

    @property
    def shell(self) -> Any:
        """The shell whose names these are."""
        return self._shell

    @property
    def user_ns(self) -> dict[str, Any]:
        """The user's namespace itself; copy it before reading."""
        namespace: dict[str, Any] = self._shell.user_ns
        return namespace

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs of the kernel."""
        return self.log.runs

    @property
    def busy(self) -> bool:
        """Whether a cell is running."""
        return self.log.busy

    def names(self) -> dict[str, Any]:
        """A copy of the user's names."""
        hidden = getattr(self._shell, "user_ns_hidden", {})
        return user_names(self.user_ns, hidden)

    def run_started(self, cell_id: str | None = None, source: str = "") -> None:
        """A cell starts."""
        self.log.start(None, cell_id, source)

    def run_ended(
        self, cell_id: str | None, count: int | None, source: str, success: bool
    ) -> list[str] | None:
        """A cell ended; see `look` for the value."""
        ran = self.log.end(None, cell_id, count, source, success)
        return self.look() if ran and walk.loaded_torch() else None

    def look(self, ran: bool = True) -> list[str] | None:
        """See `Followed.look`."""
        return self.followed.look(self.names(), ran)

    def scene(
        self,
        claims: Mapping[str, tuple[Any, ...]] | None = None,
        names: Mapping[str, Any] | None = None,
        find_claims: FindClaims | None = None,
    ) -> Scene:
        """What the namespace, or other names, hold now.

        Drop it soon: it keeps the user's objects alive.
        """
        return scene_of_session(
            self,
            self.names() if names is None else names,
            claims or {},
            find_claims or Scene.find_claims,
        )
