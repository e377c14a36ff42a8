"""Nothing of the user is compared or hashed: both can be code of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import modulescope
import pytest
import torch
from asking import ask
from modulescope.objects import dataflow
from page import Page
from torch import nn

from .noting import MODELS, NOTED, Net, Table, Thing, Things, Weights, settings


def names_of(model: Net) -> dict[str, Any]:
    """A namespace with a model, and with what a user may have beside it."""
    parameters = [model.layer.weight, model.weight, model.scale]
    return {
        "model": model,
        "optimizer": torch.optim.SGD(parameters, lr=0.1),
        "thing": Thing(),
        "things": Things([model]),
        "table": Table(model=model),
        "plain": {Thing(): model, "model": model},
        "kind": Net,
        "tensor": torch.ones(2).as_subclass(Weights),
    }


def looks(model: Net) -> dict[str, Callable[[], object]]:
    names = names_of(model)
    return {
        "check": lambda: modulescope.check(namespace=names),
        "tree": lambda: modulescope.tree(model).to_dict(),
        "hooks": lambda: modulescope.hooks(model).to_dict(),
        "snapshot": lambda: modulescope.snapshot(model),
        "initial values": lambda: modulescope.init_report(model),
    }


@pytest.fixture(params=list(MODELS))
def model(request: pytest.FixtureRequest) -> Net:
    made = MODELS[request.param]()
    with torch.no_grad():
        nn.init.zeros_(made.layer.weight)
    return made


@pytest.mark.parametrize("look", list(looks(Net())))
def test_no_call_compares_or_hashes_what_is_the_users(model: Net, look: str) -> None:
    found = looks(model)[look]
    NOTED.clear()
    found()
    assert NOTED == []


@pytest.mark.parametrize("is_training", [True, False])
def test_rules_read_settings_of_the_right_type_only(
    page: Page, is_training: bool
) -> None:
    model = settings().train(is_training)
    [layer, *_] = model
    layer.register_full_backward_hook(lambda *args: None)
    page.names.update(model=model, other=torch.optim.SGD(model.parameters(), lr=0.1))
    page.run("x = 1").run("model(torch.ones(4, 2)).sum().backward(); other.step()")
    NOTED.clear()
    page.check()
    dataflow.works_in_place(model[2])
    assert NOTED == []


def requests(model: Net) -> list[dict[str, Any]]:
    """What the panel asks about a model."""
    about = {"model": "model", "fqn": ""}
    shown = {"member": 0, "query": "", "limit": 500}
    return [
        {"kind": "models.list"},
        {"kind": "tree.get", **about, **shown},
        {"kind": "tree.get", **about, **shown, "query": "has:hook"},
        {"kind": "module.get", **about},
        {"kind": "module.get", "model": "model", "fqn": "layer"},
        {"kind": "holders.get", "model": "model"},
        {"kind": "memory.get", **about},
        {"kind": "init.get", **about, "exact": True},
        {"kind": "source.get", **about},
        {"kind": "params.measure", **about},
        {"kind": "grads.get", **about},
        {"kind": "snapshot.take", "model": "model", "name": "first"},
        {"kind": "snapshot.arm", "model": "model", "preset": "cell"},
    ]


def test_no_run_or_request_does_either(page: Page, model: Net) -> None:
    page.names.update(names_of(model))
    NOTED.clear()
    for number in range(4):
        page.run(f"x = {number}")
    page.run("tensor.add_(1);")
    page.check()
    for request in requests(model):
        ask(page, **request)
    page.run("y = 1")
    page.run("del model, things, table, plain")
    page.check()
    assert NOTED == []
