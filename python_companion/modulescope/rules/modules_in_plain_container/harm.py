"""Training leaves the layers in a list where they started."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# What a list does to a model with one registered and two listed layers, and what
# `nn.ModuleList` does to the same model.
CLAIM = {
    "list: tensors in parameters()": 2,
    "list: tensors in state_dict()": 2,
    "list: largest change of a hidden weight": 0.0,
    "list: hidden layers in train mode after eval()": 2,
    "list: forward raises after double()": True,
    "ModuleList: tensors in parameters()": 6,
    "ModuleList: hidden weights changed": True,
    "ModuleList: hidden layers in train mode after eval()": 0,
    "ModuleList: forward raises after double()": False,
}


class Net(nn.Module):
    """Two layers in a container and a registered head."""

    def __init__(self, container: type) -> None:
        super().__init__()
        self.layers = container([nn.Linear(4, 4) for _ in range(2)])
        self.head = nn.Linear(4, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Applies the layers in their order."""
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.head(x)


def measure() -> dict[str, object]:
    """Trains both models for 30 steps and compares them with their start."""
    plain, good = _measure(list), _measure(nn.ModuleList)
    return {
        "list: tensors in parameters()": plain["parameters"],
        "list: tensors in state_dict()": plain["saved"],
        "list: largest change of a hidden weight": plain["change"],
        "list: hidden layers in train mode after eval()": plain["training"],
        "list: forward raises after double()": plain["raises"],
        "ModuleList: tensors in parameters()": good["parameters"],
        "ModuleList: hidden weights changed": good["change"] > 0,
        "ModuleList: hidden layers in train mode after eval()": good["training"],
        "ModuleList: forward raises after double()": good["raises"],
    }


def _measure(container: type) -> dict[str, float]:
    torch.manual_seed(0)
    model = Net(container)
    x, y = torch.randn(16, 4), torch.randn(16, 1)
    before = [layer.weight.detach().clone() for layer in model.layers]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(30):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    change = max(
        (layer.weight - old).abs().max().item()
        for layer, old in zip(model.layers, before, strict=True)
    )
    model.eval()
    training = sum(layer.training for layer in model.layers)
    return {
        "parameters": len(list(model.parameters())),
        "saved": len(model.state_dict()),
        "change": change,
        "training": training,
        "raises": _raises(model.double(), x.double()),
    }


def _raises(model: nn.Module, x: Tensor) -> bool:
    try:
        model(x)
    except RuntimeError:
        return True
    return False
