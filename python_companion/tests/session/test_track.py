"""What is remembered of a model: its birth, its backwards, its changes."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch
from modulescope.session.births import sample_births
from modulescope.session.scene import Model, Since
from modulescope.session.signature import buffer_names, read_signature
from modulescope.session.track import Tracker
from modulescope.values.samples import coprime_stride, fingerprint, is_readable
from page import Page
from torch import nn

STEP = "model(torch.ones(4, 2)).sum().backward()"


def model(page: Page) -> Model:
    [found] = page.session.scene().models
    return found


def since(page: Page) -> Since:
    return model(page).since


class TestSince:
    @pytest.fixture
    def built(self, page: Page) -> Page:
        return page.run("model = nn.Sequential(nn.Linear(2, 2))", "build")

    def test_a_fresh_model_has_done_nothing(self, built: Page):
        assert since(built) == Since()

    def test_a_backward_is_noted_with_its_run(self, built: Page):
        built.run(STEP)
        assert since(built) == Since(backward=True, backward_runs=(3,))
        built.run(STEP).run("x = 1")
        assert since(built).backward_runs == (3, 4)

    def test_a_step_changes_the_model(self, built: Page):
        built.run("opt = torch.optim.SGD(model.parameters(), lr=1)")
        built.run(f"{STEP}\nopt.step()", "train")
        assert since(built) == Since(True, True, (4,), (4,))

    def test_a_new_gradient_of_the_same_place_is_a_backward(self, built: Page):
        built.run(f"model.zero_grad(); {STEP}").run(f"model.zero_grad(); {STEP}")
        assert since(built).backward

    def test_a_cleared_gradient_is_no_backward(self, built: Page):
        built.run(STEP).run("model.zero_grad()")
        assert since(built).backward_runs == (3,)

    def test_what_is_written_behind_the_version_counter_counts(self, built: Page):
        built.run(f"{STEP}\nfor p in model.parameters(): p.data -= p.grad")
        assert since(built).changed

    def test_a_training_that_moves_nothing_is_no_change(self, built: Page):
        built.run("opt = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=1)")
        for _ in range(3):
            built.run(f"opt.zero_grad(); {STEP}; opt.step()")
        assert not since(built).changed
        assert len(since(built).backward_runs) == 3

    def test_buffers_that_moved_in_the_last_run_are_named(self, page: Page):
        page.run("model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))")
        page.run("model(torch.ones(4, 2));")
        assert "1.num_batches_tracked" in since(page).buffers_moved
        page.run("x = 1")
        assert since(page).buffers_moved == ()

    def test_a_buffer_of_the_root_has_its_own_name(self, page: Page):
        page.run("model = nn.BatchNorm1d(2)").run("model(torch.ones(4, 2));")
        assert "num_batches_tracked" in since(page).buffers_moved

    def test_a_new_object_of_the_same_name_begins_anew(self, built: Page):
        built.run(STEP).rerun("build")
        assert since(built) == Since()


class TestBirth:
    def test_it_is_taken_before_training(self, page: Page):
        page.run("model = nn.Linear(64, 64); nn.init.normal_(model.weight, std=0.02);")
        born = model(page).birth["weight"]
        assert born.std == pytest.approx(0.02, rel=0.1)
        assert born.count == 4096
        page.run("opt = torch.optim.SGD(model.parameters(), lr=100)")
        page.run("model(torch.ones(1, 64)).sum().backward(); opt.step()")
        assert model(page).birth["weight"] == born

    def test_a_re_initialisation_is_a_new_birth(self, page: Page):
        page.run("model = nn.Linear(64, 64)")
        page.run("nn.init.normal_(model.weight, std=3);")
        assert model(page).birth["weight"].std == pytest.approx(3, rel=0.1)

    @pytest.mark.parametrize(
        "training",
        [
            "opt.zero_grad(); model(x).sum().backward(); opt.step()",
            "model(x).sum().backward(); opt.step(); opt.zero_grad()",
        ],
    )
    def test_a_model_made_and_trained_in_one_cell_has_none(
        self, page: Page, training: str
    ):
        page.run(f"""
def fit():
    opt = torch.optim.SGD(model.parameters(), lr=1)
    for _ in range(20): {training}
x = torch.ones(1, 2)
model = nn.Linear(2, 2)
fit()
""")
        assert model(page).birth == {}

    def test_an_optimizer_with_a_state_means_training(self, page: Page):
        page.run("""
