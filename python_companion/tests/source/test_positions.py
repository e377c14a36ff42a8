"""Columns: UTF-8 bytes, code points and UTF-16 units."""

from __future__ import annotations

import ast

from hypothesis import given, settings
from hypothesis import strategies as st
from modulescope.findings import Position, Range
from modulescope.source.positions import Lines, apply_edits


def test_a_column_is_counted_in_utf_16_units():
    # é is 2 bytes and 1 unit, 𝔘 is 4 bytes and 2 units.
    lines = Lines("é𝔘x = y")
    value = ast.parse(lines.source).body[0].value
    assert value.col_offset == 10
    assert lines.start(value) == Position(0, 7)
    assert lines.text(value) == "y"


def test_identifiers_that_python_normalises_keep_their_written_length():
    lines = Lines("ﬁx = ﬁy")
    target = ast.parse(lines.source).body[0].targets[0]
    assert target.id == "fix"
    assert lines.text(target) == "ﬁx"


def test_the_name_of_a_definition_is_found():
    lines = Lines("@decorated\nclass  Nëtz(Base): pass")
    node = ast.parse(lines.source).body[0]
    assert lines.name_range(node) == Range(Position(1, 7), Position(1, 11))


def test_edits_at_one_place_keep_their_order():
    here = Range(Position(0, 1), Position(0, 1))
    assert apply_edits("ab", [(here, "1"), (here, "2")]) == "a12b"


def test_edits_count_astral_characters_as_two():
    span = Range(Position(1, 2), Position(1, 3))
    assert apply_edits("a\r\n𝔘x", [(span, "y")]) == "a\r\n𝔘y"


@settings(max_examples=200, deadline=None)
@given(st.text("ab𝔘é\n\r", max_size=20), st.data())
def test_a_place_of_the_text_is_the_place_that_an_edit_reaches(source, data):
    offset = data.draw(st.integers(0, len(source)))
    if source[max(offset - 1, 0) : offset + 1] == "\r\n":
        return
    place = Lines(source).place(offset)
    edited = apply_edits(source, [(Range(place, place), "|")])
    assert edited == source[:offset] + "|" + source[offset:]
