"""Mean and deviation of a tensor, from a sample and exact."""

import math

import pytest
import torch
from modulescope.objects import walk
from modulescope.objects.undisturbed import undisturbed
from modulescope.values.figures import exact, sampled
from modulescope.values.view import MemoryView, why_unreadable

SHAPE = (1024, 5504)


def normal(seed=0, shape=SHAPE):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 0.02


def dead_rows(seed=0):
    weight = normal(seed)
    weight[::16] = 0
    return weight


def outlier_columns(seed=0):
    weight = normal(seed)
    weight[:, :: SHAPE[1] // 8] *= 20
    return weight


def outlier_rows(seed=0):
    weight = normal(seed)
    weight[::128] *= 20
    return weight


def every_64th_column(seed=0):
    weight = normal(seed)
    weight[:, ::64] *= 20
    return weight


def blocks_of_columns(seed=0):
    """64 columns of each 1,024 are ten times as large as the rest."""
    weight = normal(seed)
    weight.view(SHAPE[0], -1, 64)[:, ::16] *= 10
    return weight


def uniform(seed=0):
    return torch.rand(SHAPE, generator=torch.Generator().manual_seed(seed)) - 0.5


def figures(tensor, how=sampled):
    with undisturbed():
        return how(MemoryView(tensor))


def std(tensor):
    return tensor.double().std(correction=0).item()


@pytest.mark.parametrize(
    "make",
    [
        normal,
        uniform,
        dead_rows,
        outlier_columns,
        outlier_rows,
        every_64th_column,
        blocks_of_columns,
    ],
)
def test_a_sample_tells_the_deviation_to_one_percent(make):
    errors = []
    for seed in range(12):
        weight = make(seed)
        errors.append(abs(figures(weight).std / std(weight) - 1))
    assert sorted(errors)[10] <= 0.01


@pytest.mark.parametrize(
    "make", [dead_rows, outlier_columns, every_64th_column, blocks_of_columns]
)
def test_the_bound_covers_the_error_in_most_cases(make):
    covered = 0
    for seed in range(20):
        weight = make(seed)
        found = figures(weight)
        covered += abs(found.std - std(weight)) <= found.bound * found.std
    assert covered >= 17


def test_the_bound_widens_with_a_heavy_tail():
    tail = torch.distributions.StudentT(5.0)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        heavy = figures(tail.sample(SHAPE))
    assert heavy.bound > 1.5 * figures(normal()).bound


@pytest.mark.parametrize("how", [sampled, exact])
def test_a_small_tensor_is_read_in_full(how):
    weight = normal(shape=(300, 300))
    found = figures(weight, how)
    assert found.bound is None
    assert found.sampled == 90_000
    assert found.std == pytest.approx(std(weight), rel=1e-9)
    assert (found.minimum, found.maximum) == (weight.min().item(), weight.max().item())


@pytest.mark.parametrize(
    "weight",
    [
        pytest.param(normal(), id="float32"),
        pytest.param(normal().double(), id="float64"),
        pytest.param(normal().bfloat16(), id="bfloat16"),
        pytest.param(normal().half(), id="float16"),
        pytest.param(normal() + 50.0, id="mean far above the deviation"),
        pytest.param(normal() * 1e-22, id="squares below float32"),
        pytest.param(normal().t(), id="transposed"),
        pytest.param(normal()[:, ::2], id="with gaps"),
    ],
)
def test_exact_figures_are_those_of_float64(weight):
    found = figures(weight, exact)
    assert found.bound is None
    assert found.sampled == weight.numel()
    assert found.mean == pytest.approx(
        weight.double().mean().item(), rel=1e-4, abs=1e-7
    )
    assert found.std == pytest.approx(std(weight), rel=2e-4)


def test_an_expanded_tensor_is_read_once():
    weight = normal(shape=(64, 1)).expand(64, 1 << 40)
    found = figures(weight)
    assert found.sampled == 64
    assert found.std == pytest.approx(std(weight[:, :1]), rel=1e-6)


@pytest.mark.parametrize("how", [sampled, exact])
def test_values_that_are_not_finite_are_counted(how):
    weight = normal()
    weight[:, 0] = math.nan
    weight[0, 1] = math.inf
    found = figures(weight, how)
    assert math.isnan(found.std)
    assert found.nonfinite > 0
    assert math.isfinite(found.maximum)
    if how is exact:
        assert found.nonfinite == 1025


def test_zeros_are_a_fraction():
    assert figures(dead_rows()).zero == pytest.approx(1 / 16, abs=0.005)


def test_whole_numbers_and_truth_values_are_read():
    assert figures(torch.arange(10)).mean == 4.5
    assert figures(torch.tensor([True, False])).zero == 0.5


def test_reading_moves_no_version_and_draws_nothing():
    weight = torch.nn.Parameter(outlier_columns())
    before = weight._version, torch.random.get_rng_state()
    figures(weight)
    figures(weight, exact)
    assert weight._version == before[0]
    assert torch.equal(torch.random.get_rng_state(), before[1])
    assert weight.grad is None


def freed():
    weight = torch.randn(4, 4)
    weight.untyped_storage().resize_(0)
    return weight


class Own(torch.Tensor):
    """A subclass, which might be anything."""


@pytest.mark.parametrize(
    ("tensor", "reason"),
    [
        pytest.param(torch.empty(3, device="meta"), "On meta", id="meta"),
        pytest.param(freed(), "freed", id="freed"),
        pytest.param(torch.eye(3).to_sparse(), "sparse", id="sparse"),
        pytest.param(torch.empty(0), "no elements", id="empty"),
        pytest.param(torch.zeros(2).as_subclass(Own), "Own", id="subclass"),
        pytest.param(torch.zeros(2, dtype=torch.complex64), "complex64", id="complex"),
        pytest.param(
            torch.nn.UninitializedParameter(), "Not initialised", id="uninitialised"
        ),
    ],
)
def test_what_cannot_be_read_says_why(tensor, reason):
    assert reason in why_unreadable(tensor, walk.tensor_facts(tensor))
