"""What a recording may cost, and what it records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordingOptions:
    """What somebody who starts a recording may choose."""

    every: int | None = None
    """Record each that many backward passes; None for as often as the budget lets."""
    budget: float = 0.01
    """The share of the loop's time that may be spent, listeners included."""
    ratio: bool = False
    """Also record |Δw|/|w|, which needs a copy of the weights during each recorded step
    of the optimizer."""
    light: bool = False
    """Record norms and counts of what is not finite only."""

    def __post_init__(self) -> None:
        if self.every is not None and self.every < 1:
            raise ValueError(f"every must be positive, got {self.every}")
        if not self.budget > 0:
            raise ValueError(f"budget must be positive, got {self.budget}")


DEFAULTS = RecordingOptions()
