"""A model and its training, as the tests of the recorder need them."""

import torch
from modulescope.gradients.watch import watch
from torch import nn
from torch.nn.functional import cross_entropy

ORIGINAL = torch.autograd.backward


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(4, 8)
        self.blocks = nn.ModuleList(nn.Linear(8, 8) for _ in range(3))
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = self.stem(x).relu()
        for block in self.blocks:
            x = block(x).relu()
        return self.head(x)


def data():
    generator = torch.Generator().manual_seed(1)
    return torch.randn(16, 4, generator=generator), torch.arange(16) % 3


def train(model, steps=5, **options):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, y = data()
    with watch(model, every=1, **options) as watched:
        for _ in range(steps):
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            optimizer.step()
    assert not watched.problem
    return watched


def rms(model):
    return [p.grad.pow(2).mean().sqrt().item() for p in model.parameters()]


def history_of(watched, name="Net"):
    return watched.histories[name]
