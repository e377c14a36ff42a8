"""The known word that is most like another, and the sentence that offers it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one."""
    found = difflib.get_close_matches(word, list(known), 1, 0.5)
    return found[0] if found else None


def suggestion(near: str | None) -> str:
    """What a refusal adds about a word that was probably meant; empty without one."""
    return f" Closest: {near}." if near else ""
