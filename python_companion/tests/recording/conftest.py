"""Fixtures of all tests of the recorder."""

import pytest
import torch
from torch.optim.optimizer import (
    _global_optimizer_post_hooks,
    _global_optimizer_pre_hooks,
)

from .training import ORIGINAL, Net


@pytest.fixture(autouse=True)
def nothing_stays_patched():
    yield
    assert torch.autograd.backward is ORIGINAL
    assert not _global_optimizer_pre_hooks
    assert not _global_optimizer_post_hooks


@pytest.fixture
def model():
    torch.manual_seed(0)
    return Net()
