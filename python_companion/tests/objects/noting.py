"""Objects that note who compares or hashes them or their classes; models of them."""

from __future__ import annotations

import sys
from collections import OrderedDict
from functools import partial
from typing import Any

import torch
from torch import nn

NOTED: list[str] = []


def note(what: str) -> None:
    """Torch may ask; it is the user's own."""
    caller = sys._getframe(2).f_code
    if "/torch/" not in caller.co_filename:
        NOTED.append(f"{what} in {caller.co_qualname}, {caller.co_filename}")


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


def registries() -> Net:
    """A model with registries of strange types."""
    made = Net()
    for module in (made, made.layer, made.norm):
        for name, value in list(vars(module).items()):
            if type(value) in (dict, OrderedDict):
                made_of = Table if type(value) is dict else Ordered
                vars(module)[name] = made_of(value)
    return made


MODELS = {"usual": Net, "flags": flags, "registries": registries}
