"""Workflow commands of GitHub Actions: findings become annotations of a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..render.escape import shown

_LEVELS = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}


def annotation(finding: Mapping[str, Any], why: str, raw_line: int | None) -> str:
    """`::warning file=net.py,line=7,…,title=NN102 …::…`.

    Args:
        finding: As in `Report.to_dict()`.
        why: Why it is bad.
        raw_line: Where it stands in the notebook's own text; None for a file.
    """
    where = finding["where"]
    place: dict[str, object] = {"file": _path(where["path"])}
    message = finding["message"]
    if raw_line is not None:
        place["line"] = raw_line
        message = f"cell {where['cell_index'] + 1}, line {where['line']}: {message}"
    elif where["line"] is not None:
        place |= {"line": where["line"], "endLine": where["end_line"]}
        if where["line"] == where["end_line"]:
            # GitHub refuses columns of spans over several lines.
            place |= {"col": where["column"] + 1, "endColumn": where["end_column"] + 1}
    place["title"] = f"{finding['code']} {finding['name']}"
    told = ",".join(f"{key}={_property(value)}" for key, value in place.items())
    fix = f"\nFix: {finding['fix']['title']}." if finding["fix"] else ""
    level = _LEVELS[finding["severity"]]
    return f"::{level} {told}::{_data(_lines(message, why) + fix)}"


def _path(path: str | None) -> str:
    return (path or "").replace("\\", "/")


def _lines(message: str, why: str) -> str:
    return "\n".join(shown(line, 1000) for line in (message, why) if line)


def _data(text: object) -> str:
    return str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
