"""Which events of a cell can happen in one run, one after the other."""

from __future__ import annotations

from modulescope.source.branches import apart
from modulescope.source.cells import Cell
from modulescope.source.event import Event
from modulescope.source.notebook import Notebook


def events(source: str) -> list[Event]:
    """The modes that are set in a cell: `a.eval()`, `b.train()`."""
    cell = Cell("cell", source)
    found = Notebook([cell]).flow(cell)
    return [event for event in found if event.kind in ("eval", "train")]


def names(source: str) -> list[str]:
    return [event.name for event in events(source)]


def are_apart(source: str) -> bool:
    first, second = events(source)
    return apart(first.arms, second.arms)


def test_what_follows_a_return_or_the_end_of_the_program_is_no_event():
    assert names("a.eval()\nfor x in y:\n    b.eval()\n    break\n    c.eval()") == [
        "a",
        "b",
    ]
    assert names("import sys\na.eval()\nsys.exit()\nb.eval()") == ["a"]
    assert names("with x:\n    a.eval()\n    raise x\n    b.eval()") == ["a"]


def test_a_branch_that_never_runs_has_no_events():
    assert names("if False:\n    a.eval()\nelse:\n    b.eval()") == ["b"]
    assert names("if 1:\n    a.eval()\nelse:\n    b.eval()") == ["a"]
    assert names("if x:\n    a.eval()\nelse:\n    b.eval()") == ["a", "b"]


def test_events_come_in_the_order_in_which_they_run():
    source = (
        "if a.eval():\n    b.eval()\nelif c.eval():\n    d.eval()\n"
        "try:\n    e.eval()\nexcept x:\n    f.eval()\nelse:\n    g.eval()\n"
        "finally:\n    h.eval()\n"
        "match i.eval():\n    case 1:\n        j.eval()\n"
        "for k in l.eval():\n    m.eval()\nelse:\n    n.eval()\n"
    )
    # `else` of a `try` runs after its body.
    assert "".join(names(source)) == "abcdegfhijlmn"


def test_two_branches_of_one_statement_are_apart():
    assert are_apart("if x:\n    a.eval()\nelse:\n    b.eval()")
    assert are_apart("if x:\n    a.eval()\nelif y:\n    b.eval()")
    assert are_apart("try:\n    a.eval()\nexcept E:\n    b.eval()")
    assert are_apart(
        "match x:\n    case 1:\n        a.eval()\n    case 2:\n        b.eval()"
    )


def test_a_branch_that_leaves_is_apart_from_what_follows():
    assert are_apart(
        "for x in y:\n    if x:\n        a.eval()\n        continue\n    b.eval()"
    )
    assert not are_apart("for x in y:\n    if x:\n        a.eval()\n    b.eval()")


def test_two_conditions_may_both_hold():
    assert not are_apart("if x:\n    a.eval()\nif y:\n    b.eval()")
    assert not are_apart("if x:\n    a.eval()\n    if y:\n        b.eval()")
    assert not are_apart("try:\n    a.eval()\nfinally:\n    b.eval()")
    assert not are_apart("try:\n    a.eval()\nexcept E:\n    pass\nelse:\n    b.eval()")


def test_a_cell_that_moves_an_event_to_another_branch_changes_what_happens():
    def key(source: str) -> object:
        cells = [Cell("one", source), Cell("two", "model")]
        return Notebook(cells).keys()[1]

    before = "if x:\n    model.eval()\nelse:\n    pass"
    after = "if x:\n    pass\nelse:\n    model.eval()"
    assert key(before) != key(after)
    assert key(before) == key("\n" + before)
