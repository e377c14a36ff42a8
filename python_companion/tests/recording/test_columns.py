"""The columns of a recording, and what they say of each parameter."""

import math
import threading

import numpy as np
import pytest
import torch
from modulescope.gradients.watch import GradientWatch, watch
from modulescope.recording.options import RecordingOptions
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss

from .training import Net, data, history_of, rms, train


def test_a_sparse_gradient_counts_the_zeros_it_does_not_store():
    torch.manual_seed(0)
    dense = nn.Embedding(50, 4)
    sparse = nn.Embedding(50, 4, sparse=True)
    sparse.load_state_dict(dense.state_dict())
    with watch(dense, sparse, every=1) as watched:
        index = torch.tensor([1, 2, 2, 7])
        (dense(index).pow(2).sum() + sparse(index).pow(2).sum()).backward()
    assert not watched.problem
    one, other = watched.histories.values()
    assert other.values[0, 0].tolist() == pytest.approx(
        one.values[0, 0].tolist(), rel=1e-4, abs=1e-6
    )


@pytest.mark.filterwarnings("ignore:Using backward.. with create_graph:UserWarning")
def test_second_order_gradients_are_read(model):
    x, y = data()
    with watch(model, every=1) as watched:
        cross_entropy(model(x), y).backward(create_graph=True)
    assert watched.recorded == 1
    assert not watched.problem
    # The cycle of parameter and gradient is the user's own.
    model.zero_grad()


def test_tied_parameters_are_one_row():
    first = nn.Linear(4, 4)
    second = nn.Linear(4, 4)
    second.weight = first.weight
    watched = train(nn.Sequential(first, second))
    assert watched.history["names"] == ["0.weight", "0.bias", "1.bias"]


def test_a_model_rebuilt_in_the_loop_goes_on_in_the_same_rows():
    x, y = data()
    namespace = {}
    watched = GradientWatch(lambda: dict(namespace), RecordingOptions(every=1))
    with watched:
        for _ in range(3):
            namespace["model"] = Net()
            for _ in range(2):
                cross_entropy(namespace["model"](x), y).backward()
    assert watched.histories["model"].last_steps.tolist() == [1, 2, 3, 4, 5, 6]


def test_a_backward_in_another_thread_is_recorded(model):
    x, y = data()
    with watch(model, every=1) as watched:
        thread = threading.Thread(target=lambda: cross_entropy(model(x), y).backward())
        thread.start()
        thread.join()
    assert watched.recorded == 1


def test_the_first_nan_is_told_with_the_last_finite_step(model):
    x, y = data()
    with watch(model, every=1) as watched:
        for step in range(1, 8):
            model.zero_grad()
            loss = cross_entropy(model(x), y)
            (loss * (math.nan if step >= 5 else 1)).backward()
    onset = history_of(watched).onsets["NaN"]
    assert (onset.step, onset.finite_step, onset.fqn) == (5, 4, "head.bias")
    assert "NaN first seen at step 5 in head.bias; step 4 was finite" in repr(watched)


def test_one_nan_is_never_hidden_by_joined_columns(model):
    bad = 777
    with watch(model, every=1) as watched:
        for step in range(1, 3_001):
            model.head.zero_grad()
            scale = math.nan if step == bad else 1
            (model.head(torch.ones(1, 8)) * scale).sum().backward()
    one = history_of(watched)
    row = one.fqns.index("head.weight")
    assert one.columns <= 512
    [[column]] = [np.flatnonzero(one.values[:, row, 6] > 0)]
    assert one.first_steps[column] <= bad <= one.last_steps[column]
    assert one.first_steps[0] == 1
    assert one.last_steps[-1] == 3_000
    assert (one.first_steps[1:] == one.last_steps[:-1] + 1).all()
    assert one.onsets["NaN"].step == bad
    flags = next(
        each["flags"]
        for each in watched.to_dict()["models"][0]["rows"]
        if each["name"] == "head.weight"
    )
    assert flags.count("N") == 1


def test_every_records_the_first_step_and_then_each_multiple(model):
    x, y = data()
    with watch(model, every=10) as watched:
        for _ in range(35):
            cross_entropy(model(x), y).backward()
    assert watched.history["step"].tolist() == [1, 10, 20, 30]


