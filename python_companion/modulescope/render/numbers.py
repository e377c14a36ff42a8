"""Numbers as people read them."""

from __future__ import annotations


def count(value: int) -> str:
    """Exact up to 4 digits, then `33.7k`, `6.5B`."""
    if abs(value) < 10_000:
        return f"{value:,}"
    for unit, size in (("T", 10**12), ("B", 10**9), ("M", 10**6), ("k", 10**3)):
        # From 999.5k on, three digits would read 1000k.
        if abs(value) >= 0.9995 * size:
            return f"{value / size:.3g}{unit}"
    return str(value)


def size(num_bytes: int) -> str:
    """Bytes in decimal units: `13 GB`."""
    for unit, scale in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if num_bytes >= 0.9995 * scale:
            return f"{num_bytes / scale:.3g} {unit}"
    return f"{num_bytes} B"


def several(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 module`, `2,000 modules`."""
    return f"{number:,} {form(number, one, many)}"


def form(number: int, one: str, many: str | None = None) -> str:
    """The form of a word that goes with a number; no other place knows of plurals."""
    return one if number == 1 else many or f"{one}s"
