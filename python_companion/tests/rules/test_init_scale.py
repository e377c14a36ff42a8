"""NN308 on statistics from the birth of real models."""

from __future__ import annotations

import re

import pytest
from modulescope.rules.init_scale import RULE
from modulescope.source.positions import apply_edits

from . import demo
from .scenes import message, notebook

HEAD = "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
SMALL = (
    "def small(m):\n    if isinstance(m, (nn.Linear, nn.Conv2d)):\n"
    "        nn.init.normal_(m.weight, std=0.001)\n"
)


def net(init: str, forward: str):
    init = "".join(f"        {line}\n" for line in init.split("\n"))
    forward = "".join(f"        {line}\n" for line in forward.split("\n"))
    text = f"{HEAD}{init}    def forward(self, x):\n{forward}"
    return notebook(text, SMALL, "model = N()\nmodel.apply(small)")


def test_the_demo_covers_two_layers_while_the_blocks_are_hidden():
    (verdict,) = notebook(demo.NET, demo.INIT, demo.BUILD).confirmed(RULE)
    title = re.sub("[67]–(4|5)[0-9]×", "6–50×", message(RULE, verdict))
    assert title == (
        "2 layers of `model` start 6–50× below the scale that keeps a ReLU signal"
    )
    assert verdict.evidence[0] == "2 layers: stem, head"


def test_the_demo_covers_ten_layers_once_they_are_registered():
    (verdict,) = notebook(demo.FIXED_NET, demo.INIT, demo.BUILD).confirmed(RULE)
    assert verdict.values["what"] == "10 layers of `model` start"
    assert verdict.evidence[0] == "10 layers: stem, blocks.0–7, head"
    assert verdict.evidence[1].endswith("He initialisation gives 1.00 for fan-in 2")
    assert verdict.evidence[2].endswith("1/√fan-in is 0.125 for fan-in 64")


def test_it_is_placed_at_the_call_that_drew_the_weights():
    (verdict,) = notebook(demo.FIXED_NET, demo.INIT, demo.BUILD).confirmed(RULE)
    assert verdict.cell and verdict.cell.cell_id == "cell-2"
    assert verdict.range == ((2, 8), (2, 23))


def test_the_review_edit_ends_it():
    book = notebook(demo.FIXED_NET, demo.INIT, demo.BUILD)
    (verdict,) = book.confirmed(RULE)
    (fix,) = verdict.fixes
    assert not fix.safe
    fixed = apply_edits(demo.INIT, [(edit.range, edit.text) for edit in fix.edits])
    assert '        nn.init.kaiming_normal_(m.weight, nonlinearity="relu")\n' in fixed
    book.run(fixed, "cell-2").run(demo.BUILD, "cell-3")
    assert book.confirmed(RULE) == []
    text = verdict.when_gone and verdict.when_gone(book.scene())
    assert text and text.startswith("`stem.weight` now starts with std ")


def test_it_stays_with_the_birth_after_training():
    book = notebook(
        demo.DATA, demo.FIXED_NET, demo.INIT, demo.BUILD, demo.OPTIMIZER, demo.TRAIN
    )
    assert len(book.confirmed(RULE)) == 1


def test_a_model_made_and_trained_in_one_cell_is_silent():
    book = notebook(demo.DATA, demo.FIXED_NET, demo.INIT)
    book.run("\n".join([demo.BUILD, demo.OPTIMIZER, demo.TRAIN]))
    assert book.confirmed(RULE) == []


def test_one_layer_is_named_by_its_expression():
    (verdict,) = net(
        "self.fc = nn.Linear(64, 64)", "return F.relu(self.fc(x))"
    ).confirmed(RULE)
    assert verdict.values["what"] == "`model.fc` starts"
    assert verdict.object == "model.fc"


def test_weights_that_are_too_large_are_above():
    book = notebook(
        "model = nn.Sequential(nn.Linear(64, 64), nn.ReLU())\n"
        "nn.init.normal_(model[0].weight)"
    )
    (verdict,) = book.confirmed(RULE)
    assert (verdict.values["side"], verdict.values["ratio"]) == ("above", "5.7")


FOUND = [
    pytest.param(
        "self.fc = nn.Linear(64, 64)", "return torch.relu(self.fc(x))", id="f"
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)", "return self.fc(x).relu()", id="method"
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)\nself.act = nn.GELU()",
        "x = self.fc(x)\nreturn self.act(x)",
        id="a member activation after an assignment",
    ),
    pytest.param(
        "self.net = nn.Sequential(nn.Linear(64, 64), nn.Dropout(0.1), nn.ReLU())",
        "return self.net(x)",
        id="siblings",
    ),
    pytest.param(
        "self.fcs = nn.ModuleList([nn.Linear(64, 64) for _ in range(2)])",
        "for i, fc in enumerate(self.fcs):\n    x = fc(x)\n    x = F.relu(x)\nreturn x",
        id="a loop with an index",
    ),
    pytest.param(
        "self.c = nn.Conv2d(3, 8, 3)\nself.d = nn.Conv2d(8, 8, 3)",
        "x = F.max_pool2d(F.relu(self.c(x)), 2)\nreturn F.relu(self.d(x))",
        id="convolutions",
    ),
]


