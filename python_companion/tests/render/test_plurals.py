"""No text makes a plural by hand: each count goes through one function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import modulescope
import pytest
from modulescope.render.numbers import form, several
from modulescope.rulekit import words

PACKAGE = Path(modulescope.__file__).parent
FILES = sorted(
    file
    for file in PACKAGE.rglob("*.py")
    # Code of examples and harm is no text for users.
    if not {"harm.py", "examples.py"} & {file.name}
    and "examples" not in file.parts
    and file != PACKAGE / "render" / "numbers.py"
)
COUNTS = re.compile(
    r"\blen\(|\bsum\(|\bnumber\(|\btotal\(|\bcount\(|(^|\W)(n|k|number|times|steps)(\W|$)"
    r"|left_out|numel|num_\w+"
)
"""Expressions that are a number of things."""
PLURAL = re.compile(
    r"^(?: of (?:the|its|their|them))? (?:[a-z-]+ ){0,2}?"
    r"(?!is\b|has\b|was\b|its\b|this\b|as\b|us\b|less\b|does\b|times the\b)[a-z]{2,}s\b"
)
MARK = re.compile(r"[a-z]\((?:e?s|ies)\)(?!\w)")
KINDS = {"'fold' if len(item.members) > 1 else 'module'"}
"""What a row of the tree is, on the wire: no words."""
ENDING = re.compile("e?s|ies")
# Given to the function that chooses, with the form for one.
CHOOSES = re.compile(r"(words\.)?(count|several|form)$")


def test_a_noun_has_the_form_of_its_number():
    assert [form(n, "module") for n in (0, 1, 2)] == ["modules", "module", "modules"]
    assert [form(n, "is", "are") for n in (0, 1, 2)] == ["are", "is", "are"]
    assert several(1, "entry", "entries") == "1 entry"
    assert several(2_000, "entry", "entries") == "2,000 entries"
    assert words.count(1, "class", "classes") == "1 class"
    assert words.count(20_000, "tensor") == "20.0k tensors"
    assert (words.nodes(1), words.nodes(2, True)) == ("1 node", "2+ nodes")
    assert words.parameters(33_667) == "33,667 parameters"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_no_plural_is_made_by_hand(file: Path):
    tree = ast.parse(file.read_bytes())
    assert [*_chosen(tree), *_marked(tree), *_counted(tree)] == []


def _chosen(tree: ast.AST) -> Iterator[str]:
    """`"has" if n == 1 else "have"`, `"" if n == 1 else "s"`, `"s" * (n != 1)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp) and _asks_for_one(node.test):
            sides = [_said(node.body), _said(node.orelse)]
            if all(sides) or ENDING.fullmatch("".join(sides)):
                found = ast.unparse(node)
                if found not in KINDS:
                    yield found
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            if any(ENDING.fullmatch(_said(side)) for side in (node.left, node.right)):
                yield ast.unparse(node)


def _asks_for_one(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], (ast.Eq, ast.NotEq, ast.Gt))
        and ast.unparse(test.comparators[-1]) == "1"
    )


def _said(node: ast.expr) -> str:
    """The words of a text; empty if it has none."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return " ".join(text for text in texts if re.search("[a-z]", text))


def _marked(tree: ast.AST) -> Iterator[str]:
    """`module(s)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if " " in node.value and (mark := MARK.search(node.value)):
                yield f"{mark[0]} in {node.value[:60]!r}"


def _counted(tree: ast.AST) -> Iterator[str]:
    """`f"{len(found)} modules"`, and templates such as `{n} times`."""
    forms = {
        id(given)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and CHOOSES.match(ast.unparse(call.func))
        for given in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in forms:
            for value, after in zip(node.values, node.values[1:], strict=False):
                if isinstance(value, ast.FormattedValue) and _is_count(value):
                    if isinstance(after, ast.Constant) and PLURAL.match(after.value):
                        yield ast.unparse(value) + after.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for match in re.finditer(r"\{(?:n|k|total|num_\w+)\}([^{]*)", node.value):
                if PLURAL.match(match[1]):
                    yield match[0]


def _is_count(value: ast.FormattedValue) -> bool:
    text = ast.unparse(value.value)
    through = re.match(r"(words\.)?(several|form|nodes|size|parameters)\(", text)
    through = through or re.match(r"words\.count\(", text)
    grouped = value.format_spec is not None and "," in ast.unparse(value.format_spec)
    return not through and bool(grouped or COUNTS.search(text))
