import gc
import math
import threading
import weakref

import numpy as np
import pytest
import torch
from modulescope.live import backward
from modulescope.live.gradients import State
from modulescope.watch import GradientWatch, watch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss
from torch.optim.optimizer import (
    _global_optimizer_post_hooks,
    _global_optimizer_pre_hooks,
)
from torch.utils.checkpoint import checkpoint

ORIGINAL = torch.autograd.backward


@pytest.fixture(autouse=True)
def nothing_stays_patched():
    yield
    assert torch.autograd.backward is ORIGINAL
    assert not _global_optimizer_pre_hooks
    assert not _global_optimizer_post_hooks


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(4, 8)
        self.blocks = nn.ModuleList(nn.Linear(8, 8) for _ in range(3))
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = self.stem(x).relu()
        for block in self.blocks:
            x = block(x).relu()
        return self.head(x)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return Net()


def data():
    generator = torch.Generator().manual_seed(1)
    return torch.randn(16, 4, generator=generator), torch.arange(16) % 3


def train(model, steps=5, **options):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, y = data()
    with watch(model, every=1, **options) as watched:
        for _ in range(steps):
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            optimizer.step()
    assert not watched.problem
    return watched


def rms(model):
    return [p.grad.pow(2).mean().sqrt().item() for p in model.parameters()]


def history_of(watched, name="Net"):
    return watched.histories[name]


def test_a_plain_loop_is_recorded_once_per_backward(model):
    watched = train(model, steps=5)
    assert watched.history["step"].tolist() == [1, 2, 3, 4, 5]
    assert watched.history["names"] == [name for name, _ in model.named_parameters()]
    assert watched.history["rms"][-1].tolist() == pytest.approx(rms(model), rel=1e-5)
    norms = [p.grad.norm().item() for p in model.parameters()]
    assert watched.history["norm"][-1].tolist() == pytest.approx(norms, rel=1e-5)


def test_two_forwards_and_one_backward_are_one_step(model):
    x, y = data()
    with watch(model, every=1) as watched:
        (cross_entropy(model(x), y) + cross_entropy(model(x * 2), y)).backward()
    assert watched.steps == watched.recorded == 1
    assert watched.history["rms"][-1].tolist() == pytest.approx(rms(model), rel=1e-5)


def test_accumulation_records_what_is_summed_up(model):
    x, y = data()
    with watch(model, every=1) as watched:
        cross_entropy(model(x), y).backward()
        cross_entropy(model(x), y).backward()
    first, second = watched.history["rms"]
    assert second == pytest.approx(2 * first, rel=1e-4)


