"""Whether the arguments of a constructor make the mode of a module matter."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ..source.conditions import UNKNOWN, literal
from ..source.frames import Frame
from ..source.modetable import Moded


def any_of(verdicts: Iterable[bool | None]) -> bool | None:
    """True if one is, None if one is not known, else False."""
    found = list(verdicts)
    if True in found:
        return True
    return None if None in found else False


def applies(frame: Frame, node: ast.Call, entry: Moded) -> bool | None:
    """Whether the arguments of a constructor make the mode matter."""
    if any(item.arg is None for item in node.keywords):
        return None
    words = {item.arg: item.value for item in node.keywords}
    places = dict(zip(entry.arguments, node.args, strict=False))
    starred = any(isinstance(item, ast.Starred) for item in node.args)
    verdicts: list[bool | None] = []
    for name, (default, holds) in entry.conditions.items():
        value = words.get(name) or places.get(name)
        if value is None:
            verdicts.append(None if starred else holds(default))
        else:
            found = literal(frame, value)
            verdicts.append(None if found is UNKNOWN else holds(found))
    if False in verdicts:
        return False
    return None if None in verdicts else True
