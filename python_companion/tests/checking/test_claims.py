"""The pass over a notebook: cells together, order of runs, cache, comments."""

from __future__ import annotations

import ast
import gc
import importlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modulescope.checking.claims import (
    Found,
    find_claims,
    forget,
    is_ignored,
    unparsed_cells,
)
from modulescope.checking.codes import get_rule
from modulescope.findings import Severity
from modulescope.rulekit.rule import Rule
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from modulescope.source.tree import Tree

RULES = all_rules()
NET = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(2, 2) for _ in range(3)]
"""


def notebook(*sources: str) -> list[Cell]:
    return [Cell(str(number), source) for number, source in enumerate(sources)]


def claims(*sources: str, executed: tuple[str, ...] = ()) -> list[str]:
    found = find_claims(notebook(*sources), RULES, executed)
    return [f"{rule.code}@{cell.id}" for rule, cell, _ in found]


def silenced_claims(cells: list[Cell]) -> list[Found]:
    found: list[Found] = []
    find_claims(cells, RULES, silenced=found)
    return found


def test_a_claim_underlines_only_the_name_it_is_about():
    ((_, _, claim),) = find_claims(notebook(NET), RULES)
    assert claim.range == ((3, 8), (3, 19))


def test_a_change_of_another_cell_that_is_used_changes_the_claims():
    user = "class Net(Base):" + NET.partition(":")[2]
    assert claims("class Base(nn.Module): pass", user) == ["NN102@1"]
    assert claims("class Base: pass", user) == []
    assert claims("class Base(nn.Module): pass", user) == ["NN102@1"]


FROZEN = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
        self.head = nn.Linear(2, 2)
net = Net()"""


def test_what_another_cell_does_to_a_part_of_a_model_is_seen_when_it_changes():
    freeze = "net.encoder.requires_grad_(False)"
    assert claims(FROZEN, freeze, "net.train()") == ["NN112@0", "NN511@2"]
    assert claims(FROZEN, "pass", "net.train()") == ["NN112@0"]
    assert claims(FROZEN, freeze, "net.train()") == ["NN112@0", "NN511@2"]


def test_notebooks_with_equal_cell_ids_do_not_get_the_claims_of_each_other():
    assert claims(NET, "net = Net()") == ["NN102@0"]
    assert claims(NET.replace("[nn", "nn.Sequential(*[nn").replace(")]", ")])")) == []


def test_a_change_of_another_cell_that_is_not_used_checks_nothing_again():
    calls = []
    counting = Rule("NN999", "counting", Severity.INFO, "", "", "", "", "0")
    counting.on(ast.Module)(lambda node, text: calls.append(text.cell.id) or ())
    find_claims(notebook("import torch", "x = 1", "def f(): pass"), [counting])
    find_claims(notebook("import torch", "x = 2", "def f(): pass"), [counting])
    assert calls == ["0", "1", "2", "1"]


HEAD = ("import torch\nfrom torch import nn", "model = nn.Sequential(nn.Linear(2, 2))")
OPTIMIZER = "optimizer = torch.optim.SGD(model.parameters(), 0.1)"
SWAP = "model.head = nn.Linear(2, 2)"


def test_a_change_of_a_function_of_another_cell_changes_the_claims():
    keeping = "import torch\ndef keep(module, inputs, output):\n    kept['a'] = {}\n"
    hooking = (
        "from torch import nn\nkept = {}\n"
        "model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))\n"
        "handle = model[0].register_forward_hook(keep)\n"
        "y = model(torch.randn(2, 4))\n"
    )
    detached, cloned = (
        keeping.format(f"output.detach(){more}") for more in ("", ".clone()")
    )
    assert "NN207@1" in claims(detached, hooking)
    assert "NN207@1" not in claims(cloned, hooking)
    assert "NN207@1" in claims(detached, hooking)


def living(kind: type) -> int:
    return sum(type(one) is kind for one in gc.get_objects())


def test_trees_are_freed_without_the_cycle_collector():
    forget()
    gc.collect()
    gc.disable()
    try:
        before = living(Tree)
        claims(f"import torch\nfrom torch import nn\n{NET}", "net = Net()\n")
        forget()
        assert living(Tree) == before
    finally:
        gc.enable()


