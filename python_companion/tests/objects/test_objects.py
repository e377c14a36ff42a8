"""Nothing is changed, nothing is run, nothing raises, and totals are torch's."""

import gc
import json
import random
import sys
import weakref

import modulescope
import numpy as np
import pytest
import torch
from modulescope import hooks
from modulescope.hooks.registered import registered_hooks
from modulescope.hooks.rows import Runs, hook_rows
from modulescope.memory.bytes import device_bytes, left_behind
from modulescope.objects import walk
from modulescope.objects.settings import settings
from modulescope.tree.tree import tree

from . import realmodels, specimens, stranger  # noqa: F401
from .specimens import CASES, NO_MODULES, RAN

QUERY = (
    "type:~linear -type:Dropout is:leaf params:>0 hooks:<9 device:cpu dtype:f32 grd:1"
)


def look(model):
    """All that the surfaces read of a model."""
    found = tree(model)
    data = found.to_dict()
    json.dumps(data)
    repr(found)
    found._repr_html_()
    found.find("is:shared")
    found.find(QUERY).to_dict()
    nodes = walk.nodes(model)[0]
    json.dumps([settings(node.module) for node in nodes])
    hook_rows(registered_hooks(nodes), Runs())
    json.dumps([row.to_dict() for row in device_bytes(nodes, ())])
    json.dumps(left_behind(nodes))
    json.dumps(hooks(model).to_dict())
    modulescope.tree(model).find("-is:none -grad:none -init:>3x").to_dict()
    return data


def test_at_least_120_kinds_are_looked_at():
    assert len(CASES) >= 120


def fingerprint(model):
    """What may not change: flags, registries, hooks, versions, gradients."""
    found = []
    seen = set()
    stack = [model]
    while stack:
        module = stack.pop()
        if id(module) in seen:
            continue
        seen.add(id(module))
        attributes = vars(torch.nn.Module)["__dict__"].__get__(module)
        for name, value in dict.items(attributes):
            found.append((id(module), str(name), id(value)))
            if issubclass(type(value), dict) and type(name) is str and name[0] == "_":
                found += [(name, id(key), id(each)) for key, each in dict.items(value)]
                for each in dict.values(value):
                    if walk.is_module(each):
                        stack.append(each)
                    elif walk.is_tensor(each):
                        found.append(walk.tensor_facts(each))
    return found


def random_states():
    numpy_state = np.random.get_state()
    return (
        torch.get_rng_state().tolist(),
        random.getstate(),
        numpy_state[1].tolist(),
        numpy_state[2],
    )


@pytest.mark.parametrize("name", CASES)
def test_looking_changes_and_runs_nothing(name, capfd):
    model = CASES[name][0]()
    before, states = fingerprint(model), random_states()
    modules = set(sys.modules)
    capfd.readouterr()
    RAN.clear()
    data = look(model)
    assert RAN == []
    assert fingerprint(model) == before
    assert random_states() == states
    assert tuple(capfd.readouterr()) == ("", "")
    assert {
        new for new in set(sys.modules) - modules if "modulescope" not in new
    } == set()
    assert data["is_module"] is True and data["rows"]
    assert len(json.dumps(data)) < 8_000_000


def torch_totals(model):
    """The same counts through torch's own interface."""
    modules, parameters = list(model.modules()), list(model.parameters())
    uninitialized = torch.nn.parameter.is_lazy
    sized = [p for p in parameters if not uninitialized(p)]
    return {
        "modules": len(modules),
        "parameters": len(parameters),
        "buffers": len(list(model.buffers())),
        "numel": sum(p.numel() for p in sized),
        "trainable": sum(p.requires_grad for p in parameters),
        "trainable_numel": sum(p.numel() for p in sized if p.requires_grad),
        "bytes": sum(p.numel() * p.element_size() for p in sized),
        "uninitialized": len(parameters) - len(sized),
        "devices": sorted({p.device.type for p in parameters}),
        "dtypes": sorted({str(p.dtype).removeprefix("torch.") for p in parameters}),
        "partial": False,
    }


@pytest.mark.parametrize(
    "name", [name for name, (_, counts) in CASES.items() if counts]
)
def test_totals_are_those_of_torch(name):
    model = CASES[name][0]()
    totals = tree(model).to_dict()["totals"]
    expected = torch_totals(model)
    assert {key: totals[key] for key in expected} == expected
    root = tree(model).to_dict()["rows"][0]
    assert root["numel"] == totals["numel"] and root["bytes"] == totals["bytes"]


