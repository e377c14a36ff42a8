"""Every piece of every rule's examples is checked by `lint()` and the command line."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

import pytest
from modulescope.checking.claims import forget
from modulescope.checking.codes import all_notices
from modulescope.checking.wanted import Wanted
from modulescope.cli.check import check_file
from modulescope.files.reading import UnreadableFile, lint
from modulescope.rulekit.rule import Rule, Subject
from modulescope.rules import all_rules

RULES = all_rules()
EVERYTHING = [*RULES, *all_notices()]
SPLIT = """import torch
from torch import nn
def f(x):
    w = nn.Parameter(torch.ones(8))
    return x * w
"""


def examples(rule: Rule) -> list[str]:
    folder = f"modulescope.rules.{rule.name.replace('-', '_')}"
    module = importlib.import_module(f"{folder}.examples")
    return [example.code.strip("\n") for example in (*module.VALID, *module.INVALID)]


def pieces(code: str) -> Iterator[str]:
    lines = code.split("\n")
    yield from (code, *code.split("\n# %%\n"), *lines)
    yield from ("\n".join(lines[:end]) for end in range(1, len(lines)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_no_piece_of_an_example_makes_a_rule_fail(rule, tmp_path):
    for number, code in enumerate(examples(rule)):
        for piece in dict.fromkeys(pieces(code)):
            assert lint(piece, EVERYTHING).failed == (), piece
        file = tmp_path / f"{number}.py"
        file.write_text(code, "utf-8")
        assert check_file(file, Wanted()).problems == ()
    forget()


def test_a_local_parameter_that_is_returned_with_an_operation_raises_nothing():
    assert lint(SPLIT, EVERYTHING).failed == ()


def broken(code: str) -> Rule:
    """A rule whose check raises."""
    rule = Rule(**{**vars(RULES[0]), "code": code, "checks": [], "probes": []})

    @rule.on(ast.Import)
    def fail(node, text):
        raise AssertionError("a bug of ours")
        yield

    return rule


def test_a_rule_that_fails_is_told_and_the_others_speak():
    net = "class N(nn.Module):\n    def __init__(self):\n        self.a = nn.ReLU()\n"
    report = lint(SPLIT + net, [broken("NN998"), *RULES])
    assert [finding.code for finding in report] == ["NN101"]
    assert report.failed == ("NN998 (AssertionError)",)
    assert "internal error in NN998 (AssertionError)" in repr(report)
    assert "internal error in NN998 (AssertionError)" in report._repr_html_()


def test_a_claim_that_cannot_be_worded_is_told_too():
    rule = Rule(**{**vars(RULES[0]), "code": "NN998", "checks": [], "probes": []})
    about = Subject("name", "", "torch")
    rule.on(ast.Import)(lambda node, text: [text.claim(node, subject=about)])
    assert lint(SPLIT, [rule]).failed == ("NN998 (KeyError)",)


TEXTS = [
    "%%writefile m.py",
    "%run m.py",
    "  %run m.py",
    "!python m.py",
    "# see m.py",
    "?m.py",
    "import m.py",
    "x = m.py",
    "x=m.py",
    "for x in m.py",
    "return m.py",
    "f(m.py",
    "'m.py",
    "a is m.py",
    "\tm.py",
    "x = 1\n%run m.py",
    "m.py\x00",
    "\ud800.py",
    "%%writefile a.ipynb",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_statement_a_magic_or_a_comment_that_ends_like_a_file_is_a_text(text):
    assert {finding.code for finding in lint(text)} <= {"NN002"}


PATHS = ["missing.py", "a-b/missing.ipynb", "~/my notes/mein Übung.py", "C:\\a\\b c.py"]


@pytest.mark.parametrize("path", PATHS)
def test_a_name_of_no_file_is_told_as_such(path):
    with pytest.raises(UnreadableFile, match="No such file"):
        lint(path)


@pytest.mark.parametrize("name", ["x=1.py", "a (1).py", "%run m.py", "import m.py"])
def test_a_file_that_exists_is_read_whatever_its_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("def f(:\n")
    assert len(lint(name).unparsed) == 1
