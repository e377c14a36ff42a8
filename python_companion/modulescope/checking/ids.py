"""Gives each finding its id: by its rule, its cell, and what it is about.

`NN102@7f3a:attr:Net:blocks` is what NN102 says in the cell `7f3a` about the attribute
`blocks` of `Net`, and `NN102@7f3a#2:attr:Net:blocks` the second such finding there.
Nothing in another cell changes it. Where no text places an object, in a file, and in a
notebook before format 4.5, whose file keeps no ids of cells, there is no `@`, and `#`
counts through the whole text.

What is muted keeps the id that it was muted by: one that an older modulescope gave it
(`NN102:attr:Net.blocks`), or that of the cell that its code has left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..session.mutes import Mutes
from ..source.claims import Subject
from .claims import Found

# With the longest id of a cell, the whole fits into a message.
LONGEST_SUBJECT = 160


class About(NamedTuple):
    """What a finding is known by."""

    code: str
    subject: Subject
    cell_id: str | None = None


def claim_ids(claims: Sequence[Found], mutes: Mutes | None = None) -> list[str]:
    """The ids of claims, which are those of their confirmations and stale rests.

    Quiet claims come last: who has no objects does not know of them.
    """
    order = sorted(range(len(claims)), key=lambda place: claims[place].claim.quiet)
    abouts = [
        About(rule.code, claim.subject, cell.id)
        for rule, cell, claim in (claims[place] for place in order)
    ]
    ids = dict(zip(order, ids_of(abouts, mutes), strict=True))
    return [ids[place] for place in range(len(claims))]


def ids_of(abouts: Sequence[About], mutes: Mutes | None = None) -> list[str]:
    """The ids of findings, which come in the order of the text; all differ."""
    mutes = mutes or Mutes()
    ids = _own_ids(abouts, mutes.keeps_ids)
    words = dict.fromkeys(word for word in mutes.ids if word not in ids)
    if words:
        _keep_former(ids, abouts, words, mutes)
    if words and mutes.keeps_ids:
        _keep_moved(ids, abouts, words, mutes)
    return ids


def subject_of(id: str) -> str:
    """What a finding is about, wherever it is: `attr:Net:blocks`."""
    return id.partition(":")[2]


def _own_ids(abouts: Iterable[About], keeps_ids: bool) -> list[str]:
    counts: Counter[tuple[str, str, str]] = Counter()
    ids = []
    for code, subject, cell_id in abouts:
        place = f"@{_word(cell_id)}" if keeps_ids and cell_id is not None else ""
        key = code, place, ":".join(subject)[:LONGEST_SUBJECT]
        counts[key] += 1
        number = f"#{counts[key]}" if counts[key] > 1 else ""
        ids.append(f"{code}{place}{number}:{key[2]}")
    return ids


def _word(cell_id: str) -> str:
    """The id of a cell; no notebook that is valid has other signs in it."""
    return cell_id.replace(":", "-").replace("#", "-").replace("@", "-")


def _keep_former(
    ids: list[str], abouts: Sequence[About], words: dict[str, None], mutes: Mutes
) -> None:
    """Finds what an older modulescope muted, by the ids of that time."""
    for index, former in enumerate(_former_ids(abouts)):
        if former in words and ids[index] not in mutes.words:
            ids[index] = former
            del words[former]


def _former_ids(abouts: Iterable[About]) -> list[str]:
    """The ids up to 0.1.0: equal ones differed by their order in the notebook."""
    ids: dict[str, None] = {}
    for about in abouts:
        base = found = _former_base(about)
        number = 1
        while found in ids:
            found = f"{base}@{about.cell_id}" if number == 1 else f"{base}#{number}"
            number += 1
        ids[found] = None
    return list(ids)


def _former_base(about: About) -> str:
    kind, owner, name = about.subject
    return f"{about.code}:{kind}:{owner}.{name}"[:200]


def _keep_moved(
    ids: list[str], abouts: Sequence[About], words: dict[str, None], mutes: Mutes
) -> None:
    """Finds what was muted in no cell, or in one that is gone, where it is now."""
    cells = {f"@{_word(cell_id)}" for cell_id in mutes.cells}
    for index, about in enumerate(abouts):
        if ids[index] in mutes.words:
            continue
        for word in words:
            if _has_moved(word, about, cells):
                ids[index] = word
                del words[word]
                break


def _has_moved(word: str, about: About, cells: set[str]) -> bool:
    if word == f"{_former_base(about)}@{about.cell_id}":
        # Of two equal ones, the one that was first is gone.
        return True
    place, _, subject = word.partition(":")
    code, at, cell = place.partition("#")[0].partition("@")
    return (
        code == about.code
        and at + cell not in cells
        and subject == ":".join(about.subject)[:LONGEST_SUBJECT]
    )
