"""The rows of an init report: figures, expectation, verdict, histogram."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from .defaults import Expected


class Histogram(NamedTuple):
    """The values that were read now, in bins of equal width."""

    low: float
    high: float
    """In the unit of the parameter."""
    counts: tuple[int, ...]
    """(bins,), in values."""


@dataclass(frozen=True)
class InitRow:
    """One parameter against its expected initial values."""

    fqn: str
    """Of the module."""
    parameter: str
    shape: tuple[int, ...]
    numel: int
    sampled: int
    bound: float | None
    """95 %: the deviation is within this fraction of `std`; None if it is exact."""
    of: str
    """`now`, or `birth` where the figures are those from before training."""
    mean: float
    std: float
    minimum: float
    maximum: float
    """These four are NaN if unknown."""
    nonfinite: int
    expected: Expected | None
    verdict: str
    """`ok`, `low`, `high` or `unknown`."""
    histogram: Histogram | None
    note: str
    """Why there are no figures or no expectation; else empty."""

    @property
    def name(self) -> str:
        """The fqn of the parameter."""
        return f"{self.fqn}.{self.parameter}" if self.fqn else self.parameter

    @property
    def ratio(self) -> float | None:
        """Actual over expected deviation; None where one is zero or unknown."""
        if self.expected is None or not self.expected.std or not self.std > 0:
            return None
        return self.std / self.expected.std

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, as `init.report` has it; what is unknown is null."""
        expected, histogram = self.expected, self.histogram
        band = expected.band if expected is not None else None
        return {
            "fqn": self.fqn,
            "parameter": self.parameter,
            "shape": str(list(self.shape)),
            "numel": self.numel,
            "sampled": self.sampled,
            "bound": finite(self.bound),
            "of": self.of,
            "mean": finite(self.mean),
            "std": finite(self.std),
            "min": finite(self.minimum),
            "max": finite(self.maximum),
            "nonfinite": self.nonfinite,
            "expected": None
            if expected is None
            else {
                "text": expected.text,
                "std": expected.std,
                "mean": expected.mean,
                "low": expected.low,
                "high": expected.high,
            },
            "ratio": finite(self.ratio),
            "verdict": self.verdict,
            "histogram": None
            if histogram is None
            else {
                "edges_low": histogram.low,
                "edges_high": histogram.high,
                "counts": list(histogram.counts),
                "expected_low": band[0] if band else None,
                "expected_high": band[1] if band else None,
            },
            "note": self.note,
        }


@dataclass(frozen=True)
class InitReport:
    """What the parameters of a module start with, beside what is expected of them."""

    name: str
    rows: tuple[InitRow, ...]
    left_out: int = 0
    updated: int | None = None
    """In-place writes since the initial values were read; None if that is unknown."""
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, version 1."""
        return {
            "version": 1,
            "name": self.name,
            "updated": self.updated,
            "note": self.note,
            "left_out": self.left_out,
            "rows": [row.to_dict() for row in self.rows],
        }

    def __repr__(self) -> str:
        """The complete text."""
        from .render import init_text

        return init_text(self.to_dict(), all_rows=True)

    def _repr_html_(self) -> str:
        from .render import init_html

        return init_html(self.to_dict())


def finite(value: float | None) -> float | None:
    """A number that JSON has; None for one that it lacks."""
    return value if value is not None and math.isfinite(value) else None
