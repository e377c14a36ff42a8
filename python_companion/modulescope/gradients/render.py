"""The gradients of a watch as plain text, complete without any front end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..render.numbers import several

_BARS = "▁▂▃▄▅▆▇█"
_SPARK = 8
_LOWEST, _HIGHEST = -8.0, 0.0
"""The scale of the colours and the bars: log10 RMS, clamped, never fitted to data."""
_SHORT_S = 2.0
"""The first step of a watch costs some milliseconds once: no share of such a loop."""


def gradients_text(document: Mapping[str, Any]) -> str:
    """The text of an `encode_gradients` document."""
    lines: list[str] = []
    for model in document["models"]:
        if lines:
            lines.append("")
        lines += _model(document, model)
    if document["message"]:
        lines.append(document["message"])
    return "\n".join(lines)


LIGHT = (
    "Light recording: norms, NaN and Inf, and why there is no gradient. "
    "Mean, std, min, max and zeros were not recorded."
)

_COLUMNS = ("rms", "mean", "std", "min", "max", "zero", "NaN", "Inf", "|Δw|/|w|")


def gradients_table(document: Mapping[str, Any]) -> str:
    """The last recorded step with all statistics, a line per row."""
    lines: list[str] = []
    for model in document["models"]:
        cells = [_cells(row) for row in model["rows"]]
        head = (f"{model['name']}, step {model['last_steps'][-1]:,}", *_COLUMNS)
        widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
        for one in (head, *cells):
            name, *rest = (
                text.ljust(width) if index == 0 else text.rjust(width)
                for index, (text, width) in enumerate(zip(one, widths, strict=True))
            )
            lines.append("  ".join((name, *rest)).rstrip())
        lines.append("")
    if document["stats"] == "light":
        return "\n".join([*lines, LIGHT])
    return "\n".join(lines[:-1])


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    last = row["last"]

    def number(key: str) -> str:
        return "" if last[key] is None else f"{last[key]:.2e}"

    ratio = last["ratio"]
    return (
        row["name"] + (f" ({row['count']})" if row["count"] > 1 else ""),
        value_text(row),
        *(number(key) for key in ("mean", "std", "min", "max")),
        "" if last["zero"] is None else f"{100 * last['zero']:.3g} %",
        str(last["nan"] or ""),
        str(last["inf"] or ""),
        "" if ratio is None else f"{ratio[1]:.1e}",
    )


def summary(document: Mapping[str, Any]) -> str:
    """`300 steps · every 10th step · overhead 0.8 %`."""
    return " · ".join(
        (
            several(document["steps"], "step"),
            stride(document),
            f"overhead {_cost(document)}",
        )
    )


def _cost(document: Mapping[str, Any]) -> str:
    """`0.8 %`; `6 ms` of a loop so short that its first step counts for most."""
    share, spent_s = document["overhead"], document.get("spent_s", 0.0)
    if 0 < spent_s < _SHORT_S * share:
        return f"{1000 * spent_s:.0f} ms"
    return f"{100 * share:.1f} %"


def stride(document: Mapping[str, Any]) -> str:
    """`every 10th step`, as asked for, or as it turned out on average."""
    recorded = document["recorded"]
    every = document["every"] or max(round(document["steps"] / max(recorded, 1)), 1)
    if every == 1:
        return "every step"
    about = "" if document["every"] else "about "
    return f"{about}every {ordinal(every)} step"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    return f"{number:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _model(document: Mapping[str, Any], model: Mapping[str, Any]) -> list[str]:
    rows = model["rows"]
    width = max(len(row["name"]) for row in rows)
    values = [value_text(row) for row in rows]
    value_width = max(map(len, values))
    last = model["last_steps"][-1]
    title = (
        f"Gradients of {model['name']}, {summary(document).replace(' · ', ', ')}"
        f" (RMS at step {last:,})"
    )
    lines = [title]
    for row, value in zip(rows, values, strict=True):
        name, notes = row["name"], note(model, row)
        line = f"{name:<{width}}  {value:<{value_width}}  {sparkline(row)}  {notes}"
        lines.append(line.rstrip())
    if model["left_out"]:
        number = model["left_out"]
        rows_text = several(number, "more row is", "more rows are")
        lines.append(f"{rows_text} not shown.")
    if onset := onset_text(model):
        lines.append(onset)
    lines += rebuilt_texts(model)
    if model["scale"]:
        lines.append(
            f"Values are divided by the GradScaler's scale ({model['scale']:,.0f})."
        )
    if clipped := clipped_text(model):
        lines.append(clipped)
    if document["stats"] == "light":
        lines.append(LIGHT)
    if document["point"] == "step":
        lines.append("Read before optimizer.step(): no backward() was seen.")
    lines.append(_counts(rows))
    return lines


def value_text(row: Mapping[str, Any]) -> str:
    """The last value of a row: `3.6e-12 … 1.9e-11`, `NaN`, `none, frozen`."""
    last = row["last"]
    if last["num_bad"]:
        return "NaN" if last["nan"] else "Inf"
    if last["rms"] is not None:
        low, high = (f"{value:.1e}" for value in last["rms"])
        return low if low == high else f"{low} … {high}"
    return REASONS[last["state"]]


REASONS = {
    "value": "0",
    "frozen": "none, frozen",
    "unused": "none, module not called",
    "unreached": "none, not in graph",
    "unreadable": "not readable",
    "absent": "gone",
}


def note(model: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """What is said beside a row: how many are alike, and below the optimizer's eps."""
    parts = []
    count, last = row["count"], row["last"]
    if count > 1:
        parts.append(f"{count} alike")
    if last["num_bad"] and count > 1:
        parts.append(f"{last['num_bad']} of {count} not finite")
    if last["num_low"]:
        optimizer = model["optimizer"]
        eps = (
            f"{optimizer['name']} eps {optimizer['eps']:.0e}"
            if optimizer
            else "the optimizer's eps"
        )
        some = f"{last['num_low']} of {count} " if last["num_low"] < count else ""
        parts.append(f"{some}below {eps}")
    return ", ".join(parts)


