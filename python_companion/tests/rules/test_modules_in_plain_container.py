"""NN102 on live objects."""

from __future__ import annotations

import pytest
from modulescope.findings import Severity
from modulescope.rules.modules_in_plain_container import RULE

from . import demo
from .scenes import Notebook, message, notebook

HEAD = "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"


def made(body: str, *more: str) -> Notebook:
    return notebook(HEAD + f"        {body}\n", "model = N()", *more)


def test_a_list_of_layers_is_counted_with_what_parameters_yields():
    (verdict,) = notebook(demo.NET, demo.INIT, demo.BUILD).confirmed(RULE)
    assert verdict.evidence == (
        "`model.blocks` holds 8 modules with 33,280 parameters; "
        "`model.parameters()` yields 387 elements",
    )
    assert message(RULE, verdict) == (
        "`model.blocks` is a Python list, so its 8 modules are not registered"
    )
    assert verdict.severity is None
    assert verdict.object == "model.blocks"


def test_a_single_module_is_told_in_the_singular():
    (verdict,) = made("self.x = [nn.Linear(2, 2)]").confirmed(RULE)
    assert message(RULE, verdict) == (
        "`model.x` is a Python list, so its module is not registered"
    )


def test_the_verdict_is_placed_at_the_attribute_in_the_cell_of_the_class():
    (verdict,) = notebook(demo.NET, demo.INIT, demo.BUILD).confirmed(RULE)
    assert verdict.cell and verdict.cell.cell_id == "cell-1"
    assert verdict.range and verdict.range.start == (4, 8)
    assert verdict.range.end == (4, 19)


def test_the_evidence_answers_the_claim_about_the_same_text():
    book = notebook(demo.NET, demo.INIT, demo.BUILD)
    (verdict,) = book.confirmed(RULE)
    (claim,) = book.scene(RULE).claims["NN102"]
    assert claim.subject == verdict.subject
    assert book.runs[0].file in verdict.built_from


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param("self.x = (nn.Linear(2, 2),)", "tuple", id="tuple"),
        pytest.param("self.x = {'a': nn.Linear(2, 2)}", "dict", id="dict"),
        pytest.param("self.x = {nn.Linear(2, 2)}", "set", id="set"),
        pytest.param("self.x = [[nn.Linear(2, 2)]]", "list", id="two levels"),
        pytest.param("self.x = [{'a': nn.BatchNorm1d(2)}]", "list", id="dict in list"),
    ],
)
def test_containers_of_all_kinds_are_read_two_levels_deep(body, kind):
    (verdict,) = made(body).confirmed(RULE)
    assert (verdict.values["kind"], verdict.values["n"]) == (kind, 1)


def test_a_module_list_refutes_the_claim():
    book = notebook(demo.NET, demo.INIT)
    (claim,) = book.scene(RULE).claims["NN102"]
    book.run(
        "net = SpiralNet()\nnet.blocks = nn.ModuleList(net.__dict__.pop('blocks'))"
    )
    (verdict,) = book.verdicts(RULE)
    assert (verdict.kind, verdict.subject) == ("refuted", claim.subject)


def test_a_list_that_also_feeds_a_registered_container_is_refuted():
    book = made("self.x = [nn.Linear(2, 2)]", "model.net = nn.Sequential(*model.x)")
    assert [v.kind for v in book.verdicts(RULE)] == ["refuted"]


def test_the_fix_says_what_parameters_yields_now():
    book = notebook(demo.NET, demo.INIT, demo.BUILD)
    (verdict,) = book.confirmed(RULE)
    book.run(demo.FIXED_NET, "cell-1").run(demo.BUILD, "cell-3")
    assert book.confirmed(RULE) == []
    assert verdict.when_gone
    assert verdict.when_gone(book.scene()) == (
        "`model.parameters()` now yields 33,667 parameters (was 387)."
    )


def test_a_frozen_teacher_is_information():
    book = made("self.t = [nn.Linear(2, 2).requires_grad_(False)]")
    (verdict,) = book.confirmed(RULE)
    assert verdict.severity is Severity.INFO


def test_layers_that_an_optimizer_holds_are_a_warning():
    book = made(
        "self.x = [nn.Linear(2, 2)]", "opt = torch.optim.SGD(model.x[0].parameters())"
    )
    (verdict,) = book.confirmed(RULE)
    assert verdict.severity is Severity.WARNING
    assert verdict.evidence[1] == "`opt` holds their parameters all the same"


def test_hidden_dropout_is_a_warning_because_eval_misses_it():
    (verdict,) = made("self.x = [nn.Dropout(0.5)]").confirmed(RULE)
    assert verdict.severity is Severity.WARNING
    assert verdict.evidence[1] == "it has no parameters, but `eval()` misses it"


def test_of_a_hidden_loss_is_said_that_its_buffers_are_missed():
    loss = "nn.CrossEntropyLoss(weight=torch.ones(2))"
    (verdict,) = made(f"self.x = [{loss}]").confirmed(RULE)
    assert verdict.evidence[1] == (
        "it has buffers only; `to()` and `state_dict()` miss them"
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("self.x = [nn.ReLU(), nn.Tanh()]", id="activations"),
        pytest.param("self.x = [nn.CrossEntropyLoss()]", id="losses"),
        pytest.param("self.x = [torch.relu, 3, None]", id="functions"),
        pytest.param("self.a = nn.Linear(2, 2); self.x = [self.a]", id="an alias"),
        pytest.param("self.a = nn.Linear(2, 2); self.x = (self.a, self)", id="itself"),
        pytest.param("self.x = [nn.Linear]", id="classes"),
    ],
)
def test_containers_that_hide_nothing_are_silent(body):
    assert made(body).confirmed(RULE) == []


def test_modules_that_a_library_hides_in_its_own_class_are_silent():
    book = notebook(
        "model = nn.DataParallel(nn.Linear(2, 2))", "model.device_ids = [nn.ReLU()]"
    )
    book.namespace["model"].device_ids = [book.namespace["nn"].Linear(2, 2)]
    assert book.confirmed(RULE) == []


def test_a_list_that_the_notebook_adds_to_a_library_model_is_found():
    book = notebook("model = nn.Linear(2, 2)", "model.more = [nn.Linear(2, 2)]")
    (verdict,) = book.confirmed(RULE)
    assert verdict.values["owner"] == "model"


def test_one_class_used_many_times_gives_one_finding():
    book = made("self.x = [nn.Linear(2, 2)]", "both = nn.Sequential(N(), N())")
    assert len({verdict.cause for verdict in book.confirmed(RULE)}) == 1


def test_a_list_of_a_base_class_is_about_the_base_class():
    book = made("self.x = [nn.Linear(2, 2)]", "class M(N):\n    pass", "model = M()")
    (verdict,) = book.confirmed(RULE)
    assert verdict.subject.owner == "N"
    assert verdict.values["cls"] == "M"


def test_a_list_subclass_is_read_past_its_own_methods():
    book = notebook(
        "class Trap(list):\n"
        "    def __iter__(self): raise RuntimeError\n"
        "    def __len__(self): raise RuntimeError\n"
        "    def __bool__(self): raise RuntimeError\n",
        HEAD + "        self.x = Trap((nn.Linear(2, 2),))\n",
        "model = N()",
    )
    (verdict,) = book.confirmed(RULE)
    assert verdict.values["n"] == 1