model = nn.Linear(2, 2)
opt = torch.optim.Adam(model.parameters())
model(torch.ones(1, 2)).sum().backward(); opt.step(); opt.zero_grad()
""")
        assert model(page).birth == {}

    def test_a_large_model_is_sampled_from_end_to_end(self):
        big = nn.Sequential(*[nn.Linear(8, 8) for _ in range(3000)])
        births = sample_births(big)
        assert 16 <= len(births) < 6000
        indices = [int(name.split(".")[0]) for name in births]
        assert indices[1] - indices[0] > 5
        assert next(iter(births)).endswith("weight")

    @pytest.mark.parametrize(
        "tensor",
        [
            pytest.param(torch.empty(3, device="meta"), id="meta"),
            pytest.param(torch.ones(1).expand(2**40), id="expanded"),
            pytest.param(torch.ones(3, dtype=torch.int64), id="integer"),
            pytest.param(torch.ones(3, dtype=torch.complex64), id="complex"),
            pytest.param(torch.ones(2, 2).to_sparse(), id="sparse"),
            pytest.param(torch.empty(0), id="empty"),
            pytest.param(torch.ones(4, 4)[:, ::2], id="strided"),
        ],
    )
    def test_what_cannot_be_read_is_left_out(self, tensor: torch.Tensor):
        module = nn.Module()
        module.register_buffer("b", None)
        module._parameters["p"] = nn.Parameter(tensor, requires_grad=False)
        assert sample_births(module) == {}

    def test_a_freed_storage_is_not_read(self):
        module = nn.Linear(100, 100)
        module.weight.untyped_storage().resize_(0)
        assert not is_readable(module.weight)
        assert list(sample_births(module)) == ["bias"]
        assert fingerprint([module.weight]) is None

    def test_a_lazy_parameter_is_left_out(self):
        assert sample_births(nn.LazyLinear(3)) == {}

    def test_channels_last_is_read_whole(self):
        conv = nn.Conv2d(8, 8, 3).to(memory_format=torch.channels_last)
        born = sample_births(conv)["weight"]
        assert born.count == 576
        assert born.std == pytest.approx(conv.weight.std(correction=0).item())

    @pytest.mark.parametrize("shape", [(4096, 1000), (64, 64, 3, 3), (1024, 8, 128)])
    def test_the_sample_sees_columns_that_stand_out(self, shape: tuple[int, ...]):
        # The bound is statistical: few of the sampled values are in that column.
        torch.manual_seed(0)
        module = nn.Module()
        weight = torch.randn(shape)
        weight.view(-1, shape[-1])[:, 0] *= 30
        module.weight = nn.Parameter(weight)
        born = sample_births(module)["weight"]
        assert born.std == pytest.approx(weight.std().item(), rel=0.25)

    def test_the_stride_shares_no_factor_with_the_shape(self):
        assert coprime_stride((4096, 1024), 4096 * 1024, 4096) % 2 == 1
        assert coprime_stride((7,), 7, 4096) == 1


class TestNoTrace:
    def test_a_look_changes_nothing(self, page: Page):
        page.run("""
model = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout())
torch.nn.utils.parametrizations.spectral_norm(model[0])
model(torch.ones(4, 4)).sum().backward()
""")
        net, rng = page.names["model"], torch.get_rng_state()
        state = {k: v.clone() for k, v in net.state_dict().items()}
        signature = read_signature(net)
        page.session.look()
        page.session.scene()
        page.check()
        sample_births(net)
        assert read_signature(net) == signature
        assert torch.equal(rng, torch.get_rng_state())
        assert all(torch.equal(state[k], v) for k, v in net.state_dict().items())

    def test_no_memory_keeps_a_model_alive(self, page: Page):
        page.run("model = nn.Linear(2, 2)\nopt = torch.optim.Adam(model.parameters())")
        page.run(STEP).check()
        gone = [weakref.ref(page.names.pop(name)) for name in ("model", "opt")]
        gc.collect()
        assert [reference() for reference in gone] == [None, None]

    def test_a_reused_id_is_not_taken_for_the_old_object(self):
        tracker, model = Tracker(), nn.Linear(2, 2)
        tracker.update([model], None, frozenset)
        assert tracker.get(model) is not None
        number = id(model)
        del model
        gc.collect()
        # One of the next objects of its size gets its place in memory.
        new = [nn.Module.__new__(nn.Linear) for _ in range(100_000)]
        [reused] = [module for module in new if id(module) == number]
        assert tracker.get(reused) is None


class TestSignature:
    def test_buffers_come_in_the_order_of_their_names(self):
        net = nn.Sequential(
            nn.BatchNorm1d(2), nn.Sequential(nn.BatchNorm1d(2)), nn.BatchNorm1d(2)
        )
        names = buffer_names(net)
        buffers = dict(net.named_buffers())
        assert [id(buffers[name]) for name in names] == read_signature(net).buffers

    @pytest.mark.parametrize(
        "make",
        [
            pytest.param(lambda: nn.Module.__new__(nn.Linear), id="no-init"),
            pytest.param(lambda: _half_built(), id="half-built"),
            pytest.param(lambda: _cyclic(), id="cyclic"),
            pytest.param(lambda: torch.jit.script(nn.Linear(1, 1)), id="scripted"),
            pytest.param(lambda: nn.LazyLinear(2), id="lazy"),
            pytest.param(lambda: _inference(), id="inference"),
            pytest.param(lambda: _odd_registries(), id="odd-registries"),
            pytest.param(lambda: _deep(3000), id="deep"),
        ],
    )
    def test_difficult_modules_are_read(self, make):
        module = make()
        assert read_signature(module) == read_signature(module)
        sample_births(module)
        buffer_names(module)


def _half_built() -> nn.Module:
    module = nn.Linear(1, 1)
    del module.__dict__["_modules"], module.__dict__["training"]
    return module


def _cyclic() -> nn.Module:
    module = nn.Sequential(nn.Linear(1, 1))
    module._modules["self"] = module
    return module


def _inference() -> nn.Module:
    with torch.inference_mode():
        return nn.Linear(1, 1)


def _odd_registries() -> nn.Module:
    class Odd:
        def __bool__(self) -> bool:
            raise SystemExit

    module = nn.Linear(1, 1)
    module.__dict__["_parameters"] = Odd()
    module.__dict__["_forward_hooks"] = Odd()
    return module


def _deep(levels: int) -> nn.Module:
    module = nn.Linear(1, 1)
    for _ in range(levels):
        module = nn.Sequential(module)
    return module
