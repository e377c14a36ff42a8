"""Texts that nobody means to write: cut, mutated, deep, huge. None may raise."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modulescope.checking.claims import find_claims, unparsed_cells
from modulescope.rulekit.rule import Rule
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from modulescope.source.positions import split_lines

NET = """import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 4)]
        self.register_buffer("mean", torch.zeros(1))

    def forward(self, x):
        self.mean = 0.9 * self.mean + x.mean()
        for layer in self.layers:
            x = nn.functional.dropout(layer(x))
        return x

model = Net()
optimizer = torch.optim.Adam(model.parameters())
for x in data:
    loss = model.forward(x).sum()
    loss.backward()
    optimizer.step()
"""
PIECES = st.sampled_from(
    [*NET.split("\n"), "\r\n", "\f", "\t", "\x00", "𝕏", "\ud800", "'''", "%%time", "!x"]
)
RULES = all_rules()


def claims(source: str) -> list[tuple[str, int, int]]:
    return [
        (f.rule.code, f.claim.range.start.line, f.claim.range.start.character)
        for f in find_claims([Cell("cell", source)], RULES)
    ]


def problem(source: str) -> str | None:
    return unparsed_cells([Cell("cell", source)]).get("cell")


def check(source: str) -> None:
    lines = split_lines(source)
    for code, line, character in claims(source):
        assert line < len(lines), code
        units = len(lines[line].encode("utf-16-le", "surrogatepass")) // 2
        assert character <= units, code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.integers(0, len(NET)), end=st.integers(0, len(NET)), more=st.text())
def test_a_text_cut_anywhere_is_checked(start: int, end: int, more: str):
    check(NET[:start] + more + NET[end:])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_lines_in_any_order_are_checked(lines: list[str]):
    check("\n".join(lines))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_checked(data: bytes):
    check(data.decode("latin-1") + "\n" + NET)


DEEP = [
    pytest.param("total = " + " + ".join(["x"] * 500), id="a sum of 500 terms"),
    pytest.param("total = " + "x" + ".a" * 900, id="900 attributes"),
    pytest.param("x" + "(1)" * 900, id="900 calls"),
    pytest.param("if x:\n    pass\n" + "elif x:\n    pass\n" * 1000, id="1,000 elifs"),
    pytest.param("x = [" + "[1, 2], " * 5000 + "]", id="a long list"),
    pytest.param("x = a" + " if a else a" * 90, id="90 conditionals"),
    pytest.param("f'" + "{x}" * 500 + "'", id="a long f-string"),
]


@pytest.mark.parametrize("source", DEEP)
def test_what_python_can_parse_is_checked_beside_it(source: str):
    assert [code for code, *_ in claims(f"{NET}{source}\n")] == [
        code for code, *_ in claims(NET)
    ]


PARTS = [
    pytest.param("(" + "-" * 900 + "x)", id="minus signs"),
    pytest.param("x" + ".a" * 2000, id="attributes"),
    pytest.param("x" + "(1)" * 2000, id="calls"),
    pytest.param("(" + "not " * 900 + "x)", id="nots"),
    pytest.param("(" + "a if b else " * 900 + "c)", id="conditionals"),
]
AROUND = """import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.a = nn.Linear(1, 1) if {0} else None
        self.b = nn.Parameter({0})
        self.c = {0}
    def forward(self, x):
        return self.a({0})
model = Net({0})
model.register_forward_hook({0})
model.a.register_full_backward_hook(torch.optim.SGD({0}))
for batch in {0}:
    model({0}).backward()
"""


@pytest.mark.parametrize("part", PARTS)
def test_no_rule_fails_on_a_deep_expression(part: str):
    cells = [Cell("cell", AROUND.format(part))]
    failed: list[tuple[str, str]] = []
    list(
        find_claims(
            cells,
            RULES,
            on_failure=lambda rule, error: failed.append((rule.code, repr(error))),
        )
    )
    assert unparsed_cells(cells) == {} and failed == []


UNPARSED = [
    pytest.param("(" * 1000 + "1" + ")" * 1000, id="1,000 parentheses"),
    pytest.param(
        "".join(f"{' ' * n}if x:\n" for n in range(1000)) + " " * 1000 + "pass",
        id="1,000 nested ifs",
    ),
    pytest.param("-" * 100_000 + "1", id="100,000 minus signs"),
    pytest.param("x = 1\x00\n", id="a NUL"),
    pytest.param(f"x = {'9' * 5000}\n", id="a number of 5,000 digits"),
    pytest.param("x = 1\n" * 170_000, id="1 MB"),
    pytest.param("x = '\ud800'\n", id="a lone surrogate"),
    pytest.param("def f(:\n", id="no Python"),
]


@pytest.mark.parametrize("source", UNPARSED)
def test_what_cannot_be_parsed_is_said_and_the_rest_goes_on(source: str):
    begin = time.thread_time()
    cells = [Cell("bad", source), Cell("net", NET)]
    assert unparsed_cells(cells).keys() == {"bad"}
    found = {f.rule.code for f in find_claims(cells, RULES) if f.cell.id == "net"}
    assert "NN102" in found
    assert time.thread_time() - begin < 2.0


def test_a_rule_that_fails_does_not_silence_the_others():
    def fail(node, text):
        raise ValueError("a bug of ours")
        yield

    broken = Rule(**{**vars(RULES[0]), "code": "NN998", "checks": [], "probes": []})
    broken.on(ast.ClassDef, ast.Call)(fail)
    failed: list[tuple[str, str]] = []
    found = find_claims(
        [Cell("cell", NET)],
        [broken, *RULES],
        on_failure=lambda rule, error: failed.append((rule.code, str(error))),
    )
    assert {f.rule.code for f in found} == {code for code, *_ in claims(NET)}
    assert set(failed) == {("NN998", "a bug of ours")}


PLACES = [
    pytest.param("", id="plain"),
    pytest.param("s = '𝕏𝕏'; ", id="astral characters in front"),
    pytest.param("s = 'é'; ", id="two bytes, one unit"),
    pytest.param("s = '\t'; ", id="a tab in front"),
]


@pytest.mark.parametrize("before", PLACES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "above", ["", "%matplotlib inline\n", "!pip list\n", "\f\n", "x = '''\f𝕏'''\n"]
)
@pytest.mark.parametrize("indent", ["    ", "\t", "\f    "])
def test_positions_are_those_of_the_editor(
    before: str, end: str, above: str, indent: str
):
    source = (
        f"{above}class Net(nn.Module):\n{indent}def __init__(self):\n"
        f"{indent}{indent}super().__init__()\n"
        f"{indent}{indent}{before}self.layers = [nn.Linear(4, 4)]\n"
    )
    if "\f" in indent:
        # A form feed starts the count of the indent again.
        source = source.replace(indent + indent, "\f        ")
    if end == "\r" and "\f\n" in source:
        return
    source = source.replace("\n", end)
    [(_, line, character)] = [c for c in claims(source) if c[0] == "NN102"]
    text = split_lines(source)[line]
    units = text.encode("utf-16-le")[2 * character :]
    assert units.decode("utf-16-le").startswith("self.layers = ["), text
