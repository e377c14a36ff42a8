"""The words of evidence: numbers, names and lists as the texts of rules show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..findings import CellRef
from ..render.numbers import form as form

_MAX_NAME = 80
# Control, bidirectional and zero-width characters would reorder or hide a sentence.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff`]"
)


def clean(name: object) -> str:
    """A name from the kernel, safe between backticks and cut at 80 characters."""
    text = name if type(name) is str else f"<{type(name).__name__}>"
    text = _HIDDEN.sub("?", text[: _MAX_NAME + 1])
    return text if len(text) <= _MAX_NAME else text[: _MAX_NAME - 1] + "…"


def code(name: object) -> str:
    """A name in backticks."""
    return f"`{clean(name)}`"


def path(model: str, fqn: str) -> str:
    """A module below a variable, as `named_modules()` names it: `model.blocks.3`."""
    return f"{model}.{fqn}" if fqn else model


def is_within(name: str, owner: str) -> bool:
    """Whether a path is that of an owner, or of a part of it."""
    return name == owner or name.startswith(f"{owner}.")


def number(value: int) -> str:
    """Exact up to 4 digits, then `33.3k`."""
    if abs(value) < 10_000:
        return str(value)
    for unit, size in (("B", 10**9), ("M", 10**6), ("k", 10**3)):
        # From 999.5k on, three digits would read 1000k.
        if abs(value) >= size * 0.9995:
            return f"{_three_digits(value / size)}{unit}"
    return str(value)


def total(value: int) -> str:
    """A total of parameters, exact: `33,667`."""
    return f"{value:,}"


def parameters(value: int) -> str:
    """A total of parameters with its noun: `1 parameter`, `33,667 parameters`."""
    return f"{total(value)} {form(value, 'parameter')}"


def size(num_bytes: int) -> str:
    """Bytes in decimal units: `23.2 MB`."""
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if num_bytes >= scale * 0.9995:
            return f"{_three_digits(num_bytes / scale)} {unit}"
    return f"{num_bytes} B"


def _three_digits(value: float) -> str:
    return f"{value:#.3g}".rstrip(".")


def figure(value: float) -> str:
    """A measured number with three digits: `0.0200`."""
    return _three_digits(value)


def ratio(value: float) -> str:
    """A factor with two digits: `8.8`, `50`, `1.2k`."""
    if value < 99.5:
        return f"{float(f'{value:.2g}'):g}"
    return number(round(value)) if value < 1e12 else f"{value:.0e}".replace("e+", "e")


def shape(sizes: Sequence[int]) -> str:
    """`[64, 2]`; a scalar is `[]`."""
    return f"[{', '.join(map(str, sizes))}]"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun: `1 module`, `8 modules`."""
    return f"{number(value)} {form(value, singular, plural)}"


def nodes(value: int, capped: bool = False) -> str:
    """The size of an autograd graph: `1 node`, `300+ nodes` if it is at least that."""
    return f"{number(value)}{'+' if capped else ''} {form(value, 'node')}"


def listing(names: Iterable[object], limit: int = 4) -> str:
    """Names in backticks, the rest counted: `` `a`, `b` and 3 more ``."""
    shown = [code(name) for name in names]
    if len(shown) > limit + 1:
        shown = [*shown[:limit], f"{len(shown) - limit} more"]
    return sentence(shown)


def sentence(parts: Sequence[str]) -> str:
    """Joins with commas and a last `and`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def cell(ref: CellRef | None) -> str:
    """`[5]`; empty if the cell or its number is unknown."""
    if ref is None or ref.execution_count is None:
        return ""
    return f"[{ref.execution_count}]"


def layers(fqns: Sequence[str], limit: int = 6) -> str:
    """Layers with runs of numbers joined: `stem, blocks.0–7, head`."""
    parts: list[str] = []
    for head, numbers, tail in _runs(fqns):
        if len(numbers) > 1:
            parts.append(f"{head}{numbers[0]}–{numbers[-1]}{tail}")
        else:
            parts.append(f"{head}{numbers[0]}{tail}" if numbers else head)
    if len(parts) > limit + 1:
        parts = [*parts[:limit], f"{len(parts) - limit} more"]
    return ", ".join(clean(part) for part in parts)


_Run = tuple[str, list[int], str]


def _runs(fqns: Sequence[str]) -> list[_Run]:
    """Names whose one number counts up, joined even if others stand between them."""
    runs: dict[tuple[str, str], _Run] = {}
    found: list[_Run] = []
    for fqn in fqns:
        split = re.fullmatch(r"(.*?)(?<![^.])(\d{1,9})(?![^.])(.*)", fqn, re.DOTALL)
        if not split:
            found.append((fqn or "(root)", [], ""))
            continue
        head, number_text, tail = split.groups()
        run = runs.get((head, tail))
        if run and int(number_text) == run[1][-1] + 1:
            run[1].append(int(number_text))
        else:
            run = runs[head, tail] = (head, [int(number_text)], tail)
            found.append(run)
    return found
