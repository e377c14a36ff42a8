"""How a message travels: as JSON while it is small, else as JSON in one buffer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

# Above this, comm data that is JSON costs twice as much as a buffer, and 40 times at
# 5 MB: the kernel cleans and packs each value.
_MAX_JSON_BYTES = 32 * 1024


def send(comm: Any, message: Mapping[str, Any]) -> None:
    """Sends a message; a comm that is gone is no error.

    Raises:
        ValueError: A number is not finite, or a value is no JSON.
    """
    if comm is None:
        return
    try:
        data = _dump(message)
    except UnicodeEncodeError:
        # Names of the user's kernel can hold lone surrogates.
        message = _printable(message)
        data = _dump(message)
    if len(data) <= _MAX_JSON_BYTES:
        comm.send(data=message)
    else:
        head = {"kind": message["kind"], "id": message["id"], "packed": True}
        comm.send(data=head, buffers=[data])


def quietly(action: Callable[[], Any]) -> None:
    """Does what may fail because a page is lost."""
    try:
        action()
    except Exception:
        # A lost page; the next request of a live one shows what is wrong.
        return


def _dump(message: Mapping[str, Any]) -> bytes:
    options: Any = {"ensure_ascii": False, "allow_nan": False}
    return json.dumps(message, separators=(",", ":"), **options).encode()


def text(value: Any, limit: int = 2000) -> str:
    """A string that can travel, cut at the schema's limit."""
    if type(value) is not str:
        # Not `str(value)`: a request can hold a number of a million digits.
        value = f"<{type(value).__name__}>"
    return sound(value[:limit])


def _printable(value: Any) -> Any:
    if type(value) is str:
        return text(value, len(value))
    if type(value) is list:
        return [_printable(entry) for entry in value]
    if type(value) is dict:
        return {_printable(key): _printable(entry) for key, entry in value.items()}
    return value


MOST_TEXT = 2000
MOST_NAME = 1000
"""Characters of a text and of a name that travel; the rest is cut."""


def sound_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the wire takes it; the source of a class is cut elsewhere."""
    return {
        key: sound_text(value) if type(value) is str and key != "source" else value
        for key, value in row.items()
    }


def sound_name(text: str) -> str:
    """A name as the wire takes it."""
    return sound(text[:MOST_NAME])


def sound_text(text: str) -> str:
    """A text as the wire takes it."""
    return sound(text[:MOST_TEXT])


def sound(text: str) -> str:
    """Lone surrogates cannot travel as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
