"""Comments, and codes in them, that keep nothing quiet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ...findings import Edit, Range
from ...rulekit.rule import Claim, Rule, Subject
from ...source.cells import Cell
from ...source.comments import Comment, Word, ignores_of, may_ignore
from ...source.positions import Lines
from ..claims import Found, silencing
from ..codes import closest_rule, get_rule
from .needless_ignore import RULE


class Silenced(NamedTuple):
    """A claim or verdict that a comment kept quiet."""

    rule: Rule
    cell: Cell
    range: Range
    live: bool = False


Judged = Callable[[str, Cell | None], bool]
"""Whether a rule, by its code, has said all that it can say of a cell, or of all."""


def needless(
    cells: Sequence[Cell],
    on: Collection[str],
    silenced: Iterable[Silenced],
    judged: Judged,
) -> Iterator[Found]:
    """Claims about the comments of a notebook or file.

    Args:
        cells: The code cells, in document order.
        on: The codes of the rules that are on.
        silenced: What the comments kept quiet.
        judged: Which rules can be judged.
    """
    if not any(may_ignore(cell.source) for cell in cells):
        return
    used = {
        (owner.id, comment, entry.rule.code)
        for entry in silenced
        for owner, comment in silencing(
            entry.rule, cells, entry.cell, entry.range, entry.live
        )
    }
    for cell in cells:
        found = ignores_of(cell.source).comments if may_ignore(cell.source) else ()
        for comment in found:
            if not comment.is_own:
                continue
            for claim in _claims(cell, comment, cell is cells[0], on, used, judged):
                if not _is_quiet(cells, cell, claim):
                    yield Found(RULE, cell, claim)


def _is_quiet(cells: Sequence[Cell], cell: Cell, claim: Claim) -> bool:
    return any(silencing(RULE, cells, cell, claim.range))


def _claims(
    cell: Cell,
    comment: Comment,
    is_first: bool,
    on: Collection[str],
    used: Collection[tuple[str | None, Comment, str]],
    judged: Judged,
) -> Iterator[Claim]:
    if not comment.words:
        yield _claim(cell, comment, (), "{} names no rule, so it silences nothing")
        return
    if comment.scope == "file" and not is_first:
        said = "{} counts in the first code cell only"
        yield _claim(cell, comment, (), said)
        return
    gone: list[Word] = []
    for word in comment.words:
        rule = get_rule(word.text)
        if rule is None:
            yield _claim(cell, comment, (word,), _unknown(word.text))
        elif (
            rule.code in on
            and rule.code[:3] != RULE.code[:3]
            and (cell.id, comment, rule.code) not in used
            and judged(rule.code, None if comment.scope == "file" else cell)
        ):
            gone.append(word)
    if gone:
        edit = _edit(cell, comment, gone)
        yield _claim(cell, comment, gone, "{} silences nothing", edit)


def _unknown(word: str) -> str:
    said = f'There is no rule "{word[:30]}", so this comment silences nothing'
    near = closest_rule(word)
    hint = f" (closest: {near})" if near else ""
    said = said if len(said + hint) > 90 else said + hint
    return said.replace("{", "{{").replace("}", "}}")


def _claim(
    cell: Cell,
    comment: Comment,
    words: Sequence[Word],
    said: str,
    edit: Edit | None = None,
) -> Claim:
    lines = Lines(cell.source)
    start, end = comment.start, comment.end
    if words and len(words) < len(comment.words):
        start, end = words[0].start, words[-1].end
    scope = "" if comment.scope == "line" else f"-{comment.scope}"
    named = ", ".join(word.text for word in words)
    listed = f"[{named if len(named) <= 40 else named[:39] + '…'}]" if words else ""
    return Claim(
        Subject("name", comment.scope, named or "ignore"),
        Range(lines.at(comment.line, start), lines.at(comment.line, end)),
        {"said": said.format(f"`# nn: ignore{scope}{listed}`")},
        edits=(edit,) if edit else (),
        safe=edit is not None,
    )


def _edit(cell: Cell, comment: Comment, gone: Sequence[Word]) -> Edit:
    """Removes words from the list, or the comment, or its line."""
    lines = Lines(cell.source)
    kept = [word.text for word in comment.words if word not in gone]
    if kept:
        first, last = comment.words[0], comment.words[-1]
        start, end, text = first.start, last.end, ", ".join(kept)
    else:
        start, end, text = _without(lines.line(comment.line), comment)
        if start == 0 and end == len(lines.line(comment.line)) and not text:
            return Edit(cell.id, _whole_line(lines, comment.line), "")
    span = Range(lines.at(comment.line, start), lines.at(comment.line, end))
    return Edit(cell.id, span, text)


def _without(line: str, comment: Comment) -> tuple[int, int, str]:
    """What to replace in a line so that the rest of the comment stays."""
    rest = line[comment.end :]
    words = rest.strip()
    end = comment.end + len(rest) - len(rest.lstrip())
    if words.startswith("#"):
        return comment.start, end, ""
    if words and comment.start == comment.whole:
        return comment.start, end, "# "
    if words:
        return comment.start, end, ""
    return len(line[: comment.start].rstrip()), len(line), ""


def _whole_line(lines: Lines, number: int) -> Range:
    if number + 1 < len(lines.lines):
        return Range(lines.at(number, 0), lines.at(number + 1, 0))
    if number == 0:
        return Range(lines.at(0, 0), lines.at(0, len(lines.line(0))))
    above = lines.at(number - 1, len(lines.line(number - 1)))
    return Range(above, lines.at(number, len(lines.line(number))))
