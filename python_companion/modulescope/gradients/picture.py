"""The gradients of a watch as a picture, for places that draw nothing themselves.

Drawn once, at the end, through matplotlib's own objects: pyplot, the backend and the
user's `rcParams` are not touched.
"""

from __future__ import annotations

import base64
import io
import logging
import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .render import note, onset_text, summary, value_text

_MAX_ROWS = 40
_DPIS = (160, 110, 80)
"""Twice the 80 that a page is laid out for; less where the file would be too big."""

_MAX_BYTES = 100_000


def gradients_png(document: Mapping[str, Any]) -> str | None:
    """The first model's heat map as base64; None without matplotlib or data."""
    if not document["models"]:
        return None
    try:
        with _quiet():
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure
            from matplotlib.style import context
    except ImportError:
        return None
    with _quiet(), context("default"):
        model = document["models"][0]
        height = 1.5 + 0.17 * min(len(model["rows"]), _MAX_ROWS)
        figure = Figure(figsize=(8.2, height), layout="constrained")
        FigureCanvasAgg(figure)
        _draw(figure, document, model)
        for dpi in _DPIS:
            stream = io.BytesIO()
            figure.savefig(stream, format="png", dpi=dpi, facecolor="white")
            if stream.tell() <= _MAX_BYTES:
                return base64.b64encode(stream.getvalue()).decode()
    return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps matplotlib's notes (a font cache is built) out of the user's cell."""
    logger = logging.getLogger("matplotlib")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


_GLYPHS = {"N": "N", "I": "∞", "0": "0", "-": "–", "?": "?"}


def _draw(figure: Any, document: Mapping[str, Any], model: Mapping[str, Any]) -> None:
    import numpy as np

    rows = model["rows"][:_MAX_ROWS]
    cells = np.full((len(rows), len(model["last_steps"])), np.nan)
    for index, row in enumerate(rows):
        for column, value in enumerate(row["rms"]):
            if value:
                cells[index, column] = math.log10(value)
    axes = figure.subplots()
    axes.set_facecolor("#eeeeee")
    image = axes.imshow(
        cells, cmap="cividis", vmin=-8, vmax=0, aspect="auto", interpolation="none"
    )
    for index, row in enumerate(rows):
        _flags(axes, index, row["flags"])
    names = [row["name"] for row in rows]
    # A dollar sign would start a formula.
    escape = str.maketrans({"$": r"\$"})
    axes.set_yticks(range(len(rows)), [name.translate(escape) for name in names])
    axes.tick_params(axis="y", length=0, labelsize=8, labelfontfamily="monospace")
    for index, row in enumerate(rows):
        label = "  ".join(filter(None, (value_text(row), note(model, row))))
        axes.annotate(
            label.translate(escape),
            (1, index),
            xytext=(6, 0),
            textcoords="offset points",
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
        )
    for border in np.arange(0.5, len(rows) - 1):
        axes.axhline(border, color="white", linewidth=2)
    for rebuild in model["rebuilds"]:
        if rebuild["step"] is not None:
            column = bisect_left(model["last_steps"], rebuild["step"])
            axes.axvline(column - 0.5, color="white", linewidth=2.5)
            axes.axvline(column - 0.5, color="black", linewidth=0.8, linestyle="--")
    axes.spines[:].set_visible(False)
    steps = model["last_steps"]
    places = sorted({round(i * (len(steps) - 1) / 5) for i in range(6)})
    axes.set_xticks(places, [f"{steps[place]:,}" for place in places], fontsize=8)
    axes.set_xlabel("step (backward passes)", fontsize=8)
    title = f"Gradients of {model['name']} · {summary(document)}"
    if onset := onset_text(model):
        title += f"\n{onset}"
    axes.set_title(title.translate(escape), fontsize=9, loc="left")
    bar = figure.colorbar(
        image, ax=axes, location="bottom", shrink=0.4, aspect=40, extend="both"
    )
    bar.set_label("log10 RMS (norm / √n)", fontsize=8)
    bar.ax.tick_params(labelsize=8)


def _flags(axes: Any, index: int, flags: str) -> None:
    """A sign where a run of flags starts, and a line through the rest of it."""
    start = 0
    for stop in range(1, len(flags) + 1):
        if stop < len(flags) and flags[stop] == flags[start]:
            continue
        if glyph := _GLYPHS.get(flags[start]):
            axes.text(start, index, glyph, ha="center", va="center", fontsize=7)
            if stop - start > 1:
                axes.plot(
                    [start + 0.6, stop - 0.6], [index, index], "#616161", linewidth=0.6
                )
        start = stop
