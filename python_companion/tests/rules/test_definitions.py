"""NN101, NN104, NN105 and NN108 on live objects."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule
from modulescope.findings import Severity

from .scenes import message, notebook

NN101, NN104, NN105, NN108 = map(get_rule, ("NN101", "NN104", "NN105", "NN108"))
assert NN101 and NN104 and NN105 and NN108
HEAD = "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"


def net(init: str, forward: str = "return x", *more: str):
    text = f"{HEAD}        {init}\n    def forward(self, x):\n        {forward}\n"
    return notebook(text, "model = N()", *more)


# NN101


def test_an_object_without_registries_is_found():
    book = notebook(
        "class N(nn.Module):\n    def __init__(self, k):\n        self.k = k\n",
        "net = N(3)",
    )
    (verdict,) = book.confirmed(NN101)
    assert message(NN101, verdict) == (
        "`net` was built without `Module.__init__`, so it registers nothing"
    )
    assert verdict.evidence == (
        "`net` has no `_parameters` and no `_modules`",
        "its own attributes are only `k`: `N.__init__` called no other `__init__`",
    )
    assert verdict.cell == ("cell-1", 1)
    assert verdict.range == ((0, 6), (0, 7))


def test_the_base_class_is_blamed_if_it_forgot_the_call():
    book = notebook(
        "class A(nn.Module):\n    def __init__(self):\n        self.a = 1\n",
        "class B(A):\n    def __init__(self):\n        super().__init__()\n",
        "net = B()",
    )
    (verdict,) = book.confirmed(NN101)
    assert verdict.subject.name == "A"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([HEAD, "net = N()"], id="a call"),
        pytest.param(
            [
                HEAD.replace("super()", "nn.Module").replace("t__()", "t__(self)"),
                "net = N()",
            ],
            id="a call of the base",
        ),
        pytest.param([HEAD, "net = N.__new__(N)"], id="a copy that is not finished"),
        pytest.param(["net = torch.jit.script(nn.Linear(2, 2))"], id="TorchScript"),
    ],
)
def test_built_modules_are_silent(cells):
    assert notebook(*cells).confirmed(NN101) == []


# NN104


def test_a_trainable_attribute_is_found():
    book = net("self.scale = torch.ones(4, requires_grad=True)")
    (verdict,) = book.confirmed(NN104)
    assert message(NN104, verdict) == (
        "`model.scale` requires grad but is no `nn.Parameter`"
    )
    assert verdict.evidence == (
        "`model.scale` is a leaf tensor [4] that requires grad; "
        "`model.parameters()` does not yield it",
    )
    assert verdict.range == ((3, 8), (3, 18))


def test_an_optimizer_that_holds_it_lowers_the_finding():
    book = net(
        "self.scale = torch.ones(4, requires_grad=True)",
        "return x",
        "opt = torch.optim.SGD([model.scale], 0.1)",
    )
    (verdict,) = book.confirmed(NN104)
    assert verdict.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("init", "forward", "more"),
    [
        pytest.param(
            "self.w = nn.Parameter(torch.ones(4))", "return x", "", id="param"
        ),
        pytest.param("self.w = torch.ones(4)", "return x + self.w", "", id="no grad"),
        pytest.param(
            "pass",
            "self.x = x.requires_grad_()\n        return x",
            "model(torch.ones(2))",
            id="an input that forward keeps",
        ),
        pytest.param(
            "self.fc = nn.Linear(2, 2)",
            "return self.fc(x)",
            "from torch.nn.utils import spectral_norm\nspectral_norm(model.fc)",
            id="spectral norm",
        ),
        pytest.param(
            "self.fc = nn.Linear(2, 2)",
            "return self.fc(x)",
            "import torch.nn.utils.prune as prune\n"
            "prune.l1_unstructured(model.fc, 'weight', amount=1)",
            id="pruning",
        ),
        pytest.param(
            "self.fc = nn.LSTM(2, 2)", "return self.fc(x)", "", id="flat weights"
        ),
    ],
)
def test_other_tensors_are_no_trainable_attributes(init, forward, more):
    assert net(init, forward, more).confirmed(NN104) == []


# NN105


def test_a_tensor_that_forward_reads_is_found():
    book = net("self.mean = torch.zeros(3)", "return x - self.mean")
    (verdict,) = book.confirmed(NN105)
    assert message(NN105, verdict) == (
        "`model.mean` is a plain tensor on cpu: `.to()` and `state_dict()` skip it"
    )
    assert verdict.severity is None
    assert verdict.evidence == (
        "`model.mean` is a float32 tensor [3], and neither a buffer nor a parameter",
    )


FAKE = (
    "from torch._subclasses.fake_tensor import FakeTensorMode\n"
    "with FakeTensorMode():\n"
    "    there = torch.empty(3, 3, device='cuda')\n"
)


def on_cuda(init: str, forward: str):
    """A model whose weight is on another device: fake, since tests have no GPU."""
    move = FAKE + "model.fc.weight = nn.Parameter(there)\ndel model.fc.bias"
    return net(f"self.fc = nn.Linear(3, 3); {init}", forward, move)


def test_another_device_than_the_parameters_is_an_error():
    (verdict,) = on_cuda(
        "self.mean = torch.zeros(3)", "return x + self.mean"
    ).confirmed(NN105)
    assert verdict.severity is Severity.ERROR
    assert verdict.evidence[1] == "it is on cpu, the parameters are on cuda:0"


def test_an_index_may_stay_on_the_cpu():
    book = on_cuda("self.t = torch.arange(3)", "return x[self.t]")
    (verdict,) = book.confirmed(NN105)
    assert verdict.severity is None


def test_a_number_works_on_every_device():
    book = on_cuda("self.t = torch.tensor(2.0)", "return x * self.t")
    assert book.confirmed(NN105) == []


def test_a_model_on_meta_is_no_other_device():
    book = net(
        "self.mean = torch.zeros(3); self.fc = nn.Linear(2, 2, device='meta')",
        "return x - self.mean",
    )
    (verdict,) = book.confirmed(NN105)
    assert verdict.severity is None


@pytest.mark.parametrize(
    ("init", "forward"),
    [
        pytest.param(
            "self.register_buffer('m', torch.ones(2))",
            "return x + self.m",
            id="a buffer",
        ),
        pytest.param("self.m = torch.ones(2)", "return x", id="read by nobody"),
        pytest.param(
            "self.m = torch.ones(2)",
            "return x + self.m.to(x.device)",
            id="moved where it is used",
        ),
        pytest.param(
            "self.m = None",
            "self.m = x.detach()\n        return self.m",
            id="a cached activation",
        ),
        pytest.param("self.m = [1.0, 2.0]", "return x + self.m[0]", id="numbers"),
    ],
)
def test_other_tensors_are_no_unregistered_state(init, forward):
    book = net(init, forward, "y = model(torch.ones(2))")
    assert book.confirmed(NN105) == []


def test_a_class_that_saves_or_moves_it_itself_is_silent():
    text = (
        HEAD + "        self.m = torch.ones(2)\n"
        "    def _apply(self, fn):\n        self.m = fn(self.m)\n"
        "        return super()._apply(fn)\n"
        "    def forward(self, x):\n        return x + self.m\n"
    )
    assert notebook(text, "model = N()").confirmed(NN105) == []


# NN108

BUFFER = "self.fc = nn.Linear(4, 4); self.register_buffer('m', torch.zeros(4))"
UPDATE = "x = self.fc(x)\n        self.m.mul_(0.9).add_(x.mean(0), alpha=0.1)\n"
UPDATE += "        return x - self.m"
CALL = "for _ in range(3):\n    model(torch.ones(2, 4))"


def test_a_buffer_with_a_graph_is_found_and_its_graph_is_counted():
    (verdict,) = net(BUFFER, UPDATE, CALL).confirmed(NN108)
    assert message(NN108, verdict) == (
        f"Buffer `model.m` carries an autograd graph of {verdict.values['nodes']}"
    )
    assert verdict.evidence[0].startswith(
        "buffer `model.m` has the `grad_fn` `AddBackward0`; its graph has "
    )
    assert int(verdict.values["nodes"].removesuffix(" nodes")) > 10
    assert verdict.subject == ("attr", "N", "m")


def test_the_graph_grows_with_each_call():
    book = net(BUFFER, UPDATE, CALL)
    (first,) = book.confirmed(NN108)
    (second,) = book.run(CALL).confirmed(NN108)
    before, after = (
        int(verdict.values["nodes"].removesuffix(" nodes"))
        for verdict in (first, second)
    )
    assert after > before


@pytest.mark.parametrize(
    ("update", "call"),
    [
        pytest.param(UPDATE, "pass", id="not called yet"),
        pytest.param(
            UPDATE,
            "with torch.no_grad():\n    model(torch.ones(2, 4))",
            id="called under no_grad",
        ),
        pytest.param(
            UPDATE.replace("x.mean(0)", "x.detach().mean(0)"), CALL, id="detached"
        ),
    ],
)
def test_buffers_without_a_graph_are_silent(update, call):
    assert net(BUFFER, update, call).confirmed(NN108) == []


def test_batch_norm_in_training_is_silent():
    book = notebook(
        "model = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))",
        "model(torch.ones(3, 4)).sum().backward()",
    )
    assert book.confirmed(NN108) == []
