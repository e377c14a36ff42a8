"""Difficult objects: what a live inspector meets, and what breaks ordinary ones.

Each maker returns a fresh object. Hostile code that runs writes its name to `RAN`.
`counts=False` marks what torch itself cannot count, or counts by running code.
"""

import collections
import contextlib
import functools
import os
import types
import warnings
import weakref
from unittest import mock

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import parametrizations, parametrize, prune

RAN = []
CASES = {}
KEPT = []
"""What cases must keep alive: weak references, process groups."""


def case(make=None, *, counts=True):
    if make is None:
        return functools.partial(case, counts=counts)
    CASES[make.__name__] = (make, counts)
    return make


@contextlib.contextmanager
def quiet():
    """What a library says while it makes a model is not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def ran(name):
    RAN.append(name)


class Block(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.linear = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        return self.norm(self.linear(x))


# Parameters in every state.


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


# Tensor subclasses.


class Tagged(torch.Tensor):
    """A subclass that writes down every torch function."""

    @classmethod
    def __torch_function__(cls, function, types_, args=(), kwargs=None):
        ran("__torch_function__")
        return super().__torch_function__(function, types_, args, kwargs or {})


class Raising(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types_, args=(), kwargs=None):
        ran("__torch_function__")
        raise RuntimeError("no")

    @property
    def shape(self):
        ran("shape")
        raise RuntimeError("no")

    def __len__(self):
        ran("__len__")
        raise RuntimeError("no")


class Wrapper(torch.Tensor):
    @staticmethod
    def __new__(cls, inner):
        return torch.Tensor._make_wrapper_subclass(cls, inner.shape, dtype=inner.dtype)

    def __init__(self, inner):
        self.inner = inner

    @classmethod
    def __torch_dispatch__(cls, function, types_, args=(), kwargs=None):
        ran("__torch_dispatch__")
        raise RuntimeError("no")


def raw(tensor, cls):
    return torch.Tensor._make_subclass(cls, tensor)


@case(counts=False)
def tagged_parameter():
    model = nn.Module()
    model._parameters["weight"] = raw(torch.zeros(2, 3), Tagged)
    RAN.clear()
    return model


@case(counts=False)
def raising_parameter():
    model = nn.Module()
    model._parameters["weight"] = raw(torch.zeros(2, 3), Raising)
    RAN.clear()
    return model


@case(counts=False)
def wrapper_parameter():
    model = nn.Module()
    model._parameters["weight"] = Wrapper(torch.zeros(2, 3))
    RAN.clear()
    return model


@case
def sharded():
    """A DTensor of a process group of one."""
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.tensor import Shard, distribute_module, distribute_tensor

    one_process()
    mesh = init_device_mesh("cpu", (1,))

    def shard(name, module, mesh):
        for key, value in module.named_parameters(recurse=False):
            split = nn.Parameter(distribute_tensor(value, mesh, [Shard(0)]))
            module.register_parameter(key, split)

    return distribute_module(Block(), mesh, shard)


@case
def fsdp2():
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    one_process()
    return fully_shard(Block(), mesh=init_device_mesh("cpu", (1,)))


@case
def distributed_data_parallel():
    one_process()
    return nn.parallel.DistributedDataParallel(Block())


def one_process():
    import torch.distributed as dist

    if not dist.is_initialized():
        os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "0"}
        store = dist.HashStore()
        dist.init_process_group("gloo", store=store, rank=0, world_size=1)
        KEPT.append(store)


# Wrapped and converted models.


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


# Shapes of trees.


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


# Half-built and strange modules.


class NoInit(nn.Module):
    def __init__(self):
        pass


@case(counts=False)
def without_super_init():
    return NoInit()


@case(counts=False)
def half_built_child():
    model = Block()
    model._modules["broken"] = NoInit()
    return model


@case(counts=False)
def made_by_new():
    return nn.Linear.__new__(nn.Linear)


@case(counts=False)
def registries_of_other_types():
    model = Block()
    model.__dict__["_modules"] = [nn.ReLU()]
    model.__dict__["_parameters"] = None
    model.__dict__["_forward_hooks"] = 3
    model.__dict__["training"] = "yes"
    return model


@case(counts=False)
def garbage_in_registries():
    model = Block()
    model._modules["number"] = 3
    model._modules["class"] = nn.Linear
    model._parameters["text"] = "weight"
    model._buffers["list"] = [torch.zeros(1)]
    model._modules[7] = nn.ReLU()
    model._parameters[(1, 2)] = nn.Parameter(torch.zeros(2))
    return model


class Registry(dict):
    """A registry whose every method is a trap."""

    def _trap(self, *args, **extra):
        ran("registry")
        raise RuntimeError("gathers from all ranks")

    __len__ = __iter__ = __getitem__ = __contains__ = __bool__ = __eq__ = _trap
    __hash__ = __repr__ = __str__ = _trap
    items = values = keys = get = copy = _trap


@case(counts=False)
def registries_that_are_traps():
    model = Block()
    for name in ("_parameters", "_modules", "_buffers", "_forward_hooks"):
        trap = Registry()
        dict.update(trap, dict.items(model.__dict__[name]))
        model.__dict__[name] = trap
    return model


@case(counts=False)
def instance_dict_of_another_type():
    model = Block()
    attributes = Registry()
    dict.update(attributes, model.__dict__)
    object.__setattr__(model, "__dict__", attributes)
    return model


# Classes and names that lie, raise or are loud.


class Loudly(nn.Module):
    """Every way to look at it is written down and raises."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 2)

    def _trap(self, *args, **extra):
        ran("trap")
        raise RuntimeError("trap")

    __repr__ = __str__ = __len__ = __bool__ = __eq__ = __iter__ = _trap
    __contains__ = __getitem__ = __dir__ = __format__ = __sizeof__ = _trap
    extra_repr = named_modules = modules = children = named_children = _trap
    parameters = named_parameters = buffers = named_buffers = state_dict = _trap
    _get_name = __reduce_ex__ = forward = _trap

    def __hash__(self):
        ran("__hash__")
        raise RuntimeError("trap")

    @property
    def width(self):
        ran("width")
        raise RuntimeError("trap")


