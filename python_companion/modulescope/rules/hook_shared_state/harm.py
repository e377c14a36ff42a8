"""Two threads, two recorders on one model: each records both."""

from __future__ import annotations

import threading

import torch
from torch import Tensor, nn

CLAIM = {
    "recorder of thread 1 holds": [1.0, 2.0],
    "recorder of thread 2 holds": [1.0, 2.0],
    "with a look at the thread, recorder 1": [1.0],
    "with a look at the thread, recorder 2": [2.0],
}


class _Recorder:
    """Records the outputs of a model, of its own thread only if it is told to."""

    def __init__(self, model: nn.Module, own_thread: bool) -> None:
        self.values: list[float] = []
        self._thread = threading.get_ident() if own_thread else None
        self.handle = model.register_forward_hook(self._keep)

    def _keep(
        self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor
    ) -> None:
        if self._thread in (None, threading.get_ident()):
            self.values.append(output.item())


def measure() -> dict[str, object]:
    """Lists what each recorder holds, with and without a look at the thread."""
    shared, filtered = _run(own_thread=False), _run(own_thread=True)
    return {
        "recorder of thread 1 holds": shared[0],
        "recorder of thread 2 holds": shared[1],
        "with a look at the thread, recorder 1": filtered[0],
        "with a look at the thread, recorder 2": filtered[1],
    }


def _run(own_thread: bool) -> list[list[float]]:
    model = nn.Identity()
    recorders: dict[int, _Recorder] = {}
    both = threading.Barrier(2)

    def work(number: int) -> None:
        recorders[number] = _Recorder(model, own_thread)
        both.wait()
        model(torch.tensor(float(number)))
        both.wait()

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sorted(recorders[number].values) for number in (1, 2)]
