"""Tensor operations of ours that nothing of the user sees."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def undisturbed() -> Iterator[None]:
    """Runs our tensor operations unseen by modes, subclasses and autograd."""
    torch = sys.modules["torch"]
    # Function modes (default device) and dispatch modes (FLOP counters) of the
    # user must not see, count or redirect what we compute.
    with (
        torch._C.DisableTorchFunction(),
        torch._C._DisableTorchDispatch(),
        torch.no_grad(),
    ):
        yield
