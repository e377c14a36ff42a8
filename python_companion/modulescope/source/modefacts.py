"""Where a cell may set the mode of a model: small facts that other cells can ask for.

They hold names only, so they are kept with the summary of a cell; what a name means is
looked up by who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple


class ModeFact(NamedTuple):
    """One thing that has to do with the mode of a model.

    `kind`: `eval` (it may be put in eval mode here), `train` (it is put in train mode),
    `give` (`by` gets it as an argument), `within` (the same, for the time of a `with`),
    `method` (its method `by`, none of torch's, is called), `call` (the function `name`
    is called), `bind` (the name gets a new value, maybe made by the function `by`).
    """

    kind: Literal["eval", "train", "give", "within", "method", "call", "bind"]
    name: str
    """Empty if any model may be meant: an argument, a loop variable, `self.model`;
    `function.name` for a variable of a function that is given on or bound."""
    by: str = ""
    function: str = ""
    """The outermost function or class that it is in."""


class Modes(NamedTuple):
    """The facts of a cell, as other cells ask for them."""

    facts: tuple[ModeFact, ...] = ()
    """In the order of the text."""
    digests: Mapping[str, int] = MappingProxyType({})
    """By name, a number that changes with its facts; empty for what may concern any."""
    given: Mapping[str, frozenset[str]] = MappingProxyType({})
    """By function, the names that it is given."""
