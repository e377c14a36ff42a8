"""The examples of each rule with a live half, run and asked."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from modulescope.rules import all_rules
from modulescope.rules.base import Rule

from .scenes import Notebook

RULES = [rule for rule in all_rules() if rule.probes]


@pytest.fixture(autouse=True)
def _leave_torch_as_it_was() -> Iterator[None]:
    yield
    _reset_torch()


def _reset_torch() -> None:
    """Turns the switches and takes off the hooks that a fresh kernel has not."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.autograd.set_detect_anomaly(False)
    for registry in ("_global_forward_hooks", "_global_forward_pre_hooks"):
        getattr(torch.nn.modules.module, registry).clear()


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
    _reset_torch()
    book = Notebook()
    cells = code.strip("\n").split("# %%\n")
    for number in order or range(len(cells)):
        book.run(cells[number], f"cell{number}")
    return book


@pytest.mark.parametrize(("rule", "example"), _examples("VALID"))
def test_near_misses_stay_silent_when_they_run(rule: Rule, example: Any):
    assert _run(example.code, example.order).confirmed(rule) == [], example.why


@pytest.mark.parametrize(("rule", "example"), _examples("INVALID"))
def test_bugs_are_confirmed_when_they_ran(rule: Rule, example: Any):
    book = _run(example.code, example.order)
    assert book.confirmed(rule)
    if example.twin is not None:
        assert _run(example.twin, example.order).confirmed(rule) == []
