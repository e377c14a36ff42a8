"""Half-built and strange modules."""

import torch
from torch import nn

from .cases import Block, case, ran


class NoInit(nn.Module):
    def __init__(self):
        pass


@case(counts=False)
def without_super_init():
    return NoInit()


@case(counts=False)
def half_built_child():
    model = Block()
    model._modules["broken"] = NoInit()
    return model


@case(counts=False)
def made_by_new():
    return nn.Linear.__new__(nn.Linear)


@case(counts=False)
def registries_of_other_types():
    model = Block()
    model.__dict__["_modules"] = [nn.ReLU()]
    model.__dict__["_parameters"] = None
    model.__dict__["_forward_hooks"] = 3
    model.__dict__["training"] = "yes"
    return model


@case(counts=False)
def garbage_in_registries():
    model = Block()
    model._modules["number"] = 3
    model._modules["class"] = nn.Linear
    model._parameters["text"] = "weight"
    model._buffers["list"] = [torch.zeros(1)]
    model._modules[7] = nn.ReLU()
    model._parameters[(1, 2)] = nn.Parameter(torch.zeros(2))
    return model


class Registry(dict):
    """A registry whose every method is a trap."""

    def _trap(self, *args, **extra):
        ran("registry")
        raise RuntimeError("gathers from all ranks")

    __len__ = __iter__ = __getitem__ = __contains__ = __bool__ = __eq__ = _trap
    __hash__ = __repr__ = __str__ = _trap
    items = values = keys = get = copy = _trap


@case(counts=False)
def registries_that_are_traps():
    model = Block()
    for name in ("_parameters", "_modules", "_buffers", "_forward_hooks"):
        trap = Registry()
        dict.update(trap, dict.items(model.__dict__[name]))
        model.__dict__[name] = trap
    return model


@case(counts=False)
def instance_dict_of_another_type():
    model = Block()
    attributes = Registry()
    dict.update(attributes, model.__dict__)
    object.__setattr__(model, "__dict__", attributes)
    return model
