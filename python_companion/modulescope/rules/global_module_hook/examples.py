"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HOOK = """
import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook
def show(module, inputs, output):
    print(type(module).__name__)
model = nn.Linear(2, 2)
"""

VALID = [
    Valid(
        _HOOK + "handle = register_module_forward_hook(show)\nhandle.remove()",
        why="the handle removes it",
        live=True,
    ),
    Valid(
        _HOOK + "with register_module_forward_hook(show):\n    model(torch.ones(2))",
        why="a handle is a context manager",
        live=True,
    ),
    Valid(
        _HOOK + "handle = model.register_forward_hook(show)",
        why="a hook of one model",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HOOK + "register_module_forward_hook(show)",
        line=7,
        live=True,
        twin=_HOOK + "handle = model.register_forward_hook(show)",
    ),
    Invalid(
        _HOOK + "torch.nn.modules.module.register_module_forward_hook(show)",
        line=7,
        live=True,
        twin=_HOOK + "handle = register_module_forward_hook(show)\nhandle.remove()",
    ),
    Invalid(
        _HOOK + "handle = register_module_forward_hook(show)",
        live=True,
        twin=_HOOK + "handle = register_module_forward_hook(show)\nhandle.remove()",
    ),
]
