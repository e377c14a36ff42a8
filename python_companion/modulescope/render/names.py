"""Many names in few words: `head.*, pos_embed`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

_MOST = 6
_DEEPEST = 12


def grouped(
    chosen: Collection[str], everything: Iterable[str], most: int = _MOST
) -> str:
    """The chosen names, joined to a prefix where all names below it are chosen."""
    names = prefixes(chosen, everything)
    text = ", ".join(names[:most])
    more = len(names) - most
    return text if more <= 0 else f"{text} and {more:,} more"


def prefixes(chosen: Collection[str], everything: Iterable[str]) -> Sequence[str]:
    """The shortest prefixes that cover the chosen names and no others."""
    wanted = set(chosen)
    total: dict[str, int] = {}
    hits: dict[str, int] = {}
    for name in everything:
        for prefix in _above(name):
            total[prefix] = total.get(prefix, 0) + 1
            hits[prefix] = hits.get(prefix, 0) + (name in wanted)
    found: dict[str, None] = {}
    for name in chosen:
        whole = (p for p in _above(name) if 1 < total.get(p, 0) == hits.get(p))
        found[next((f"{prefix}.*" for prefix in whole), name)] = None
    return list(found)


def _above(name: str) -> list[str]:
    """`a` and `a.b` for `a.b.c`: the shortest first, and no longer than can be read."""
    parts = name.split(".", _DEEPEST)
    return [".".join(parts[:end]) for end in range(1, len(parts))]
