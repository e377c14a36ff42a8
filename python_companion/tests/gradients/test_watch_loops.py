"""The recorder against the ways in which people write training loops."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from modulescope.gradients.watch import GradientWatch, watch
from modulescope.recording.options import RecordingOptions
from modulescope.recording.readings import State
from torch import nn
from torch.nn.functional import cross_entropy
from torch.optim.optimizer import (
    _global_optimizer_post_hooks,
    _global_optimizer_pre_hooks,
)

ORIGINAL = torch.autograd.backward


@pytest.fixture(autouse=True)
def nothing_stays_patched():
    torch.manual_seed(0)
    yield
    assert torch.autograd.backward is ORIGINAL
    assert not _global_optimizer_pre_hooks
    assert not _global_optimizer_post_hooks


def net():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))


def data():
    return torch.randn(16, 4), torch.arange(16) % 3


def loss_of(model):
    x, y = data()
    return cross_entropy(model(x), y)


def rms(model):
    return [p.grad.pow(2).mean().sqrt().item() for p in model.parameters()]


def everything(namespace, **options):
    return GradientWatch(
        None, RecordingOptions(every=1, **options), namespace=lambda: namespace
    )


def last(watched, name):
    return watched.histories[name].values[-1, :, 0].tolist()


def test_one_forward_and_two_backwards_are_two_steps():
    model = net()
    with watch(model, every=1) as watched:
        loss = loss_of(model)
        loss.backward(retain_graph=True)
        once = rms(model)
        loss.backward()
    first, second = watched.history["rms"]
    assert first.tolist() == pytest.approx(once, rel=1e-5)
    assert second.tolist() == pytest.approx([2 * one for one in once], rel=1e-5)


def test_a_compiled_model_is_recorded_with_inductor():
    model = net()
    compiled = torch.compile(model, backend="inductor")
    try:
        loss_of(compiled).backward()
    except Exception as problem:
        # No compiler on this machine: torch says so itself.
        assert "compiler" in str(problem).lower() or "inductor" in str(problem).lower()
        return
    model.zero_grad()
    with watch(compiled, every=1) as watched:
        loss_of(compiled).backward()
    assert watched.history["rms"][-1].tolist() == pytest.approx(rms(model), rel=1e-5)


@dataclass
class Output:
    logits: torch.Tensor


@pytest.mark.parametrize(
    ("wrap", "take"),
    [
        (lambda x: Output(x), lambda out: out.logits),
        (lambda x: {"logits": x}, lambda out: out["logits"]),
        (lambda x: (x, None), lambda out: out[0]),
    ],
    ids=["dataclass", "dict", "tuple"],
)
def test_any_kind_of_output_is_recorded(wrap, take):
    class Wrapped(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = net()

        def forward(self, x):
            return wrap(self.net(x))

    model, (x, y) = Wrapped(), data()
    with watch(model, every=1) as watched:
        cross_entropy(take(model(x)), y).backward()
    assert watched.history["rms"][-1].tolist() == pytest.approx(rms(model), rel=1e-5)


def test_a_model_made_after_the_start_is_found():
    namespace = {}
    with everything(namespace) as watched:
        namespace["model"] = net()
        loss_of(namespace["model"]).backward()
    assert last(watched, "model") == pytest.approx(rms(namespace["model"]), rel=1e-5)


def test_a_model_made_again_goes_on_under_its_name():
    namespace = {}
    with everything(namespace) as watched:
        for _ in range(2):
            namespace["model"] = net()
            for _ in range(2):
                loss_of(namespace["model"]).backward()
    assert watched.histories["model"].last_steps.tolist() == [1, 2, 3, 4]
    assert (watched.histories["model"].states == State.VALUE).all()


def test_a_model_that_is_local_to_a_function_has_its_name_there():
    kept = []

    def train():
        local_model = net()
        kept.append(local_model)
        loss_of(local_model).backward()

    with everything({}) as watched:
        train()
    assert last(watched, "local_model") == pytest.approx(rms(kept[0]), rel=1e-5)
    assert watched.histories["local_model"].fqns[0] == "0.weight"


def test_lazy_parameters_are_there_from_the_first_backward():
    model = nn.Sequential(nn.LazyLinear(4), nn.LazyLinear(3))
    with everything({"model": model}) as watched:
        loss_of(model).backward()
    assert watched.history["names"] == [name for name, _ in model.named_parameters()]


def test_a_local_model_is_found_beside_a_global_one_of_its_name():
    def train():
        model = net()
        loss_of(model).backward()

    with everything({"model": net()}) as watched:
        train()
    assert (watched.histories["model (local)"].states == State.VALUE).all()


def test_the_model_of_a_trainer_is_found_in_its_method():
    class Trainer:
        def __init__(self):
            self.model = net()

        def fit(self):
            loss_of(self.model).backward()

    trainer = Trainer()
    with everything({}) as watched:
        trainer.fit()
    assert last(watched, "self.model") == pytest.approx(rms(trainer.model), rel=1e-5)


def test_a_global_model_keeps_its_name_inside_functions():
    model = net()

    def train(network):
        loss_of(network).backward()

    with everything({"model": model}) as watched:
        train(model)
    assert list(watched.histories) == ["model"]


def test_the_locals_of_a_function_are_not_kept_alive():
    import weakref

    class Big:
        pass

    seen = []

    def train():
        model, big = net(), Big()
        ref = weakref.ref(big)
        loss_of(model).backward()
        del big
        seen.append(ref())
        return model

    with everything({}):
        train()
    assert seen == [None]


def test_a_function_that_asked_for_its_locals_keeps_them():
    seen = []

    def train():
        model = net()
        mine = locals()
        loss_of(model).backward()
        seen.append(mine["model"] is model)

    with everything({}):
        train()
    assert seen == [True]


class Holder:
    """Holds something two attributes deep, where no name leads to a module."""

    def __init__(self, value=None):
        self.inner = None if value is None else Holder()
        self.value = None
        if value is not None:
            self.inner.value = value


def hidden():
    model = net()
    return Holder(model), torch.optim.SGD(model.parameters(), lr=0.1)


def test_a_model_nobody_shows_is_read_through_its_optimizer():
    holder, optimizer = hidden()
    with everything({}) as watched:
        loss_of(holder.inner.value).backward()
        optimizer.step()
    assert last(watched, "SGD") == pytest.approx(rms(holder.inner.value), rel=1e-5)
    assert watched.histories["SGD"].fqns == [f"params.{i}" for i in range(4)]


def test_plain_parameters_have_the_names_their_optimizer_knows():
    weight = torch.ones(3, requires_grad=True)
    optimizer = torch.optim.SGD([("weight", weight)], lr=0.1)
    with everything({}) as watched:
        for _ in range(2):
            (weight * 2).sum().backward()
            optimizer.step()
    assert watched.histories["SGD"].fqns == ["weight"]
    assert watched.recorded == 2


def test_an_optimizer_of_a_known_model_adds_no_rows():
    model = net()
    optimizer = torch.optim.Adam(model.parameters())
    with everything({"model": model}) as watched:
        loss_of(model).backward()
        optimizer.step()
    assert list(watched.histories) == ["model"]


def test_a_named_model_is_recorded_alone():
    model, other = net(), net()
    optimizer = torch.optim.SGD(other.parameters(), lr=0.1)
    with watch(model, every=1) as watched:
        (loss_of(model) + loss_of(other)).backward()
        optimizer.step()
    assert list(watched.histories) == ["Sequential"]


def until(condition, action):
    """Repeats a step until the recorder has looked again."""
    for _ in range(200_000):
        action()
        if condition():
            return
    raise AssertionError("never")


def test_a_parameter_that_is_added_on_the_way_gets_a_row():
    model = net()

    def step():
        model.zero_grad()
        loss_of(model).backward()

    with watch(model, every=1) as watched:
        step()
        model.append(nn.Linear(3, 3))
        until(lambda: "3.weight" in watched.history["names"], step)
    row = watched.history["names"].index("3.weight")
    states = watched.histories["Sequential"].states[:, row]
    assert states[0] == State.ABSENT
    assert states[-1] == State.VALUE


def test_a_parameter_that_is_frozen_on_the_way_says_so():
    model = net()
    with watch(model, every=1) as watched:
        loss_of(model).backward()
        model.zero_grad()
        model[0].requires_grad_(False)
        loss_of(model).backward()
    states = watched.histories["Sequential"].states
    assert states[0].tolist() == [State.VALUE] * 4
    assert states[1].tolist() == [State.FROZEN] * 2 + [State.VALUE] * 2


def test_an_interrupt_in_the_loop_takes_the_watch_off():
    model = net()
    with pytest.raises(KeyboardInterrupt), watch(model, every=1) as watched:
        loss_of(model).backward()
        raise KeyboardInterrupt
    assert watched.recorded == 1
    assert not watched.is_on


def test_a_tool_that_wrapped_backward_before_us_is_left_intact():
    calls = []

    def theirs(*args, **kwargs):
        calls.append(1)
        return ORIGINAL(*args, **kwargs)

    model = net()
    torch.autograd.backward = theirs
    try:
        with watch(model, every=1) as watched:
            loss_of(model).backward()
        assert torch.autograd.backward is theirs
    finally:
        torch.autograd.backward = ORIGINAL
    assert (calls, watched.recorded) == ([1], 1)


def test_clipping_with_a_scaler_in_a_function_is_labelled():
    def train():
        model = net()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
        scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
        for _ in range(2):
            optimizer.zero_grad()
            scaler.scale(loss_of(model)).backward()
            scaler.unscale_(optimizer)
            nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
            scaler.step(optimizer)
            scaler.update()
        return model

    with everything({}) as watched:
        model = train()
    one = watched.histories["model"]
    assert one.scale == 1024.0
    assert one.at_step[-1].tolist() == pytest.approx(rms(model), rel=1e-4)
    assert (one.values[-1, :, 0] > 10 * np.array(rms(model))).all()
