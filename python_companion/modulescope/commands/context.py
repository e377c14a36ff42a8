"""What the subcommands ask of the shell, the kernel's companion and its models."""

from __future__ import annotations

from ..session.choices import Choices
from ..session.chosen import companion


def choices() -> Choices:
    """What this kernel leaves out until it restarts."""
    return companion().choices
