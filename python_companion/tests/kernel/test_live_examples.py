"""Every bug of every live half, in a real kernel: found there, and gone in its twin."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from modulescope.rules import all_rules
from modulescope.rules.base import Invalid, Rule, Valid
from realkernel import Notebook

IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def _examples(kind: str) -> list[Any]:
    found = []
    for rule in all_rules():
        folder = rule.name.replace("-", "_")
        examples = importlib.import_module(f"modulescope.rules.{folder}.examples")
        found += [
            pytest.param(rule, example, id=f"{rule.code}-{number}")
            for number, example in enumerate(getattr(examples, kind))
            if example.live and rule.probes
        ]
    return found


def _findings(page: Notebook, rule: Rule, code: str, order: tuple[int, ...]) -> list:
    """What the page shows of a rule after the cells ran, in the order given."""
    cells = code.strip("\n").split("# %%\n")
    page.run(IMPORTS, "imports")
    for number, source in enumerate(cells):
        page.edit(f"cell{number}", source)
    for number in order or range(len(cells)):
        page.rerun(f"cell{number}")
    reply = page.check(enable=(rule.code,))
    assert not reply.get("failed"), reply["failed"]
    return [found for found in reply["findings"] if found["code"] == rule.code]


def _live(found: list) -> list[str]:
    return [f["message"] for f in found if f["status"] == "live"]


@pytest.mark.parametrize(("rule", "example"), _examples("INVALID"))
def test_a_bug_that_ran_is_found_live(notebook: Notebook, rule: Rule, example: Invalid):
    found = _findings(notebook, rule, example.code, example.order)
    assert _live(found), found
    assert notebook.noise() == []


@pytest.mark.parametrize(
    ("rule", "example"), [p for p in _examples("INVALID") if p.values[1].twin]
)
def test_the_fixed_twin_has_no_finding(
    notebook: Notebook, rule: Rule, example: Invalid
):
    assert example.twin is not None
    found = _findings(notebook, rule, example.twin, example.order)
    assert [f["message"] for f in found] == []


@pytest.mark.parametrize(("rule", "example"), _examples("VALID"))
def test_a_near_miss_that_ran_is_not_found_live(
    notebook: Notebook, rule: Rule, example: Valid
):
    found = _findings(notebook, rule, example.code, example.order)
    assert _live(found) == [], example.why
