"""The companion's memory of one kernel, and the scenes it gives to probes.

`install()` loads this in kernels that may never import torch: what follows models and
makes scenes is loaded when it is needed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .runs import RunLog

if TYPE_CHECKING:
    from .keys import Keys
    from .model_log import Ended, ModelLog
    from .scene import FindClaims, Run, Scene


class Session:
    """Follows the runs of one shell, and what they do to models."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._lock = threading.Lock()
        self._model_log: ModelLog | None = None
        self._keys: Keys | None = None
        self.log = RunLog(shell)
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

    @property
    def model_log(self) -> ModelLog:
        """What is remembered of models and optimizers; made when first needed."""
        with self._lock:
            if self._model_log is None:
                from .model_log import ModelLog

                self._model_log = ModelLog(self.log)
            return self._model_log

    @property
    def keys(self) -> Keys:
        """Of the models that were listed; made when first needed."""
        with self._lock:
            if self._keys is None:
                from .keys import Keys

                self._keys = Keys()
            return self._keys

    def names(self) -> dict[str, Any]:
        """A copy of the user's names."""
        from .roots import user_names

        hidden = getattr(self._shell, "user_ns_hidden", {})
        return user_names(self.user_ns, hidden)

    def run_started(
        self, cell_id: str | None = None, source: str = "", token: object = None
    ) -> None:
        """A cell starts; `token` is what `run_ended` gets for the same run."""
        self.log.start(token, cell_id, source)

    def run_ended(
        self,
        cell_id: str | None,
        count: int | None,
        source: str,
        success: bool,
        token: object = None,
    ) -> Ended | None:
        """A cell ended; looks at what it did to models.

        None if nothing ran, if torch is not there, or inside of another cell, which
        is still running: then the run is only recorded.
        """
        ran = self.log.end(token, cell_id, count, source, success)
        if not ran or self.busy or loaded_torch() is None:
            return None
        return self.model_log.end_run(self.names())

    def look(self, ran: bool = True) -> list[str] | None:
        """See `ModelLog.look`."""
        return self.model_log.look(self.names(), ran)

    def scene(
        self,
        claims: Mapping[str, tuple[Any, ...]] | None = None,
        names: Mapping[str, Any] | None = None,
        find_claims: FindClaims | None = None,
    ) -> Scene:
        """What the namespace, or other names, hold now.

        Drop it soon: it keeps the user's objects alive.
        """
        from .scene import Scene
        from .scenes import scene_of_session

        return scene_of_session(
            self,
            self.names() if names is None else names,
            claims or {},
            find_claims or Scene.find_claims,
        )


def loaded_torch() -> Any:
    """The user's torch; what reads it is not loaded before it is there."""
    if "torch" not in sys.modules:
        return None
    from ..objects import raw

    return raw.loaded_torch()
