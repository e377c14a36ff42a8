"""What is no module at all."""

import types
import weakref
from unittest import mock

import torch
from torch import nn

from .attributes import Evil
from .cases import Block
from .hooked import Callable

NO_MODULES = {
    "none": None,
    "number": 3,
    "tensor": torch.zeros(2),
    "parameter": nn.Parameter(torch.zeros(2)),
    "module class": nn.Linear,
    "state dict": nn.Linear(1, 1).state_dict(),
    "mock": mock.MagicMock(),
    "mock of a module": mock.MagicMock(spec=nn.Module),
    "evil": Evil(),
    "proxy": weakref.proxy(Callable),
    "function": print,
    "lambda": lambda: None,
    "list of modules": [nn.ReLU()],
    "torch": torch,
    "simple namespace": types.SimpleNamespace(_modules={}, _parameters={}),
    "optimizer": torch.optim.SGD([torch.zeros(1)], 0.1),
    "graph": torch.fx.symbolic_trace(Block()).graph,
}
