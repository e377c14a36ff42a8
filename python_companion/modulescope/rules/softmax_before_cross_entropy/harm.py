"""A loss of probabilities stays above its floor."""

from __future__ import annotations

from math import e, log

import torch
from torch import nn
from torch.nn import functional as F

CLAIM = {
    "logits: loss": 0.129,
    "softmax: loss": 1.172,
    "log_softmax: loss": 0.129,
    "floor for 5 classes": 0.905,
    "floor for 1,000 classes": 5.909,
    "loss of a certain and right prediction of 5 classes": 0.905,
    "nll_loss of a certain and wrong softmax: gradient": 0.0001,
    "nll_loss of a certain and wrong log_softmax: gradient": 1.0,
    "kl_div of a softmax: probability learned for 0.6": 1.0,
    "kl_div of a log_softmax: probability learned for 0.6": 0.6,
}


def measure() -> dict[str, float]:
    """Trains 100 steps on five classes, with each kind of output."""
    certain = F.cross_entropy(torch.eye(5), torch.arange(5)).item()
    return {
        "logits: loss": _train(nn.Identity()),
        "softmax: loss": _train(nn.Softmax(1)),
        "log_softmax: loss": _train(nn.LogSoftmax(1)),
        "floor for 5 classes": log(1 + 4 / e),
        "floor for 1,000 classes": log(1 + 999 / e),
        "loss of a certain and right prediction of 5 classes": certain,
        "nll_loss of a certain and wrong softmax: gradient": _gradient(nn.Softmax(1)),
        "nll_loss of a certain and wrong log_softmax: gradient": _gradient(
            nn.LogSoftmax(1)
        ),
        "kl_div of a softmax: probability learned for 0.6": _learned(nn.Softmax(1)),
        "kl_div of a log_softmax: probability learned for 0.6": _learned(
            nn.LogSoftmax(1)
        ),
    }


def _learned(last: nn.Module) -> float:
    """The probability of the first class after 500 steps towards a known target."""
    logits = torch.zeros(1, 3, requires_grad=True)
    target = torch.tensor([[0.6, 0.3, 0.1]])
    optimizer = torch.optim.SGD([logits], lr=1.0)
    for _ in range(500):
        optimizer.zero_grad()
        F.kl_div(last(logits), target, reduction="batchmean").backward()
        optimizer.step()
    return round(torch.softmax(logits, 1)[0, 0].item(), 2)


def _gradient(last: nn.Module) -> float:
    """How strongly a class is raised that ten times the logit of another hides."""
    logits = torch.tensor([[10.0, 0.0]], requires_grad=True)
    F.nll_loss(last(logits), torch.tensor([1])).backward()
    assert logits.grad is not None
    return round(logits.grad[0, 1].abs().item(), 4)


def _train(last: nn.Module) -> float:
    torch.manual_seed(0)
    x = torch.randn(512, 10)
    y = (x @ torch.randn(10, 5)).argmax(1)
    model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 5), last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(100):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()
