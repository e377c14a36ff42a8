"""The subcommands of `%nn`; the magics print what they answer.

One file holds one surface: its commands and what runs them.
"""

from __future__ import annotations

from ..command import Command
from ..explain import magic
from ..gradients import magic as gradients
from ..hooks import magic as hooks
from ..initial import magic as init
from ..snapshots import magic as compare
from ..tree import magic as tree
from . import check, choosing, status

COMMANDS: dict[str, Command] = {
    command.name: command
    for surface in (
        status,
        check,
        tree,
        hooks,
        init,
        compare,
        magic,
        gradients,
        choosing,
    )
    for command in surface.COMMANDS
}
"""By name, in the order of the help."""
