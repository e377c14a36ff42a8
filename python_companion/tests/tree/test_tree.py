"""What `tree()` says of ordinary models."""

import json

import torch
from modulescope.tree.tree import tree
from torch import nn


class Block(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.linear = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)


class Stack(nn.Module):
    def __init__(self, depth=4):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 7, stride=2)
        self.layers = nn.ModuleList(Block() for _ in range(depth))
        self.head = nn.Linear(4, 3)


def rows(model):
    return {row["name"]: row for row in tree(model).to_dict()["rows"]}


def chips(row):
    return [(chip["kind"], chip["text"]) for chip in row["chips"]]


def test_totals_are_those_of_torch():
    model = Stack()
    totals = tree(model).to_dict()["totals"]
    assert totals["modules"] == len(list(model.modules()))
    assert totals["parameters"] == len(list(model.parameters()))
    assert totals["numel"] == sum(p.numel() for p in model.parameters())
    assert totals["trainable"] == totals["parameters"]
    assert totals["bytes"] == 4 * totals["numel"] == totals["storage_bytes"]
    assert totals["devices"] == ["cpu"] and totals["dtypes"] == ["float32"]
    assert totals["hooks"] == {} and totals["partial"] is False


def test_one_parameter_is_counted_in_the_singular():
    said = repr(tree(nn.Linear(1, 1, bias=False)))
    assert said.startswith("1 module, 1 parameter (all trainable)")


def test_equal_neighbours_fold_and_name_their_container():
    row = rows(Stack(32))["layers.0–31"]
    assert (row["kind"], row["count"], row["note"]) == ("fold", 32, "identical")
    assert row["class_name"] == "Block" and row["fqn"] == "layers.0"
    assert row["numel"] == 32 * 28


def test_a_block_that_differs_splits_the_run_and_says_why():
    model = Stack(32)
    model.layers[17].half()
    found = rows(model)
    assert found["layers.17"]["note"] == "layers.17 differs: float16"
    assert found["layers.0–16"]["count"] == 17 and found["layers.18–31"]["count"] == 14
    assert ("dtype", "float16") in chips(found["layers.17"])


def test_each_kind_of_difference_is_named():
    def note(change):
        model = Stack(4)
        change(model.layers[1])
        return rows(model)["layers.1"]["note"].removeprefix("layers.1 differs: ")

    assert note(lambda block: block.eval()) == "eval"
    assert note(lambda block: block.requires_grad_(False)) == "frozen"
    assert note(lambda block: block.to("meta")) == "meta"
    assert note(lambda b: b.register_forward_hook(print)) == "1 forward hook"
    assert note(lambda b: setattr(b, "linear", nn.Linear(4, 5))) == "shape"
    assert note(lambda b: setattr(b, "linear", nn.Identity())) == "Identity"
    assert note(lambda b: setattr(b, "more", nn.Identity())) == "3 children, not 2"


def test_shapes_are_badges():
    found = rows(Stack())
    assert found["stem"]["shape"] == "3→4 k7 s2"
    assert found["head"]["shape"] == "4→3"
    embedding = tree(nn.Embedding(50_257, 768)).to_dict()["rows"][0]
    assert embedding["shape"] == "50k×768"


def test_what_most_of_the_model_is_gets_no_chip():
    assert all(not row["chips"] for row in tree(Stack()).to_dict()["rows"])
    assert all(not row["chips"] for row in tree(Stack().eval()).to_dict()["rows"])


def test_modes_and_freezing_that_deviate_get_chips():
    model = Stack()
    model.stem = nn.Conv2d(3, 1, 1).eval().requires_grad_(False)
    model.layers[0].linear.requires_grad_(False)
    found = rows(model)
    assert chips(found["stem"]) == [("mode", "eval"), ("frozen", "frozen")]
    assert chips(found["layers.0"]) == [("half_frozen", "2/4 frozen")]


def test_in_a_frozen_model_what_trains_gets_the_chip():
    model = Stack(16).requires_grad_(False)
    model.head.requires_grad_(True)
    found = rows(model)
    assert chips(found["head"]) == [("differs", "trainable")]
    assert chips(found["layers.0–15"]) == [("frozen", "frozen")]
    assert chips(found["linear"]) == []