def test_cells_count_in_the_order_in_which_they_ran():
    cells = (*HEAD, SWAP, OPTIMIZER)
    assert claims(*cells) == []
    assert claims(*cells, executed=("0", "1", "3", "2")) == ["NN502@2"]
    assert claims(*cells, executed=("0", "1", "3", "2", "3")) == []


def test_a_cell_that_did_not_run_yet_follows_those_above_it():
    cells = (*HEAD, SWAP, OPTIMIZER)
    assert claims(*cells, executed=("0", "1", "3")) == []
    assert claims(*HEAD, OPTIMIZER, SWAP, executed=("0", "1", "2")) == ["NN502@3"]


def test_a_mode_that_a_later_cell_sets_does_not_count():
    dropout = "model = nn.Sequential(nn.Dropout(0.5))"
    run = "with torch.no_grad():\n    y = model(x)"
    cells = (HEAD[0], dropout, run, "model.eval()")
    assert claims(*cells) == ["NN505@2"]
    assert claims(*cells, executed=("0", "1", "3", "2")) == []
    assert claims(*cells, executed=("0", "1", "3", "1", "2")) == ["NN505@2"]


DROPOUT = "model = nn.Sequential(nn.Dropout(0.5))"
EVALUATION = "with torch.no_grad():\n    y = model(x)"


@pytest.mark.parametrize(
    "mode",
    [
        "for layer in model:\n    layer.training = False",
        "model[0].training = False",
        "from helpers import prepare\nprepare(model)",
        "model.apply(lambda m: setattr(m, 'training', False))",
        "nn.Module.eval(model)",
    ],
)
def test_what_another_cell_does_to_a_mode_is_seen_when_it_changes(mode):
    assert claims(HEAD[0], DROPOUT, "pass", EVALUATION) == ["NN505@3"]
    assert claims(HEAD[0], DROPOUT, mode, EVALUATION) == []
    assert claims(HEAD[0], DROPOUT, "pass", EVALUATION) == ["NN505@3"]


def test_a_model_that_another_cell_gives_a_function_is_seen_when_it_changes():
    function = "def evaluate(net, x):\n    return net(x)"
    call = "y = evaluate(model, x)"
    assert claims(HEAD[0], function, DROPOUT, call) == ["NN505@1"]
    assert claims(HEAD[0], function, DROPOUT.replace("0.5", "0.0"), call) == []
    assert claims(HEAD[0], function, DROPOUT, "y = model.eval()") == []
    assert claims(HEAD[0], function, DROPOUT, call) == ["NN505@1"]


def test_a_quiet_claim_is_given_only_on_request_and_makes_a_comment_needed():
    evaluation = EVALUATION + "  # nn: ignore[NN505]"
    unknown = notebook(HEAD[0], "from nets import build\nmodel = build()", EVALUATION)
    assert find_claims(unknown, RULES) == []
    (quiet,) = find_claims(unknown, RULES, quiet=True)
    assert (quiet.rule.code, quiet.cell.id, quiet.claim.quiet) == ("NN505", "2", True)
    unknown[2] = Cell("2", evaluation)
    assert [found.claim.quiet for found in silenced_claims(unknown)] == [True]


def test_the_place_of_the_optimizer_is_related():
    ((_, _, claim),) = find_claims(notebook(*HEAD, OPTIMIZER, SWAP), RULES)
    (place,) = claim.related
    assert place.cell.cell_id == "2"
    assert place.note == "`optimizer` was built here, before the layer"


LINE = "        self.blocks = [nn.Linear(2, 2) for _ in range(3)]"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(NET.replace(LINE, f"{LINE}  # nn: ignore[NN102]"), id="code"),
        pytest.param(
            NET.replace(LINE, f"{LINE}  # nn: ignore[modules-in-plain-container]"),
            id="name",
        ),
        pytest.param(
            NET.replace(LINE, f"{LINE}  # nn: ignore[NN501, nn102]"), id="list"
        ),
        pytest.param(
            NET.replace(LINE, f"        # nn: ignore[NN102]\n{LINE}"), id="line above"
        ),
        pytest.param(NET.replace(LINE, f"{LINE}  # noqa: NN102"), id="noqa"),
        pytest.param(NET.replace(LINE, f"{LINE}  # noqa"), id="bare noqa"),
        pytest.param("# nn: ignore-cell[NN102]\n" + NET, id="cell"),
        pytest.param("# nn: ignore-file[NN102]\n" + NET, id="file"),
    ],
)
def test_a_comment_silences_a_claim(source):
    assert claims(source) == []
    ((rule, _, _),) = silenced_claims(notebook(source))
    assert rule.code == "NN102"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            NET.replace(LINE, f"{LINE}  # nn: ignore[NN101]"), id="other rule"
        ),
        pytest.param(NET.replace(LINE, f"{LINE}  # noqa: E501"), id="other noqa"),
        pytest.param(f"# nn: ignore[NN102]\n{NET}", id="far above"),
        pytest.param(
            NET.replace(LINE, f"        x = 1  # nn: ignore[NN102]\n{LINE}"),
            id="end of the line above",
        ),
    ],
)
def test_a_comment_about_something_else_silences_nothing(source):
    assert claims(source) == ["NN102@0"]


