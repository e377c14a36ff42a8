"""Where the companion of this kernel is looked up; how it is made, `kernel` knows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .choices import Choices
    from .session import Session

# The companion of a kernel, also one that another copy of this package installed.
ATTRIBUTE = "_modulescope_companion"


class Companion(Protocol):
    """What the features ask of the companion; what they keep in it is known to them."""

    shell: Any

    @property
    def session(self) -> Session:
        """The memory of this kernel's models."""

    @property
    def choices(self) -> Choices:
        """What the user chose for this kernel."""

    @property
    def shelf(self) -> Any:
        """The kept snapshots."""

    @property
    def presets(self) -> Any:
        """The snapshots that a click arms."""

    @property
    def undo(self) -> Any:
        """The hooks that were taken off since the last run."""

    def hello(self) -> Mapping[str, Any]:
        """What `install()` says."""


def installed() -> Companion | None:
    """The companion of this kernel; None before `install()`."""
    found: Any = getattr(shell(), ATTRIBUTE, None)
    if found is None:
        return None
    # Late, because installing loads a handful of modules only.
    from ..objects import classes

    # That of another copy of this package is of another class of the same name.
    return found if classes.derives(type(found), Companion) else None


def shell() -> Any:
    """The IPython shell of this process; None outside IPython."""
    ipython = sys.modules.get("IPython")
    get_ipython = getattr(ipython, "get_ipython", None)
    return get_ipython() if get_ipython else None
