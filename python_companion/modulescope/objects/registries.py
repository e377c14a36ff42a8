"""The registries of a module: torch's own names for them, and what is in them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from . import raw, scripted
from .classes import derives

STANDARD = (
    "training",
    "_parameters",
    "_buffers",
    "_non_persistent_buffers_set",
    "_backward_pre_hooks",
    "_backward_hooks",
    "_is_full_backward_hook",
    "_forward_hooks",
    "_forward_hooks_with_kwargs",
    "_forward_hooks_always_called",
    "_forward_pre_hooks",
    "_forward_pre_hooks_with_kwargs",
    "_state_dict_hooks",
    "_state_dict_pre_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
    "_modules",
)
"""What `nn.Module.__init__` puts into `__dict__`, in its order."""


HOOK_KINDS = {
    "_forward_pre_hooks": "forward_pre",
    "_forward_hooks": "forward",
    "_backward_pre_hooks": "backward_pre",
    "_backward_hooks": "backward",
    "_state_dict_pre_hooks": "state_dict_pre",
    "_state_dict_hooks": "state_dict",
    "_load_state_dict_pre_hooks": "load_state_dict_pre",
    "_load_state_dict_post_hooks": "load_state_dict_post",
}


HOOK_REGISTRIES = (
    "_forward_pre_hooks",
    "_forward_hooks",
    "_backward_pre_hooks",
    "_backward_hooks",
    "_state_dict_pre_hooks",
    "_state_dict_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)


def read(module: object, name: str) -> dict[Any, Any]:
    """A copy of a raw registry of a module (`_modules`, `_parameters`, …).

    Empty if it is missing (no `super().__init__()`) or is no dictionary.
    """
    try:
        attributes = raw.raw_dict(module)
    except Exception:
        return {}
    return read_in(attributes, name)


def read_in(attributes: Any, name: str) -> dict[Any, Any]:
    """The same of a module whose `__dict__` is known."""
    try:
        found = dict.get(attributes, name)
    except Exception:
        return {}
    if type(found) is dict and not found:
        # Most registries are empty, and this is asked of each module of a model.
        return {}
    if derives(type(found), dict):
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
    return registry is None or (type(registry) in (dict, OrderedDict) and not registry)
