"""Which backward passes are steps, and what is recorded of them."""

import numpy as np
import pytest
import torch
from modulescope.gradients.watch import GradientWatch, watch
from modulescope.recording.options import RecordingOptions
from modulescope.recording.readings import State
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.checkpoint import checkpoint

from .training import ORIGINAL, data, history_of, rms, train


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
        lambda: {"model": model},
        RecordingOptions(every=1),
        namespace=lambda: {"scaler": scaler},
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
