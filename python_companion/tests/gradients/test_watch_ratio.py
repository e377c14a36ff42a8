"""|Δw|/|w|, and what the optimizer saw."""

import copy

import pytest
import torch
from modulescope.gradients.watch import watch
from torch import nn
from torch.nn.functional import cross_entropy


@pytest.fixture
def model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))


def loss_of(model):
    return cross_entropy(model(torch.ones(16, 4)), torch.arange(16) % 3)


def train(model, optimizer, **options):
    before = after = None
    with watch(model, every=1, **options) as watched:
        for _ in range(3):
            optimizer.zero_grad()
            loss_of(model).backward()
            before = [p.detach().clone() for p in model.parameters()]
            optimizer.step()
            after = [p.detach().clone() for p in model.parameters()]
    assert not watched.problem
    return watched, before, after


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam])
def test_the_ratio_is_that_of_the_norms(model, kind):
    watched, before, after = train(model, kind(model.parameters(), lr=0.1), ratio=True)
    wanted = [
        ((new - old).norm() / old.norm()).item()
        for old, new in zip(before, after, strict=True)
    ]
    found = watched.histories["Sequential"].ratio[-1].tolist()
    assert found == pytest.approx(wanted, rel=1e-4)


def test_without_being_asked_no_ratio_is_recorded(model):
    watched, _, _ = train(model, torch.optim.SGD(model.parameters(), lr=0.1))
    ratio = watched.histories["Sequential"].ratio
    assert (ratio != ratio).all()
    document = watched.to_dict()
    assert document["ratio"] is False
    assert document["models"][0]["rows"][0]["ratio"] is None


def test_the_ratio_of_a_zero_weight_is_left_out(model):
    nn.init.zeros_(model[2].bias)
    with watch(model, every=1, ratio=True) as watched:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        loss_of(model).backward()
        optimizer.step()
    ratios = watched.histories["Sequential"].ratio[-1]
    assert ratios[0] == ratios[0]
    assert ratios[3] != ratios[3]


def test_each_optimizer_tells_of_its_own_parameters(model):
    first = torch.optim.SGD(model[0].parameters(), lr=0.1)
    second = torch.optim.SGD(model[2].parameters(), lr=0.1)
    with watch(model, every=1, ratio=True) as watched:
        loss_of(model).backward()
        for layer, optimizer in ((model[0], first), (model[2], second)):
            nn.utils.clip_grad_norm_(layer.parameters(), 1e-3)
            optimizer.step()
    one = watched.histories["Sequential"]
    assert (one.ratio[-1] > 0).all()
    wanted = [p.grad.pow(2).mean().sqrt().item() for p in model.parameters()]
    assert one.at_step[-1].tolist() == pytest.approx(wanted, rel=1e-4)


def test_a_step_without_its_backward_recorded_is_not_mixed_up(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=10) as watched:
        for _ in range(2):
            # Recorded is the first of two backward passes that are summed up.
            loss_of(model).backward()
        optimizer.step()
    one = watched.histories["Sequential"]
    assert (one.at_step != one.at_step).all()


def test_recording_ratios_leaves_training_bit_identical(model):
    twin = copy.deepcopy(model)
    train(model, torch.optim.Adam(model.parameters(), lr=0.01), ratio=True)
    optimizer = torch.optim.Adam(twin.parameters(), lr=0.01)
    for _ in range(3):
        optimizer.zero_grad()
        loss_of(twin).backward()
        optimizer.step()
    assert all(
        torch.equal(one, other)
        for one, other in zip(model.parameters(), twin.parameters(), strict=True)
    )


def test_the_total_norm_is_told_before_and_after_clipping(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as watched:
        loss_of(model).backward()
        before = nn.utils.clip_grad_norm_(model.parameters(), 1e-3).item()
        optimizer.step()
    total = watched.to_dict()["models"][0]["total"]
    assert total["norm"] == pytest.approx(before, rel=1e-3)
    assert total["at_step"] == pytest.approx(1e-3, rel=1e-2)
    assert "Clipped before optimizer.step()" in repr(watched)
