"""The filter language, term by term, as the table of the panel names them."""

from __future__ import annotations

import weakref
from typing import Any

import pytest
import torch
from modulescope import tree
from modulescope.tree.filters import parse
from modulescope.tree.observing import what_is_seen
from page import Page
from torch import nn


class Block(nn.Module):
    """A layer of each kind of state."""

    def __init__(self, down: bool = False) -> None:
        super().__init__()
        self.attn = nn.Linear(64, 64)
        self.norm = nn.LayerNorm(64)
        self.drop = nn.Dropout()
        self.register_module("extra", None)
        self.down = nn.Identity() if down else None
        self.pad = None


class Net(nn.Module):
    """Blocks, and things that no registry has."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(100, 64)
        self.blocks = nn.ModuleList([Block(down=True), Block(), Block()])
        self.head = nn.Linear(64, 100, bias=False)
        self.head.weight = self.embed.weight
        self.hidden = [nn.Linear(3, 3)]
        self.scale = torch.ones(5, requires_grad=True)
        self.bank = {"a": torch.ones(2, requires_grad=True)}


@pytest.fixture
def net() -> Net:
    torch.manual_seed(0)
    made = Net()
    made.blocks[0].attn.requires_grad_(False)
    made.blocks[1].eval()
    made.blocks[2].attn.half()
    made.blocks[2].attn.register_forward_hook(print)
    made.blocks[2].norm.weight.register_hook(print)
    return made


def found(model: nn.Module, query: str) -> list[str]:
    matches = tree(model).find(query)
    assert matches.problem == ""
    return [row["fqn"] for row in matches]


@pytest.mark.parametrize(
    ("query", "fqns"),
    [
        ("ATTN", ["blocks.0.attn", "blocks.1.attn", "blocks.2.attn"]),
        ("1.at", ["blocks.1.attn"]),
        ("type:Linear blocks", [f"blocks.{n}.attn" for n in range(3)]),
        ("type:linear 0", ["blocks.0.attn", "hidden.0"]),
        ("type:~norm", [f"blocks.{n}.norm" for n in range(3)]),
        ("type:~norm -1.", ["blocks.0.norm", "blocks.2.norm"]),
        ("device:cpu type:embedding", ["embed"]),
        ("device:cuda", []),
        ("dtype:fp16", ["blocks.2.attn"]),
        ("dtype:half", ["blocks.2.attn"]),
        ("dtype:float16", ["blocks.2.attn"]),
        ("params:>5k type:Linear", ["head"]),
        ("params:6400", ["embed", "head"]),
        ("params:<=128 params:>=128", [f"blocks.{n}.norm" for n in range(3)]),
        ("bytes:>20kB is:leaf", ["embed", "head"]),
        ("bytes:<0.001MB type:~norm 0", ["blocks.0.norm"]),
        ("hooks:>0", ["blocks.2.attn", "blocks.2.norm"]),
        ("hooks:1 type:Linear", ["blocks.2.attn"]),
        ("is:frozen", ["blocks.0.attn"]),
        ("is:eval is:leaf -type:~drop", ["blocks.1.attn", "blocks.1.norm"]),
        ("is:shared", ["embed", "head"]),
        ("is:unregistered", ["hidden.0", "scale", "bank"]),
        ("is:unregistered params:>4", ["hidden.0", "scale"]),
        ("is:meta", []),
        ("is:lazy", []),
        (
            "is:none",
            [
                "blocks.0.extra",
                "blocks.1.extra",
                "blocks.1.down",
                "blocks.2.extra",
                "blocks.2.down",
            ],
        ),
        ("is:none down", ["blocks.1.down", "blocks.2.down"]),
        ("is:none -down 2", ["blocks.2.extra"]),
        ("is:none type:Linear", []),
        ("-is:none down", ["blocks.0.down"]),
    ],
)  # fmt: skip
def test_a_term_leaves(net: Net, query: str, fqns: list[str]):
    assert found(net, query) == fqns


class TestGradients:
    @pytest.fixture
    def trained(self, net: Net) -> Net:
        net.head.weight.grad = torch.full_like(net.head.weight, 1e-9)
        net.blocks[1].attn.weight.grad = torch.zeros(64, 64)
        net.blocks[1].attn.bias.grad = torch.ones(64)
        net.blocks[1].norm.weight.grad = torch.full((64,), float("nan"))
        net.blocks[1].norm.bias.grad = torch.full((64,), float("-inf"))
        return net

    @pytest.mark.parametrize(
        ("query", "fqns"),
        [
            ("grad:none", ["blocks.0.norm", "blocks.2.attn", "blocks.2.norm"]),
            ("grad:zero", ["blocks.1.attn"]),
            ("grad:nan", ["blocks.1.norm"]),
            ("grad:inf", ["blocks.1.norm"]),
            ("grad:<1e-8", ["embed", "blocks.1.attn"]),
            ("grad:<1e-8 -grad:zero", ["embed"]),
            ("grad:>=0.5", ["blocks.1.attn"]),
        ],
    )
    def test_what_the_last_backward_left(
        self, trained: Net, query: str, fqns: list[str]
    ):
        # A tied weight is where it is met first.
        assert found(trained, query) == fqns

    def test_a_watch_tells_of_its_last_step(self, page: Page):
        page.run(
            "import modulescope\n"
            "model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))\n"
            "with modulescope.watch(model, every=1):\n"
            "    model[1](torch.ones(1, 2)).sum().backward()\n"
            "model.zero_grad()"
        )
        scene = page.session.scene()
        seen = what_is_seen(scene, page.names["model"], busy=True)
        assert seen.gradients.found["0.weight"].state == "none"
        assert seen.gradients.found["1.weight"].rms == pytest.approx(1)
        assert seen.gradients.step is not None

    def test_while_a_cell_runs_no_data_is_read(self, page: Page):
        page.run("model = nn.Linear(2, 2)")
        seen = what_is_seen(page.session.scene(), page.names["model"], busy=True)
        assert seen.problem("grad") and seen.problem("init")
        assert "when the kernel is idle" in seen.problem("grad")

    def test_asking_changes_nothing(self, trained: Net):
        before = [(id(p.grad), p._version) for p in trained.parameters()]
        state = torch.get_rng_state()
        found(trained, "grad:zero")
        after = [(id(p.grad), p._version) for p in trained.parameters()]
        assert after == before and torch.equal(torch.get_rng_state(), state)


def test_layers_off_their_initial_scale():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU())
    nn.init.normal_(model[2].weight, std=5.0)
    assert found(model, "init:>3x") == ["2"]
    assert found(model, "init:>3") == ["2"]
    assert found(model, "type:Linear -init:>3x") == ["0"]


def test_modules_with_a_finding():
    model = nn.Sequential(Net())
    assert found(model, "rule:NN102") == ["0.hidden.0"]
    assert found(model, "rule:nn102") == ["0.hidden.0"]
    assert found(model, "rule:NN999") == []
    assert found(model, "rule:modules-in-plain-container") == ["0.hidden.0"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("grd:none", 'Unknown filter "grd:". Did you mean "grad:"?'),
        ("zzzzz:1", 'Unknown filter "zzzzz:".'),
        ("is:froze", 'Unknown filter "is:froze". Did you mean "is:frozen"?'),
        ("grad:zeros", 'Unknown filter "grad:zeros". Did you mean "grad:zero"?'),
        ("type:", 'Filter "type:" needs a value.'),
        ("params:many", '"many" is no size; write for example ">1M".'),
        ("bytes:>1Q", '">1Q" is no size; write for example ">10MB".'),
        ("init:>3y", '">3y" is no size; write for example ">3x".'),
        (
            "rule:102",
            'Unknown filter "rule:102". Did you mean "rule:NN102"?',
        ),
        (
            "rule:modules-in-plain",
            'Unknown filter "rule:modules-in-plain". '
            'Did you mean "rule:modules-in-plain-container"?',
        ),
        ("rule:?", 'Unknown filter "rule:?". Write for example "rule:NN102".'),
    ],
)
def test_a_bad_term_is_told_and_the_others_apply(net: Net, query: str, problem: str):
    matches = tree(net).find(f"type:Embedding {query}")
    assert matches.problem == problem
    assert [row["fqn"] for row in matches] == ["embed"]
    assert matches.bad_terms == ((15, 15 + len(query)),)


def test_places_of_bad_terms_count_utf16_units():
    assert parse("😀 grd:1").bad_terms == ((3, 8),)


def test_terms_of_hostile_texts_never_raise(net: Net):
    for text in ("-", ":", "::", "-:", "a:b:c", "params:" + "9" * 400, "\x00:1", "  "):
        tree(net).find(text)


def test_the_number_of_matches_is_that_of_the_rows(net: Net):
    matches = tree(net).find("blocks -type:Dropout")
    assert len(matches) == len(list(matches))
    assert matches.to_dict()["matches"] == len(matches)


def test_a_tree_does_not_keep_its_model_alive():
    model: Any = Net()
    made = tree(model)
    made.find("grad:none")
    reference = weakref.ref(model)
    del model
    assert reference() is None
    assert made.find("grad:none").problem
