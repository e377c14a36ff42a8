"""NN601 on what the user keeps: exceptions and results."""

from __future__ import annotations

from modulescope.checking.codes import get_rule

from .scenes import message, notebook

NN601 = get_rule("NN601")
assert NN601
BUILD = "model = nn.Linear(1800, 1800)"
RAISE = (
    "errors = {}\ntry:\n    model(torch.ones(1, 3))\n"
    "except RuntimeError as error:\n    errors['first'] = [error]"
)


def test_an_exception_that_is_kept_is_placed_where_it_is_put():
    (verdict,) = notebook(BUILD, RAISE, "del model").confirmed(NN601)
    assert message(NN601, verdict) == (
        "the old `model` (13.0 MB) is kept alive by an exception in `errors`"
    )
    assert (verdict.cell, verdict.range) == (("cell-2", 2), ((4, 4), (4, 19)))
    assert verdict.fixes == ()


def test_a_variable_with_an_exception_is_placed_where_it_is_bound():
    cell = "try:\n    model(torch.ones(1, 3))\nexcept RuntimeError as e:\n    last = e"
    (verdict,) = notebook(BUILD, cell, "del model").confirmed(NN601)
    assert (verdict.cell, verdict.range) == (("cell-2", 2), ((3, 4), (3, 8)))


def test_results_that_are_kept_are_placed_where_they_are_put():
    cell = "outs = []\nouts.append((0, model(torch.ones(1, 1800)).sum()))"
    (verdict,) = notebook(BUILD, cell, "del model").confirmed(NN601)
    assert message(NN601, verdict) == (
        "the old `model` (13.0 MB) is kept alive by the graphs of results in `outs`"
    )
    assert (verdict.cell, verdict.range) == (("cell-2", 2), ((1, 0), (1, 11)))


def test_letting_go_of_them_ends_it():
    book = notebook(BUILD, RAISE, "del model")
    assert book.run("errors.clear()").confirmed(NN601) == []
