"""What modulescope says about its own work, beside the rules: codes `NN0xx`."""

from __future__ import annotations

from .cell_not_parsed import RULE as CELL_NOT_PARSED
from .needless_ignore import RULE as NEEDLESS_IGNORE

NOTICES = (NEEDLESS_IGNORE, CELL_NOT_PARSED)


def is_notice(code: str) -> bool:
    """Whether a code is one of these."""
    return code.startswith("NN0")
