"""Tensors of optimizers that no model has: what their gradients tell of a run."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch
from modulescope.session.outside_tensors import Outside
from modulescope.session.roots import Root
from modulescope.session.signature import read_signature
from torch import nn


def built(make=torch.optim.SGD):
    model = nn.Linear(2, 2)
    return model, make(model.parameters(), lr=0.1)


def step(model, optimizer, clear_last=False):
    optimizer.zero_grad()
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    if clear_last:
        optimizer.zero_grad()


def runs(optimizer, *acts):
    """What is known after runs, the first of which loses the model."""
    seen = Outside()
    seen.update([Root("opt", optimizer)], [], [], 1)
    for number, act in enumerate(acts, 2):
        act()
        seen.update([Root("opt", optimizer)], [], [], number)
    return seen.runs_of(optimizer)


def test_a_model_out_of_sight_is_trained():
    model, optimizer = built()
    found = runs(optimizer, lambda: step(model, optimizer))
    assert (found.touched, found.trained) == ((2,), (2,))


def test_also_where_its_gradients_are_cleared_last():
    model, optimizer = built(torch.optim.AdamW)
    found = runs(optimizer, lambda: [step(model, optimizer, True) for _ in range(5)])
    assert found.trained == (2,)


@pytest.mark.parametrize("make", [torch.optim.SGD, torch.optim.AdamW])
def test_steps_on_old_gradients_are_no_training(make):
    model, optimizer = built(make)
    step(model, optimizer)
    found = runs(optimizer, optimizer.step, optimizer.zero_grad, optimizer.step)
    assert (found.touched, found.trained) == ((2, 3), ())


def test_the_gradients_from_before_the_model_was_lost_are_known():
    model, optimizer = built()
    step(model, optimizer)
    roots, seen = [Root("opt", optimizer)], Outside()
    before = [read_signature(model)]
    seen.update(roots, before, before, 1)
    optimizer.zero_grad()
    seen.update(roots, before, [], 2)
    assert seen.runs_of(optimizer).touched == (2,)
    assert seen.runs_of(optimizer).trained == ()


def test_nothing_is_read_of_optimizers_whose_models_are_there(monkeypatch):
    model, optimizer = built()
    seen, signature = Outside(), [read_signature(model)]
    monkeypatch.setattr("modulescope.session.outside_tensors.read_marks", pytest.fail)
    seen.update([Root("opt", optimizer)], [], signature, 1)
    step(model, optimizer)
    seen.update([Root("opt", optimizer)], signature, [read_signature(model)], 2)
    assert seen.runs_of(optimizer).touched == ()


def test_neither_optimizer_nor_tensors_are_kept_alive():
    model, optimizer = built()
    step(model, optimizer)
    seen = Outside()
    seen.update([Root("opt", optimizer)], [], [], 1)
    gone = weakref.ref(optimizer), weakref.ref(model.weight)
    del model, optimizer
    gc.collect()
    assert [reference() for reference in gone] == [None, None]
