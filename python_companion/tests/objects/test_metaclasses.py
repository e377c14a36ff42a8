"""No class of the user is compared or hashed: both can be code of its metaclass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import modulescope
import pytest
import torch
from torch import nn

ASKED: list[str] = []


class Asking(type):
    """A metaclass that notes who compares or hashes its classes."""

    def __eq__(cls, other: object) -> bool:
        ASKED.append(f"{cls.__name__} == {other}")
        return type.__eq__(cls, other)

    def __hash__(cls) -> int:
        ASKED.append(f"hash({cls.__name__})")
        return type.__hash__(cls)


class AskingTensor(Asking, type(torch.Tensor)):  # type: ignore[misc]
    """The same for tensors, which have a metaclass already."""


class Thing(metaclass=Asking):
    """Any object; as a hook it does nothing."""

    def __init__(self) -> None:
        self.number = 3

    def __call__(self, *args: Any) -> None: ...


class Things(list, metaclass=Asking):
    """A list."""


class Table(dict, metaclass=Asking):
    """A dictionary."""


class Weights(torch.Tensor, metaclass=AskingTensor):
    """A tensor."""


class Net(nn.Module, metaclass=Asking):
    """A model of such objects."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 2)
        self.weight = nn.Parameter(torch.ones(2))
        self.register_buffer("mean", torch.ones(2).as_subclass(Weights))
        self.plain = torch.ones(2).as_subclass(Weights)
        self.things = Things([nn.Linear(1, 1), Thing()])
        self.table = Table(a=Thing(), b=[nn.Linear(1, 1)])
        self.pair = (Thing(), nn.Linear(1, 1))
        self.thing = Thing()
        self.register_forward_hook(Thing())
        self.register_forward_hook(Thing())
        self.layer.weight.register_hook(Thing())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x)


def looks(model: Net) -> dict[str, Callable[[], object]]:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    names = {
        "model": model,
        "optimizer": optimizer,
        "thing": Thing(),
        "things": Things([model]),
        "table": Table(model=model),
        "class": Net,
        "tensor": torch.ones(2).as_subclass(Weights),
    }
    return {
        "check": lambda: modulescope.check(namespace=names),
        "tree": lambda: modulescope.tree(model).to_dict(),
        "hooks": lambda: modulescope.hooks(model).to_dict(),
        "snapshot": lambda: modulescope.snapshot(model),
        "initial values": lambda: modulescope.init_report(model),
    }


@pytest.mark.parametrize("look", list(looks(Net())))
def test_no_class_of_the_user_is_compared_or_hashed(look: str) -> None:
    model = Net()
    with torch.no_grad():
        nn.init.zeros_(model.layer.weight)
    found = looks(model)[look]
    ASKED.clear()
    found()
    assert ASKED == []