def onset_text(model: Mapping[str, Any]) -> str:
    """Between which recorded steps a value that is not finite appeared."""
    onset = model["onset"]
    if onset is None:
        return ""
    text = f"{onset['kind']} first seen at step {onset['step']:,} in {onset['fqn']}"
    if onset["finite_step"] is None:
        return f"{text}, the first recorded step"
    return f"{text}; step {onset['finite_step']:,} was finite"


def rebuilt_texts(model: Mapping[str, Any]) -> list[str]:
    """Where the recording goes on with another model of the same name."""

    def place(cell: int | None) -> str:
        return "" if cell is None else f" in [{cell}]"

    texts = []
    rebuilds = [one for one in model["rebuilds"] if one["step"] is not None]
    if rebuilds:
        step, cell = rebuilds[-1]["step"], rebuilds[-1]["cell"]
        count = len(rebuilds)
        often = f" {several(count, 'time')}, the last time" if count > 1 else ""
        comma = "," if cell is not None else ""
        texts.append(
            f"The model was rebuilt{often} before step {step:,}{comma}{place(cell)}."
        )
    texts += [
        f"Stopped: the model was rebuilt{place(one['cell'])}."
        for one in model["rebuilds"]
        if one["step"] is None
    ]
    return texts


def clipped_text(model: Mapping[str, Any]) -> str:
    """The total norm before and after clipping, at the last recorded step."""
    norm, seen = model["total"]["norm"], model["total"]["at_step"]
    if norm is None or seen is None or seen >= norm:
        return ""
    return (
        f"Clipped before optimizer.step(): the total norm went from {norm:.2g}"
        f" to {seen:.2g}."
    )


def sparkline(row: Mapping[str, Any]) -> str:
    """Eight bars of log10 RMS on the fixed scale; flags stay as they are."""
    flags, rms = row["flags"], row["rms"]
    parts = min(_SPARK, len(flags))
    text = ""
    for part in range(parts):
        start, stop = part * len(flags) // parts, (part + 1) * len(flags) // parts
        cells = range(start, stop)
        bad = [flags[i] for i in cells if flags[i] in "NI"]
        if bad:
            # A NaN anywhere in the part shows.
            text += "N" if "N" in bad else "∞"
        elif (value := rms[stop - 1]) is not None:
            share = (math.log10(value) - _LOWEST) / (_HIGHEST - _LOWEST)
            text += _BARS[min(max(int(share * len(_BARS)), 0), len(_BARS) - 1)]
        else:
            text += {"0": "0", "-": "–", "?": "?"}.get(flags[stop - 1], " ")
    return text


def _counts(rows: list[Mapping[str, Any]]) -> str:
    def names(key: str) -> str:
        found = [row["name"] for row in rows if row["last"][key]]
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        return ", ".join(found[:3]) + more if found else "none"

    return (
        f"NaN or Inf: {names('num_bad')}   None: {names('num_none')}"
        f"   zero: {names('num_zero')}"
    )
