import math

import pytest
import torch
from modulescope.objects.undisturbed import undisturbed
from modulescope.values.readable import has_storage, readable
from modulescope.values.statistics import FIELDS, measure


def row(*tensors):
    with undisturbed():
        return [
            dict(zip(FIELDS, values, strict=True))
            for values in measure(tensors).tolist()
        ]


def one(tensor):
    return row(tensor)[0]


SIZES = [
    pytest.param(1, id="one"),
    pytest.param(100, id="small"),
    pytest.param(8_192, id="largest-small"),
    pytest.param(8_193, id="least-large"),
    pytest.param(200_001, id="several-chunks"),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16]
)
def test_moments_agree_with_float64(size, dtype):
    tensor = torch.randn(size, generator=torch.Generator().manual_seed(size)).to(dtype)
    wide = tensor.double()
    found = one(tensor)
    assert found["rms"] == pytest.approx((wide**2).mean().sqrt().item(), rel=1e-5)
    assert found["mean"] == pytest.approx(wide.mean().item(), rel=1e-4, abs=1e-6)
    assert found["std"] == pytest.approx(wide.std(correction=0).item(), rel=1e-4)
    assert found["min"] == wide.min().item()
    assert found["max"] == wide.max().item()


@pytest.mark.parametrize("size", [1_000, 200_000])
@pytest.mark.parametrize("ratio", [0, 1, 3, 10, 100, 1e4, 1e5])
def test_deviation_is_right_however_far_the_mean_is(size, ratio):
    generator = torch.Generator().manual_seed(1)
    tensor = torch.randn(size, generator=generator) + ratio
    expected = tensor.double().std(correction=0).item()
    assert one(tensor)["std"] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("scale", [1e-30, 4e-12, 1e25])
@pytest.mark.parametrize("size", [64, 100_000])
def test_squares_neither_underflow_nor_overflow(size, scale):
    tensor = torch.randn(size, generator=torch.Generator().manual_seed(2)) * scale
    expected = (tensor.double() ** 2).mean().sqrt().item()
    assert one(tensor)["rms"] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("size", SIZES)
def test_a_single_nan_is_counted_wherever_it_is(size):
    for place in {0, size // 2, size - 1}:
        tensor = torch.ones(size)
        tensor[place] = math.nan
        found = one(tensor)
        assert (found["nan"], found["inf"]) == (1, 0)
        assert math.isnan(found["rms"])


@pytest.mark.parametrize("size", [10, 200_000])
def test_infinities_and_nans_are_counted_apart(size):
    tensor = torch.ones(size)
    tensor[:3] = math.inf
    tensor[3] = -math.inf
    assert (one(tensor)["nan"], one(tensor)["inf"]) == (0, 4)
    assert one(tensor)["rms"] == math.inf
    tensor[4:6] = math.nan
    assert (one(tensor)["nan"], one(tensor)["inf"]) == (2, 4)
    assert (one(tensor)["min"], one(tensor)["max"]) == (1, 1)


def test_a_nan_in_one_tensor_leaves_its_neighbours_alone():
    found = row(torch.ones(10), torch.full((10,), math.nan), torch.ones(10) * 2)
    assert [each["rms"] for each in found[::2]] == [1, 2]
    assert found[1]["nan"] == 10


def test_zero_fraction_is_exact_for_small_and_sampled_for_large_tensors():
    small = torch.ones(1_000)
    small[:250] = 0
    assert one(small)["zero"] == pytest.approx(0.25)
    large = torch.ones(1_000_000)
    large.view(1_000, 1_000)[::4] = 0
    assert one(large)["zero"] == pytest.approx(0.25, abs=0.02)
    assert one(torch.zeros(100_000))["zero"] == 1


@pytest.mark.parametrize(
    "tensor",
    [
        pytest.param(torch.randn(200, 300).t(), id="transposed"),
        pytest.param(torch.randn(200, 300)[:, ::2], id="with-gaps"),
        pytest.param(
            torch.randn(8, 16, 20, 20).to(memory_format=torch.channels_last),
            id="channels-last",
        ),
        pytest.param(torch.randn(5, 7)[1:, 2:], id="small-view"),
    ],
)
def test_layout_does_not_matter(tensor):
    expected = (tensor.double() ** 2).mean().sqrt().item()
    assert one(tensor)["rms"] == pytest.approx(expected, rel=1e-5)
    assert one(tensor)["mean"] == pytest.approx(tensor.mean().item(), abs=1e-6)


def test_an_expanded_tensor_is_read_once():
    tensor = torch.tensor([3.0, 4.0]).view(1, 2).expand(2**38, 2)
    found = one(tensor)
    assert found["rms"] == pytest.approx(12.5**0.5)
    assert found["max"] == 4


def test_a_freed_storage_is_not_read():
    grad = torch.ones(1_000)
    grad.untyped_storage().resize_(0)
    with undisturbed():
        assert not has_storage(grad)
        assert readable(torch, grad) is None


@pytest.mark.parametrize(
    "grad",
    [
        pytest.param(torch.ones(3, device="meta"), id="meta"),
        pytest.param(torch.nn.Parameter(torch.ones(3)), id="subclass"),
        pytest.param(torch.ones(3, dtype=torch.int64), id="integers"),
    ],
)
def test_what_cannot_be_read_is_left_alone(grad):
    with undisturbed():
        assert readable(torch, grad) is None
