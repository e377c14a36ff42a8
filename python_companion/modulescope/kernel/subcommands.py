"""The subcommands of `%nn`; the magics print what they answer.

One file holds one surface: its commands and what runs them.
"""

from __future__ import annotations

from ..command import Command
from ..explain import magic as explain
from ..gradients import magic as gradients
from ..hooks import magic as hooks
from ..initial import magic as initial
from ..snapshots import magic as snapshots
from ..tree import magic as tree
from . import check, choosing, status

COMMANDS: dict[str, Command] = {
    command.name: command
    for surface in (
        status,
        check,
        tree,
        hooks,
        initial,
        snapshots,
        explain,
        gradients,
        choosing,
    )
    for command in surface.COMMANDS
}
"""By name, in the order of the help."""
