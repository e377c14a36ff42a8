"""Objects that note who compares or hashes them or their classes; models of them."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from functools import partial
from typing import Any

import torch
from torch import nn

NOTED: list[str] = []


def note(what: str) -> None:
    """Torch may ask; it is the user's own."""
    caller = inspect.stack(context=0)[2]
    if "/torch/" not in caller.filename:
        NOTED.append(f"{what} in {caller.function}, {caller.filename}")


class Noting(type):
    """A metaclass that notes who asks its classes."""

    def __eq__(cls, other: object) -> bool:
        note("class ==")
        return type.__eq__(cls, other)

    def __hash__(cls) -> int:
        note("hash(class)")
        return type.__hash__(cls)

    def __instancecheck__(cls, instance: object) -> bool:
        note("isinstance(…, class)")
        return type.__instancecheck__(cls, instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        note("issubclass(…, class)")
        return type.__subclasscheck__(cls, subclass)


class NotingTensor(Noting, type(torch.Tensor)):  # type: ignore[misc]
    """The same for tensors, which have a metaclass already."""


class NotingParameter(Noting, type(nn.Parameter)):  # type: ignore[misc]
    """The same for parameters."""


class Thing(metaclass=Noting):
    """Any object; as a hook it does nothing."""

    def __init__(self) -> None:
        self.number = 3

    def __call__(self, *args: Any, **kwargs: Any) -> None: ...

    def __eq__(self, other: object) -> bool:
        note("thing ==")
        return self is other

    def __hash__(self) -> int:
        note("hash(thing)")
        return id(self)

    def __bool__(self) -> bool:
        note("bool(thing)")
        return True

    __len__ = __bool__

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        note("thing.__class__")
        return type(self)


class Things(list, metaclass=Noting):
    """A list."""


class Table(dict, metaclass=Noting):
    """A dictionary."""


class Ordered(OrderedDict, metaclass=Noting):
    """A dictionary with an order of its own."""


class Number(int, metaclass=Noting):
    """A number."""

    def __eq__(self, other: object) -> bool:
        note("number ==")
        return int.__eq__(self, other)

    def __hash__(self) -> int:
        note("hash(number)")
        return int.__hash__(self)


class Name(str, metaclass=Noting):
    """A name."""

    def __eq__(self, other: object) -> bool:
        note("name ==")
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        note("hash(name)")
        return str.__hash__(self)


class Weights(torch.Tensor, metaclass=NotingTensor):
    """A tensor."""


class Scale(nn.Parameter, metaclass=NotingParameter):
    """A parameter."""


class Net(nn.Module, metaclass=Noting):
    """A model of such objects."""

    helper = Thing()

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 2)
        self.norm = nn.BatchNorm1d(2)
        self.drop = nn.Dropout()
        self.weight = nn.Parameter(torch.ones(2))
        self.scale = Scale(torch.ones(2))
        self.register_buffer("mean", torch.ones(2).as_subclass(Weights))
        self.plain = torch.ones(2).as_subclass(Weights)
        self.things = Things([nn.Linear(1, 1), Thing()])
        self.table = Table(a=Thing(), b=[nn.Linear(1, 1)])
        self.pair = (Thing(), nn.Linear(1, 1))
        self.thing = Thing()
        for _ in range(2):
            self.register_forward_hook(Thing())
            self.register_forward_hook(partial(Thing(), Thing(), thing=Thing()))
        self.layer.weight.register_hook(Thing())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def flags() -> Net:
    """A model with flags and sizes of strange types."""
    made = Net()
    vars(made.layer).update(training=Thing(), in_features=Thing())
    vars(made.norm).update(training=Number(1), num_features=Number(2))
    vars(made.drop)["p"] = Number(0)
    return made


def settings() -> nn.Module:
    """A model with settings of strange types, in the order in which rules read them."""
    made = nn.Sequential(
        nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Dropout(inplace=True), nn.Linear(2, 2)
    )
    vars(made[0])["out_features"] = Thing()
    vars(made[1]).update(track_running_stats=Thing(), num_features=Thing())
    vars(made[2])["p"] = Thing()
    return made


def registries() -> Net:
    """A model with registries of strange types."""
    made = Net()
    for module in (made, made.layer, made.norm):
        for name, value in list(vars(module).items()):
            if type(value) in (dict, OrderedDict):
                made_of = Table if type(value) is dict else Ordered
                vars(module)[name] = made_of(value)
    return made


def names() -> Net:
    """A model whose registries have names of a class of the user."""
    made = Net()
    for module in (made, made.layer, made.norm):
        for name in ("_parameters", "_buffers", "_modules"):
            held = vars(module)[name]
            items = list(held.items())
            held.clear()
            held.update({Name(key): value for key, value in items})
    return made


def keys() -> Net:
    """A model with keys that are no names, and hooks that torch did not number."""
    made = Net()
    vars(made).update({Name("odd"): nn.Linear(1, 1), Thing(): 3})
    made._modules[Thing()] = nn.Linear(1, 1)
    made._parameters[Thing()] = nn.Parameter(torch.ones(1))
    made._buffers[Thing()] = torch.ones(1)
    made._forward_hooks.update({Thing(): Thing(), Number(5): Thing()})
    made._forward_hooks_with_kwargs[Thing()] = True
    made.layer._backward_hooks[Thing()] = Thing()
    return made


def both() -> Net:
    """A model with all of that."""
    made = registries()
    held = vars(made)
    for name in ("_parameters", "_buffers", "_modules"):
        items = {Name(key): value for key, value in held[name].items()}
        held[name] = Ordered(items)
    held["_forward_hooks"][Thing()] = Thing()
    return made


MODELS = {
    "usual": Net,
    "flags": flags,
    "registries": registries,
    "names": names,
    "keys": keys,
    "both": both,
}
