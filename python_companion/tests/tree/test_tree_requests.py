"""The answers about models, held against the schema of the messages."""

import asyncio
import json
import threading
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
import torch
from modulescope.kernel.handlers import HANDLERS
from modulescope.session.session import Session
from modulescope.tree import requests
from torch import nn

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schema/protocol/messages.schema.json").read_text()
)


class Compiler:
    def get_code_name(self, raw, transformed, number):
        return f"<cell {hash(raw)}>"


class Kernel:
    """A namespace in which cells run, with the companion's session beside it."""

    def __init__(self):
        self.user_ns, self.execution_count = {"__name__": "__main__"}, 1
        self.compile = Compiler()
        self.session = Session(self)
        self.linter = SimpleNamespace(findings_by_object={})

    def run(self, source, cell="a"):
        self.session.run_started()
        file = self.compile.get_code_name(source, source, 0)
        exec(compile(source, file, "exec"), self.user_ns)
        self.session.run_ended(cell, self.execution_count, source, True)
        self.execution_count += 1

    def ask(self, kind, **payload):
        reply = HANDLERS[kind]({"kind": kind, "id": "1", **payload}, self)
        jsonschema.validate(reply, SCHEMA)
        assert json.loads(json.dumps(reply)) == reply
        return reply

    def tree(self, model="model", fqn="", member=0, query="", limit=500):
        return self.ask(
            "tree.get", model=model, fqn=fqn, member=member, query=query, limit=limit
        )


SETUP = """
import torch
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(Block() for _ in range(32))
        self.hidden = [nn.Linear(4, 4) for _ in range(8)]
        self.head = nn.Linear(4, 2)
model = Net()
"""


@pytest.fixture
def kernel():
    kernel = Kernel()
    kernel.run(SETUP)
    return kernel


def test_variables_are_listed_newest_first_then_what_they_hold(kernel):
    kernel.run("teacher = nn.Linear(2, 2)", "b")
    kernel.run("pair = [nn.Linear(1, 1)]; part = model.head", "c")
    listed = kernel.ask("models.list")
    names = [model["name"] for model in listed["models"]]
    assert names == ["teacher", "model", "pair[0]"]
    assert listed["models"][0]["numel"] == 6
    assert listed["models"][0]["cell"] == {"cell_id": "b", "execution_count": 2}


def test_the_model_used_last_is_selected(kernel):
    kernel.run("other = nn.Linear(2, 2)", "b")
    assert kernel.ask("models.list")["selected"] == "other"
    kernel.run("model.head(torch.ones(1, 4)).sum().backward()", "c")
    assert kernel.ask("models.list")["selected"] == "model"


def test_the_top_of_a_tree_is_the_root_with_its_rows(kernel):
    reply = kernel.tree()
    assert [(row["name"], row["depth"]) for row in reply["rows"]] == [
        ("model", 0),
        ("layers.0–31", 1),
        ("head", 1),
        ("hidden", 1),
    ]
    assert reply["rows"][0]["expanded"] and not reply["rows"][1]["expanded"]
    assert reply["totals"]["numel"] == sum(
        p.numel() for p in kernel.user_ns["model"].parameters()
    )


def test_a_member_of_a_fold_opens(kernel):
    rows = kernel.tree(fqn="layers.0", member=17)["rows"]
    assert [(row["fqn"], row["depth"]) for row in rows] == [("layers.17.linear", 2)]


def test_rows_that_are_open_come_with_what_is_inside(kernel):
    kernel.run("model.layers[17].linear = nn.Sequential(nn.Linear(4, 4))")
    wanted = [
        {"fqn": "layers.0", "member": 3},
        {"fqn": "layers.17", "member": 0},
        {"fqn": "layers.17.linear", "member": 0},
        {"fqn": "nowhere", "member": 0},
    ]
    reply = kernel.ask(
        "tree.get", model="model", fqn="", member=0, query="", limit=500, open=wanted
    )
    assert [(r["fqn"], r["depth"], r["expanded"]) for r in reply["rows"]] == [
        ("", 0, True),
        ("layers.0", 1, True),
        ("layers.3.linear", 2, False),
        ("layers.17", 1, True),
        ("layers.17.linear", 2, True),
        ("layers.17.linear.0", 3, False),
        ("layers.18", 1, False),
        ("head", 1, False),
        ("hidden", 1, False),
    ]


def test_a_row_stays_closed_if_what_is_inside_does_not_fit(kernel):
    reply = kernel.ask(
        "tree.get",
        model="model",
        fqn="",
        member=0,
        query="",
        limit=4,
        open=[{"fqn": "layers.0", "member": 0}],
    )
    assert [(r["fqn"], r["expanded"]) for r in reply["rows"]][1] == ("layers.0", False)
    assert reply["left_out"] == 0


def test_a_row_inside_a_member_is_found_again(kernel):
    kernel.run("model.layers[5].linear = nn.Sequential(nn.Linear(4, 4))")
    rows = kernel.tree(fqn="layers.5.linear")["rows"]
    assert [(row["fqn"], row["depth"]) for row in rows] == [("layers.5.linear.0", 3)]


