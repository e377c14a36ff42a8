"""The registries of a module: torch's own names for them, and what is in them."""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import Any

from . import classes, raw, scripted

FORWARD_PRE = "_forward_pre_hooks"
FORWARD = "_forward_hooks"
BACKWARD_PRE = "_backward_pre_hooks"
BACKWARD = "_backward_hooks"
STATE_DICT_PRE = "_state_dict_pre_hooks"
STATE_DICT = "_state_dict_hooks"
LOAD_STATE_DICT_PRE = "_load_state_dict_pre_hooks"
LOAD_STATE_DICT_POST = "_load_state_dict_post_hooks"
HOOK_KINDS = {
    FORWARD_PRE: "forward_pre",
    FORWARD: "forward",
    BACKWARD_PRE: "backward_pre",
    BACKWARD: "backward",
    STATE_DICT_PRE: "state_dict_pre",
    STATE_DICT: "state_dict",
    LOAD_STATE_DICT_PRE: "load_state_dict_pre",
    LOAD_STATE_DICT_POST: "load_state_dict_post",
}
HOOK_REGISTRIES = tuple(HOOK_KINDS)
AROUND_FORWARD = (FORWARD, FORWARD_PRE, BACKWARD, BACKWARD_PRE)
"""What a call of a module runs beside `forward`."""

GLOBAL_FORWARD_PRE = "_global_forward_pre_hooks"
GLOBAL_FORWARD = "_global_forward_hooks"
GLOBAL_BACKWARD_PRE = "_global_backward_pre_hooks"
GLOBAL_BACKWARD = "_global_backward_hooks"
GLOBAL_MODULE = "_global_module_registration_hooks"
GLOBAL_PARAMETER = "_global_parameter_registration_hooks"
GLOBAL_BUFFER = "_global_buffer_registration_hooks"
GLOBAL_KINDS = {
    GLOBAL_FORWARD_PRE: "global forward_pre",
    GLOBAL_FORWARD: "global forward",
    GLOBAL_BACKWARD_PRE: "global backward_pre",
    GLOBAL_BACKWARD: "global backward",
    GLOBAL_MODULE: "global module_registration",
    GLOBAL_PARAMETER: "global parameter_registration",
    GLOBAL_BUFFER: "global buffer_registration",
}

POST_ACCUMULATE = "_post_accumulate_grad_hooks"
# A tensor has its hooks under the name that modules have for backward hooks.
TENSOR_KINDS = {BACKWARD: "tensor", POST_ACCUMULATE: "post_accumulate"}

# Where torch notes how a hook wants to be called (`torch/nn/modules/module.py`).
WITH_KWARGS = {
    FORWARD_PRE: "_forward_pre_hooks_with_kwargs",
    FORWARD: "_forward_hooks_with_kwargs",
    GLOBAL_FORWARD_PRE: "_global_forward_pre_hooks_with_kwargs",
    GLOBAL_FORWARD: "_global_forward_hooks_with_kwargs",
}
ALWAYS_CALLED = {
    FORWARD: "_forward_hooks_always_called",
    GLOBAL_FORWARD: "_global_forward_hooks_always_called",
}

STANDARD = (
    "training",
    "_parameters",
    "_buffers",
    "_non_persistent_buffers_set",
    BACKWARD_PRE,
    BACKWARD,
    "_is_full_backward_hook",
    FORWARD,
    WITH_KWARGS[FORWARD],
    ALWAYS_CALLED[FORWARD],
    FORWARD_PRE,
    WITH_KWARGS[FORWARD_PRE],
    STATE_DICT,
    STATE_DICT_PRE,
    LOAD_STATE_DICT_PRE,
    LOAD_STATE_DICT_POST,
    "_modules",
)
"""What `nn.Module.__init__` puts into `__dict__`, in its order."""


def number(key: object) -> int:
    """The key of a hook as a number: torch's own, or the id of what somebody wrote."""
    if type(key) is int:
        return key
    return id(key.key) if type(key) is raw.OddKey else id(key)


def notes(registry: str) -> list[str]:
    """The names under which torch notes how the hooks of a registry are called."""
    found = (WITH_KWARGS.get(registry), ALWAYS_CALLED.get(registry))
    return [name for name in found if name is not None]


def read(module: object, name: str) -> dict[Any, Any]:
    """A copy of a raw registry of a module (`_modules`, `_parameters`, …).

    Empty if it is missing (no `super().__init__()`) or is no dictionary.
    """
    try:
        attributes = raw.raw_dict(module)
    except Exception:
        return {}
    return read_in(attributes, name)


def items(module: object, name: str) -> list[tuple[Any, Any]]:
    """The items of a raw registry of a module, with the keys themselves."""
    try:
        attributes = raw.raw_dict(module)
        found = dict.get(attributes, name)
    except Exception:
        return []
    if classes.derives(type(found), dict):
        return raw.dict_items(found)
    return list(_scripted(attributes, name).items())


def read_in(attributes: Any, name: str) -> dict[Any, Any]:
    """The same of a module whose `__dict__` is known."""
    try:
        found = dict.get(attributes, name)
    except Exception:
        return {}
    if type(found) is dict and not found:
        # Most registries are empty, and this is asked of each module of a model.
        return {}
    if classes.derives(type(found), dict):
        return raw.copy_dict(found)
    return _scripted(attributes, name)


def _scripted(attributes: dict[str, Any], name: str) -> dict[Any, Any]:
    """A registry of a TorchScript module, which torch keeps in C++."""
    try:
        if scripted.is_scripted(attributes):
            return dict(scripted.script_registry(attributes, name))
    except Exception:
        return {}
    return {}


def is_empty(registry: object) -> bool:
    """Whether there is nothing in a registry, or no registry.

    False for dictionaries of other types: to ask them can be code of a library.
    """
    return registry is None or (
        classes.is_exactly(registry, (dict, OrderedDict)) and not registry
    )


def of_tensor(tensor: Any) -> list[Any]:
    """What a tensor has as `TENSOR_KINDS`; almost always None."""
    torch = sys.modules["torch"]
    known = vars(torch._C.TensorBase)
    try:
        with torch._C.DisableTorchFunction():
            return [known[name].__get__(tensor) for name in TENSOR_KINDS]
    except Exception:
        return [None] * len(TENSOR_KINDS)
