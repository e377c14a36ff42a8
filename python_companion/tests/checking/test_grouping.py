"""One root cause is one finding."""

from __future__ import annotations

from dataclasses import replace

from modulescope.checking.grouping import group
from modulescope.findings import (
    CellRef,
    Finding,
    Fix,
    Position,
    Range,
    Severity,
    Status,
)

WHERE = Range(Position(2, 4), Position(2, 9))


def finding(name: str, **changes: object) -> Finding:
    made = Finding(
        id=f"NN301:attr:{name}",
        code="NN301",
        name="uninitialised-parameter",
        severity=Severity.ERROR,
        status=Status.LIVE,
        message=f"`{name}.weight` was never initialised",
        evidence=(f"`{name}.weight` has 4 elements",),
        cell=CellRef("a", 1),
        range=WHERE,
        object=name,
    )
    return replace(made, **changes)


def test_layers_of_one_line_are_one_finding_with_a_list():
    [found], taken = group(finding(f"blocks.{i}") for i in range(3))
    assert found.id == "NN301:attr:blocks.0"
    assert found.evidence[0] == "3 objects alike: blocks.0–2"
    assert taken == {
        "NN301:attr:blocks.1": "NN301:attr:blocks.0",
        "NN301:attr:blocks.2": "NN301:attr:blocks.0",
    }


def test_findings_that_differ_stay_apart():
    elsewhere = finding("b", range=Range(Position(3, 0), Position(3, 1)))
    otherwise = finding("c", message="`c.weight` holds NaN")
    curable = finding("d", fixes=(Fix("Initialise it", "edit"),))
    placeless = finding("e", range=None)
    apart = [finding("a"), elsewhere, otherwise, curable, placeless]
    found, taken = group(apart)
    assert found == apart
    assert taken == {}
