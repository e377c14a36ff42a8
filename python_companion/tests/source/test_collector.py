"""The cycle collector is left as it was found."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from modulescope.checking.claims import find_claims
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from modulescope.source.collector import rare_collections


@pytest.fixture(autouse=True)
def own_threshold() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    gc.set_threshold(701, 11, 12)
    yield (701, 11, 12)
    gc.set_threshold(*before)


def test_the_threshold_is_raised_and_put_back() -> None:
    with rare_collections():
        assert gc.get_threshold()[0] > 100_000
        assert gc.isenabled()
    assert gc.get_threshold() == (701, 11, 12)


def test_the_threshold_is_put_back_after_an_exception() -> None:
    with pytest.raises(ValueError, match="inside"), rare_collections():
        raise ValueError("inside")
    assert gc.get_threshold() == (701, 11, 12)


def test_only_the_outermost_puts_it_back() -> None:
    with rare_collections():
        with rare_collections():
            pass
        assert gc.get_threshold()[0] > 100_000
    assert gc.get_threshold() == (701, 11, 12)


def test_what_the_user_sets_meanwhile_stays() -> None:
    with rare_collections():
        gc.set_threshold(5000, 20, 30)
    assert gc.get_threshold() == (5000, 20, 30)


def test_a_collector_that_is_switched_off_stays_off() -> None:
    gc.set_threshold(0, 11, 12)
    with rare_collections():
        assert gc.get_threshold() == (0, 11, 12)
    assert gc.get_threshold() == (0, 11, 12)


def test_a_check_leaves_the_threshold_as_it_was() -> None:
    find_claims([Cell("a", "import torch\nx = torch.zeros(1)\n")], list(all_rules()))
    assert gc.get_threshold() == (701, 11, 12)
