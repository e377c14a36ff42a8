"""What `torch.compile` does in this process; it is never loaded for that.

Dynamo inlines `nn.Module._call_impl` and guards what it found there: code of ours in
it would be traced, and once it is gone the user's model would be compiled again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any


def has_compiled() -> bool:
    """Whether anything was compiled in this process, as far as dynamo tells."""
    dynamo = sys.modules.get("torch._dynamo.utils")
    metrics = getattr(dynamo, "counters", None)
    try:
        return bool(metrics and metrics["frames"].get("total"))
    except Exception:
        return True


def skip(function: Callable[..., Any]) -> None:
    """Tells dynamo, loaded or not, to run a frame of ours as it is."""
    dynamo = getattr(sys.modules["torch"]._C, "_dynamo", None)
    frames: Any = getattr(dynamo, "eval_frame", None)
    code = function.__code__
    if hasattr(frames, "set_code_exec_strategy"):  # torch 2.7 and later
        skip, default = frames._FrameAction.SKIP, frames._FrameAction.DEFAULT
        frames.set_code_exec_strategy(code, frames._FrameExecStrategy(skip, default))
    elif hasattr(frames, "skip_code"):
        frames.skip_code(code)


class BeforeCompiling:
    """Does something right before dynamo traces (`torch/_dynamo/callback.py`)."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._handler: Any = None

    def listen(self) -> None:
        """Registers; does nothing while dynamo is not loaded, or a second time."""
        if self._handler is not None:
            return
        dynamo = sys.modules.get("torch._dynamo.callback")
        handler = getattr(dynamo, "callback_handler", None)
        if handler is not None:
            handler.register_start_callback(self._hear)
            self._handler = handler

    def end(self) -> None:
        """Takes the registration back; may be called twice."""
        if self._handler is not None:
            with suppress(ValueError):
                # `torch._dynamo.reset()` drops all of them.
                self._handler.remove_start_callback(self._hear)
            self._handler = None

    def _hear(self, *_: Any) -> None:
        # An exception would end the user's compilation.
        with suppress(Exception):
            self._act()
