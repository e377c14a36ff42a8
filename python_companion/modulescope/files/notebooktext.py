"""The JSON text of a notebook: where sources stand in it, and changes in place.

What is not a changed source stays byte for byte: ids, outputs, metadata, the order of
keys, indentation, and how characters are written.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
# One code point of a JSON string: a pair of surrogates, an escape, a character.
_UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}|\\.|[^\\]",
    re.DOTALL,
)


class Piece(NamedTuple):
    """A string of a source, with its quotes: a span of the notebook's text."""

    start: int
    end: int


class Source(NamedTuple):
    """The value of `source` of a cell: one string, or a list of strings."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    is_list: bool


def sources(text: str) -> dict[int, Source]:
    """Where the sources of the cells stand, by the cell's place among all cells.

    Args:
        text: A notebook in format 3 or 4, valid JSON.
    """
    found: dict[int, Source] = {}
    pieces: list[Piece] = []
    start = 0
    # For each open object or array: its kind, the key or index of the present value.
    path: list[list[Any]] = []
    expects_key = False
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first == '"' and expects_key:
            path[-1][1] = json.loads(token[0])
            expects_key = False
        elif first in "{[":
            if first == "[" and _cell_of(path) is not None:
                pieces, start = [], token.start()
            path.append([first, 0 if first == "[" else None])
            expects_key = first == "{"
        elif first in "}]":
            path.pop()
            expects_key = False
            number = _cell_of(path)
            if first == "]" and number is not None:
                found[number] = Source(start, token.end(), tuple(pieces), True)
        elif first == ",":
            if path[-1][0] == "[":
                path[-1][1] += 1
            else:
                expects_key = True
        elif first == '"':
            piece = Piece(token.start(), token.end())
            number = _cell_of(path)
            if number is not None:
                found[number] = Source(*piece, (piece,), False)
            elif path and _cell_of(path[:-1]) is not None:
                pieces.append(piece)
    return found


def _cell_of(path: list[list[Any]]) -> int | None:
    """The cell whose source a value at this path is."""
    keys = [entry[1] for entry in path]
    if keys[:1] == ["worksheets"]:
        keys = keys[2:] if keys[1:2] == [0] else []
    if len(keys) == 3 and keys[0] == "cells" and keys[2] in ("source", "input"):
        return int(keys[1])
    return None


def with_sources(text: str, changes: Mapping[int, str]) -> str:
    """The notebook with other sources, by the cell's place among all cells."""
    places = sources(text)
    ascii_only = text.isascii()
    for number in sorted(changes, key=lambda number: -places[number].start):
        place = places[number]
        new = _written(text, place, changes[number], ascii_only)
        text = text[: place.start] + new + text[place.end :]
    return text


def _written(text: str, place: Source, source: str, ascii_only: bool) -> str:
    old = [text[piece.start : piece.end] for piece in place.pieces]
    if not place.is_list:
        return _string(old[0], source, ascii_only)
    before: list[str] = [json.loads(raw) for raw in old]
    after = source.splitlines(keepends=True)
    new: list[str] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            new += old[i1:i2]
            continue
        paired = old[i1:i2] + ['""'] * (j2 - j1)
        new += (
            _string(raw, line, ascii_only)
            for raw, line in zip(paired, after[j1:j2], strict=False)
        )
    return _list(text, place, new)


def _list(text: str, place: Source, items: list[str]) -> str:
    """A list that is laid out as the old one was."""
    if not items:
        return "[]"
    pieces = place.pieces
    if not pieces:
        return f"[{', '.join(items)}]"
    opening = text[place.start : pieces[0].start]
    closing = text[pieces[-1].end : place.end]
    between = (
        text[pieces[0].end : pieces[1].start]
        if len(pieces) > 1
        else "," + (opening[1:] or " ")
    )
    return opening + between.join(items) + closing


def _string(raw: str, value: str, ascii_only: bool) -> str:
    """A JSON string with this value; what is as before stays written as it was."""
    units = _UNIT.findall(raw[1:-1])
    before: str = json.loads(raw)
    if len(units) != len(before):
        # Lone surrogates beside each other make one character.
        return _dumped(value, ascii_only)
    head = _shared(before, value)
    most = min(len(before), len(value)) - head
    tail = min(most, _shared(before[::-1], value[::-1]))
    middle = _dumped(value[head : len(value) - tail], ascii_only)[1:-1]
    return f'"{"".join(units[:head])}{middle}{"".join(units[len(units) - tail :])}"'


def _shared(left: str, right: str) -> int:
    """How many characters both begin with."""
    for number, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return number
    return min(len(left), len(right))


def _dumped(value: str, ascii_only: bool) -> str:
    lone = any("\ud800" <= character <= "\udfff" for character in value)
    return json.dumps(value, ensure_ascii=ascii_only or lone)


def line_of(text: str, source: Source, line: int) -> int:
    """The line of the notebook's text, from zero, that holds a line of a source."""
    if not source.is_list:
        return text.count("\n", 0, source.start)
    passed = 0
    for piece in source.pieces:
        value: str = json.loads(text[piece.start : piece.end])
        ends = value.count("\n")
        if line < passed + ends or (line == passed and not value.endswith("\n")):
            return text.count("\n", 0, piece.start)
        passed += ends
    return text.count("\n", 0, source.start)
