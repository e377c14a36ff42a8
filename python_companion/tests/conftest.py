"""Fixtures that all tests may use."""

from __future__ import annotations

import atexit
import gc
import os
import random
import sys
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from page import Page, open_page
from realkernel import Kernel, Notebook, real_kernel

# Torch's threads spin while they wait for each other: where others need the cores, two
# of them take ten times as long. It is read when torch is loaded, here and in kernels.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

_MAIN = sys.modules["__main__"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files, and the tests in each, run in the order that a seed asks for."""
    if seed := os.environ.get("MODULESCOPE_TEST_SEED"):
        chance = random.Random(seed)
        files = list({item.path: None for item in items})
        chance.shuffle(files)
        chance.shuffle(items)
        # Fixtures of a file stay alive for all of its tests.
        items.sort(key=lambda item: files.index(item.path))


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
    kernel.run(
        "__import__('modulescope.kernel.install').kernel.install.uninstall()",
        silent=True,
    )
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
def _fresh_torch() -> None:
    """Neither weights nor what was compiled depend on the tests before."""
    if (torch := sys.modules.get("torch")) is not None:
        from torchstate import forget_compiling

        torch.manual_seed(0)
        forget_compiling()


@pytest.fixture(scope="module")
def singleton() -> Iterator[InteractiveShell]:
    """The shell that `get_ipython()` finds; after the file it finds none."""
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()
    atexit.unregister(shell.atexit_operations)


@pytest.fixture
def page() -> Iterator[Page]:
    """Cells in a shell of this process: no messages, no threads."""
    with open_page() as made:
        yield made
