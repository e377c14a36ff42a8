"""A parameter that was lost in an expression, or was not."""

from __future__ import annotations

from modulescope.checking.codes import get_rule

from .scenes import notebook

RULE = get_rule("NN106")

NET = """
class Net(nn.Module):
    def __init__(self, device):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4)).to(device)
"""


def test_a_conversion_that_changed_nothing_refutes():
    book = notebook(NET, "model = Net('cpu')")
    assert [verdict.kind for verdict in book.verdicts(RULE)] == ["refuted"]


def test_a_conversion_that_changed_the_type_confirms():
    book = notebook(NET, "model = Net(torch.float64)")
    (verdict,) = book.confirmed(RULE)
    assert verdict.evidence == (
        "`model.w` has the `grad_fn` `ToCopyBackward0`; `model.parameters()` does not "
        "yield it",
        "it was computed from 1 parameter [4] that no module holds",
    )


def test_an_activation_is_no_lost_parameter():
    book = notebook(
        "class Net(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.w = nn.Parameter(torch.ones(4))\n"
        "    def forward(self, x):\n"
        "        self.last = self.w * x\n"
        "        return self.last\n",
        "model = Net()\nmodel(torch.ones(4))",
    )
    assert book.confirmed(RULE) == []


def test_a_raw_parameter_that_an_optimizer_trains_is_not_lost():
    book = notebook(
        NET,
        "raw = nn.Parameter(torch.ones(4))\n"
        "optimizer = torch.optim.SGD([raw], lr=0.1)\n"
        "model = Net('cpu')\n"
        "model.scaled = raw * 2\n"
        "del raw",
    )
    assert book.confirmed(RULE) == []
