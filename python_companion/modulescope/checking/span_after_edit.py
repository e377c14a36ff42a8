"""Where a span of an executed text stands in the text after edits."""

from __future__ import annotations

from difflib import SequenceMatcher

from ..findings import Position, Range

# Comparing texts line by line is quadratic where they differ.
_MAX_LINES = 2000


def moved(span: Range, before: str, after: str) -> Range | None:
    """The span in the new text; None if an edit changed it."""
    old, new = before.split("\n"), after.split("\n")
    if max(len(old), len(new)) > _MAX_LINES:
        return None
    first, last = span.start.line, span.end.line
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, begin, end, new_begin, new_end in matcher.get_opcodes():
        if not begin <= first <= last < end:
            continue
        shift = new_begin - begin
        if tag == "equal":
            return _shifted(span, shift, 0)
        if end - begin == new_end - new_begin and first == last:
            return _in_line(span, old[first], new[first + shift], shift)
    return None


def _in_line(span: Range, old: str, new: str, shift: int) -> Range | None:
    """The span in an edited line, if the edit left it alone."""
    one, other = _units(old), _units(new)
    if one[: span.end.character] == other[: span.end.character]:
        return _shifted(span, shift, 0)
    after = len(one) - span.start.character
    if after and one[-after:] == other[-after:]:
        return _shifted(span, shift, len(other) - len(one))
    return None


def _units(line: str) -> list[bytes]:
    """The UTF-16 units of a line: what characters of positions count."""
    data = line.encode("utf-16-le", "surrogatepass")
    return [data[index : index + 2] for index in range(0, len(data), 2)]


def _shifted(span: Range, lines: int, characters: int) -> Range:
    return Range(
        Position(span.start.line + lines, span.start.character + characters),
        Position(span.end.line + lines, span.end.character + characters),
    )
