"""Faults to inject into real classes: what the static half of each rule must find.

Each kind is one fault of one rule. Its variants are written out by hand; `styles.py`
derives more of them: other spellings of an import, a helper method, a local base class.
The kinds were fixed before the rules were written.
"""

from __future__ import annotations

from . import building, calling, hooking, initialising, loading, rebuilding, training
from .fault import Kind

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

# What no static half can or wants to say, and why.
NOT_COVERED = {
    "NN115": "off by default: a guarded None is legitimate, the note only teaches",
    "NN121": "off by default: nearly all real code calls functionals",
    "NN213": "off unless threads are seen: nothing to inject into a class",
    "NN309": "off by default: identical weights in ordinary use",
}

__all__ = ["KINDS", "NOT_COVERED", "Kind"]
