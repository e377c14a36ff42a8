"""Parameters that are listed by hand: an edit that registers them lists them twice."""

from __future__ import annotations

import pytest
from modulescope.checking.claims import find_claims
from modulescope.checking.codes import get_rule
from modulescope.findings import CellRef
from modulescope.source.cells import Cell

NET = """import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(2, 2)
        self.layers = [nn.Linear(2, 2)]
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.stem(x)
net = Net()
"""
BY_HAND = [
    "opt = torch.optim.SGD([*net.parameters(), "
    "*(p for l in net.layers for p in l.parameters())], 0.1)",
    "opt = torch.optim.Adam(net.parameters())\n"
    "for layer in net.layers:\n"
    "    opt.add_param_group({'params': layer.parameters()})",
    "params = list(net.parameters())\n"
    "for layer in net.layers:\n"
    "    params += layer.parameters()\n"
    "opt = torch.optim.Adam(params)",
    "opt = torch.optim.SGD([net.stem.weight, net.layers[0].weight], 0.1)",
    "from itertools import chain\n"
    "params = chain(net.stem.parameters(), *[l.parameters() for l in net.layers])",
    "def params(model):\n"
    "    for i, layer in enumerate(model.layers):\n"
    "        for name, p in layer.named_parameters():\n"
    "            yield p",
]
NOT = [
    "opt = torch.optim.SGD(net.parameters(), 0.1)",
    "for layer in net.layers:\n    print(layer)\n"
    "opt = torch.optim.Adam(net.parameters())",
    "opt = torch.optim.SGD(net.stem.parameters(), 0.1)",
]


def claim(*sources: str):
    cells = [Cell(f"c{n}", source) for n, source in enumerate(sources)]
    [found] = find_claims(cells, [get_rule("NN102")])
    return found.claim


@pytest.mark.parametrize("code", BY_HAND)
@pytest.mark.parametrize("together", [True, False])
def test_an_edit_that_would_list_them_twice_is_shown_first_with_the_line(
    code, together
):
    found = claim(NET + code) if together else claim(NET, code)
    assert found.edits and not found.safe
    [place] = found.related
    assert place.cell == CellRef("c0" if together else "c1")
    text = (NET + code if together else code).split("\n")[place.range.start.line]
    assert text[place.range.start.character :].startswith(
        ("net.layers", "model.layers")
    )


@pytest.mark.parametrize("code", NOT)
def test_an_edit_stays_safe_where_nothing_lists_them(code):
    assert claim(NET, code).safe and claim(NET, code).related == ()


def test_a_cell_that_comes_later_changes_what_was_said_before():
    assert claim(NET, "").safe
    assert not claim(NET, BY_HAND[0]).safe
    assert claim(NET, "").safe
    assert not claim(NET + "\nnet.layers = []").safe


def test_after_the_edit_the_optimizer_line_is_all_that_is_left_to_mend():
    import torch
    from modulescope.source.positions import apply_edits

    found = claim(NET + BY_HAND[0])
    text = apply_edits(NET + BY_HAND[0], [(e.range, e.text) for e in found.edits])
    names: dict = {}
    with pytest.warns(UserWarning, match="duplicate parameters"):
        exec(text, names)
    assert len(names["opt"].param_groups[0]["params"]) == 6
    mended = text.replace(BY_HAND[0], NOT[0])
    exec(mended, names)
    assert len(names["opt"].param_groups[0]["params"]) == 4
    assert names["net"](torch.ones(1, 2)).shape == (1, 2)
