"""A glance breaks with each change of a model, and holds without one."""

from __future__ import annotations

import copy
import gc
import weakref

import pytest
import torch
from modulescope.session import glance as glances
from modulescope.session.glance import Glance
from page import Page
from torch import nn


def net() -> nn.Sequential:
    found = nn.Sequential(
        nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Sequential(nn.Linear(4, 2), nn.ReLU())
    )
    found[0].register_forward_hook(ignore)
    return found


def ignore(module: object, inputs: object, output: object) -> None:
    """A hook that does nothing."""


def swap_data(model: nn.Sequential) -> None:
    model[0].weight.data = torch.zeros(4, 4)


def rename_child(model: nn.Sequential) -> None:
    model._modules["last"] = model._modules.pop("2")


def rename_parameter(model: nn.Sequential) -> None:
    model[0]._parameters["offset"] = model[0]._parameters.pop("bias")


def write_a_hook(model: nn.Sequential) -> None:
    model[2]._forward_hooks[7] = ignore


def exchange_a_hook(model: nn.Sequential) -> None:
    [key] = model[0]._forward_hooks
    model[0]._forward_hooks[key] = print


def tie(model: nn.Sequential) -> None:
    model[2] = model[0]


def close_a_cycle(model: nn.Sequential) -> None:
    model[2]._modules["again"] = model


CHANGES = {
    "a submodule is replaced": lambda m: m.__setitem__(0, nn.Linear(4, 4)),
    "a copy replaces it": lambda m: m.__setitem__(0, copy.deepcopy(m[0])),
    "a submodule is added": lambda m: m.append(nn.ReLU()),
    "a submodule is taken off": lambda m: m.pop(2),
    "a submodule is None": lambda m: m._modules.__setitem__("2", None),
    "a tie": tie,
    "a cycle": close_a_cycle,
    "a child has another name": rename_child,
    "a parameter has another name": rename_parameter,
    "a parameter is replaced": lambda m: setattr(
        m[2][0], "weight", nn.Parameter(torch.ones(2, 4))
    ),
    "a parameter is written": lambda m: nn.init.zeros_(m[2][0].weight),
    "a buffer is written": lambda m: m[1].running_mean.add_(1),
    "a forward in train mode": lambda m: m(torch.randn(4, 4)),
    "other data": swap_data,
    "another dtype": lambda m: m.half(),
    "another device": lambda m: m.to_empty(device="meta"),
    "a gradient": lambda m: m.eval() and m(torch.randn(4, 4)).sum().backward(),
    "eval": lambda m: m[1].eval(),
    "frozen": lambda m: m[0].weight.requires_grad_(False),
    "a hook": lambda m: m[1].register_forward_hook(ignore),
    "a hook for state dicts": lambda m: m.register_state_dict_pre_hook(ignore),
    "a hook in a registry": write_a_hook,
    "another hook in its place": exchange_a_hook,
    "hooks are gone": lambda m: m[0]._forward_hooks.clear(),
    "a buffer more": lambda m: m[0].register_buffer("more", torch.ones(1)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_breaks_it(name: str):
    model = net()
    with torch.no_grad() if "written" in name else torch.enable_grad():
        glance = Glance(model)
        assert glance.holds(model)
        CHANGES[name](model)
    assert not glance.holds(model)


def test_a_gradient_that_grows_breaks_it():
    model = net().eval()
    model(torch.randn(4, 4)).sum().backward()
    glance = Glance(model)
    assert glance.holds(model)
    model(torch.randn(4, 4)).sum().backward()
    assert not glance.holds(model)


def test_another_dtype_on_meta_breaks_it():
    model = nn.Linear(2, 2, device="meta")
    glance = Glance(model)
    assert glance.holds(model)
    model.half()
    assert not glance.holds(model)


@pytest.mark.parametrize("quiet", ["forward in eval mode", "reading", "other hooks"])
def test_what_changes_nothing_does_not(quiet: str):
    model = net().eval()
    glance = Glance(model)
    if quiet == "other hooks":
        nn.ReLU().register_forward_hook(ignore)
    elif quiet == "reading":
        str(model), list(model.named_parameters()), model.state_dict()
    else:
        with torch.no_grad():
            model(torch.randn(4, 4))
    assert glance.holds(model) and glance.holds(model)


def test_a_module_that_took_the_id_of_another_breaks_it():
    model = nn.Sequential(nn.Linear(2, 2))
    glance = Glance(model)
    number = id(model[0])
    for _ in range(100):
        model[0] = None
        model[0] = nn.Linear(2, 2)
        if id(model[0]) == number:
            break
    assert not glance.holds(model)


@pytest.mark.parametrize("shared", [False, True])
def test_a_model_whose_modules_are_met_twice_is_read_once(shared: bool):
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    (tie_first if shared else cycle)(model)
    glance = Glance(model)
    assert glance.is_usable and glance.holds(model)
    model[0].eval()
    assert not glance.holds(model)


def tie_first(model: nn.Sequential) -> None:
    model.append(model[0])


def cycle(model: nn.Sequential) -> None:
    model[1]._modules["up"] = model


def test_it_keeps_nothing_alive_and_marks_no_tensor():
    model = nn.Linear(2, 2)
    glance = Glance(model)
    assert not weakref.getweakrefs(model.weight)
    # That fails for a tensor with a weak reference.
    torch.utils.swap_tensors(model.weight, nn.Parameter(torch.ones(2, 2)))
    assert not glance.holds(model)
    gone = [weakref.ref(model), weakref.ref(model.weight)]
    del model
    gc.collect()
    assert [reference() for reference in gone] == [None, None]


class Raising(dict):
    """A registry whose own methods may not be called."""

    def __len__(self) -> int:
        raise AssertionError

    __iter__ = __getitem__ = keys = values = items = __bool__ = __eq__ = __len__


def test_methods_of_a_registry_are_not_called():
    model = nn.Linear(2, 2)
    for name in ("_parameters", "_buffers", "_modules", "_forward_hooks"):
        model.__dict__[name] = Raising(dict(model.__dict__[name]))
    glance = Glance(model)
    assert glance.is_usable and glance.holds(model)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: nn.Module.__new__(nn.Linear), id="no-init"),
        pytest.param(lambda: torch.jit.script(nn.Linear(1, 1)), id="scripted"),
        pytest.param(lambda: nn.LazyLinear(2), id="lazy"),
        pytest.param(lambda: inference(), id="inference"),
        pytest.param(
            lambda: nn.Sequential(nn.ReLU(), nn.Module.__new__(nn.Module)), id="part"
        ),
    ],
)
def test_what_it_cannot_read_is_never_held(make):
    module = make()
    glance = Glance(module)
    assert not glance.is_usable and not glance.holds(module)