def test_the_governor_keeps_its_budget_on_a_fast_loop():
    model = nn.Sequential(*(nn.Linear(64, 64) for _ in range(10)))
    x = torch.randn(64, 64)
    with watch(model, budget=0.05) as watched:
        for _ in range(1_500):
            model.zero_grad()
            mse_loss(model(x), x).backward()
    assert watched.steps == 1_500
    assert 5 < watched.recorded < 1_000
    # A loose bound: the machine may be busy. The benchmark prints the figure.
    assert watched.overhead < 0.1


def test_the_last_step_is_there_when_its_gradients_are(model):
    x, y = data()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, budget=1e-6) as watched:
        for _ in range(50):
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            optimizer.step()
    assert watched.history["step"].tolist() == [1, 50]
    assert watched.history["rms"][-1].tolist() == pytest.approx(rms(model), rel=1e-5)


@pytest.mark.parametrize("spoil", ["zero", "clip", "scale"])
def test_the_last_step_is_left_out_when_its_gradients_were_changed(model, spoil):
    x, y = data()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", enabled=spoil == "scale")
    watched = GradientWatch(
        lambda: {"Net": model},
        RecordingOptions(budget=1e-6),
        namespace=lambda: {"scaler": scaler},
    )
    with watched:
        for _ in range(50):
            scaler.scale(cross_entropy(model(x), y)).backward()
            scaler.unscale_(optimizer)
            if spoil == "clip":
                nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
            scaler.step(optimizer)
            scaler.update()
            if spoil == "zero":
                optimizer.zero_grad(set_to_none=False)
    assert watched.history["step"].tolist() == [1]


def test_gradients_below_the_eps_of_adam_are_marked(model):
    x, y = data()
    optimizer = torch.optim.Adam(model.parameters())
    with watch(model, every=1) as watched:
        (cross_entropy(model(x), y) * 1e-10).backward()
        optimizer.step()
    assert "below Adam eps 1e-08" in repr(watched)


def test_an_optimizer_without_eps_marks_nothing(model):
    x, y = data()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1, optimizer=optimizer) as watched:
        (cross_entropy(model(x), y) * 1e-10).backward()
    assert "eps" not in repr(watched)


def test_csv_has_a_line_per_step_and_parameter(model, tmp_path):
    watched = train(model, steps=3)
    watched.save_csv(str(tmp_path / "g.csv"))
    lines = (tmp_path / "g.csv").read_text().splitlines()
    assert lines[0].startswith("model,step,parameter,state,rms,mean")
    assert len(lines) == 1 + 3 * len(list(model.parameters()))


@pytest.mark.parametrize("bad", [{"every": 0}, {"budget": 0}])
def test_bad_options_are_refused(model, bad):
    with pytest.raises(ValueError, match="must be positive"):
        watch(model, **bad)


def test_something_else_than_a_module_is_refused():
    with pytest.raises(TypeError, match=r"a Tensor is not an nn\.Module"):
        watch(torch.ones(1))


def test_columns_are_evenly_spaced_and_the_last_one_is_the_last_step(model):
    with watch(model, every=1) as watched:
        for step in range(1, 3_001):
            model.head.zero_grad()
            (step * model.head(torch.ones(1, 8)).sum()).backward()
    one = history_of(watched)
    widths = one.last_steps - one.first_steps + 1
    assert set(widths[:-2].tolist()) == {8}
    assert widths[-1] == 1
    assert widths.sum() == 3_000
    row = one.fqns.index("head.bias")
    assert one.values[:, row, 0] == pytest.approx(one.last_steps, rel=1e-5)
    assert one.cells.low[:-1, row] == pytest.approx(one.first_steps[:-1], rel=1e-5)


def test_a_rebuilt_model_begins_a_column():
    namespace = {}
    with GradientWatch(lambda: dict(namespace), RecordingOptions(every=1)) as watched:
        for steps in (1_999, 20):
            namespace["model"] = nn.Linear(8, 1)
            for _ in range(steps):
                namespace["model"](torch.ones(1, 8)).sum().backward()
    one = watched.histories["model"]
    assert one.columns <= 512
    assert [rebuild.step for rebuild in one.rebuilds] == [2_000]
    assert 2_000 in one.first_steps.tolist()
