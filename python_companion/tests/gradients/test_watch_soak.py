"""Ten thousand watched steps, and a thousand watched cells."""

import gc
import sys
import weakref

import torch
from modulescope.gradients.document import STORED_BYTES, encode_gradients
from modulescope.gradients.watch import GradientWatch, watch
from modulescope.recording import backward
from modulescope.recording.options import RecordingOptions
from torch import nn
from torch.optim.optimizer import (
    _global_optimizer_post_hooks,
    _global_optimizer_pre_hooks,
)

ORIGINAL = torch.autograd.backward


def build():
    torch.manual_seed(0)
    model = nn.Linear(4, 2)
    return model, torch.optim.SGD(model.parameters(), lr=1e-3)


def train(model, optimizer, steps):
    x = torch.ones(3, 4)
    for _ in range(steps):
        optimizer.zero_grad()
        model(x).square().sum().backward()
        optimizer.step()


def hooks(model):
    found = [v for m in model.modules() for k, v in vars(m).items() if "hooks" in k]
    return sum(map(len, found)) + len(_global_optimizer_pre_hooks)


def test_ten_thousand_steps_are_bounded_and_change_nothing():
    plain, plain_optimizer = build()
    train(plain, plain_optimizer, 10_000)
    plain_rng = torch.get_rng_state()
    model, optimizer = build()
    watched = watch(model, every=1)
    with watched:
        train(model, optimizer, 2_000)
        gc.collect()
        before = sys.getallocatedblocks()
        train(model, optimizer, 8_000)
        gc.collect()
        grown = sys.getallocatedblocks() - before
    assert not watched.problem
    assert watched.recorded == 10_000
    assert grown < 5_000
    [history] = watched.histories.values()
    assert history.columns <= 512
    assert history.last_steps[-1] == 10_000
    text = str(encode_gradients(watched, "done"))
    assert len(text) < STORED_BYTES * 1.2
    # As it was, and as if nobody had watched.
    assert torch.autograd.backward is ORIGINAL
    assert not backward.observers and not _global_optimizer_post_hooks
    assert hooks(model) == 0
    for one, other in zip(plain.parameters(), model.parameters(), strict=True):
        assert torch.equal(one, other)
    assert torch.equal(plain_rng, torch.get_rng_state())
    ref = weakref.ref(model)
    del model, optimizer
    gc.collect()
    assert ref() is None


def test_a_spike_and_a_dip_survive_however_much_is_joined():
    model = nn.Linear(2, 1, bias=False)
    watched = GradientWatch(lambda: {"model": model}, RecordingOptions(every=1))
    with watched:
        for step in range(1, 2_501):
            scale = {1234: 1e6, 1845: 1e-6}.get(step, 1.0)
            model.zero_grad()
            (model(torch.ones(1, 2)) * scale).sum().backward()
    [row] = encode_gradients(watched, "done", limit=20_000)["models"][0]["rows"]
    assert max(row["high"]) == 1e6
    assert min(row["low"]) == 1e-6


def test_a_thousand_watched_runs_leave_nothing():
    model, optimizer = build()
    count = len(gc.get_objects())
    for run in range(1_000):
        with GradientWatch(lambda: {"model": model}, RecordingOptions(every=1)):
            train(model, optimizer, 1)
        if run == 10:
            gc.collect()
            count = len(gc.get_objects())
    gc.collect()
    assert hooks(model) == 0
    assert torch.autograd.backward is ORIGINAL
    assert len(gc.get_objects()) - count < 1_000