def test_a_ghost_opens(kernel):
    rows = kernel.tree(fqn="hidden")["rows"]
    assert [(row["name"], row["fqn"]) for row in rows] == [("0–7", "hidden.0")]


def test_rows_beyond_the_limit_are_counted(kernel):
    reply = kernel.tree(limit=2)
    assert len(reply["rows"]) == 2 and reply["left_out"] == 2


def test_a_filter_answers_with_matches(kernel):
    reply = kernel.tree(query="type:Linear layers.1 grd:none")
    assert reply["matches"] == 11
    assert reply["problem"] == 'Unknown filter "grd:". Did you mean "grad:"?'


def test_a_name_without_a_module_is_not_found(kernel):
    kernel.run("del model")
    reply = kernel.tree()
    assert reply["found"] is False and reply["rows"] == []


def test_findings_stand_at_the_rows_of_their_objects(kernel):
    kernel.linter.findings_by_object = {
        "model.hidden": ["a"],
        "model.layers[3].linear.weight": ["b"],
        "model": ["c"],
    }
    rows = {row["name"]: row["findings"] for row in kernel.tree()["rows"]}
    assert rows == {"model": ["c"], "hidden": ["a"], "layers.0–31": ["b"], "head": []}


def test_a_tree_follows_the_runs(kernel):
    kernel.tree()
    kernel.run("model.extra = nn.Linear(1, 1)")
    assert "extra" in [row["name"] for row in kernel.tree()["rows"]]


def test_answers_keep_no_model_alive(kernel):
    import gc
    import weakref

    kernel.tree()
    kernel.ask("module.get", model="model", fqn="")
    gone = weakref.ref(kernel.user_ns.pop("model"))
    gc.collect()
    assert gone() is None


def test_details_describe_a_module(kernel):
    kernel.run("optimizer = torch.optim.SGD(model.parameters(), lr=0.1)", "b")
    reply = kernel.ask("module.get", model="model", fqn="layers.3")
    overview = reply["overview"]
    assert (
        overview["class_name"] == "Block" and overview["class_cell"]["cell_id"] == "a"
    )
    assert overview["totals"]["numel"] == 20 and overview["num_children"] == 1
    assert overview["placements"] == [{"device": "cpu", "dtype": "float32", "count": 2}]
    weight = reply["tensors"][0]
    assert weight["fqn"] == "layers.3.linear.weight" and weight["shape"] == "[4, 4]"
    assert weight["optimizer"] == "optimizer, group 0" and weight["grad"] == "none"


def test_details_tell_how_a_layer_of_torch_was_set_up(kernel):
    kernel.run("class Odd(nn.Linear):\n    __constants__ = ['hidden']\n    hidden = 1")
    kernel.run("odd, conv = Odd(2, 3), nn.Conv2d(3, 8, 3, padding='same')")
    kernel.run("odd.in_features = type('Odd', (int,), {'__repr__': None})(2)")

    def settings(model):
        reply = kernel.ask("module.get", model=model, fqn="")
        return reply["overview"]["settings"]

    assert settings("model") == ""
    # What may be anybody's code is left out.
    assert settings("odd") == "out_features=3"
    assert settings("conv").startswith(
        "in_channels=3, out_channels=8, kernel_size=(3, 3), stride=(1, 1), "
        "padding='same'"
    )


def test_details_of_a_ghost_say_that_no_optimizer_has_it(kernel):
    kernel.run("optimizer = torch.optim.SGD(model.parameters(), lr=0.1)")
    reply = kernel.ask("module.get", model="model", fqn="hidden.2")
    assert reply["overview"]["class_name"] == "Linear"
    assert {row["optimizer"] for row in reply["tensors"]} == {None}


def test_details_name_shared_parameters(kernel):
    kernel.run("model.tied = nn.Linear(4, 2); model.tied.weight = model.head.weight")
    rows = kernel.ask("module.get", model="model", fqn="tied")["tensors"]
    assert rows[0]["shared_with"] == "head.weight"


HOOK = """def probe(module, args, output):
    return None
handle = model.head.register_forward_hook(probe)
"""


def test_hooks_name_their_function_and_their_cells(kernel):
    kernel.run(HOOK, "b")
    kernel.run(HOOK, "b")
    first, second = kernel.ask("module.get", model="model", fqn="head")["hooks"]
    assert first["function"] == "probe" and first["kind"] == "forward"
    assert first["defined"].endswith("line 1") and first["owner"] == "you"
    assert first["registered_cell"] == {"cell_id": "b", "execution_count": 2}
    assert second["registered_cell"]["execution_count"] == 3
    assert (first["same_as_order"], second["same_as_order"]) == (None, 1)
    assert first["source"].startswith("def probe(")


