"""What the tree draws as ghosts is what NN102 calls hidden."""

from __future__ import annotations

import pickle
from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from modulescope.objects.containers import members
from modulescope.objects.paths import descend
from modulescope.rulekit.hidden import hidden_modules
from modulescope.session.scene import Model
from modulescope.tree.collect import LIMIT, Collector
from modulescope.tree.ghosts import ghost_pass
from modulescope.tree.tree import tree
from torch import nn


class Asked(BaseException):
    """A method of a user's container ran."""


def ask(*args: Any) -> Any:
    raise Asked


class Comparing(type):
    """A metaclass whose classes can be neither compared nor hashed."""

    __eq__ = ask
    __hash__ = ask  # type: ignore[assignment]


TRAPS = dict.fromkeys(
    "__iter__ __len__ __bool__ __contains__ __getitem__ __eq__ __repr__ keys values "
    "items get".split(),
    ask,
)
ListTrap = Comparing("ListTrap", (list,), dict(TRAPS))
DictTrap = Comparing("DictTrap", (dict,), dict(TRAPS))
TupleTrap = Comparing("TupleTrap", (tuple,), dict(TRAPS))
Number = Comparing("Number", (), {})


class Counted(tuple):  # type: ignore[type-arg]
    """Counts how often it is gone through."""

    passes = 0

    def __iter__(self) -> Any:
        Counted.passes += 1
        return super().__iter__()


class Pair(NamedTuple):
    first: Any
    second: Any


@dataclass
class Box:
    value: Any


def filled(kind: Any, values: list[Any]) -> Any:
    """A dictionary of a kind with values under texts, numbers and other keys."""
    made = kind()
    for number, value in enumerate(values):
        key = (f"k{number}", number, (number,))[number % 3]
        dict.__setitem__(made, key, value)
    return made


def circular(values: list[Any]) -> list[Any]:
    """A list that holds itself, and is in a dictionary that it holds."""
    values += [values, {"above": values}]
    return values


# By name, because hypothesis hashes and compares what it draws from.
MAKERS: dict[str, Any] = {
    "list": list,
    "tuple": tuple,
    "deque": deque,
    "list subclass": ListTrap,
    "tuple subclass": TupleTrap,
    "dict": lambda values: filled(dict, values),
    "ordered dict": lambda values: filled(OrderedDict, values),
    "defaultdict": lambda values: filled(lambda: defaultdict(list), values),
    "dict subclass": lambda values: filled(DictTrap, values),
    "set": lambda values: {v for v in values if isinstance(v, nn.Module)},
    "frozenset": lambda values: frozenset(v for v in values if type(v) is nn.Linear),
    "named tuple": lambda values: Pair(values[:1], values[-1] if values else None),
    "data class": Box,
    "mapping proxy": lambda values: MappingProxyType(filled(dict, values)),
    "twice": lambda values: [values, values, (values,)],
    "behind numbers": lambda values: [0.5] * 100 + values,
    "circular": circular,
}
LEAVES = 12

