"""What a stored activation keeps in memory, and what it does to a copy."""

from __future__ import annotations

import weakref

import torch
from torch import Tensor, nn

from ...rulekit.harm import raises_on_copy

CLAIM = {
    "stored: MB of saved activations alive after the pass": 6.29,
    "stored: MB alive after a second pass": 6.29,
    "stored: MB alive after a backward": 0.0,
    "stored: deepcopy raises": True,
    "stored under no_grad: MB alive after the pass": 0.0,
    "stored under no_grad: deepcopy raises": False,
    "appended: MB alive after a second pass": 12.6,
    "appended: deepcopy raises": True,
    "local variable: MB of saved activations alive after the pass": 0.0,
    "local variable: deepcopy raises": False,
}


class _Net(nn.Module):
    """Six layers, of which the last activation is kept or not."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self._how = how
        layers = [nn.Sequential(nn.Linear(256, 256), nn.Tanh()) for _ in range(6)]
        self.enc, self.dec = nn.Sequential(*layers), nn.Linear(256, 1)
        self.seen: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        h = self.enc(x)
        if self._how == "stored":
            self.h = h
        elif self._how == "appended":
            self.seen.append(h)
        return self.dec(h)


class _Box:
    """A saved tensor; it lives as long as the graph that saved it."""

    def __init__(self, tensor: Tensor) -> None:
        # An output that its own node saves would hold the node, and so itself.
        self.tensor = tensor.detach()


def measure() -> dict[str, object]:
    """Runs each network twice and counts what its graphs have saved."""
    results: dict[str, object] = {}
    boxes: weakref.WeakSet[_Box] = weakref.WeakSet()

    def pack(tensor: Tensor) -> _Box:
        boxes.add(box := _Box(tensor))
        return box

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda box: box.tensor):
        stored = _Net("stored")
        first, second = _run(stored, boxes), _run(stored, boxes)
        results["stored: MB of saved activations alive after the pass"] = first
        results["stored: MB alive after a second pass"] = second
        stored(torch.ones(1024, 256)).sum().backward()
        results["stored: MB alive after a backward"] = _alive(stored, boxes)
        results["stored: deepcopy raises"] = raises_on_copy(stored)
        quiet = _Net("stored")
        with torch.no_grad():
            number = _run(quiet, boxes)
        results["stored under no_grad: MB alive after the pass"] = number
        results["stored under no_grad: deepcopy raises"] = raises_on_copy(quiet)
        appended = _Net("appended")
        _run(appended, boxes)
        number = _run(appended, boxes)
        results["appended: MB alive after a second pass"] = number
        results["appended: deepcopy raises"] = raises_on_copy(appended)
        appended.seen.clear()
        local = _Net("local variable")
        number = _run(local, boxes)
        results["local variable: MB of saved activations alive after the pass"] = number
        results["local variable: deepcopy raises"] = raises_on_copy(local)
    return results


def _run(model: nn.Module, boxes: weakref.WeakSet[_Box]) -> float:
    model(torch.ones(1024, 256))
    return _alive(model, boxes)


def _alive(model: nn.Module, boxes: weakref.WeakSet[_Box]) -> float:
    """Megabytes that graphs hold beside the parameters."""
    own = {p.untyped_storage().data_ptr() for p in model.parameters()}
    held = {
        storage.data_ptr(): storage.nbytes()
        for box in boxes
        if (storage := box.tensor.untyped_storage()).data_ptr() not in own
        # An input that was made for the pass is no activation.
        and not (box.tensor == 1).all()
    }
    return sum(held.values()) / 1e6
