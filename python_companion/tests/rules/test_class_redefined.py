"""NN602 on bases that were defined again."""

from __future__ import annotations

from modulescope.checking.codes import get_rule

from .scenes import message, notebook

NN602 = get_rule("NN602")
assert NN602
BASE = "class Base(nn.Module):\n    def forward(self, x):\n        return x + {n}\n"
SUB = "class Sub(Base):\n    def extra(self):\n        pass\n"


def redefined(model: str = "model = Sub()"):
    book = notebook(BASE.format(n=1), SUB, model)
    return book.run(BASE.format(n=2), "cell-1")


def test_a_subclass_whose_cell_did_not_run_again_has_the_old_base():
    (verdict,) = redefined().confirmed(NN602)
    assert message(NN602, verdict) == "`model` is an instance of an older `Base`"
    assert "`Sub` still derives from it" in verdict.evidence


def test_the_cells_of_the_subclass_and_of_the_model_are_to_run_again():
    (verdict,) = redefined().confirmed(NN602)
    assert [fix.title for fix in verdict.fixes] == ["Re-run cells [2] and [3]"]
    assert [cell.cell_id for cell in verdict.fixes[0].run] == ["cell-2", "cell-3"]


def test_running_them_ends_it():
    book = redefined().run(SUB, "cell-2").run("model = Sub()", "cell-3")
    assert book.confirmed(NN602) == []
