"""Makes one finding of what has one root cause: same rule, same place, same sentence.

Rules give one finding for a cause themselves where they can. What is left are objects
that are alike: ten layers made in one line are one finding with a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..findings import Finding
from ..rulekit import words

_MOST_EVIDENCE = 20
_NAME = re.compile(r"`[^`]*`")


def group(findings: Iterable[Finding]) -> tuple[list[Finding], dict[str, str]]:
    """The findings, and for the id of each that was taken up: the id of which one."""
    groups: dict[Any, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    taken = {
        other.id: first.id for first, *others in groups.values() for other in others
    }
    return [_merged(members) for members in groups.values()], taken


def _cause(finding: Finding) -> Any:
    if finding.range is None or (finding.cell is None and finding.path is None):
        return finding.id
    # Findings with cures of their own stay apart, or their cures would be lost.
    cell_id = finding.cell.cell_id if finding.cell else finding.path
    place = cell_id, finding.range, finding.fixes
    sentence = _NAME.sub("", finding.message)
    return finding.code, finding.severity, finding.status, place, sentence


def _merged(members: list[Finding]) -> Finding:
    first, *others = members
    if not others:
        return first
    objects = list(dict.fromkeys(f.object for f in members if f.object))
    alike = (
        [f"{words.count(len(objects), 'object')} alike: {words.layers(objects)}"]
        if len(objects) > 1
        else []
    )
    evidence = [line for finding in members for line in finding.evidence]
    return replace(
        first,
        evidence=tuple(dict.fromkeys((*alike, *evidence)))[:_MOST_EVIDENCE],
        affects=tuple(dict.fromkeys(p for f in members for p in f.affects)),
        related=tuple(dict.fromkeys(p for f in members for p in f.related)),
    )
