"""The mode of live modules."""

from __future__ import annotations

from ..objects import raw


def is_training(module: object) -> bool:
    """Whether the flag of a module says train mode."""
    return raw.instance_dict(module).get("training") is True
