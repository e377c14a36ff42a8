"""Installs the companion in the running kernel, and takes it off again.

Most kernels never import torch: this loads only what it takes to remember which cells
ran and to answer the first message. The rest is loaded with the first need.
"""

from __future__ import annotations

from typing import Any

from ..session import current
from ..session.import_guard import inside
from . import first_use
from .companion import Companion, Hello, hello


@inside
def install() -> Hello:
    """Installs the companion in this kernel, once, and says what it is.

    Outside IPython it only says hello.
    """
    shell = current.shell()
    if shell is not None:
        companion = getattr(shell, current.ATTRIBUTE, None)
        # Another copy of this package may have made it: then it is of another class.
        if type(companion) is not Companion:
            if companion is not None:
                _end(companion)
            companion = Companion(shell)
            setattr(shell, current.ATTRIBUTE, companion)
            companion.begin()
    return hello()


def uninstall() -> None:
    """Leaves the kernel as it was before `install()`."""
    shell = current.shell()
    companion = getattr(shell, current.ATTRIBUTE, None)
    if companion is not None:
        _end(companion)
        delattr(shell, current.ATTRIBUTE)


def _end(companion: Any) -> None:
    try:
        companion.end()
    except Exception:
        # A copy that cannot end must not keep this one from beginning.
        return


@inside
def load_ipython_extension(shell: Any) -> None:
    """`%load_ext modulescope`: the companion, the magics and watched cells."""
    install()
    first_use.register(shell)


@inside
def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext modulescope`: leaves the kernel as it was."""
    first_use.unregister(shell)
    uninstall()
