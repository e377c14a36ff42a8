"""Models and optimizers that the names of a namespace reach."""

from __future__ import annotations

import gc

from modulescope.session.roots import find_roots, user_names
from torch import nn


class Unhashable(type):
    def __hash__(cls):
        raise AssertionError


class Odd(metaclass=Unhashable):
    def __init__(self):
        self.model = nn.ReLU()


def names_of(names):
    return [root.name for root in find_roots(names)[0]]


def test_the_hash_of_a_class_is_not_asked_for():
    assert names_of({"odd": Odd(), "model": nn.ReLU()}) == ["model", "odd.model"]


def test_a_class_that_is_looked_at_can_be_collected():
    def look(base):
        kind = type("Made", (base,), {})
        found = names_of({"one": kind()})
        return id(kind), found

    # An id is used again: what was a module may be a list the next time.
    for _ in range(20):
        assert look(nn.Module)[1] == ["one"]
        gc.collect()
        assert look(list)[1] == []
        gc.collect()


def test_names_that_ipython_hides_are_left_out_and_the_users_own_kept():
    hidden = {"_i3": "text", "model": 3}
    names = {"_i3": "text", "_4": 4, "_mine": 1, "model": 5}
    assert user_names(names, hidden) == {"_mine": 1, "model": 5}
