"""Fixtures that all tests may use."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from page import Page, open_page
from realkernel import Kernel, Notebook, real_kernel

# Torch's threads spin while they wait for each other: where others need the cores, two
# of them take ten times as long. It is read when torch is loaded, here and in kernels.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

_MAIN = sys.modules["__main__"]


@pytest.fixture(scope="module", autouse=True)
def _collect_only_new_objects() -> None:
    """A `gc.collect()` passes by what the libraries made, which takes it 0.5 s.

    Frozen objects still keep what they refer to: a leak into one of them shows as ever.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    """A real kernel, shared by the tests of one file."""
    with real_kernel() as made:
        yield made


@pytest.fixture
def notebook(kernel: Kernel) -> Iterator[Notebook]:
    """A fresh page on the shared kernel: empty namespace, companion just installed."""
    kernel.run("__import__('modulescope.kernel').kernel.uninstall()", silent=True)
    kernel.run("get_ipython().reset(new_session=True)", silent=True)
    page = Notebook(kernel).open()
    yield page
    page.close()
    kernel.pump(0.05)


@pytest.fixture(autouse=True)
def _keep_main() -> Iterator[None]:
    """A shell puts a module of its own in the place of `__main__`."""
    yield
    sys.modules["__main__"] = _MAIN


@pytest.fixture(autouse=True)
def _same_random_numbers() -> None:
    """Weights do not depend on the tests before."""
    if (torch := sys.modules.get("torch")) is not None:
        torch.manual_seed(0)


@pytest.fixture
def page() -> Iterator[Page]:
    """Cells in a shell of this process: no messages, no threads."""
    with open_page() as made:
        yield made
