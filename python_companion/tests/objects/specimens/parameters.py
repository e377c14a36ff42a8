"""Parameters and buffers in every state."""

import warnings

import torch
from torch import nn

from .cases import Block, case


@case
def lazy():
    return nn.Sequential(nn.LazyLinear(3), nn.LazyConv2d(2, 3), nn.LazyBatchNorm1d())


@case
def partly_lazy():
    return nn.Sequential(nn.Linear(2, 2), nn.LazyLinear(3))


@case
def meta():
    with torch.device("meta"):
        return Block(4096)


@case
def partly_meta():
    return nn.Sequential(Block(), Block().to("meta"))


@case(counts=False)
def fake():
    from torch._subclasses import FakeTensorMode

    with FakeTensorMode():
        return Block()


@case
def freed_storage():
    model = Block()
    model.linear.weight.untyped_storage().resize_(0)
    return model


@case
def expanded():
    model = nn.Module()
    model.weight = nn.Parameter(torch.zeros(1).expand(1 << 40))
    return model


@case
def zero_dimensional_and_empty():
    model = nn.Module()
    model.scalar = nn.Parameter(torch.tensor(1.0))
    model.empty = nn.Parameter(torch.empty(0, 3))
    return model


@case
def inference_mode():
    with torch.inference_mode():
        return Block()


@case
def every_dtype():
    model = nn.Module()
    names = "float64 float32 float16 bfloat16 complex64 int64 int8 uint8 bool"
    for name in [*names.split(), "float8_e4m3fn", "float8_e5m2"]:
        tensor = torch.zeros(2, dtype=getattr(torch, name))
        model.register_parameter(f"p_{name}", nn.Parameter(tensor, False))
    return model


@case
def sparse():
    model = nn.Module()
    model.coo = nn.Parameter(torch.eye(4).to_sparse())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.csr = nn.Parameter(torch.eye(4).to_sparse_csr())
    return model


@case
def mkldnn():
    model = nn.Module()
    if torch.backends.mkldnn.is_available():
        model.weight = nn.Parameter(torch.zeros(4, 4).to_mkldnn(), False)
    return model


@case(counts=False)
def nested():
    model = nn.Module()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tensor = torch.nested.nested_tensor([torch.zeros(2, 3), torch.zeros(4, 3)])
    model.weight = nn.Parameter(tensor)
    return model


@case(counts=False)
def jagged():
    model = nn.Module()
    parts = [torch.zeros(2, 3), torch.zeros(4, 3)]
    model.weight = nn.Parameter(torch.nested.nested_tensor(parts, layout=torch.jagged))
    return model


@case
def channels_last_and_views():
    model = nn.Conv2d(3, 4, 3).to(memory_format=torch.channels_last)
    model.flat = torch.zeros(20)
    model.view = nn.Parameter(model.flat[3:7])
    return model


@case
def half_frozen():
    model = nn.Sequential(Block(), Block())
    model[0].requires_grad_(False)
    return model


@case
def with_gradients():
    model = Block()
    model(torch.ones(2, 4)).sum().backward()
    return model


@case
def non_leaf_buffer():
    model = Block()
    model.register_buffer("running", model.linear.weight.sum() * 2)
    return model


@case
def buffers_of_all_kinds():
    model = nn.BatchNorm2d(3)
    model.register_buffer("passing", torch.zeros(2), persistent=False)
    model.register_buffer("nothing", None)
    model.kept = nn.Buffer(torch.zeros(3))
    return model
