"""Whether numpy is there: values are read with it, and torch works without it."""

from __future__ import annotations

import sys
from importlib.util import find_spec

MISSING = "numpy is not installed, and values are read with it."
INSTALL = f"{MISSING} To install it: pip install numpy"


def has_numpy() -> bool:
    """Whether numpy is loaded or can be; asked anew, as it may be installed later."""
    if sys.modules.get("numpy") is not None:
        return True
    try:
        return find_spec("numpy") is not None
    except (ImportError, ValueError):
        # A file of that name beside the notebook is refused, and is no numpy.
        return False
