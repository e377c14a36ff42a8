"""Which names were meant to be another."""

from __future__ import annotations

from functools import lru_cache

# English words at a distance of two that name something else.
_OTHER_WORDS = frozenset("toward onward reward coward award".split())


@lru_cache(maxsize=4096)
def is_misspelt(name: str, wanted: str) -> bool:
    """Whether a name was likely meant to be `wanted`: one or two letters differ.

    Prefixes, suffixes and numbers (`_forward`, `forward_all`, `forward2`) make a name
    of its own; a plural (`forwards`) or other case (`Forward`) does not.
    """
    if not name.isascii() or not name.isalpha() or name.lower() in _OTHER_WORDS:
        return False
    if name.lower() == wanted:
        return name != wanted
    if abs(len(name) - len(wanted)) > 2:
        return False
    return distance(name.lower(), wanted) <= 2


def distance(one: str, other: str) -> int:
    """The number of letters to insert, delete, replace or swap with the next."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        row = [i + 1]
        for j, wanted in enumerate(other):
            cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != wanted))
            if i and j and one[i - 1] == wanted and letter == other[j - 1]:
                cost = min(cost, before[j - 1] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
