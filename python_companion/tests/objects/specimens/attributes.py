"""Attributes and names that nobody expects."""

import weakref

import torch
from torch import nn

from .cases import Block, case, ran


class Evil:
    """An attribute value that explodes when it is touched."""

    def _trap(self, *args, **extra):
        ran("evil")
        raise SystemExit("evil")

    __repr__ = __str__ = __len__ = __bool__ = __iter__ = __getattr__ = _trap
    __eq__ = __hash__ = __call__ = __index__ = __getitem__ = _trap


@case
def evil_attributes():
    model = nn.Conv2d(1, 1, 1)
    for name in ("kernel_size", "stride", "in_channels", "other"):
        model.__dict__[name] = Evil()
    model.listed = [Evil(), nn.ReLU()]
    return model


@case
def names_of_all_kinds():
    model = nn.Module()
    for name in (
        "<img src=x onerror=alert(1)>",
        "‮reversed",
        "null\x00and\x1b[31mcolour",
        "line\nbreak",
        "\ud800 surrogate",
        "with space",
        "__proto__",
        "constructor",
        "名前",
        "a" * 100_000,
        "",
        "with.dot",
    ):
        model._modules[name] = nn.Linear(1, 1)
        model._parameters[f"{name}_p"] = nn.Parameter(torch.zeros(1))
    return model


@case
def class_with_a_long_name():
    return type("Net" * 100_000, (nn.Module,), {})()


@case
def class_redefined():
    old = Block()
    replaced = type("Block", (nn.Module,), {})()
    return nn.ModuleList([old, replaced])


@case
def dead_and_live_weak_references():
    model = Block()
    model.parent = weakref.ref(model)
    model.gone = weakref.ref(nn.ReLU())
    model.proxy = weakref.proxy(model.linear)
    return model