@case(counts=False)
def loud():
    return Loudly()


@case(counts=False)
def loud_child():
    model = Block()
    model._modules["loud"] = Loudly()
    RAN.clear()
    return model


class Attribute(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 2)
        RAN.clear()

    def __getattr__(self, name):
        ran(f"__getattr__ {name}")
        return super().__getattr__(name)

    def __getattribute__(self, name):
        ran(f"__getattribute__ {name}")
        return super().__getattribute__(name)


@case(counts=False)
def attribute_access():
    model = Attribute()
    RAN.clear()
    return model


class DictProperty(nn.Module):
    @property
    def __dict__(self):
        ran("__dict__")
        raise RuntimeError("trap")


@case(counts=False)
def property_named_dict():
    model = nn.Module.__new__(DictProperty)
    return nn.ModuleList([model])


class ClassProperty(nn.Module):
    @property
    def __class__(self):
        ran("__class__")
        return int


@case
def lying_class():
    RAN.clear()
    model = nn.Module()
    model._modules["liar"] = ClassProperty()
    RAN.clear()
    return model


class Meta(type):
    @property
    def __name__(cls):
        ran("__name__")
        raise RuntimeError("trap")

    @property
    def __module__(cls):
        ran("__module__")
        raise RuntimeError("trap")

    def __hash__(cls):
        ran("metaclass __hash__")
        raise RuntimeError("trap")

    def __eq__(cls, other):
        ran("metaclass __eq__")
        raise RuntimeError("trap")

    def __instancecheck__(cls, instance):
        ran("__instancecheck__")
        raise RuntimeError("trap")

    def __subclasscheck__(cls, subclass):
        ran("__subclasscheck__")
        raise RuntimeError("trap")

    def mro(cls):
        return type.mro(cls)


@case(counts=False)
def hostile_metaclass():
    cls = Meta("Hostile", (nn.Module,), {})
    model = nn.Module()
    child = cls.__new__(cls)
    nn.Module.__init__(child)
    model._modules["child"] = child
    model.plain = cls.__new__(cls)
    RAN.clear()
    return model


class Evil:
    """An attribute value that explodes when it is touched."""

    def _trap(self, *args, **extra):
        ran("evil")
        raise SystemExit("evil")

    __repr__ = __str__ = __len__ = __bool__ = __iter__ = __getattr__ = _trap
    __eq__ = __hash__ = __call__ = __index__ = __getitem__ = _trap


@case
def evil_attributes():
    model = nn.Conv2d(1, 1, 1)
    for name in ("kernel_size", "stride", "in_channels", "other"):
        model.__dict__[name] = Evil()
    model.listed = [Evil(), nn.ReLU()]
    return model


@case
def names_of_all_kinds():
    model = nn.Module()
    for name in (
        "<img src=x onerror=alert(1)>",
        "‮reversed",
        "null\x00and\x1b[31mcolour",
        "line\nbreak",
        "\ud800 surrogate",
        "with space",
        "__proto__",
        "constructor",
        "名前",
        "a" * 100_000,
        "",
        "with.dot",
    ):
        model._modules[name] = nn.Linear(1, 1)
        model._parameters[f"{name}_p"] = nn.Parameter(torch.zeros(1))
    return model


@case
def class_with_a_long_name():
    return type("Net" * 100_000, (nn.Module,), {})()