def test_hooks_on_tensors_are_listed(kernel):
    kernel.run("model.head.weight.register_hook(lambda grad: grad)", "b")
    kernel.run("model.head.bias.register_post_accumulate_grad_hook(print)", "c")
    hooks = kernel.ask("module.get", model="model", fqn="")["hooks"]
    assert {(hook["kind"], hook["function"]) for hook in hooks} == {
        ("tensor (weight)", "<lambda>"),
        ("post_accumulate (bias)", "print"),
    }


def test_a_missing_module_has_no_details(kernel):
    assert kernel.ask("module.get", model="model", fqn="gone")["overview"] is None


def test_while_torch_is_there_and_no_model_the_list_is_empty():
    kernel = Kernel()
    kernel.run("import torch")
    assert torch.nn.Module is nn.Module
    listed = kernel.ask("models.list")
    assert listed["models"] == [] and listed["selected"] is None


def health(reply):
    return {
        row["fqn"]: (row["health"], row["health_text"], row["health_count"])
        for row in reply["rows"]
    }


def test_without_findings_and_recordings_nothing_is_known(kernel):
    assert set(health(kernel.tree()).values()) == {("unknown", "", 0)}


def test_a_finding_shows_in_all_rows_above_it_and_counts_in_folds(kernel):
    kernel.linter.findings_by_object = {
        "model.layers[3].linear": ["NN308:a"],
        "model.layers[9]": ["NN308:b"],
    }
    found = health(kernel.tree())
    assert found[""] == ("finding", "", 1)
    assert found["layers.0"] == ("finding", "", 2)
    assert found["head"][0] == "unknown"


def test_a_watch_tells_the_health_of_a_row():
    kernel = Kernel()
    kernel.run(
        "import torch, modulescope\n"
        "from torch import nn\n"
        "model = nn.ModuleDict({n: nn.Linear(2, 2) for n in 'abc'})\n"
        "opt = torch.optim.Adam(model.parameters())\n"
        "with modulescope.watch(model, optimizer=opt, every=1):\n"
        "    (model['a'](torch.ones(1, 2)) + 1e-12 * model['b'](torch.ones(1, 2)))"
        ".sum().backward()\n"
        "    opt.step()\n"
    )
    found = health(kernel.tree())
    assert found["a"][0] == "normal" and "RMS gradient 1.0e+00" in found["a"][1]
    assert found["b"][0] == "look" and "(Adam eps 1e-08)" in found["b"][1]
    assert found["c"][0] == "look" and found["c"][1].startswith("No gradient at step")
    assert found[""][0] == "look"


def test_a_fold_opens_at_the_member_that_a_name_is_of(kernel):
    wanted = [{"fqn": name, "member": 0} for name in ("layers", "layers.17")]
    reply = kernel.ask(
        "tree.get", model="model", fqn="", member=0, query="", limit=500, open=wanted
    )
    names = [row["fqn"] for row in reply["rows"]]
    assert "layers.17.linear" in names and "layers.0.linear" not in names


class TestAskedAgain:
    @pytest.fixture(autouse=True)
    def soon_old(self, monkeypatch):
        monkeypatch.setattr(requests.PACE, "fresh_s", 0.0)

    def reads(self, kernel, monkeypatch):
        read, seen = requests.tree, []
        monkeypatch.setattr(
            requests, "tree", lambda module: seen.append(1) or read(module)
        )
        return seen

    def test_a_tree_that_nothing_changed_is_read_twice_at_most(
        self, kernel, monkeypatch
    ):
        seen = self.reads(kernel, monkeypatch)
        for query in ("", "linear", "type:Linear", "-linear"):
            kernel.tree(query=query)
        assert len(seen) == 2

    def test_a_pause_after_the_first_reading_spares_the_second(
        self, kernel, monkeypatch
    ):
        seen = self.reads(kernel, monkeypatch)
        monkeypatch.setattr(requests.PACE, "pause_s", 0.0)
        monkeypatch.setattr(requests.PACE, "fresh_s", 60.0)

        async def ask_and_wait() -> None:
            kernel.tree()
            await asyncio.sleep(0.01)

        subshell = threading.Thread(target=asyncio.run, args=(ask_and_wait(),))
        subshell.start()
        subshell.join()
        monkeypatch.setattr(requests.PACE, "fresh_s", 0.0)
        kernel.tree()
        assert len(seen) == 1
        kernel.user_ns["model"].extra = nn.Linear(4, 4)
        kernel.tree()
        assert len(seen) == 2

    def test_what_changes_between_two_runs_is_seen(self, kernel):
        for _ in range(3):
            before = kernel.tree()
        kernel.user_ns["model"].extra = nn.Linear(4, 4)
        after = kernel.tree()
        assert after["totals"]["modules"] == before["totals"]["modules"] + 1

    def test_while_a_cell_runs_it_is_read_each_time(self, kernel, monkeypatch):
        for _ in range(3):
            kernel.tree()
        seen = self.reads(kernel, monkeypatch)
        kernel.session.run_started()
        kernel.tree()
        kernel.tree()
        assert len(seen) == 2
