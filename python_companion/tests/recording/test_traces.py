"""A watch ends with its block, leaves nothing, and is not seen by anybody."""

import gc
import weakref

import pytest
import torch
from modulescope.gradients.watch import watch
from modulescope.gradients.watching import Watching
from modulescope.recording import backward
from torch import nn
from torch.nn.functional import cross_entropy

from .training import ORIGINAL, Net, data, rms, train


def test_an_exception_in_the_loop_takes_the_watch_off(model):
    x, y = data()
    with pytest.raises(ZeroDivisionError), watch(model, every=1) as watched:
        cross_entropy(model(x), y).backward()
        raise ZeroDivisionError
    assert watched.recorded == 1


def test_an_exception_in_backward_is_the_users_own(model):
    x, y = data()
    loss = cross_entropy(model(x), y)
    loss.backward()
    with watch(model, every=1) as watched, pytest.raises(RuntimeError, match="second"):
        loss.backward()
    assert watched.recorded == 0


def test_keyboard_interrupt_passes_and_takes_the_watch_off(model, monkeypatch):
    x, y = data()

    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("modulescope.recording.history.History.add", interrupted)
    with pytest.raises(KeyboardInterrupt), watch(model, every=1):
        cross_entropy(model(x), y).backward()


def test_our_own_failure_is_told_and_the_training_goes_on(model, monkeypatch):
    def broken(*args):
        raise ValueError

    monkeypatch.setattr("modulescope.recording.history.History.add", broken)
    x, y = data()
    with watch(model, every=1) as watched:
        cross_entropy(model(x), y).backward()
    assert watched.problem == "ValueError"
    assert watched.recorded == 0
    assert rms(model)


def test_a_wrapper_put_over_ours_is_left_alone(model):
    calls = []
    with watch(model, every=1):
        ours = torch.autograd.backward

        def theirs(*args, **kwargs):
            calls.append(1)
            return ours(*args, **kwargs)

        torch.autograd.backward = theirs
    try:
        assert torch.autograd.backward is theirs
        x, y = data()
        with watch(model, every=1) as again:
            cross_entropy(model(x), y).backward()
        assert (calls, again.recorded) == ([1], 1)
        cross_entropy(model(x), y).backward()
        assert calls == [1, 1]
    finally:
        torch.autograd.backward = ORIGINAL


def test_two_watches_see_the_same_backward(model):
    x, y = data()
    with watch(model, every=1) as outer, watch(model.head, every=1) as inner:
        cross_entropy(model(x), y).backward()
    assert outer.recorded == inner.recorded == 1
    assert inner.history["names"] == ["weight", "bias"]


def test_no_hook_sits_on_the_model(model):
    x, y = data()
    with watch(model, every=1):
        cross_entropy(model(x), y).backward()
        for module in model.modules():
            hooks = [v for k, v in vars(module).items() if "hooks" in k and v]
            assert not hooks
        assert all(not p._backward_hooks for p in model.parameters())


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(Net, id="plain"),
        pytest.param(
            lambda: nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 3)),
            id="dropout",
        ),
        pytest.param(
            lambda: nn.Sequential(
                nn.utils.spectral_norm(nn.Linear(4, 8)), nn.Linear(8, 3)
            ),
            id="spectral-norm",
        ),
        pytest.param(
            lambda: nn.Sequential(
                nn.utils.parametrizations.weight_norm(nn.Linear(4, 8)),
                nn.BatchNorm1d(8),
                nn.Linear(8, 3),
            ),
            id="parametrized",
        ),
        pytest.param(lambda: torch.compile(Net(), backend="eager"), id="compiled"),
    ],
)
def test_training_is_bit_identical_with_and_without_a_watch(build):
    def run(watched):
        torch.manual_seed(3)
        model = build()
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
        x, y = data()

        def loop():
            for _ in range(100):
                optimizer.zero_grad()
                cross_entropy(model(x), y).backward()
                nn.utils.clip_grad_norm_(model.parameters(), 0.5)
                optimizer.step()

        if watched:
            with watch(model, every=1):
                loop()
        else:
            loop()
        return model.state_dict(), torch.get_rng_state()

    (plain, plain_rng), (seen, seen_rng) = run(False), run(True)
    assert all(torch.equal(plain[key], seen[key]) for key in plain)
    assert torch.equal(plain_rng, seen_rng)


def test_gradients_keep_their_versions(model):
    x, y = data()
    cross_entropy(model(x), y).backward()
    expected = [p.grad._version for p in model.parameters()]
    model.zero_grad()
    with watch(model, every=1):
        cross_entropy(model(x), y).backward()
    assert [p.grad._version for p in model.parameters()] == expected


def test_the_model_and_its_gradients_are_not_kept():
    model = Net()
    watched = train(model)
    ref, grad = weakref.ref(model), weakref.ref(model.stem.weight)
    del model
    gc.collect()
    assert ref() is None
    assert grad() is None
    assert watched.recorded == 5


def test_modes_of_the_user_see_nothing_of_ours(model):
    from torch.utils.flop_counter import FlopCounterMode

    x, y = data()

    def count(watched):
        with FlopCounterMode(display=False) as counter:
            if watched:
                with watch(model, every=1) as result:
                    cross_entropy(model(x), y).backward()
                assert result.recorded == 1
                assert not result.problem
            else:
                cross_entropy(model(x), y).backward()
        return counter.get_total_flops()

    assert count(True) == count(False)


def test_a_default_device_does_not_move_our_tensors(model):
    x, y = data()
    with torch.device("meta"), watch(model, every=1) as watched:
        cross_entropy(model(x), y).backward()
    assert watched.recorded == 1
    assert not watched.problem


def test_a_forked_worker_has_no_watch(model):
    import os

    with watch(model, every=1):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, str(len(backward.observers)).encode())
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(reading, 10) == b"0"
        os.close(reading)
        os.close(writing)


def test_a_watch_that_nobody_keeps_lives_as_long_as_it_records(model):
    watched = watch(model, every=1)
    token, alive = watched.token, weakref.ref(watched)
    watched.start()
    del watched
    gc.collect()
    x, y = data()
    cross_entropy(model(x), y).backward()
    found = Watching(None).find(token)
    assert found is alive() is not None
    assert found.recorded == 1
    found.stop()
    del found
    assert alive() is None
