"""NN104 on live containers."""

from __future__ import annotations

from modulescope.findings import Severity
from modulescope.rules.trainable_tensor_attribute import RULE

from .scenes import Notebook, message, notebook

HEAD = (
    "class N(nn.Module):\n"
    "    def __init__(self):\n"
    "        super().__init__()\n"
    "        self.gains = {gains}\n"
    "    def forward(self, x):\n"
    "        return x * sum(self.gains)\n"
)


def made(gains: str, *more: str) -> Notebook:
    return notebook(HEAD.replace("{gains}", gains), "model = N()", *more)


def test_parameters_are_counted_each_once():
    (verdict,) = made("[nn.Parameter(torch.ones(4))] * 2").confirmed(RULE)
    assert message(RULE, verdict) == (
        "`model.gains` is a Python list, so its parameter is not registered"
    )
    assert verdict.evidence == (
        "`model.gains` holds 1 parameter with 4 elements; `model.parameters()` does "
        "not yield it",
    )


def test_tensors_that_an_optimizer_steps_are_a_warning():
    book = made(
        "[torch.ones(4, requires_grad=True), torch.ones(2)]",
        "opt = torch.optim.SGD([model.gains[0]], 0.1)",
    )
    (verdict,) = book.confirmed(RULE)
    assert message(RULE, verdict) == (
        "`model.gains` is a Python list of 1 tensor that requires grad but is no "
        "`nn.Parameter`"
    )
    assert verdict.severity is Severity.WARNING


def test_frozen_parameters_are_information():
    (verdict,) = made("(nn.Parameter(torch.ones(4), requires_grad=False),)").confirmed(
        RULE
    )
    assert verdict.severity is Severity.INFO


def test_a_parameter_list_in_its_place_refutes_the_claim():
    book = made("[nn.Parameter(torch.ones(4))]")
    book.run("model.gains = nn.ParameterList(model.__dict__.pop('gains'))")
    assert [verdict.kind for verdict in book.verdicts(RULE)] == ["refuted"]