@pytest.mark.parametrize("reentrant", [True, False])
def test_checkpoints_record_once_with_all_gradients(model, reentrant):
    x, y = data()

    class Checkpointed(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = model

        def forward(self, x):
            x = self.net.stem(x)
            for block in self.net.blocks:
                x = checkpoint(block, x, use_reentrant=reentrant)
            return self.net.head(x)

    outer = Checkpointed()
    with watch(outer, every=1) as watched:
        cross_entropy(outer(x), y).backward()
    assert watched.steps == watched.recorded == 1
    assert (history_of(watched, "Checkpointed").states == State.VALUE).all()
    assert watched.history["rms"][-1].tolist() == pytest.approx(rms(model), rel=1e-5)


def test_autograd_grad_records_nothing(model):
    x, y = data()
    with watch(model, every=1) as watched:
        torch.autograd.grad(cross_entropy(model(x), y), list(model.parameters()))
    assert watched.steps == watched.recorded == 0


def test_submodule_calls_and_direct_forward_are_seen(model):
    x, y = data()
    with watch(model, every=1) as watched:
        cross_entropy(model.forward(x), y).backward()
        model.stem(x).sum().backward()
    assert watched.recorded == 2


def test_torch_autograd_backward_is_seen(model):
    x, y = data()
    with watch(model, every=1) as watched:
        losses = [cross_entropy(model(x), y), model(x).sum()]
        torch.autograd.backward(losses)
    assert watched.recorded == 1


def test_a_gan_keeps_its_two_models_apart():
    torch.manual_seed(0)
    generator, judge = nn.Linear(2, 4), nn.Linear(4, 1)
    with watch(generator, judge, every=1) as watched:
        for _ in range(3):
            judge.zero_grad()
            judge(generator(torch.randn(8, 2)).detach()).sum().backward()
            generator.zero_grad()
            judge(generator(torch.randn(8, 2))).sum().backward()
    assert not watched.problem
    first, second = watched.histories["Linear"], watched.histories["Linear'"]
    assert first.last_steps.tolist() == [2, 4, 6]
    assert second.last_steps.tolist() == [1, 2, 3, 4, 5, 6]


def _has_met_both(watched: GradientWatch) -> bool:
    recorded = [one.recorded for one in watched.histories.values()]
    return watched.steps >= 1200 and len(recorded) == 2 and min(recorded) >= 2


def test_alternating_passes_are_all_met_when_steps_are_skipped():
    generator, judge = nn.Linear(2, 4), nn.Linear(4, 1)
    with watch(generator, judge, budget=0.05) as watched:
        # A busy machine leaves less of the budget, hence fewer recorded steps.
        while not _has_met_both(watched) and watched.steps < 12_000:
            judge(generator(torch.randn(8, 2)).detach()).sum().backward()
            judge.requires_grad_(False)
            generator(torch.randn(8, 2)).sum().backward()
            judge.requires_grad_(True)
            judge.zero_grad()
            generator.zero_grad()
    assert len(watched.histories) == 2
    assert all(one.recorded >= 2 for one in watched.histories.values())


def test_a_gradient_left_over_from_an_earlier_backward_does_not_count(model):
    x, y = data()
    cross_entropy(model(x), y).backward()
    with watch(model, every=1) as watched:
        model.stem(x).sum().backward()
    states = history_of(watched).states[0]
    assert states[:2].tolist() == [State.VALUE] * 2
    assert set(states[2:].tolist()) == {State.UNREACHED}


def test_no_gradient_is_told_with_its_reason(model):
    model.blocks[0].requires_grad_(False)
    model.register_parameter("unused", nn.Parameter(torch.ones(2)))
    watched = train(model)
    states = dict(
        zip(history_of(watched).fqns, history_of(watched).states[-1], strict=True)
    )
    assert states["blocks.0.weight"] == State.FROZEN
    assert states["unused"] == State.UNREACHED
    assert states["blocks.1.weight"] == State.VALUE
    text = repr(watched)
    assert "none, frozen" in text
    assert "none, not in graph" in text


@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_a_compiled_model_is_recorded(model, backend):
    compiled = torch.compile(model, backend=backend)
    watched = train(compiled)
    assert watched.recorded == 5
    assert "stem.weight" in watched.history["names"]


# Dynamo's own, with and without a watch.
@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor:UserWarning")
def test_a_compiled_training_step_is_recorded(model):
    x, y = data()

    @torch.compile(backend="eager")
    def step():
        loss = cross_entropy(model(x), y)
        loss.backward()
        return loss

    with watch(model, every=1) as watched:
        for _ in range(3):
            model.zero_grad()
            step()
    assert not watched.problem
    assert watched.recorded == 3


def test_lbfgs_closures_are_recorded(model):
    x, y = data()
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=3)

    def closure():
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        return loss

    with watch(model, every=1) as watched:
        optimizer.step(closure)
        optimizer.step(closure)
    assert watched.point == "backward"
    assert watched.recorded == watched.steps > 3


def test_clipping_is_the_second_point(model):
    x, y = data()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as watched:
        cross_entropy(model(x), y).backward()
        before = rms(model)
        nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
        optimizer.step()
    assert watched.history["rms"][-1].tolist() == pytest.approx(before, rel=1e-5)
    assert history_of(watched).at_step[-1].tolist() == pytest.approx(
        rms(model), rel=1e-4
    )


def test_without_clipping_there_is_no_second_point(model):
    assert np.isnan(history_of(train(model)).at_step).all()


def test_under_a_grad_scaler_values_are_divided_by_its_scale(model):
    x, y = data()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**14)
    watched = GradientWatch(
        lambda: {"model": model}, every=1, namespace=lambda: {"scaler": scaler}
    )
    with watched:
        for _ in range(2):
            optimizer.zero_grad()
            scaler.scale(cross_entropy(model(x), y)).backward()
            scaler.step(optimizer)
            scaler.update()
    assert not watched.problem
    # The step unscaled them.
    expected = pytest.approx(rms(model), rel=1e-4)
    assert history_of(watched, "model").values[-1, :, 0].tolist() == expected
    assert "Values are divided by the GradScaler's scale (16,384)." in repr(watched)


def test_backward_that_was_imported_by_name_is_found_by_the_optimizer(model):
    x, y = data()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as watched:
        for _ in range(4):
            optimizer.zero_grad()
            ORIGINAL(cross_entropy(model(x), y))
            optimizer.step()
    assert watched.point == "step"
    # The first step proves nothing: an LBFGS step calls backward inside of it.
    assert watched.recorded == 3


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

    monkeypatch.setattr("modulescope.live.history.History.add", interrupted)
    with pytest.raises(KeyboardInterrupt), watch(model, every=1):
        cross_entropy(model(x), y).backward()


def test_our_own_failure_is_told_and_the_training_goes_on(model, monkeypatch):
    def broken(*args):
        raise ValueError

    monkeypatch.setattr("modulescope.live.history.History.add", broken)
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
    watched = GradientWatch(lambda: dict(namespace), every=1)
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
        lambda: {"Net": model}, budget=1e-6, namespace=lambda: {"scaler": scaler}
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


def test_a_forked_worker_has_no_watch(model):
    import os

    with watch(model, every=1):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, str(len(backward._observers)).encode())
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(reading, 10) == b"0"
        os.close(reading)
        os.close(writing)
