"""Removing a state dict hook from inside ends the round of hooks with an error."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle

CLAIM = {
    "register_state_dict_pre_hook": ("OrderedDict mutated during iteration", "ab"),
    "register_state_dict_post_hook": ("OrderedDict mutated during iteration", "ab"),
    "register_load_state_dict_pre_hook": ("OrderedDict mutated during iteration", "ab"),
    "register_load_state_dict_post_hook": (
        "OrderedDict mutated during iteration",
        "ab",
    ),
    "register_forward_hook": ("", "abc"),
    "register_forward_pre_hook": ("", "abc"),
    "register_full_backward_hook": ("", "abc"),
    "register_state_dict_post_hook, no hook behind it": ("", "ab"),
}


def measure() -> dict[str, object]:
    """The error, and which of the hooks a, b, c run, if b removes itself."""
    found: dict[str, object] = {
        method: _run(method, "abc") for method in CLAIM if "," not in method
    }
    method = "register_state_dict_post_hook"
    found[f"{method}, no hook behind it"] = _run(method, "ab")
    return found


def _run(method: str, names: str) -> tuple[str, str]:
    model = nn.Linear(2, 2)
    handles: dict[str, RemovableHandle] = {}
    ran: list[str] = []
    for name in names:

        def hook(*values: object, name: str = name) -> None:
            ran.append(name)
            if name == "b":
                handles[name].remove()

        handles[name] = getattr(model, method)(hook)
    try:
        state = model.state_dict()
        model.load_state_dict(state)
        model(torch.ones(1, 2, requires_grad=True)).sum().backward()
    except RuntimeError as error:
        return str(error), "".join(ran)
    return "", "".join(ran)