def test_tied_parameters_count_once_and_are_named():
    model = nn.ModuleDict({"embed": nn.Embedding(9, 4), "head": nn.Linear(4, 9)})
    model["head"].weight = model["embed"].weight
    found = rows(model)
    assert found[""]["numel"] == 36 + 9
    assert found["embed"]["numel"] == 36 and found["head"]["numel"] == 45
    assert chips(found["head"]) == [("shared", "shared with embed.weight")]


def test_a_module_used_twice_brings_its_parameters_to_both_places():
    shared = nn.Linear(4, 4)
    model = nn.ModuleDict(
        {"a": nn.Sequential(shared), "b": nn.Sequential(shared, nn.Linear(4, 4))}
    )
    found = rows(model)
    assert (found["a"]["numel"], found["b"]["numel"]) == (20, 40)
    assert found[""]["numel"] == 40
    assert ("shared", "same module as a.0") in [
        chip for row in tree(model).to_dict()["rows"] for chip in chips(row)
    ]


def test_a_hook_on_a_tied_parameter_counts_once():
    model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4))
    model[2].weight = model[0].weight
    model[2].weight.register_hook(lambda grad: grad)
    model[2].bias.register_post_accumulate_grad_hook(lambda parameter: None)
    assert tree(model).totals.hooks == {"tensor": 1, "post_accumulate": 1}


def test_what_somebody_put_over_torchs_own_accessors_is_not_asked(monkeypatch):
    def refuse(tensor):
        raise AssertionError

    model = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))
    before = tree(model).to_dict()
    for name in ("shape", "dtype", "device", "requires_grad"):
        monkeypatch.setattr(torch.Tensor, name, property(refuse))
    assert tree(model).to_dict() == before


def test_one_module_many_times_folds_and_counts_once():
    model = nn.ModuleList([nn.Linear(4, 4)] * 12)
    found = rows(model)
    assert found["1–11"]["note"] == "the same module"
    assert found[""]["numel"] == 20


def test_modules_in_plain_attributes_are_ghosts():
    model = Stack()
    model.blocks = [nn.Linear(4, 4) for _ in range(8)]
    model.by_name = {"x": nn.Linear(2, 2)}
    model.pair = (nn.ReLU(), nn.Tanh())
    model.__dict__["hidden"] = nn.Linear(1, 1)
    found = rows(model)
    assert found["blocks"]["class_name"] == "list of 8 Linear"
    assert found["blocks"]["kind"] == "ghost" and found["blocks"]["numel"] == 160
    assert chips(found["blocks"]) == [("ghost", "not registered")]
    assert found["by_name"]["class_name"] == "dict of 1 Linear"
    assert found["pair"]["class_name"] == "tuple of 2 modules"
    assert found["hidden"]["class_name"] == "Linear"
    assert found[""]["numel"] == sum(p.numel() for p in model.parameters())


def test_a_list_of_registered_modules_is_no_ghost():
    model = Stack()
    model.shortcut = [model.head, model.stem]
    assert "shortcut" not in rows(model)


def test_something_that_is_no_module_is_said_to_be_none():
    for value in (3, None, nn.Linear, torch.zeros(2), "model"):
        found = tree(value).to_dict()
        assert found["is_module"] is False and found["rows"] == []
        assert found["totals"]["modules"] == 0


def test_to_dict_stays_below_8_mb():
    wide = nn.ModuleList(nn.Linear(1, 1 + n % 97) for n in range(30_000))
    found = tree(wide).to_dict()
    assert len(json.dumps(found)) < 8_000_000
    assert found["rows"][0]["num_children"] == 30_000


def test_find_keeps_ancestors_and_counts_matches():
    found = tree(Stack(2)).find("type:Linear layers")
    assert len(found) == 2
    assert [row["fqn"] for row in found] == ["layers.0.linear", "layers.1.linear"]
    assert [row["fqn"] for row in found.rows if not row["matched"]] == [
        "",
        "layers",
        "layers.0",
        "layers.1",
    ]


def test_find_understands_contains_and_not():
    found = tree(Stack(2)).find("type:~norm")
    assert {row["class_name"] for row in found} == {"LayerNorm"}
    found = tree(Stack(2)).find("-type:Linear -type:~norm")
    assert {row["fqn"] for row in found} == {
        "",
        "stem",
        "layers",
        "layers.0",
        "layers.1",
    }


def test_an_unknown_term_is_named_and_the_others_apply():
    found = tree(Stack(2)).find("grd:none type:Conv2d")
    assert found.problem == 'Unknown filter "grd:". Did you mean "grad:"?'
    assert [row["fqn"] for row in found] == ["stem"]
