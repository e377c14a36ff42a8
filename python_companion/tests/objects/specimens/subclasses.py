"""Subclasses of Tensor."""

import torch
from torch import nn

from .cases import RAN, case, ran


class Tagged(torch.Tensor):
    """A subclass that writes down every torch function."""

    @classmethod
    def __torch_function__(cls, function, types_, args=(), kwargs=None):
        ran("__torch_function__")
        return super().__torch_function__(function, types_, args, kwargs or {})


class Raising(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types_, args=(), kwargs=None):
        ran("__torch_function__")
        raise RuntimeError("no")

    @property
    def shape(self):
        ran("shape")
        raise RuntimeError("no")

    def __len__(self):
        ran("__len__")
        raise RuntimeError("no")


class Wrapper(torch.Tensor):
    @staticmethod
    def __new__(cls, inner):
        return torch.Tensor._make_wrapper_subclass(cls, inner.shape, dtype=inner.dtype)

    def __init__(self, inner):
        self.inner = inner

    @classmethod
    def __torch_dispatch__(cls, function, types_, args=(), kwargs=None):
        ran("__torch_dispatch__")
        raise RuntimeError("no")


def raw(tensor, cls):
    return torch.Tensor._make_subclass(cls, tensor)


@case(counts=False)
def tagged_parameter():
    model = nn.Module()
    model._parameters["weight"] = raw(torch.zeros(2, 3), Tagged)
    RAN.clear()
    return model


@case(counts=False)
def raising_parameter():
    model = nn.Module()
    model._parameters["weight"] = raw(torch.zeros(2, 3), Raising)
    RAN.clear()
    return model


@case(counts=False)
def wrapper_parameter():
    model = nn.Module()
    model._parameters["weight"] = Wrapper(torch.zeros(2, 3))
    RAN.clear()
    return model
