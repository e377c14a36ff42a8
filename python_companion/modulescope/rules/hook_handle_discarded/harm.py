"""A hook stays when its handle is gone, and nothing public removes it."""

from __future__ import annotations

import weakref

from torch import nn

CLAIM = {
    "handles dropped: handles left": 0,
    "handles dropped: hooks left": 100,
    "public methods of nn.Module that remove a hook": [],
    "handles kept and removed: hooks left": 0,
}


def measure() -> dict[str, object]:
    """Registers a hundred hooks, with and without keeping their handles."""
    dropped, kept = nn.Identity(), nn.Identity()
    handles = [_register(dropped) for _ in range(100)]
    for handle in [kept.register_forward_hook(print) for _ in range(100)]:
        handle.remove()
    removers = [
        name
        for name in dir(nn.Module)
        if "hook" in name
        and not name.startswith("_")
        and name.startswith(("remove", "clear", "unregister", "delete"))
    ]
    return {
        "handles dropped: handles left": sum(ref() is not None for ref in handles),
        "handles dropped: hooks left": len(dropped._forward_hooks),
        "public methods of nn.Module that remove a hook": removers,
        "handles kept and removed: hooks left": len(kept._forward_hooks),
    }


def _register(module: nn.Module) -> weakref.ref[object]:
    return weakref.ref(module.register_forward_hook(print))
