"""SARIF 2.1.0: findings for code scanning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import quote

from ..render.escape import shown

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}


class Rule(NamedTuple):
    """What the log says of a rule."""

    code: str
    name: str
    severity: str
    why: str
    advice: str


class Result(NamedTuple):
    """A finding as in `Report.to_dict()`, and what is not in there."""

    finding: Mapping[str, Any]
    why: str
    raw_line: int | None
    """Where it stands in the notebook's own text; None for a file."""
    fingerprint: str
    """Stays when lines and cells move."""


def log(
    version: str,
    rules: Sequence[Rule],
    results: Iterable[Result],
    problems: Iterable[str],
) -> dict[str, Any]:
    """The log of one run."""
    index = {rule.code: number for number, rule in enumerate(rules)}
    failures = [
        {"level": "error", "message": {"text": shown(problem, 1000)}}
        for problem in problems
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "modulescope",
                        "semanticVersion": version,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "invocations": [
                    {
                        "executionSuccessful": not failures,
                        "toolExecutionNotifications": failures,
                    }
                ],
                "results": [_result(result, index) for result in results],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    more = f"modulescope explain {rule.code}"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why} {rule.advice} More: {more}",
            "markdown": f"{rule.why}\n\n**Fix:** {rule.advice}\n\nMore: `{more}`",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(result: Result, index: Mapping[str, int]) -> dict[str, Any]:
    finding = result.finding
    message = shown(finding["message"], 1000)
    return {
        "ruleId": finding["code"],
        "ruleIndex": index[finding["code"]],
        "level": _LEVELS[finding["severity"]],
        "message": {"text": f"{message}. {result.why}" if result.why else message},
        "locations": [_location(result)],
        "partialFingerprints": {"modulescope/v1": result.fingerprint},
        **_fixes(result),
    }


def _location(result: Result) -> dict[str, Any]:
    where = result.finding["where"]
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(where["path"] or "")}}
    if result.raw_line is not None:
        physical["region"] = {"startLine": result.raw_line}
        cell = f"cell {where['cell_index'] + 1}"
        logical = {"name": cell, "fullyQualifiedName": f"{cell}, line {where['line']}"}
        return {"physicalLocation": physical, "logicalLocations": [logical]}
    if where["line"] is not None:
        physical["region"] = _region(where)
    return {"physicalLocation": physical}


def _region(span: Mapping[str, Any]) -> dict[str, int]:
    return {
        "startLine": span["line"],
        "startColumn": span["column"] + 1,
        "endLine": span["end_line"],
        "endColumn": span["end_column"] + 1,
    }


def _fixes(result: Result) -> dict[str, Any]:
    """The edit, for files: in a notebook it has no place of its own."""
    fix, where = result.finding["fix"], result.finding["where"]
    if result.raw_line is not None or not fix or not fix["edits"]:
        return {}
    if where["cell_id"] is not None:
        return {}
    replacements = [
        {"deletedRegion": _region(edit), "insertedContent": {"text": edit["text"]}}
        for edit in fix["edits"]
    ]
    change = {
        "artifactLocation": {"uri": uri(where["path"] or "")},
        "replacements": replacements,
    }
    description = {"text": shown(fix["title"], 400)}
    return {"fixes": [{"description": description, "artifactChanges": [change]}]}


def uri(path: str) -> str:
    """A path as a reference: relative stays relative."""
    pure = PurePath(path)
    if pure.is_absolute():
        return pure.as_uri()
    return quote(pure.as_posix())
