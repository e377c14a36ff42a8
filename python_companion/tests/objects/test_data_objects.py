"""What reads values raises nowhere, runs nothing and leaves no trace."""

import gc
import json
import sys
import weakref

import pytest
import torch
from modulescope.gradients.last import last_gradients
from modulescope.initial.report import report
from modulescope.session.chosen import owner
from modulescope.session.without_kernel import scene_of
from modulescope.snapshots.difference import compare
from modulescope.snapshots.snapshot import take
from modulescope.tree.source import class_source
from modulescope.values.measured import measure

from .specimens import CASES, RAN
from .test_objects import fingerprint, random_states

SOME = ("bert", "tied", "freed_storage", "every_hook", "scripted_tied", "sharded")


def look(model):
    """All that the surfaces read of a model's values."""
    scene = scene_of({"model": model})
    found = report(scene, *owner(scene, model), most=200)
    json.dumps(found.to_dict(), allow_nan=False)
    repr(found)
    found._repr_html_()
    report(scene, *owner(scene, model), exact=True, most=50)
    before = take(model, "a", "model")
    diff = compare(before, take(model, "b", "model"))
    for one in (before, diff):
        json.dumps(one.to_dict(), allow_nan=False)
        repr(one)
        one._repr_html_()
    measure(model, 200, 5.0)
    class_source(scene, model)
    last_gradients("model", model, "")
    return before, diff


@pytest.mark.parametrize("name", CASES)
def test_reading_values_changes_and_runs_nothing(name, capfd):
    model = CASES[name][0]()
    before, states = fingerprint(model), random_states()
    modules = set(sys.modules)
    capfd.readouterr()
    RAN.clear()
    _, diff = look(model)
    assert RAN == []
    assert fingerprint(model) == before
    assert random_states() == states
    assert torch.is_grad_enabled()
    assert tuple(capfd.readouterr()) == ("", "")
    new = {each for each in set(sys.modules) - modules if "modulescope" not in each}
    assert new == set()
    assert {row.kind for row in diff.rows} <= {"unchanged"}


@pytest.mark.parametrize("name", SOME)
def test_values_that_were_read_keep_no_model_alive(name):
    model = CASES[name][0]()
    gone = weakref.ref(model)
    found = look(model)
    del model
    gc.collect()
    assert gone() is None
    assert found[0].to_dict()["version"] == 1


def test_a_torch_function_mode_sees_nothing():
    class Mode(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            RAN.append(function)
            return function(*args, **(kwargs or {}))

    model = torch.nn.Linear(700, 700)
    RAN.clear()
    with Mode():
        look(model)
    assert RAN == []


def test_a_default_device_is_not_used():
    model = torch.nn.Linear(700, 700)
    with torch.device("meta"):
        before, _ = look(model)
    assert before.tensors["weight"].fingerprint is not None