@case
def class_redefined():
    old = Block()
    replaced = type("Block", (nn.Module,), {})()
    return nn.ModuleList([old, replaced])


@case
def dead_and_live_weak_references():
    model = Block()
    model.parent = weakref.ref(model)
    model.gone = weakref.ref(nn.ReLU())
    model.proxy = weakref.proxy(model.linear)
    return model


# Hooks of every kind.


@case
def every_hook():
    model = Block()
    inner = model.linear
    inner.register_forward_pre_hook(lambda *a: None)
    inner.register_forward_pre_hook(lambda *a: None, prepend=True, with_kwargs=True)
    inner.register_forward_hook(lambda *a: None, always_call=True)
    inner.register_full_backward_hook(lambda *a: None)
    inner.register_full_backward_pre_hook(lambda *a: None)
    inner.register_state_dict_post_hook(lambda *a: None)
    inner.register_state_dict_pre_hook(lambda *a: None)
    inner.register_load_state_dict_pre_hook(lambda *a: None)
    inner.register_load_state_dict_post_hook(lambda *a: None)
    inner.weight.register_hook(lambda grad: grad)
    inner.bias.register_post_accumulate_grad_hook(lambda p: None)
    return model


class Callable:
    def __call__(self, *args):
        ran("hook")

    def __repr__(self):
        ran("hook repr")
        raise RuntimeError("trap")

    def __getattr__(self, name):
        ran(f"hook {name}")
        raise RuntimeError("trap")

    def __eq__(self, other):
        ran("hook ==")
        raise RuntimeError("trap")

    __hash__ = None


@case
def hooks_of_all_kinds_of_callables():
    model = Block()
    hook = Callable()
    for function in (
        hook,
        hook,
        functools.partial(print, 1),
        functools.partial(functools.partial(hook), 2),
        hook.__call__,
        print,
        nn.ReLU(),
        types.MethodType(lambda *a: None, model),
        mock.Mock(),
        Block.forward,
        F.relu,
        Callable,
    ):
        model.linear._forward_hooks[len(model.linear._forward_hooks)] = function
    RAN.clear()
    return model


@case
def hook_that_holds_the_model():
    model = Block()
    model.linear.register_forward_hook(lambda *a: model)
    return model


# Real models with random weights.


@case
def bert():
    from transformers import BertConfig, BertForSequenceClassification

    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=32,
    )
    return BertForSequenceClassification(config)


@case
def gpt2_tied():
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(GPT2Config(n_embd=16, n_layer=2, n_head=2, vocab_size=50))


@case
def albert():
    from transformers import AlbertConfig, AlbertModel

    return AlbertModel(
        AlbertConfig(
            vocab_size=50,
            embedding_size=8,
            hidden_size=16,
            num_attention_heads=2,
            intermediate_size=32,
        )
    )


@case
def t5():
    from transformers import T5Config, T5Model

    return T5Model(
        T5Config(vocab_size=50, d_model=16, d_kv=8, d_ff=32, num_layers=2, num_heads=2)
    )


@case
def unet():
    from diffusers import UNet2DModel

    model = UNet2DModel(
        sample_size=8,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
    )
    model.mid_block.half()
    model.up_blocks[1].to("meta")
    return model


@case
def transformer():
    return nn.Transformer(8, 2, 1, 1, 16, batch_first=True)


@case
def recurrent():
    return nn.ModuleList([nn.LSTM(3, 4, 2), nn.GRUCell(3, 4), nn.RNN(3, 4)])


@case
def adaptive_softmax():
    return nn.AdaptiveLogSoftmaxWithLoss(64, 200, [50, 100])


@case
def parameter_containers():
    model = nn.Module()
    model.list = nn.ParameterList([torch.zeros(2), torch.zeros(3)])
    model.dict = nn.ParameterDict({"a": torch.zeros(2)})
    return model


@case
def averaged():
    return torch.optim.swa_utils.AveragedModel(Block())


@case
def functional_copy():
    model = Block()
    model.stateless = torch.func.functional_call
    return model


# What is no module at all.

NO_MODULES = {
    "none": None,
    "number": 3,
    "tensor": torch.zeros(2),
    "parameter": nn.Parameter(torch.zeros(2)),
    "module class": nn.Linear,
    "state dict": nn.Linear(1, 1).state_dict(),
    "mock": mock.MagicMock(),
    "mock of a module": mock.MagicMock(spec=nn.Module),
    "evil": Evil(),
    "proxy": weakref.proxy(Callable),
    "function": print,
    "lambda": lambda: None,
    "list of modules": [nn.ReLU()],
    "torch": torch,
    "simple namespace": types.SimpleNamespace(_modules={}, _parameters={}),
    "optimizer": torch.optim.SGD([torch.zeros(1)], 0.1),
    "graph": torch.fx.symbolic_trace(Block()).graph,
}
