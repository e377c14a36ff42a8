"""`.grad` is read only while no other thread can be writing it."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import torch
from modulescope.objects import grads as module
from modulescope.objects.grads import Moving, grad_of, grads, has_grad
from torch import nn


@contextmanager
def beside(act: Callable[[threading.Event], None]) -> Iterator[None]:
    """Another thread that does something until the block ends."""
    end = threading.Event()
    thread = threading.Thread(target=act, args=(end,))
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def spin(end: threading.Event) -> None:
    # Without a call into the standard library, where nobody writes a gradient.
    while not end._flag:
        pass


def wait(end: threading.Event) -> None:
    end.wait()


@pytest.fixture
def trained() -> nn.Linear:
    model = nn.Linear(2, 3)
    model(torch.ones(1, 2)).sum().backward()
    model.bias.grad = None
    return model


def test_each_tensor_has_its_gradient_or_none(trained: nn.Linear):
    found = grads([trained.weight, trained.bias])
    assert found[0] is trained.weight.grad and found[1] is None
    assert has_grad(trained.weight) and not has_grad(trained.bias)


def test_nothing_is_read_beside_code_of_the_user(trained: nn.Linear):
    with beside(spin), pytest.raises(Moving):
        # The thread may still be on its way there.
        for _ in range(10_000):
            grads([trained.weight])


def test_a_thread_that_waits_does_not_matter(trained: nn.Linear):
    with beside(wait):
        assert grad_of(trained.weight) is trained.weight.grad


def test_beside_the_main_thread_a_read_waits_for_the_others(trained: nn.Linear):
    # This thread's own frames are code of the user, and stand still in `join`.
    found: list[object] = []

    def read() -> None:
        found.extend(grads([trained.weight], patience_s=30.0))

    reader = threading.Thread(target=read)
    reader.start()
    reader.join()
    assert found == [trained.weight.grad]


def test_a_read_keeps_nothing_of_its_caller_alive():
    class Witness:
        pass

    def read() -> weakref.ref[Witness]:
        witness = Witness()
        grads([nn.Parameter(torch.ones(1))])
        return weakref.ref(witness)

    gc.disable()
    try:
        with beside(wait):
            assert read()() is None
    finally:
        gc.enable()


def test_more_than_one_chunk_keeps_the_order():
    tensors = [nn.Parameter(torch.ones(1)) for _ in range(1203)]
    for index, tensor in enumerate(tensors):
        if index % 2:
            tensor.grad = torch.full((1,), float(index))
    found = grads(tensors)
    assert [None if grad is None else int(grad) for grad in found] == [
        index if index % 2 else None for index in range(1203)
    ]


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_off_from_the_look_to_the_last_read(is_on: bool):
    seen: list[bool] = []

    def tensors() -> Iterator[nn.Parameter]:
        for _ in range(2):
            seen.append(gc.isenabled())
            yield nn.Parameter(torch.ones(1))

    frames = sys._current_frames().values()
    files = frozenset(frame.f_code.co_filename for frame in frames)
    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        assert module.read_at_once(tensors(), files | {module.__file__}) == [None, None]
        assert (seen, gc.isenabled()) == ([False, False], is_on)
        # Refused.
        assert module.read_at_once(tensors(), frozenset()) == []
        assert (len(seen), gc.isenabled()) == (2, is_on)
        # A tensor that torch does not let us ask.
        with pytest.raises(TypeError):
            module.read_at_once([object()], files | {module.__file__})
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_nothing_is_read_where_python_can_run_without_a_gil(
    trained: nn.Linear, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "CAN_LACK_GIL", True)
    with pytest.raises(Moving):
        grads([trained.weight])
    assert grads([]) == []


def test_whether_the_gil_can_be_off_is_known_of_this_python():
    assert module.CAN_LACK_GIL == ("free-threading" in sys.version)


@pytest.mark.filterwarnings("error")
def test_no_leaf_is_not_asked_and_the_others_are(trained: nn.Linear):
    inner = trained.weight * 2
    assert grads([inner, trained.weight, trained.bias]) == [
        None, trained.weight.grad, None,
    ]  # fmt: skip


def test_a_torch_function_mode_of_the_user_is_not_asked(trained: nn.Linear):
    asked: list[object] = []

    class Mode(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            asked.append(func)
            return func(*args, **(kwargs or {}))

    with Mode():
        grads([trained.weight])
    assert not asked


def test_code_of_torch_and_of_the_user_may_train_and_libraries_wait():
    assert not module.is_harmless(torch.nn.modules.module.__file__)
    assert not module.is_harmless("/home/ann/train.py")
    assert not module.is_harmless("/tmp/ipykernel_12/345.py")
    assert not module.is_library(torch.nn.modules.module.__file__)
    assert module.is_library(torch.utils.data._utils.pin_memory.__file__)
    assert module.is_library("/env/lib/site-packages/wandb/sdk/client.py")
    assert module.is_harmless(threading.__file__)
    assert module.is_harmless(module.__file__)
    assert module.is_harmless("/env/lib/site-packages/zmq/sugar/socket.py")
