"""A watch as an ipywidgets widget, for layouts of one's own and other front ends.

Imported on first use: the companion itself needs no ipywidgets. The view is
`GradientsView` of the npm package `modulescope`; it draws the same document as the
output of `%%nn watch`.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from ipywidgets import DOMWidget
from traitlets import Dict, Unicode

from ..recording.governor import Governor
from ..recording.observed import Listener
from ..session.import_guard import inside
from ..version import __version__
from .document import LIVE_BYTES, STORED_BYTES, Recorded, encode_gradients
from .picture import gradients_png
from .render import gradients_text

if TYPE_CHECKING:
    from ..protocol import messages

_UPDATE_S = 0.25
"""At most four updates per second."""

_SHARE = 0.5
"""Of the watch's budget; showing must leave time for recording."""


class Shown(Recorded, Protocol):
    """A watch as its widget knows it."""

    is_on: bool
    is_paused: bool
    listeners: list[Listener]

    @property
    def state(self) -> str:
        """`waiting`, `recording`, `paused` or `done`."""

    @property
    def names(self) -> list[str]:
        """The models that are recorded."""

    @property
    def recorded(self) -> int:
        """Backward passes recorded."""

    @property
    def budget(self) -> float:
        """The share of the loop's time that recording may take."""


class GradientsWidget(DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """Shows what a watch records, live; what it showed last stays when it ended."""

    _model_name = Unicode("GradientsModel").tag(sync=True)
    _model_module = Unicode("modulescope").tag(sync=True)
    _model_module_version = Unicode(__version__).tag(sync=True)
    _view_name = Unicode("GradientsView").tag(sync=True)
    _view_module = Unicode("modulescope").tag(sync=True)
    _view_module_version = Unicode(__version__).tag(sync=True)
    document = Dict().tag(sync=True)

    def __init__(self, watch: Shown) -> None:
        """Shows what is there, and follows the watch while it records."""
        super().__init__(document=_document(watch))
        self._watch = watch
        self._governor = Governor(_SHARE * watch.budget, _UPDATE_S)
        self.on_msg(_told)
        _replace(self)
        watch.listeners.append(self._update)

    def _update(self, now_s: float, is_last: bool) -> None:
        """Called after a recorded step and at the end."""
        if is_last or now_s >= self._governor.next_s:
            self.document = _document(self._watch)
            end_s = perf_counter()
            self._governor.done(end_s, end_s - now_s)

    def close(self) -> None:
        """Closes the comm; the watch goes on."""
        if self._update in self._watch.listeners:
            self._watch.listeners.remove(self._update)
        super().close()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The live view, and what stays readable without one."""
        bundle = super()._repr_mimebundle_(**options)
        bundle = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        bundle["text/plain"] = gradients_text(self.document)
        if png := gradients_png(self.document):
            bundle["image/png"] = png
        return bundle


def _document(watch: Shown) -> messages.Gradients:
    limit = LIVE_BYTES if watch.is_on else STORED_BYTES
    message = "" if watch.recorded else "Waiting for the first backward()"
    return encode_gradients(watch, watch.state, message, limit)


@inside
def _told(widget: GradientsWidget, content: Mapping[str, Any], buffers: Any) -> None:
    """What a view sends: `{"action": "pause" | "resume"}`."""
    action = content.get("action") if isinstance(content, Mapping) else None
    if action in ("pause", "resume"):
        widget._watch.is_paused = action == "pause"
        widget.document = _document(widget._watch)


_open: dict[tuple[str, str], weakref.ref[GradientsWidget]] = {}


def _replace(widget: GradientsWidget) -> None:
    """Closes the widget that the same cell made for the same models before."""
    cell = _cell()
    if not cell:
        return
    key = (cell, ", ".join(widget._watch.names))
    old = _open.get(key)
    if old is not None and (before := old()) is not None:
        before.close()
    _open[key] = weakref.ref(widget)


def _cell() -> str:
    """The id of the cell that runs; empty where front ends tell none."""
    from IPython import get_ipython

    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else None
    metadata = parent.get("metadata") if isinstance(parent, Mapping) else None
    found = metadata.get("cellId") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, str) else ""
