"""Shapes of trees."""

import collections

import torch
from torch import nn

from .cases import Block, case


@case
def tied():
    model = nn.ModuleDict({"embed": nn.Embedding(5, 3), "head": nn.Linear(3, 5)})
    model["head"].weight = model["embed"].weight
    return model


@case
def tied_within_one_module():
    model = nn.Module()
    model.a = model.b = nn.Parameter(torch.zeros(3))
    return model


@case
def one_module_many_times():
    return nn.ModuleList([Block()] * 12)


@case
def nested_sharing():
    level = nn.Linear(2, 2)
    for _ in range(40):
        level = nn.ModuleList([level, level])
    return level


@case
def cyclic():
    model = Block()
    model.linear.parent = model
    return model


@case
def contains_itself():
    model = nn.Module()
    model._modules["self"] = model
    return model


@case(counts=False)
def deep():
    model = nn.Linear(1, 1)
    for _ in range(5000):
        outer = nn.Module()
        outer._modules["a"] = model
        model = outer
    return model


@case
def wide():
    return nn.ModuleList(nn.Identity() for _ in range(20_000))


@case
def none_children():
    model = Block()
    model.register_module("downsample", None)
    model.register_parameter("bias", None)
    return model


@case
def ghosts():
    model = Block()
    model.listed = [nn.Linear(2, 2) for _ in range(3)]
    model.named = {"a": nn.Linear(2, 2), 3: nn.ReLU(), None: nn.ReLU()}
    model.pair = (nn.ReLU(), Block())
    model.many = {nn.ReLU(), nn.Tanh()}
    model.queue = collections.deque([nn.ReLU()])
    model.deeper = [[nn.ReLU()], {"x": nn.Tanh()}]
    model.__dict__["direct"] = nn.Linear(1, 1)
    model.back = [model]
    model.registered = [model.linear]
    return model


@case
def large_plain_lists():
    model = Block()
    model.vocabulary = [str(number) for number in range(300_000)]
    model.lookup = dict.fromkeys(range(300_000))
    return model
