"""Difficult objects: what a live inspector meets, and what breaks ordinary ones.

Each file adds its makers to `CASES`.
"""

from . import (
    attributes,
    converted,
    distributed,
    halfbuilt,
    hooked,
    hostile,
    library,
    parameters,
    subclasses,
    trees,
)
from .cases import CASES, RAN, Block, case, one_process, quiet, ran
from .nomodules import NO_MODULES

__all__ = [
    "CASES",
    "NO_MODULES",
    "RAN",
    "Block",
    "attributes",
    "case",
    "converted",
    "distributed",
    "halfbuilt",
    "hooked",
    "hostile",
    "library",
    "one_process",
    "parameters",
    "quiet",
    "ran",
    "subclasses",
    "trees",
]
