"""The reductions for accelerators, run on the CPU, where all of them exist too."""

import math

import pytest
import torch
from modulescope.objects.undisturbed import undisturbed
from modulescope.values.devices import BATCH, PIECE, reduce
from modulescope.values.statistics import FIELDS, exact


def rows(*tensors, batch=BATCH):
    with undisturbed():
        return [
            dict(zip(FIELDS, values, strict=True))
            for values in reduce(tensors, batch).tolist()
        ]


def expected(tensor):
    return dict(zip(FIELDS, exact(tensor), strict=True))


def agree(found, wanted):
    for name, value in wanted.items():
        close = pytest.approx(value, rel=1e-4, abs=1e-7, nan_ok=True)
        assert found[name] == close, name


SIZES = [1, 7, PIECE, PIECE + 1, 5 * PIECE - 3]


@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16]
)
def test_every_statistic_agrees_with_two_passes_in_float64(dtype):
    generator = torch.Generator().manual_seed(0)
    tensors = [torch.randn(size, generator=generator).to(dtype) for size in SIZES]
    tensors[1][2:5] = 0
    for tensor, found in zip(tensors, rows(*tensors), strict=True):
        agree(found, expected(tensor))


@pytest.mark.parametrize("ratio", [0, 1, 10, 1e3, 1e5])
def test_deviation_is_right_however_far_the_mean_is(ratio):
    generator = torch.Generator().manual_seed(1)
    tensor = torch.randn(50_000, generator=generator) + ratio
    wanted = tensor.double().std(correction=0).item()
    assert rows(tensor)[0]["std"] == pytest.approx(wanted, rel=1e-4)


@pytest.mark.parametrize("scale", [1e-30, 1e25])
def test_squares_neither_underflow_nor_overflow(scale):
    tensor = torch.randn(1000, generator=torch.Generator().manual_seed(2)) * scale
    wanted = (tensor.double() ** 2).mean().sqrt().item()
    assert rows(tensor)[0]["rms"] == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_counted_and_stays_in_its_tensor(bad):
    clean = torch.ones(PIECE + 5)
    spoiled = torch.arange(2.0 * PIECE)
    spoiled[PIECE + 3] = bad
    found, beside = rows(spoiled, clean)
    agree(found, expected(spoiled))
    agree(beside, expected(clean))


def test_nothing_finite_has_no_finite_ends():
    agree(rows(torch.full((9,), math.nan))[0], expected(torch.full((9,), math.nan)))


def test_batches_of_any_size_give_the_same():
    generator = torch.Generator().manual_seed(3)
    tensors = [torch.randn(size, generator=generator) for size in (3, 70_000, 40_000)]
    wanted = rows(*tensors)
    found = rows(*tensors, batch=2 * PIECE)
    for one, other in zip(found, wanted, strict=True):
        agree(one, other)
