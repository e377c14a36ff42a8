"""What the probes may not do: raise, run the user's code, or leave a trace."""

from __future__ import annotations

import gc
import random
import warnings
import weakref
from functools import partial
from typing import Any

import numpy
import pytest
import torch
from modulescope.rules import all_rules
from modulescope.session.scene import Scene, Since
from modulescope.session.without_kernel import scene_of
from torch import nn

RULES = [rule for rule in all_rules() if rule.probes]
CALLS: list[str] = []


class Hostile(nn.Module):
    """Notes and refuses everything that an inspector might ask of it."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.more = [nn.Linear(2, 2)]

    def _refuse(self, *args: Any) -> Any:
        CALLS.append("hostile")
        raise RuntimeError("do not touch")

    __eq__ = __bool__ = __len__ = __repr__ = __str__ = __iter__ = __hash__ = _refuse
    __contains__ = __getitem__ = __call__ = __dir__ = forward = named_modules = _refuse
    parameters = named_parameters = buffers = modules = children = state_dict = _refuse

    def __getattr__(self, name: str) -> Any:
        CALLS.append(name)
        raise RuntimeError(name)


class Liar(nn.Module):
    __class__ = property(lambda self: CALLS.append("class") or int)  # type: ignore


class Meta(type):
    def __getattribute__(cls, name: str) -> Any:
        if name == "__name__":
            CALLS.append("metaclass")
            raise RuntimeError
        return super().__getattribute__(name)


class OddClass(nn.Module, metaclass=Meta):
    def __init__(self) -> None:
        super().__init__()
        self.blocks = [nn.Linear(2, 2)]
        self.scale = torch.ones(2, requires_grad=True)
        self.mean = torch.ones(2)

    def forward(self, x: Any) -> Any:
        return x * self.mean


class RefusingTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, *args: Any, **kwargs: Any) -> Any:
        CALLS.append("torch function")
        raise RuntimeError


class TrapList(list):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        raise RuntimeError

    __len__ = __bool__ = __contains__ = __getitem__ = __eq__ = __iter__  # type: ignore


class TrapDict(dict):  # type: ignore[type-arg]
    def items(self) -> Any:
        raise RuntimeError

    values = keys = __iter__ = __len__ = __getitem__ = get = items


class Callable:
    def __call__(self, *args: Any) -> None: ...

    def __getattribute__(self, name: str) -> Any:
        CALLS.append(name)
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = object.__hash__


def hostile_attributes() -> nn.Module:
    module = OddClass()
    vars(module).update(
        trap=TrapList([nn.Linear(2, 2)]),
        mapping=TrapDict(a=nn.Linear(2, 2)),
        ring=(ring := []),
        sub=torch.ones(2).as_subclass(RefusingTensor),
    )
    ring.append(ring)
    vars(module)[3] = "not a name"  # type: ignore[index]
    return module


def half_built() -> nn.Module:
    return Hostile.__new__(Hostile)


def broken_registries() -> nn.Module:
    module = nn.Sequential(nn.Linear(2, 2))
    vars(module)["_parameters"] = 3
    vars(module)["_buffers"] = None
    vars(module)["_modules"] = {1: nn.Linear(2, 2), "x\u202ey`": nn.ReLU(), "n": None}
    return module


def freed_storage() -> nn.Module:
    module = nn.Linear(4, 4)
    module.weight.untyped_storage().resize_(0)
    return module


def expanded() -> nn.Module:
    module = nn.Linear(2, 2)
    weight = torch.ones(1).expand(2**20, 2**20)
    module.weight = nn.Parameter(weight, requires_grad=False)
    return module


def inference() -> nn.Module:
    with torch.inference_mode():
        return nn.Linear(2, 2)


def subclassed() -> nn.Module:
    module = nn.Linear(2, 2)
    vars(module)["_parameters"]["weight"] = torch.ones(2, 2).as_subclass(RefusingTensor)
    return module


def cyclic() -> nn.Module:
    module = nn.Sequential(nn.Linear(2, 2))
    module.add_module("itself", module)
    return module


def deep() -> nn.Module:
    module: nn.Module = nn.Linear(2, 2)
    for _ in range(3000):
        outer = nn.Module()
        outer.inner = module
        module = outer
    return module


def deep_graph() -> nn.Module:
    module = nn.Module()
    value = torch.ones(2, requires_grad=True)
    for _ in range(20_000):
        value = value + 1
    module.register_buffer("total", value)
    return module


def hooked() -> nn.Module:
    module = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
    for hook in (Callable(), partial(print), [].append, print, nn.ReLU(), Hostile()):
        for _ in range(2):
            module[0]._forward_hooks[len(module[0]._forward_hooks)] = hook
    empty: Any = (lambda: lambda *a: later)()  # noqa: F821
    module.register_forward_hook(empty)
    module.register_full_backward_hook(partial(lambda *a: None, 3))
    return module


def spectral() -> nn.Module:
    return nn.Sequential(nn.utils.parametrizations.spectral_norm(nn.Linear(2, 2)))


def old_spectral() -> nn.Module:
    return nn.Sequential(nn.utils.spectral_norm(nn.Linear(2, 2)))


def fake() -> nn.Module:
    from torch._subclasses.fake_tensor import FakeTensorMode

    module = nn.Linear(2, 2)
    with FakeTensorMode():
        module.weight = nn.Parameter(torch.empty(2, 2, device="cuda"))
    return module


def traced_graph() -> nn.Module:
    return torch.fx.symbolic_trace(nn.Sequential(nn.Linear(2, 2), nn.ReLU()))


def quantised() -> nn.Module:
    module = nn.Linear(2, 2)
    # Torch warns of each kind once in a process, whichever test comes first.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        module.scale = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
        module.sparse = torch.eye(2).to_sparse()
        module.nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
    return module


MAKERS = [
    Hostile,
    Liar,
    OddClass,
    hostile_attributes,
    half_built,
    broken_registries,
    freed_storage,
    expanded,
    inference,
    subclassed,
    cyclic,
    deep,
    deep_graph,
    hooked,
    spectral,
    old_spectral,
    fake,
    traced_graph,
    quantised,
    partial(nn.LazyLinear, 3),
    partial(nn.Linear, 2, 2, device="meta"),
    partial(nn.LSTM, 2, 2, 2, dropout=0.5),
    partial(nn.TransformerEncoderLayer, 8, 2, 8),
    partial(nn.MultiheadAttention, 8, 2),
    lambda: nn.utils.parametrizations.weight_norm(nn.Linear(2, 2)),
    lambda: torch.jit.script(nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))),
    lambda: torch.compile(nn.Sequential(nn.Linear(2, 2), nn.ReLU())),
    lambda: nn.DataParallel(nn.Linear(2, 2)),
    lambda: nn.ModuleDict({"a": nn.ModuleList([nn.BatchNorm1d(2)])}),
]


def scene(module: Any, more: Any = ()) -> Scene:
    """A scene in which every rule has something to look at."""
    names = {"model": module, **dict(more)}
    made = scene_of(names)
    since = Since(True, False, (2,), (), ("0.num_batches_tracked",))
    models = tuple(
        type(model)(model.name, model.module, None, model.birth, since)
        for model in made.models
    )
    return Scene(**{**vars(made), "models": models})


def sweep(looked_at: Scene) -> list[Any]:
    return [v for rule in RULES for probe in rule.probes for v in probe(looked_at)]


def state(module: nn.Module) -> Any:
    """Everything that a probe could change, read the raw way."""
    from modulescope.objects import raw, walk
    from modulescope.session.track import read_signature

    attributes = [
        sorted(map(str, raw.instance_dict(node.module)))
        for node in walk.nodes(module)[0]
    ]
    return (
        read_signature(module),
        attributes,
        torch.get_rng_state().tolist(),
        random.getstate(),
        str(numpy.random.get_state()),
        torch.is_grad_enabled(),
    )


@pytest.mark.parametrize("make", MAKERS, ids=range(len(MAKERS)))
def test_probes_neither_raise_nor_leave_a_trace(make, capfd, recwarn):
    module = make()
    looked_at = scene(module)
    before = state(module)
    CALLS.clear()
    recwarn.clear()
    sweep(looked_at)
    assert CALLS == []
    assert state(module) == before
    assert capfd.readouterr() == ("", "")
    assert list(recwarn) == []


@pytest.mark.parametrize("make", MAKERS, ids=range(len(MAKERS)))
def test_verdicts_keep_no_model_alive(make):
    module = make()
    kept = sweep(scene(module))
    if make in (cyclic, hooked):
        vars(module)["_modules"].clear()
    gone = weakref.ref(module)
    del module
    gc.collect()
    assert gone() is None
    assert isinstance(kept, list)


def test_texts_of_hostile_names_are_plain():
    module = nn.Sequential(nn.Linear(2, 2))
    vars(module)["x\u202e`y\n"] = [nn.Linear(2, 2)]
    for verdict in sweep(scene(module)):
        for text in (*verdict.evidence, *map(str, verdict.values.values())):
            assert "\u202e" not in text and "\n" not in text
            assert text.count("`") % 2 == 0


def test_hostile_names_in_the_namespace_are_left_alone():
    CALLS.clear()
    more = {
        "trap": TrapList([1]),
        "mapping": TrapDict(a=1),
        "odd": Callable(),
        "opt": torch.optim.SGD([torch.ones(2, requires_grad=True)], 0.1),
    }
    sweep(Scene(**{**vars(scene(nn.Linear(2, 2))), "namespace": more}))
    assert CALLS == []


def test_an_optimizer_with_broken_groups_is_survived():
    optimizer = torch.optim.SGD([torch.ones(2, requires_grad=True)], 0.1)
    optimizer.param_groups += [3, {"params": [None, 4]}, {}]  # type: ignore
    optimizer.state = {"a": 3, None: {}}  # type: ignore
    sweep(scene(nn.Linear(2, 2), {"opt": optimizer}))


def test_training_is_bit_identical_with_probes_in_between():
    def trained(look: bool) -> list[torch.Tensor]:
        torch.manual_seed(0)
        model = nn.Sequential(
            nn.utils.parametrizations.spectral_norm(nn.Linear(4, 4)),
            nn.BatchNorm1d(4),
            nn.Dropout(0.5),
            nn.Linear(4, 2),
        )
        optimizer = torch.optim.Adam(model.parameters())
        for _ in range(20):
            loss = model(torch.randn(8, 4)).pow(2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if look:
                sweep(scene(model, {"optimizer": optimizer, "loss": loss}))
        return list(model.state_dict().values())

    pairs = zip(trained(False), trained(True), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)
