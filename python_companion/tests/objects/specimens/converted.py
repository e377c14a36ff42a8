"""Models that were wrapped, compiled, scripted or given parametrizations."""

import warnings

import torch
from torch import nn
from torch.nn.utils import parametrizations, parametrize, prune

from .cases import RAN, Block, case, ran


@case
def data_parallel():
    return nn.DataParallel(Block())


@case
def compiled():
    return torch.compile(Block())


@case
def compiled_in_place():
    model = Block()
    model.compile()
    return model


@case
def scripted():
    return _quiet(lambda: torch.jit.script(nn.Sequential(Block(), Block())))


@case
def scripted_tied():
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    model[1].weight = model[0].weight
    return _quiet(lambda: torch.jit.script(model))


@case
def traced():
    return _quiet(lambda: torch.jit.trace(Block(), torch.ones(1, 4)))


@case
def scripted_inside():
    return nn.ModuleDict({"a": scripted(), "b": Block(), "c": traced()})


@case
def frozen_script():
    return _quiet(lambda: torch.jit.freeze(torch.jit.script(Block().eval())))


@case
def scripted_and_original():
    model = Block()
    return nn.ModuleList([model, _quiet(lambda: torch.jit.script(model))])


@case
def graph_module():
    return torch.fx.symbolic_trace(Block())


@case
def exported():
    return torch.export.export(Block(), (torch.ones(1, 4),)).module()


@case
def quantised():
    from torch.ao.quantization import quantize_dynamic

    return _quiet(lambda: quantize_dynamic(nn.Sequential(nn.Linear(4, 4))))


def _quiet(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make()


@case(counts=False)
def spectral_norm():
    """Reading `weight` runs the power iteration, which changes the buffers."""
    return nn.Sequential(parametrizations.spectral_norm(nn.Linear(4, 4)), nn.ReLU())


@case
def weight_norm():
    return parametrizations.weight_norm(nn.Conv1d(2, 3, 3))


@case
def old_weight_norm():
    return _quiet(lambda: nn.utils.weight_norm(nn.Linear(3, 3)))


class Loud(nn.Module):
    def forward(self, x):
        ran("parametrization")
        return x


@case
def loud_parametrization():
    model = nn.Linear(3, 3)
    parametrize.register_parametrization(model, "weight", Loud())
    RAN.clear()
    return model


@case
def pruned():
    model = Block()
    prune.l1_unstructured(model.linear, "weight", amount=0.5)
    return model
