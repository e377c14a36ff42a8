"""The examples of each rule with a live half, run and asked."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from modulescope.rulekit.rule import Rule, Verdict
from modulescope.rules import all_rules
from torchstate import forget_compiling, reset_torch

from .scenes import Notebook

# One of something, said as if it were several; units and verbs are no such words.
SEVERAL = re.compile(
    r"(?<![\d.,])1 (?:[a-z-]+ ){0,2}(?:parameter|module|tensor|layer|hook|element|value"
    r"|unit|node|step|time|entrie|classe|device|run|buffer|gradient|function|name"
    r"|call|object|weight|state dict)s\b"
)
RULES = [rule for rule in all_rules() if rule.probes]


@pytest.fixture(autouse=True)
def _leave_no_traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Examples write their files elsewhere, and torch is as it was."""
    monkeypatch.chdir(tmp_path)
    forget_compiling()
    yield
    reset_torch()


def _examples(kind: str) -> list[Any]:
    found = []
    for rule in RULES:
        folder = rule.name.replace("-", "_")
        examples = importlib.import_module(f"modulescope.rules.{folder}.examples")
        found += [
            pytest.param(rule, example, id=f"{rule.code}-{number}")
            for number, example in enumerate(getattr(examples, kind))
            if example.live
        ]
    return found


def _run(code: str, order: tuple[int, ...] = ()) -> Notebook:
    reset_torch()
    book = Notebook()
    cells = code.strip("\n").split("# %%\n")
    for number in order or range(len(cells)):
        book.run(cells[number], f"cell{number}")
    return book


def _texts(verdict: Verdict) -> str:
    """All that is said of a confirmed bug."""
    fixes = [text for fix in verdict.fixes for text in (fix.title, fix.confirm or "")]
    values = [str(value) for value in verdict.values.values()]
    return "\n".join([*verdict.evidence, *values, *fixes])


@pytest.mark.parametrize(("rule", "example"), _examples("VALID"))
def test_near_misses_stay_silent_when_they_run(rule: Rule, example: Any):
    assert _run(example.code, example.order).confirmed(rule) == [], example.why


@pytest.mark.parametrize(("rule", "example"), _examples("INVALID"))
def test_bugs_are_confirmed_when_they_ran(rule: Rule, example: Any):
    book = _run(example.code, example.order)
    found = book.confirmed(rule)
    assert found
    assert [text for text in map(_texts, found) if SEVERAL.search(text)] == []
    if example.twin is not None:
        assert _run(example.twin, example.order).confirmed(rule) == []
