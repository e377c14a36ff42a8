"""NN304 on real models whose memory nobody has written."""

from __future__ import annotations

import pytest
from page import Page

META = 'with torch.device("meta"):\n    m = nn.Linear(64, 64)'
EMPTY = 'm.to_empty(device="cpu")'
# What the memory held before: a write through `.data` moves no version counter.
OLD = "\nfor p in m.parameters():\n    p.data.normal_(std=1e26)"


@pytest.fixture
def after(page: Page):
    def run(*cells: str) -> list[tuple[str, str]]:
        for source in cells:
            page.run(source)
            assert not page.failed
        return [(f.code, f.status.value) for f in page.findings()]

    return run


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([f"{META}\n{EMPTY}{OLD}"], id="one cell"),
        pytest.param([META, EMPTY + OLD], id="a model that was seen on meta"),
        pytest.param([META, EMPTY + OLD, "m(torch.ones(2, 64))"], id="and ran"),
        pytest.param(
            [META, EMPTY + OLD, "m(torch.ones(2, 64)).sum().backward()"],
            id="and was differentiated",
        ),
    ],
)
def test_unwritten_memory_is_found_and_no_scale_of_it_is_judged(after, cells):
    assert after(*cells) == [("NN304", "live")]


def test_a_model_that_something_has_filled_since_is_silent(after):
    reset = "m.reset_parameters()\nm(torch.ones(2, 64))"
    assert after(META, EMPTY + OLD, reset) == []