def inference() -> nn.Module:
    with torch.inference_mode():
        return nn.Linear(2, 2)


class TestManyModules:
    @pytest.fixture
    def many(self, monkeypatch: pytest.MonkeyPatch) -> nn.Sequential:
        """More than is looked at in each run."""
        for name in ("_MAX_VERSIONS", "_MAX_TENSORS", "_MAX_MODULES", "_WINDOW"):
            monkeypatch.setattr(glances, name, 8)
        return nn.Sequential(*(nn.Linear(2, 2) for _ in range(50)))

    def runs_until_seen(self, glance: Glance, model: nn.Module) -> int:
        for number in range(100):
            if not glance.holds(model):
                return number
        return 100

    def test_they_are_held(self, many: nn.Sequential):
        assert self.runs_until_seen(Glance(many), many) == 100

    @pytest.mark.parametrize(
        "change",
        [
            lambda m: m[31].eval(),
            lambda m: m.__setitem__(31, nn.Linear(2, 2)),
            lambda m: setattr(m[31], "bias", None),
            lambda m: m[31].register_forward_hook(ignore),
            lambda m: torch.optim.SGD(m.parameters(), lr=1).step(m_closure(m)),
        ],
        ids=["mode", "module", "tensor", "hook", "step"],
    )
    def test_these_changes_are_seen_at_once(self, many: nn.Sequential, change):
        glance = Glance(many)
        change(many)
        assert not glance.holds(many)

    @pytest.mark.parametrize(
        "change",
        [
            lambda m: nn.init.zeros_(m[31].bias),
            lambda m: m[31].bias.requires_grad_(False),
            lambda m: m[31]._forward_hooks.update({1: ignore}),
            lambda m: m[31]._parameters.update(w=m[31]._parameters.pop("bias")),
        ],
        ids=["a version", "a flag", "a hook in a registry", "a name"],
    )
    def test_these_are_seen_as_the_window_moves(self, many: nn.Sequential, change):
        glance = Glance(many)
        change(many)
        assert self.runs_until_seen(glance, many) < 100 / 8 + 1


def m_closure(model: nn.Sequential):
    def closure() -> torch.Tensor:
        loss = model(torch.ones(2, 2)).sum()
        loss.backward()
        return loss

    return closure


class TestRuns:
    def test_a_quiet_model_is_only_glanced_at(
        self, page: Page, monkeypatch: pytest.MonkeyPatch
    ):
        page.run("model = nn.Linear(2, 2)").run("x = 1").run("x = 2")
        monkeypatch.setattr("modulescope.session.track.read_signature", None)
        assert page.session.look() == []

    def test_what_only_a_glance_sees_counts_as_a_change(self, page: Page):
        page.run("model = nn.Linear(2, 2)").run("x = 1").run("x = 2")
        page.names["model"].weight.data = torch.zeros(2, 2)
        assert page.session.look() == ["model"]
        assert page.session.look() == []

    def test_a_change_after_quiet_runs_is_noted(self, page: Page):
        page.run("model = nn.Linear(2, 2)").run("x = 1").run("x = 2").run("x = 3")
        page.run("model(torch.ones(1, 2)).sum().backward()")
        [model] = page.session.scene().models
        assert model.since.backward
