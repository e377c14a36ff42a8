"""Models that IPython keeps alive after their variable is gone, in a real kernel."""

from __future__ import annotations

from realkernel import Notebook

BUILD = """import torch
from torch import nn
model = nn.Linear(1800, 1800)
"""
BIG = "13.0 MB"


def _kept(notebook: Notebook):
    return [f for f in notebook.findings() if f["code"] == "NN601"]


def _alive(notebook: Notebook) -> int:
    """How many large layers the kernel's heap holds."""
    return notebook.kernel.value(
        "sum(type(o).__name__ == 'Linear' and o.in_features == 1800 "
        "for o in (__import__('gc').collect(), *__import__('gc').get_objects())[1:])"
    )


def test_an_output_that_keeps_a_deleted_model_is_named_and_cleared(notebook: Notebook):
    notebook.run(BUILD, "build")
    notebook.run("model", "show")
    assert _kept(notebook) == []
    notebook.run("del model\nother = nn.Linear(2, 2)", "delete")
    [finding] = _kept(notebook)
    assert finding["message"] == f"the old `model` ({BIG}) is kept alive by `Out[2]`"
    assert _alive(notebook) == 1
    done = notebook.ask("fix.apply", finding=finding["id"], fix=0)
    assert done["done"] is True, done
    assert _alive(notebook) == 0
    assert _kept(notebook) == []


def test_a_traceback_that_keeps_a_replaced_model_is_named_and_cleared(
    notebook: Notebook,
):
    notebook.run(BUILD, "build")
    notebook.run("model(torch.ones(1, 3))", "raise")
    notebook.run("model = nn.Linear(2, 2)", "again")
    [finding] = _kept(notebook)
    assert "is kept alive by the last traceback" in finding["message"]
    done = notebook.ask("fix.apply", finding=finding["id"], fix=0)
    assert done["done"] is True, done
    assert _alive(notebook) == 0


def test_a_model_that_a_variable_still_reaches_is_no_finding(notebook: Notebook):
    notebook.run(BUILD, "build")
    notebook.run("old = [[model]]\nmodel = nn.Linear(2, 2)", "keep")
    assert _kept(notebook) == []
