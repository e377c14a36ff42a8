"""Faults to inject into real classes: what the static half of each rule must find.

Each kind is one fault of one rule. Its variants are written out by hand; `styles.py`
derives more of them: other spellings of an import, a helper method, a local base class.
The kinds were fixed before the rules were written.
"""

from __future__ import annotations

from . import building, calling, hooking, initialising, loading, rebuilding, training
from .fault import Kind
from .uncovered import NOT_COVERED, Uncovered, check, uncovered

KINDS: tuple[Kind, ...] = tuple(
    kind
    for part in (
        building,
        rebuilding,
        calling,
        hooking,
        initialising,
        loading,
        training,
    )
    for kind in part.KINDS
)

check(KINDS)

__all__ = ["KINDS", "NOT_COVERED", "Kind", "Uncovered", "uncovered"]
