"""Comments that silence rules: where they stand, and what they reach."""

from __future__ import annotations

import pytest
from modulescope.source.comments import ignores_of

RULE = ("NN102", "modules-in-plain-container")


def silences(source: str, line: int, end: int | None = None, live: bool = False):
    last = line if end is None else end
    return any(ignores_of(source).covering(*RULE, line, last, live))


@pytest.mark.parametrize(
    "comment",
    [
        "# nn: ignore[NN102]",
        "#nn:ignore[nn102]",
        "# NN: Ignore [NN102]",
        "# nn: ignore[modules-in-plain-container]",
        "# nn: ignore[NN501, NN102]",
        "# nn: ignore[NN102] because the teacher must stay hidden",
        "# type: ignore  # nn: ignore[NN102]",
        "# noqa: E501, NN102",
        "# noqa:NN102",
        "# NOQA: E501 NN102",
        "# noqa: NN102 as in the paper",
        "# noqa",
    ],
)
def test_a_comment_at_the_end_of_the_line_counts(comment):
    assert silences(f"x = 1\ny = 2  {comment}\nz = 3", 1)
    assert not silences(f"x = 1\ny = 2  {comment}\nz = 3", 0)
    assert not silences(f"x = 1\ny = 2  {comment}\nz = 3", 2)


@pytest.mark.parametrize(
    "comment",
    [
        "# nn: ignore[NN101]",
        "# nn: ignore[NN1]",
        "# nn: ignore",
        "# nn: ignore NN102",
        "# nn: ignored[NN102]",
        "# nn: ignore-line[NN102]",
        "# noqa: E501",
        "# noqa-NN102",
        "# see nn: ignore[NN102]",
    ],
)
def test_other_words_silence_nothing(comment):
    assert not silences(f"y = 2  {comment}", 0)
    assert not silences(f"{comment}\ny = 2", 1)


@pytest.mark.parametrize("quotes", ["'", '"', "'''", '"""'])
def test_a_comment_in_a_string_is_none(quotes):
    source = f"x = {quotes}# nn: ignore[NN102]{quotes}\ny = 1"
    assert not silences(source, 0) and not silences(source, 1)


def test_lines_of_a_string_that_look_like_comments_are_none():
    source = 'x = """\n# nn: ignore[NN102]\n"""; y = 1'
    assert not silences(source, 2)


def test_a_text_that_is_being_typed_is_read_by_lines():
    source = "def f(:\n    x = 1  # nn: ignore[NN102]"
    assert silences(source, 1) and not silences(source, 0)


def test_a_statement_is_reached_from_its_first_and_last_line():
    source = "self.x = [\n    a,\n    b,\n]"
    for commented in (0, 3):
        lines = source.split("\n")
        lines[commented] += "  # nn: ignore[NN102]"
        assert silences("\n".join(lines), 0), commented
        assert silences("\n".join(lines), 2), commented
    inner = source.replace("a,", "a,  # nn: ignore[NN102]")
    assert silences(inner, 1) and not silences(inner, 2) and not silences(inner, 0)


def test_a_span_is_reached_from_each_of_its_lines():
    source = "f(\n    a,\n    b,  # nn: ignore[NN102]\n    c,\n)"
    assert silences(source, 1, 3)


def test_the_end_of_a_triple_quoted_string_belongs_to_its_statement():
    assert silences('x = f("""\nabc\n""")  # nn: ignore[NN102]', 0)


def test_a_comment_above_counts_for_the_next_statement_only():
    source = "# nn: ignore[NN102]\nx = 1\ny = 2"
    assert silences(source, 1) and not silences(source, 2)


def test_comments_may_stand_between_it_and_the_line():
    assert silences("# nn: ignore[NN102]\n# On purpose.\nx = 1", 2)
    assert not silences("# nn: ignore[NN102]\n\nx = 1", 2)


def test_a_comment_above_a_statement_reaches_its_later_lines():
    assert silences("# nn: ignore[NN102]\nx = f(\n    a,\n)", 2)


def test_a_comment_above_decorators_reaches_the_class():
    source = (
        "# nn: ignore[NN102]\n@final\n@dataclass(\n    x=1)\nclass A(B):\n    y = 1"
    )
    assert silences(source, 4) and not silences(source, 5)


def test_a_block_is_reached_through_its_header_only():
    source = "with a, \\\n        b:  # nn: ignore[NN102]\n    x = 1"
    assert silences(source, 0) and not silences(source, 2)


def test_a_cell_and_a_file_are_silenced_as_a_whole():
    for scope in ("cell", "file"):
        assert silences(f"# nn: ignore-{scope}[NN102]\n\nx = 1\ny = 2", 3)


def test_a_bare_noqa_does_not_silence_live_findings():
    assert silences("x = 1  # noqa", 0)
    assert not silences("x = 1  # noqa", 0, live=True)
    assert silences("x = 1  # noqa: NN102", 0, live=True)


def test_magics_and_any_line_end_are_understood():
    source = (
        "%time x = 1  # nn: ignore[NN102]\r\n!ls '\r\ny = 2  # nn: ignore[NN102]\r\n"
    )
    assert silences(source, 0) and silences(source, 2) and not silences(source, 1)


def test_spans_are_those_of_the_line():
    (comment,) = ignores_of("é = '𝔘'  # x # nn: ignore[ NN102,NN501 ] z").comments
    line = "é = '𝔘'  # x # nn: ignore[ NN102,NN501 ] z"
    assert line[comment.start : comment.end] == "# nn: ignore[ NN102,NN501 ]"
    assert line[comment.whole :] == "# x # nn: ignore[ NN102,NN501 ] z"
    assert [line[w.start : w.end] for w in comment.words] == ["NN102", "NN501"]