def subtree_numel(module):
    seen = {id(p): p for m in module.modules() for p in m._parameters.values()}
    lazy = torch.nn.parameter.is_lazy
    return sum(p.numel() for p in seen.values() if p is not None and not lazy(p))


ROWS = ("bert", "gpt2_tied", "albert", "t5", "unet", "tied", "nested_sharing", "ghosts")


@pytest.mark.parametrize("name", [*ROWS, "one_module_many_times", "transformer"])
def test_each_row_counts_its_subtree_once(name):
    model = CASES[name][0]()
    for row in tree(model).to_dict()["rows"]:
        if row["kind"] == "module" and "ghost" not in row["fqn"]:
            try:
                module = model.get_submodule(row["fqn"])
            except AttributeError:
                continue
            assert row["numel"] == subtree_numel(module), row["fqn"]


# Torch's own destructor of 5,000 levels is slow, with and without us.
MORTAL = [name for name in CASES if name != "deep"]


@pytest.mark.parametrize("name", MORTAL)
def test_nothing_keeps_the_model_alive(name):
    model = CASES[name][0]()
    if name == "attribute_access":
        RAN.clear()
    gone = weakref.ref(model)
    found = tree(model)
    found.to_dict()
    del model
    gc.collect()
    assert gone() is None
    assert found.to_dict()["is_module"]


@pytest.mark.parametrize("name", NO_MODULES)
def test_what_is_no_module_is_said_to_be_none(name):
    RAN.clear()
    found = tree(NO_MODULES[name])
    assert found.to_dict()["is_module"] is False and found.to_dict()["rows"] == []
    assert repr(found) == "Not an nn.Module."
    assert RAN == []


def test_the_collection_is_large():
    assert len(CASES) + len(NO_MODULES) >= 90


def test_storages_are_counted_once_and_meta_not_at_all():
    def storage_bytes(name):
        return tree(CASES[name][0]()).to_dict()["totals"]["storage_bytes"]

    assert storage_bytes("meta") == 0
    assert storage_bytes("expanded") == 4
    assert storage_bytes("tied") == 4 * 15 + 4 * 5
    assert storage_bytes("sparse") == 0
    assert storage_bytes("freed_storage") == 4 * (4 + 4 + 4)
    assert storage_bytes("wrapper_parameter") == 4 * 6
    assert storage_bytes("sharded") == 4 * 28
    assert storage_bytes("channels_last_and_views") == 4 * (4 * 3 * 9 + 4) + 4 * 20


def test_hooks_are_counted_by_kind():
    totals = tree(CASES["every_hook"][0]()).to_dict()["totals"]
    assert totals["hooks"] == {
        "forward_pre": 2,
        "forward": 1,
        "backward_pre": 1,
        "backward": 1,
        "state_dict_pre": 1,
        "state_dict": 1,
        "load_state_dict_pre": 1,
        "load_state_dict_post": 1,
        "tensor": 1,
        "post_accumulate": 1,
    }


def test_a_torch_function_mode_sees_nothing():
    class Mode(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            RAN.append(function)
            return function(*args, **(kwargs or {}))

    model = specimens.Block()
    RAN.clear()
    with Mode():
        look(model)
    assert RAN == []


def test_a_prepended_hook_comes_first():
    model = torch.nn.Linear(1, 1)

    def first(*args):
        return None

    def second(*args):
        return None

    model.register_forward_hook(second)
    model.register_forward_hook(first, prepend=True)
    rows = hook_rows(registered_hooks(walk.nodes(model)[0]), Runs())
    assert [row.function for row in rows] == [
        "test_a_prepended_hook_comes_first.<locals>.first".rpartition(".")[2],
        "second",
    ]


def test_a_model_that_changes_while_it_is_read():
    import threading

    model = torch.nn.ModuleList(specimens.Block() for _ in range(200))
    stop = threading.Event()

    def change():
        number = 0
        while not stop.is_set():
            number += 1
            model._modules[f"x{number % 50}"] = specimens.Block()
            model._modules.pop(f"x{(number * 7) % 50}", None)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(30):
            assert tree(model).to_dict()["totals"]["modules"] >= 601
    finally:
        stop.set()
        thread.join()