Recipe = Any
"""The number of a leaf, or the name of a maker with what it gets."""
RECIPES: st.SearchStrategy[Recipe] = st.recursive(
    st.integers(0, LEAVES - 1),
    lambda inner: st.tuples(
        st.sampled_from(sorted(MAKERS)), st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)


def made(recipe: Recipe, leaves: list[Any]) -> Any:
    """What a recipe says, over these objects."""
    if isinstance(recipe, int):
        return leaves[recipe]
    name, inside = recipe
    return MAKERS[name]([made(each, leaves) for each in inside])


def attach(module: nn.Module, recipes: list[Recipe], leaves: list[Any]) -> None:
    """Gives a module plain attributes."""
    for number, recipe in enumerate(recipes):
        module.__dict__[f"held{number}"] = made(recipe, leaves)


def built(top: list[Recipe], below: list[Recipe], noted: bool) -> nn.Module:
    """A model with registered modules, and containers of those and of others."""
    first, second = nn.Linear(1, 1), nn.Linear(1, 1)
    inner = nn.Sequential(nn.ReLU(), second)
    model = nn.Sequential(first, inner, nn.Module())
    others = [nn.Linear(1, 1), nn.Dropout(), nn.Sequential(nn.Linear(1, 1)), nn.ReLU()]
    data = [None, 3, "text", nn.Linear, Number()]
    leaves = [first, second, inner, *others, *data]
    assert len(leaves) == LEAVES
    if noted:
        first.note = 3
    attach(model[2], top, leaves)
    attach(second, below, leaves)
    return model


def ghosts(model: nn.Module) -> dict[tuple[str, str], set[int]]:
    """By owner and attribute: the modules that the tree draws below a container."""
    main = Collector(torch)
    main.walk([(model, "")], LIMIT)
    main.tensors.settle()
    ghost_pass(main, LIMIT)
    found = {}
    for ghost in main.facts.ghosts:
        path = main.facts.fqn(ghost.parent)
        if ghost.container and ghost.members:
            names = [f"{ghost.name}.{name}" for name, _ in ghost.members]
            owner = model.get_submodule(path)
            found[path, ghost.name] = {id(descend(owner, name)) for name in names}
    return found


def hidden(model: nn.Module) -> dict[tuple[str, str], set[int]]:
    """By owner and attribute: the modules that NN102 calls hidden."""
    return {
        (each.node.fqn, each.attr): set(map(id, each.modules))
        for each in hidden_modules(Model("model", model))
    }


@given(st.lists(RECIPES, max_size=3), st.lists(RECIPES, max_size=2), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_the_rule_calls_hidden_is_exactly_what_the_tree_draws(
    top: list[Recipe], below: list[Recipe], noted: bool
) -> None:
    model = built(top, below, noted)
    assert ghosts(model) == hidden(model)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(lambda x: [{x}], id="set in list"),
        pytest.param(lambda x: [deque([x])], id="deque in list"),
        pytest.param(lambda x: {"a": ListTrap([x])}, id="list subclass in dict"),
        pytest.param(lambda x: [Pair(x, 1)], id="named tuple in list"),
        pytest.param(lambda x: [OrderedDict(a=x)], id="ordered dict in list"),
        pytest.param(lambda x: [*range(100), x], id="behind 100 numbers"),
        pytest.param(lambda x: [Number(), x], id="beside an object of any class"),
        pytest.param(lambda x: (Number(), x), id="tuple beside such an object"),
    ],
)
def test_a_module_in_a_container_is_a_ghost_wherever_it_is(value: Any) -> None:
    layer = nn.Linear(1, 1)
    model = nn.Module()
    model.held = value(layer)
    rows = tree(model).to_dict()["rows"]
    assert [row["kind"] for row in rows] == ["module", "ghost", "module"]
    assert hidden(model) == {("", "held"): {id(layer)}}


def test_a_layer_with_as_many_attributes_as_a_noted_one_is_looked_at() -> None:
    model = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
    model[0].note = 3
    model[1].more = [nn.Linear(1, 1)]
    assert ghosts(model) == hidden(model) != {}


def test_a_model_from_a_file_is_read_alike() -> None:
    model = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
    model[1].more = [nn.Linear(1, 1)]
    loaded = pickle.loads(pickle.dumps(model))
    assert ghosts(loaded) == hidden(loaded) != {}


class Name(str):
    """A name that cannot be compared."""

    __eq__ = ask  # type: ignore[assignment]
    __hash__ = str.__hash__


def test_a_name_in_a_dict_that_cannot_be_compared_is_left_out() -> None:
    model = nn.Sequential(nn.Linear(1, 1))
    model.__dict__[Name("kk")] = [nn.Linear(1, 1)]
    assert ghosts(model) == hidden(model) == {}


def test_a_container_in_itself_ends() -> None:
    layer = nn.Linear(1, 1)
    assert [member.name for member in members(circular([layer]))] == ["0"]


def test_a_module_that_is_a_list_is_no_container() -> None:
    class Both(nn.Module, list):  # type: ignore[misc, type-arg]
        """A module and a list."""

    inner = Both()
    list.append(inner, nn.Linear(1, 1))
    model = nn.Module()
    model.__dict__["held"] = inner
    assert ghosts(model) == hidden(model) == {}


def test_a_container_is_not_gone_through_once_for_each_of_its_modules():
    model = nn.Module()
    model.layers = [nn.Linear(1, 1) for _ in range(100)]
    made = tree(model)
    [ghost] = made.facts.ghosts
    made.facts.ghosts[0] = replace(ghost, members=Counted(ghost.members))
    Counted.passes = 0
    made.to_dict()
    assert len(made.find("type:Linear")) == 100
    assert Counted.passes < 10
