"""Cells become trees with exact positions, or say why not; never an exception."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modulescope.source.cells import MAX_CELL_CHARACTERS, parse
from modulescope.source.magics import blank_magics
from modulescope.source.positions import split_lines


def code_of(source: str) -> str:
    parsed = parse(source)
    assert parsed.problem is None, parsed.problem
    return ast.unparse(parsed.tree)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("%matplotlib inline\nx = 1", "_\nx = 1", id="line magic"),
        pytest.param("!ls -l\nx = 1", "_\nx = 1", id="shell"),
        pytest.param("!!ls\nx = 1", "_\nx = 1", id="shell with result"),
        pytest.param("!ls \\\n  -l\nx = 1", "_\nx = 1", id="joined shell lines"),
        pytest.param("files = !ls\nx = 1", "files = _\nx = 1", id="assigned shell"),
        pytest.param("a, b = %foo 1", "a, b = _", id="assigned magic"),
        pytest.param("model?", "_", id="help"),
        pytest.param("model.fc??", "_", id="help with source"),
        pytest.param("?model", "_", id="help before"),
        pytest.param("f(x)?\ny = 1", "_\ny = 1", id="help after a call"),
        pytest.param(
            "for i in x:\n    %ls\n    y = i",
            "for i in x:\n    _\n    y = i",
            id="in a block",
        ),
        pytest.param("if x:\n    !ls", "if x:\n    _", id="alone in a block"),
        pytest.param("x = (a\n  % b)", "x = a % b", id="modulo on its own line"),
        pytest.param("x = a \\\n% b", "x = a % b", id="modulo after a joined line"),
        pytest.param("x = '''\n%ls\n'''", "x = '\\n%ls\\n'", id="in a text"),
        pytest.param("# %ls?\nx = 1  # why?", "x = 1", id="in a comment"),
        pytest.param("x = a != b", "x = a != b", id="unequal"),
        pytest.param("  x = 1\n  y = 2", "x = 1\ny = 2", id="indented as a whole"),
        pytest.param("%time y = f(x)", "if 1:\n    y = f(x)", id="timed line"),
        pytest.param("%time for i in x: pass", "_", id="timed loop"),
        pytest.param("await f(x)", "await f(x)", id="await"),
        pytest.param(
            "async for x in y:\n    pass", "async for x in y:\n    pass", id="async for"
        ),
        pytest.param("%%time\nx = 1", "x = 1", id="cell magic with a Python body"),
        pytest.param(
            "\n%%capture out\n%%time\nx = 1", "x = 1", id="nested cell magics"
        ),
        pytest.param("%%nn watch model\nx = 1", "x = 1", id="our own cell magic"),
        pytest.param("", "", id="empty"),
    ],
)
def test_ipython_syntax_is_blanked(source, expected):
    assert code_of(source) == expected


@pytest.mark.parametrize("magic", ["bash", "javascript", "html", "writefile a.py", "R"])
def test_cells_of_other_languages_are_skipped(magic):
    parsed = parse(f"%%{magic}\nls -l | wc")
    assert parsed.foreign and parsed.problem is None and parsed.tree.body == []


@pytest.mark.parametrize("source", ["pip install timm", "cd ..", "ls *.py\n"])
def test_a_magic_without_percent_sign_is_a_cell_of_its_own(source):
    parsed = parse(source)
    assert parsed.foreign and parsed.problem is None


def test_a_magic_without_percent_sign_among_other_lines_is_a_syntax_error():
    assert parse("import torch\npip install timm").problem


def test_help_about_a_cell_magic_is_python():
    assert not parse("%%bash?").foreign


def test_blanked_lines_keep_the_positions_of_the_others():
    source = "%matplotlib inline\n𝔘é = 1; x = f(y)\n!ls\nz = 2"
    parsed = parse(source)
    assignment = parsed.tree.body[2]
    assert parsed.lines.text(assignment) == "x = f(y)"
    # The first character is two UTF-16 units.
    assert parsed.lines.start(assignment) == (1, 9)
    assert parsed.lines.start(parsed.tree.body[-1]) == (3, 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_in_python_and_in_editors(end):
    parsed = parse(f"x = 1{end}%ls{end}y = '\u2028\x0c'{end}z = 3")
    assert [parsed.lines.start(node).line for node in parsed.tree.body] == [0, 1, 2, 3]
    assert parsed.lines.text(parsed.tree.body[3]) == "z = 3"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = '\ud800'", id="lone surrogate"),
        pytest.param("x = 1\x00", id="NUL"),
        pytest.param("\ufeffx = 1", id="BOM"),
        pytest.param("x\u00a0= 1", id="no-break space"),
        pytest.param("model = nn.Linear(", id="half typed"),
        pytest.param("-" * 100_000 + "1", id="very deep"),
        pytest.param("(" * 1_000, id="many brackets"),
        pytest.param("x = " + "9" * 5_000, id="a number with too many digits"),
        pytest.param("x = 1\n" * 200_000, id="more than a megabyte"),
        pytest.param("  x = 1\n y = 2", id="unequal indentation"),
    ],
)
def test_what_is_not_python_is_a_problem_and_no_exception(source):
    parsed = parse(source)
    assert parsed.problem
    assert parsed.tree.body == []


@pytest.mark.parametrize("depth", [1_000, 5_000, 20_000, 100_000])
def test_what_is_too_deep_for_this_python_is_a_problem_and_nothing_else(depth):
    source = "-" * depth + "1"
    try:
        ast.parse(source)
    except (RecursionError, MemoryError, SyntaxError):
        assert parse(source).problem and parse(source).tree.body == []
    else:
        assert parse(source).problem is None and len(parse(source).tree.body) == 1


def test_the_limit_of_a_cell_is_a_million_characters():
    assert parse("#" * MAX_CELL_CHARACTERS).problem is None
    assert "1,000,000" in str(parse("#" * (MAX_CELL_CHARACTERS + 1)).problem)


def test_a_problem_names_its_line():
    assert "line 2" in str(parse("x = 1\ny = = 2").problem)
    assert "line 2" in str(parse("  x = 1\n  y = = 2").problem)


def test_the_parser_prints_no_warning_into_the_users_cell():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert code_of("x = '\\d'; y = 1if x else 2")
    assert caught == []


IPYTHON = st.sampled_from(
    [
        *"%!?=()[]{}'\"#\\\n\r ;,/:",
        '"""',
        "%%time\n",
        "!ls",
        "x = ",
        "def f():\n",
        "𝔘",
        "é",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(IPYTHON | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_parsed_or_refused_without_an_exception(source):
    parsed = parse(source)
    for node in ast.walk(parsed.tree):
        if isinstance(node, (ast.expr, ast.stmt)):
            start, end = parsed.lines.range(node)
            assert (0, 0) <= start <= end
            assert end.line < len(split_lines(source))


@settings(max_examples=300, deadline=None)
@given(st.lists(IPYTHON, max_size=30).map("".join))
def test_blanking_keeps_every_line_and_the_length(source):
    source = source.replace("\r", "\n")
    blanked = blank_magics(source)
    if not blanked.foreign:
        assert len(blanked.source) == len(source)
        assert blanked.source.count("\n") == source.count("\n")