@pytest.mark.parametrize(("init", "forward"), FOUND)
def test_a_relu_after_the_layer_is_seen(init, forward):
    (verdict,) = net(init, forward).confirmed(RULE)
    assert verdict.values["signal"] == "ReLU"


SILENT = [
    pytest.param(
        "self.fc = nn.Linear(64, 64)\nself.norm = nn.LayerNorm(64)",
        "return self.norm(self.fc(x))",
        id="before a norm layer",
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)\nself.bn = nn.BatchNorm1d(64)",
        "x = self.fc(x)\nx = self.bn(x)\nreturn F.relu(x)",
        id="before batch norm, assigned",
    ),
    pytest.param(
        "self.net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.BatchNorm1d(64))",
        "return self.net(x)",
        id="before a norm layer among siblings",
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)", "return x + self.fc(x)", id="a residual sum"
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)", "x += F.relu(self.fc(x))\nreturn x", id="+="
    ),
    pytest.param(
        "self.net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64))",
        "return x + self.net(x)",
        id="a residual branch",
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)", "return self.fc(x) * 50", id="a factor"
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)",
        "return F.linear(x, self.fc.weight)",
        id="used by hand",
    ),
    pytest.param("self.lora_a = nn.Linear(64, 8)", "return self.lora_a(x)", id="LoRA"),
    pytest.param(
        "self.a = nn.Linear(64, 64)\nself.b = nn.Linear(64, 64)\n"
        "self.norm = nn.LayerNorm(64)",
        "x = F.relu(self.a(x))\nreturn self.norm(self.b(x))",
        id="the next layer meets a norm layer",
    ),
    pytest.param(
        "self.net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.LeakyReLU(), "
        "nn.Conv2d(8, 8, 3), nn.BatchNorm2d(8))",
        "return self.net(x)",
        id="the first convolution of a DCGAN discriminator",
    ),
    pytest.param(
        "self.actor = nn.Linear(64, 4)",
        "return torch.softmax(self.actor(x), -1)",
        id="a policy head alone",
    ),
    pytest.param(
        "self.emb = nn.Embedding(9, 64)\nself.pos = nn.Parameter(torch.ones(9, 64))",
        "return self.emb(x) + self.pos",
        id="embedding and positions",
    ),
    pytest.param(
        "self.t = nn.TransformerEncoderLayer(64, 4)",
        "return self.t(x)",
        id="torch's own",
    ),
    pytest.param(
        "self.fc = nn.Linear(64, 64)\nself.fc.requires_grad_(False)",
        "return self.fc(x)",
        id="a frozen random projection",
    ),
]


@pytest.mark.parametrize(("init", "forward"), SILENT)
def test_deliberate_scales_are_silent(init, forward):
    assert net(init, forward).confirmed(RULE) == []


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("", id="torch's default"),
        pytest.param("nn.init.kaiming_normal_(m.weight)", id="He"),
        pytest.param("nn.init.xavier_uniform_(m.weight)", id="Xavier"),
        pytest.param("nn.init.orthogonal_(m.weight)", id="orthogonal"),
        pytest.param("nn.init.zeros_(m.weight)", id="zeros"),
    ],
)
def test_sound_initialisations_are_silent(call):
    text = "model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 3))\n"
    text += f"for m in (model[0], model[2]):\n    {call or 'pass'}"
    assert notebook(text).confirmed(RULE) == []


def test_loaded_weights_are_silent():
    book = notebook(
        SMALL,
        "old = nn.Sequential(nn.Linear(64, 64)).apply(small).state_dict()",
        "model = nn.Sequential(nn.Linear(64, 64))\nmodel.load_state_dict(old)",
    )
    assert book.confirmed(RULE) == []


def test_models_of_a_library_are_silent():
    book = notebook(
        "from transformers import BertConfig, BertForSequenceClassification",
        "model = BertForSequenceClassification(BertConfig(hidden_size=32, "
        "num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, "
        "vocab_size=99))",
    )
    assert book.confirmed(RULE) == []


def test_hidden_layers_are_not_counted_until_they_are_registered():
    book = notebook(demo.NET, demo.INIT, demo.BUILD, "blocks = model.blocks")
    found = book.confirmed(RULE)
    assert [verdict.values["what"] for verdict in found] == [
        "2 layers of `model` start"
    ]


def test_a_method_on_the_tensor_is_found_and_edited():
    book = notebook(
        "model = nn.Sequential(nn.Linear(64, 64), nn.ReLU())\n"
        "model[0].weight.data.normal_(0, 0.001)"
    )
    (verdict,) = book.confirmed(RULE)
    (fix,) = verdict.fixes
    assert fix.edits[0].text == (
        'nn.init.kaiming_normal_(model[0].weight, nonlinearity="relu")'
    )