def test_the_first_cell_can_silence_a_rule_in_all_cells():
    assert claims("# nn: ignore-file[NN102]", NET) == []
    assert claims("# nn: ignore-cell[NN102]", NET) == ["NN102@1"]
    assert claims(NET, "# nn: ignore-file[NN102]") == ["NN102@0"]


def test_a_bare_noqa_does_not_silence_what_live_objects_show():
    cells = notebook(NET.replace(LINE, f"{LINE}  # noqa"))
    ((rule, cell, claim),) = silenced_claims(cells)
    assert is_ignored(rule, cells, cell, claim.range)
    assert not is_ignored(rule, cells, cell, claim.range, live=True)


def test_a_check_that_raises_is_told_and_stops_no_other_rule():
    broken = Rule("NN999", "broken", Severity.INFO, "", "", "", "", "0")

    @broken.on(ast.ClassDef)
    def check(node, text):
        raise ValueError("no")

    failed = []
    rules = [broken, get_rule("NN102")]
    for _ in range(2):
        found = find_claims(
            notebook(NET),
            rules,
            on_failure=lambda rule, error: failed.append((rule.code, str(error))),
        )
        assert [entry.rule.code for entry in found] == ["NN102"]
    assert failed == [("NN999", "no")] * 2
    with pytest.raises(ValueError, match="no"):
        find_claims(notebook(NET), rules)


def test_a_half_typed_cell_leaves_the_others_their_claims():
    cells = notebook("import torch\nx = (", NET, "%%bash\nls")
    assert [entry.cell.id for entry in find_claims(cells, RULES)] == ["1"]
    assert list(unparsed_cells(cells)) == ["0"]


def test_a_notebook_that_does_not_name_torch_is_not_parsed(monkeypatch):
    def refuse(*arguments):
        raise AssertionError

    monkeypatch.setattr("modulescope.checking.claims.Notebook", refuse)
    assert claims("import pandas as pd\nframe = pd.DataFrame()") == []


def test_the_deepest_text_that_python_parses_is_walked():
    for source in ("-" * 900 + "x", "x" + ".a" * 900, "+".join(["x"] * 900)):
        body = NET + f"    def forward(self, x):\n        return {source}\n"
        assert claims(body) == ["NN102@0"]


EXAMPLES = [
    example.code
    for rule in RULES
    for kind in ("VALID", "INVALID")
    for example in getattr(
        importlib.import_module(
            f"modulescope.rules.{rule.name.replace('-', '_')}.examples"
        ),
        kind,
    )
]
TOKEN = re.compile(r"\w+|[^\w\s]")
WORDS = sorted({token for code in EXAMPLES for token in TOKEN.findall(code)})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_no_change_of_an_example_makes_a_check_raise(code, data):
    for _ in range(data.draw(st.integers(1, 3))):
        tokens = list(TOKEN.finditer(code))
        old = data.draw(st.sampled_from(tokens))
        new = data.draw(st.sampled_from(WORDS) | st.just(""))
        code = code[: old.start()] + new + code[old.end() :]
    find_claims(notebook(*code.split("\n# %%\n")), RULES)


def test_a_second_check_of_a_long_notebook_reads_one_cell():
    cells = [NET.replace("Net", f"Net{number}") for number in range(100)]
    find_claims(notebook("from torch import nn", *cells), RULES)
    gc.collect()
    start = time.process_time()
    cells[50] += "\n"
    found = find_claims(notebook("from torch import nn", *cells), RULES)
    assert len(found) == 100
    # A check of all cells takes 60 ms or more; a generous limit for slow machines.
    assert time.process_time() - start < 0.5
