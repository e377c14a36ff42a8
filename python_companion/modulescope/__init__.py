"""Live checks of PyTorch modules, in notebooks and scripts.

Importing this package imports neither torch nor IPython; each public name loads what
it needs on first use.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    # For type checkers and editors, which cannot follow `_HOME`.
    from .checking.live import check as check
    from .checking.report import Report as Report
    from .files.reading import lint as lint
    from .gradients.watch import GradientWatch as GradientWatch
    from .gradients.watch import watch as watch
    from .hooks.table import HookTable as HookTable
    from .hooks.table import hooks as hooks
    from .initial.api import init_report as init_report
    from .initial.rows import InitReport as InitReport
    from .kernel.install import install as install
    from .kernel.install import load_ipython_extension as load_ipython_extension
    from .kernel.install import unload_ipython_extension as unload_ipython_extension
    from .snapshots.api import diff as diff
    from .snapshots.api import snapshot as snapshot
    from .snapshots.difference import SnapshotDiff as SnapshotDiff
    from .snapshots.snapshot import Snapshot as Snapshot
    from .tree.api import tree as tree
    from .tree.tree import ModuleTree as ModuleTree

# Public name -> the module that defines it.
_HOME = {
    "GradientWatch": "gradients.watch",
    "HookTable": "hooks.table",
    "InitReport": "initial.rows",
    "ModuleTree": "tree.tree",
    "Report": "checking.report",
    "Snapshot": "snapshots.snapshot",
    "SnapshotDiff": "snapshots.difference",
    "check": "checking.live",
    "diff": "snapshots.api",
    "hooks": "hooks.table",
    "init_report": "initial.api",
    "install": "kernel.install",
    "lint": "files.reading",
    "load_ipython_extension": "kernel.install",
    "snapshot": "snapshots.api",
    "tree": "tree.api",
    "unload_ipython_extension": "kernel.install",
    "watch": "gradients.watch",
}
__all__ = ["__version__", *_HOME]


class _Package(ModuleType):
    """Keeps `modulescope.tree` the function, though a folder has that name."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'modulescope' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "modulescope"}]
