"""NN507 on losses that share a name."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule

from .scenes import notebook

NN507 = get_rule("NN507")
assert NN507
SETUP = "model = nn.Linear(4, 3)\nx, y = torch.ones(2, 4), torch.tensor([0, 1])\n"
BAD = "loss = F.cross_entropy(model(x).softmax(1), y)"
GOOD = "loss = F.cross_entropy(model(x), y)"


@pytest.mark.parametrize("cells", [[f"{BAD}\n{GOOD}"], [BAD, GOOD]])
def test_a_later_loss_of_the_same_name_refutes_nothing_about_an_earlier_one(cells):
    book = notebook(SETUP, *cells)
    claims = book.scene(NN507).claims["NN507"]
    refuted = [v for v in book.verdicts(NN507) if v.kind == "refuted"]
    early = {run.file for run in book.runs if run.source == BAD}
    assert len(claims) == 1
    assert not [
        v for v in refuted if v.subject == claims[0].subject and early & v.built_from
    ]
    if len(cells) == 1:
        assert claims[0].subject not in [v.subject for v in refuted]


def test_a_loss_whose_graph_is_clean_refutes_the_claim_about_it():
    book = notebook(SETUP, BAD)
    exec(GOOD, book.namespace)
    (verdict,) = book.verdicts(NN507)
    assert verdict.kind == "refuted"
    assert verdict.built_from == {book.runs[-1].file}
