"""More difficult modules: strange protocols, strange tensors, strange company."""

from __future__ import annotations

import abc
import copy
import dataclasses
import enum
import pickle
import threading
from collections import OrderedDict, UserDict, defaultdict, namedtuple
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import torch
from torch import nn
from torch.nn.utils import parametrizations, parametrize

from .specimens import Block, case, quiet, ran

T = TypeVar("T")


class Unhashable(nn.Module):
    """Equality without a hash, as a dataclass has it."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 2)

    def __eq__(self, other):
        ran("__eq__")
        return True

    __hash__ = None


@case(counts=False)
def unhashable():
    model = nn.Sequential(nn.Linear(2, 2))
    dict.__setitem__(model._modules, "strange", Unhashable())
    return model


@case(counts=False)
def raises_when_compared_counted_or_printed():
    class Strict(nn.Linear):
        def refuse(self, *args):
            ran("refused")
            raise SystemExit

        __len__ = __bool__ = __iter__ = __contains__ = __eq__ = __ne__ = refuse
        __repr__ = __str__ = __format__ = extra_repr = _get_name = __dir__ = refuse
        __hash__ = refuse

    model = nn.Sequential()
    dict.__setitem__(model._modules, "0", Strict(2, 2))
    return model


@case
def overridden_traversal():
    class Mine(Block):
        def modules(self):
            ran("modules")
            return super().modules()

        def named_parameters(self, *args, **kwargs):
            ran("named_parameters")
            return super().named_parameters(*args, **kwargs)

        def state_dict(self, *args, **kwargs):
            ran("state_dict")
            return super().state_dict(*args, **kwargs)

    return nn.Sequential(Mine())


@case
def dataclass_module():
    @dataclasses.dataclass(eq=False)
    class Config:
        width: int = 4

    @dataclasses.dataclass(eq=False)
    class Net(nn.Module):
        config: Config

        def __post_init__(self):
            super().__init__()
            self.linear = nn.Linear(self.config.width, 2)

    class Made(nn.Module):
        def __init__(self):
            super().__init__()
            net = Net.__new__(Net)
            nn.Module.__init__(net)
            net.config = Config()
            net.linear = nn.Linear(4, 2)
            self.net = net

    return Made()


@case
def generic_and_abstract():
    class Base(nn.Module, Generic[T], abc.ABC):
        @abc.abstractmethod
        def forward(self, x): ...

    class Net(Base[int]):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(2, 2)

        def forward(self, x):
            return self.linear(x)

    return Net()


@case
def also_a_list():
    class Both(nn.Module, list):
        def __init__(self):
            nn.Module.__init__(self)
            self.linear = nn.Linear(2, 2)

        __hash__ = object.__hash__

    return Both()


@case
def slots():
    class Slotted(nn.Module):
        __slots__ = ("extra",)

        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(2, 2)

    return Slotted()


@case
def enum_and_named_tuple_attributes():
    class Mode(enum.Enum):
        A = 1

    class Pair(NamedTuple):
        left: nn.Module
        right: nn.Module

    model = Block()
    model.mode = Mode.A
    model.pair = Pair(nn.ReLU(), nn.Linear(2, 2))
    model.old = namedtuple("Old", "a b")(1, torch.zeros(2))
    model.maps = (OrderedDict(a=nn.ReLU()), defaultdict(list), UserDict(b=1))
    return model


@case
def company_that_cannot_be_copied():
    model = Block()
    model.lock = threading.Lock()
    model.local = threading.local()
    model.thread = threading.current_thread()
    model.generator = (n for n in range(3))
    model.rng = torch.Generator()
    model.array = np.array([object(), nn.ReLU()], dtype=object)
    model.optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(2))], 0.1)
    model.loader = torch.utils.data.DataLoader([1, 2, 3])
    return model


@case
def trainable_tensors_in_attributes():
    model = Block()
    model.scale = torch.ones(3, requires_grad=True)
    model.bank = [torch.ones(2, requires_grad=True), nn.ReLU(), torch.ones(4)]
    model.computed = model.linear.weight * 2
    model.again = [model.linear.weight]
    return model


@case(counts=False)
def training_is_no_flag():
    model = nn.Sequential(Block(), Block())
    model[0].__dict__["training"] = torch.tensor(True)
    model[1].__dict__["training"] = 1
    del model.__dict__["training"]
    return model


@case
def deleting_prints():
    class Loud(nn.Linear):
        def __del__(self):
            ran("__del__")

    keep = Loud(2, 2)
    deleting_prints.kept = keep
    return nn.Sequential(keep)


@case
def sleeping_attributes():
    class Slow(Block):
        def __getattr__(self, name):
            found = self.__dict__["_modules"].get(name)
            if found is None:
                ran(name)
                raise KeyError(name)
            return found

    return nn.Sequential(Slow())


@case
def raising_class_properties():
    class Trap(nn.Module):
        @property
        def weight(self):
            ran("weight")
            raise RuntimeError

        @property
        def device(self):
            ran("device")
            raise RuntimeError

        @property
        def hooks(self):
            ran("hooks")
            raise RuntimeError

    model = Trap()
    model.inner = nn.Linear(2, 2)
    return model


@case
def orthogonal():
    return parametrizations.orthogonal(nn.Linear(4, 4))


@case
def two_parametrizations():
    class Double(nn.Module):
        def forward(self, x):
            ran("parametrization")
            return 2 * x

        def right_inverse(self, x):
            return x / 2

    model = nn.Linear(3, 3)
    parametrize.register_parametrization(model, "weight", Double(), unsafe=True)
    parametrize.register_parametrization(model, "weight", Double(), unsafe=True)
    parametrize.register_parametrization(model, "bias", Double(), unsafe=True)
    return model


@case
def complex_parameters():
    model = nn.Module()
    model.phase = nn.Parameter(torch.zeros(3, dtype=torch.complex64))
    model.conjugate = nn.Parameter(torch.zeros(3, dtype=torch.complex64).conj())
    return model


@case
def parameters_that_are_views_of_one_buffer():
    flat = torch.zeros(100)
    model = nn.Module()
    for number in range(4):
        view = flat[number * 25 : (number + 1) * 25].view(5, 5)
        model.register_parameter(f"part{number}", nn.Parameter(view))
    return model


@case
def shared_memory():
    return Block().share_memory()


@case
def memory_mapped(path=None):
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".pt") as file:
        torch.save(nn.Linear(64, 64).state_dict(), file.name)
        state = torch.load(file.name, mmap=True)
    model = nn.Linear(64, 64, device="meta")
    model.load_state_dict(state, assign=True)
    return model


@case
def named_dimensions():
    model = Block()
    if hasattr(torch.Tensor, "refine_names"):
        with quiet():
            model.register_buffer("grid", torch.zeros(2, 3).refine_names("N", "C"))
    return model


@case
def buffers_with_gradients():
    model = Block()
    model.register_buffer("learned", torch.zeros(3, requires_grad=True))
    model.plain = nn.Buffer(torch.zeros(2), persistent=False)
    return model


@case
def skipped_initialisation():
    return nn.utils.skip_init(nn.Linear, 8, 8)


@case
def prepared_for_quantisation():
    from torch.ao import quantization

    model = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
    with quiet():
        model.train().qconfig = quantization.get_default_qat_qconfig("x86")
        return quantization.prepare_qat(model)


@case
def dynamically_quantised():
    with quiet():
        return torch.ao.quantization.quantize_dynamic(Block(), {nn.Linear})


@case
def checkpointed():
    from torch.distributed.algorithms._checkpoint import checkpoint_wrapper

    return nn.Sequential(checkpoint_wrapper.checkpoint_wrapper(Block()), Block())


@case
def synchronised_norms():
    return nn.SyncBatchNorm.convert_sync_batchnorm(nn.Sequential(nn.BatchNorm2d(3)))


@case
def copied_with_its_hooks():
    model = Block()
    model.register_forward_hook(print, with_kwargs=True)
    model.linear.weight.register_hook(print)
    return copy.deepcopy(model)


@case
def pickled():
    return pickle.loads(pickle.dumps(nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))))


@case(counts=False)
def of_an_older_torch():
    """Registries that came with later versions are missing after unpickling."""
    model = Block()
    for name in list(vars(model)):
        if "hook" in name and name not in ("_forward_hooks", "_backward_hooks"):
            del model.__dict__[name]
    return model


@case
def many_hooks():
    model = Block()
    for _ in range(500):
        model.linear.register_forward_hook(lambda *args: None)
    return model


@case
def removed_children():
    model = nn.Sequential(*[nn.Linear(2, 2) for _ in range(6)])
    del model[2]
    model[3] = nn.Identity()
    model.insert(1, nn.ReLU())
    return model


@case
def sequential_that_lies_about_its_length():
    class Short(nn.Sequential):
        def __len__(self):
            ran("__len__")
            return 0

        def __getitem__(self, index):
            ran("__getitem__")
            raise IndexError

    return Short(nn.Linear(2, 2), nn.ReLU())


@case
def stacked_for_functorch():
    models = [nn.Linear(2, 2) for _ in range(3)]
    parameters, buffers = torch.func.stack_module_state(models)
    base = copy.deepcopy(models[0]).to("meta")
    base.stacked = (parameters, buffers)
    return base


@case
def a_function_mode_is_on():
    class Mode(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            ran(func)
            return func(*args, **(kwargs or {}))

    model = Block()
    model.mode = Mode()
    return model


@case
def flattened_recurrent_weights():
    model = nn.LSTM(4, 4, num_layers=2, bidirectional=True, proj_size=2)
    model.flatten_parameters()
    return model


@case
def children_with_numbers_of_all_kinds():
    model = nn.Module()
    for name in ("0", "1", "01", "٣", "10", "2", "999999999999"):
        model.add_module(name, nn.Linear(2, 2))
    return model
