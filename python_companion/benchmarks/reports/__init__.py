"""Bugs that people met in their modules and training code, each with a fixed twin.

Each file is one report: a notebook in words of its own that has the shape of the code
in the thread, and a log of what went wrong. They were taken from public threads because
people met them, whatever the rules knew, and numbered in the order in which they were
found. Odd numbers are there to build rules with; even ones are held back: nobody looks
at what is said of them, so that they can tell how well the rules do elsewhere.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from .report import Report

PARTS = ("build", "held")
_OTHERS = ("report", "verdict")


def reports(part: str = "all") -> Iterator[tuple[str, Report]]:
    """The reports of a part, or all of them, with their names."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda file: file.name):
        if found.name not in _OTHERS and part in ("all", part_of(found.name)):
            yield found.name, import_module(f"{__name__}.{found.name}").REPORT


def part_of(name: str) -> str:
    """The part that a report is in, by its number."""
    return PARTS[0] if number(name) % 2 else PARTS[1]


def number(name: str) -> int:
    """The number that its name begins with: `r07_…`."""
    return int(name[1:].partition("_")[0])
