"""Snapshots and what they differ in: the public API, the kept ones, the presets."""

import copy
import gc
import json
import weakref

import modulescope
import pytest
import torch
from asking import ask
from modulescope.snapshots.shelf import LIMIT
from modulescope.values.view import MemoryView
from torch import nn


class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.stem = nn.Linear(4, width)
        self.body = nn.Sequential(nn.Linear(width, width), nn.BatchNorm1d(width))
        self.head = nn.Linear(width, 2)
        self.place = nn.Parameter(torch.zeros(3))


def told(diff, *kinds):
    """Kind and name of each row that is no unchanged tensor."""
    return [
        (row.kind, row.fqn)
        for row in diff.rows
        if row.kind != "unchanged" and row.kind in (kinds or (row.kind,))
    ]


def difference(model, change):
    before = modulescope.snapshot(model)
    with torch.no_grad():
        change(model)
    return modulescope.diff(before, model)


def set_attribute(name, value):
    return lambda model: setattr(model, name, value)


def test_a_model_that_did_not_change_has_no_difference():
    diff = difference(Net(), lambda model: None)
    assert told(diff) == []
    assert diff.summary == "No tensor changed (12 compared)."
    assert all(row.relative == 0 for row in diff.rows)


def test_a_changed_value_is_found_wherever_it_is():
    model = nn.Linear(512, 512)
    for index in (0, 77_777, 512 * 512 - 1):
        diff = difference(model, lambda m, i=index: m.weight.view(-1)[i].add_(1e-3))
        assert told(diff) == [("changed", "weight")]


def test_the_relative_change_is_exact_for_what_the_sample_holds():
    diff = difference(Net(), lambda model: model.head.weight.mul_(1.5))
    [row] = [row for row in diff.rows if row.kind == "changed"]
    assert row.relative == pytest.approx(0.5, rel=1e-5)
    assert not row.estimated


def test_the_relative_change_of_a_large_tensor_is_estimated():
    diff = difference(nn.Linear(300, 300), lambda model: model.weight.add_(0.01))
    [row] = [row for row in diff.rows if row.kind == "changed"]
    assert row.estimated
    expected = 0.01 * 300 / (300 * 300 / 3 / 300 / 300) ** 0.5 / 300 * 300**0.5
    assert row.relative == pytest.approx(expected, rel=0.05)
    assert "Relative changes are estimated from a sample of each tensor." in diff.notes


def wrapped(model):
    model.wrap = nn.Sequential(model.head)
    del model.head


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        pytest.param(
            set_attribute("extra", nn.Linear(2, 2)), [("added", "extra")], id="added"
        ),
        pytest.param(lambda m: delattr(m, "body"), [("removed", "body")], id="removed"),
        pytest.param(wrapped, [("added", "wrap"), ("moved", "wrap.0")], id="moved"),
        pytest.param(
            set_attribute("head", nn.Bilinear(8, 1, 2)),
            [("retyped", "head"), ("shape", "head.weight")],
            id="retyped",
        ),
        pytest.param(
            set_attribute("head", nn.Linear(8, 5)),
            [("shape", "head.weight"), ("shape", "head.bias")],
            id="shape",
        ),
        pytest.param(
            lambda m: m.head.to(torch.float64),
            [("dtype", "head.weight"), ("dtype", "head.bias")],
            id="dtype",
        ),
        pytest.param(
            lambda m: m.head.requires_grad_(False),
            [("frozen", "head.weight"), ("frozen", "head.bias")],
            id="frozen",
        ),
        pytest.param(
            lambda m: m.head.register_parameter("bias", None),
            [("removed", "head.bias")],
            id="a parameter removed",
        ),
        pytest.param(
            lambda m: m.head.register_buffer("scale", torch.ones(1)),
            [("added", "head.scale")],
            id="a buffer added",
        ),
    ],
)
def test_each_kind_of_difference_is_told(change, rows):
    diff = difference(Net(), change)
    assert told(diff, "added", "removed", "moved", "retyped", "shape", "dtype",
                "frozen") == rows  # fmt: skip


def test_a_device_is_told_without_values():
    diff = difference(Net(), lambda m: m.head.to("meta"))
    assert told(diff, "device") == [("device", "head.weight"), ("device", "head.bias")]
    assert "Not compared: 2 (head.*)." in diff.summary


def test_what_was_moved_is_compared_under_its_new_name():
    diff = difference(Net(), wrapped)
    assert told(diff, "removed", "changed") == []
    assert "wrap.0.weight" in [r.fqn for r in diff.rows if r.kind == "unchanged"]


def test_a_cast_rounds_and_is_no_change():
    diff = difference(Net(), lambda model: model.bfloat16())
    assert told(diff, "changed") == []
    assert len(told(diff, "dtype")) == 11


def test_another_memory_format_is_no_change():
    model = nn.Sequential(nn.Conv2d(8, 16, 3))
    assert (
        told(difference(model, lambda m: m.to(memory_format=torch.channels_last))) == []
    )


def test_a_rebuilt_model_is_compared_by_names():
    torch.manual_seed(0)
    diff = modulescope.diff(Net(), Net())
    assert len(told(diff, "changed")) == len(told(diff)) == 6
    assert "Unchanged: 6 (place, body.1.*)." in diff.summary


def test_the_summary_groups_names_by_prefix():
    model = Net()
    diff = difference(model, lambda m: [p.add_(1) for p in m.body.parameters()])
    assert (
        diff.summary
        == "4 of 12 tensors changed. Changed: body.0.*, body.1.weight, body.1.bias."
    )
    diff = difference(model, lambda m: [p.add_(1) for p in m.parameters()])
    assert "Unchanged: 3 (" in diff.summary


def test_values_that_are_not_finite_compare_equal_to_themselves():
    model = Net()
    with torch.no_grad():
        model.place[0] = torch.nan
    assert told(difference(model, lambda m: None)) == []
    assert told(difference(model, lambda m: m.place.fill_(torch.inf))) == [
        ("changed", "place")
    ]


def test_a_snapshot_keeps_neither_the_model_nor_its_weights():
    model = nn.Linear(2048, 512)
    taken = modulescope.snapshot(model, "first")
    assert taken.bytes < 40_000
    references = [weakref.ref(model), weakref.ref(model.weight)]
    del model
    gc.collect()
    assert [reference() for reference in references] == [None, None]
    assert len(taken.to_dict()["tensors"]) == 2


def test_at_most_4096_values_of_a_tensor_are_kept():
    taken = modulescope.snapshot(nn.Linear(4096, 64))
    assert all(state.sample.size <= 4096 for state in taken.tensors.values())
    assert taken.tensors["weight"].sample.size > 3500


def test_a_snapshot_leaves_no_trace():
    model = Net()
    model.head.weight.grad = torch.ones(2, 8)
    state = torch.random.get_rng_state()
    versions = [p._version for p in model.parameters()]
    grad = model.head.weight.grad
    modulescope.diff(modulescope.snapshot(model), model)
    assert [p._version for p in model.parameters()] == versions
    assert torch.equal(torch.random.get_rng_state(), state)
    assert model.head.weight.grad is grad
    assert torch.is_grad_enabled()


def test_freed_storages_are_not_read():
    model = Net()
    model.head.weight.untyped_storage().resize_(0)
    taken = modulescope.snapshot(model)
    assert "freed" in taken.tensors["head.weight"].note


def test_texts_and_json_are_complete():
    before = modulescope.snapshot(Net(), "first")
    diff = modulescope.diff(before, Net(16))
    for found in (before, diff):
        assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["version"] == 1
        assert "<script" not in found._repr_html_()
    assert repr(before).startswith("first: ")
    assert "head.weight" in repr(before)
    assert "shape" in repr(diff) and "[2, 16]" in repr(diff)


def test_what_is_no_module_is_refused():
    with pytest.raises(TypeError, match="got int"):
        modulescope.snapshot(3)
    with pytest.raises(TypeError, match="got dict"):
        modulescope.diff(Net(), {})


def test_reading_is_in_the_order_of_indices():
    weight = torch.arange(24.0).view(2, 3, 4)
    for view in (weight, weight.permute(2, 0, 1), weight[:, ::2]):
        found = MemoryView(view, logical=True).every(0, 1, 24)
        assert torch.equal(found, view.reshape(-1))


# The panel's side.

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(4, 4)
        self.head = nn.Linear(4, 2)
torch.manual_seed(0)
model = Net()
"""


@pytest.fixture
def built(page):
    original = torch.nn.Module.load_state_dict
    yield page.run(NET, "net")
    assert torch.nn.Module.load_state_dict is original


def take(page, name="", model="model"):
    return ask(page, "snapshot.take", model=model, name=name)


def listed(page):
    found = ask(page, "snapshot.list")
    return [row["name"] for row in found["snapshots"]], found["armed"]


def test_a_snapshot_is_taken_listed_and_compared_with_now(built):
    taken = take(built, "fresh")["snapshot"]
    assert taken["cell"]["cell_id"] == "net"
    assert (taken["name"], taken["modules"]) == ("fresh", 3)
    built.run("with torch.no_grad(): model.head.weight.add_(1)", "change")
    found = ask(built, "snapshot.compare", a=taken["key"], b=None)
    assert found["b"]["name"] == "now"
    assert found["summary"] == "1 of 4 tensors changed. Changed: head.weight."
    assert [row["fqn"] for row in found["rows"] if row["kind"] == "changed"] == [
        "head.weight"
    ]
    assert listed(built)[0] == ["fresh"]


def test_two_kept_snapshots_are_compared_without_the_model(built):
    a = take(built, "one")["snapshot"]["key"]
    built.run("model.head.requires_grad_(False);", "freeze")
    b = take(built, "two")["snapshot"]["key"]
    built.run("del model", "gone")
    found = ask(built, "snapshot.compare", a=a, b=b)
    assert [row["kind"] for row in found["rows"]][:2] == ["frozen", "frozen"]


def test_the_oldest_snapshot_that_is_not_pinned_goes(built):
    keys = [take(built, f"n{i}")["snapshot"]["key"] for i in range(LIMIT)]
    change = {"name": None, "pinned": True, "drop": False}
    ask(built, "snapshot.change", key=keys[0], **change)
    reply = take(built, "more")
    assert reply["message"] == "Dropped the oldest snapshot, n1."
    assert listed(built)[0] == ["n0", *(f"n{i}" for i in range(2, LIMIT)), "more"]
    for key in [*keys[2:], reply["snapshot"]["key"]]:
        ask(built, "snapshot.change", key=key, **change)
    full = take(built, "too many")
    assert full["snapshot"] is None
    assert "pinned" in full["message"]


def test_a_snapshot_is_renamed_and_dropped(built):
    key = take(built)["snapshot"]["key"]
    ask(built, "snapshot.change", key=key, name="new", pinned=None, drop=False)
    assert listed(built)[0] == ["new"]
    ask(built, "snapshot.change", key=key, name=None, pinned=None, drop=True)
    assert listed(built)[0] == []
    found = ask(built, "snapshot.compare", a=key, b=None)
    assert (found["a"], found["notes"]) == (None, ["This snapshot was dropped."])


def test_a_model_that_is_gone_cannot_be_taken(built):
    assert take(built, model="gone")["message"] == "`gone` is no module of now."


def arm(page, preset, model="model"):
    return ask(page, "snapshot.arm", model=model, preset=preset)["armed"]


def compared(page):
    [before, after] = page.companion.shelf.all()[-2:]
    return ask(page, "snapshot.compare", a=before.key, b=after.key)


def test_a_run_is_taken_before_and_after(built):
    assert arm(built, "cell") == {"model": "model", "preset": "cell"}
    built.run("with torch.no_grad(): model.stem.weight.add_(1)", "change")
    assert listed(built) == (["before [3]", "after [3]"], None)
    found = compared(built)
    assert found["summary"] == (
        "cell [3] changed 1 of 4 tensors. Changed: stem.weight."
    )
    built.run("1", "other")
    assert len(listed(built)[0]) == 2


def test_an_armed_run_is_disarmed_by_a_click(built):
    arm(built, "cell")
    assert arm(built, None) is None
    built.run("1", "other")
    assert listed(built) == ([], None)


def test_a_model_that_the_run_replaces_is_compared_with_the_new_one(built):
    arm(built, "cell")
    built.rerun("net")
    assert compared(built)["summary"] == "cell [3] changed no tensor (4 compared)."


def test_a_load_is_taken_before_and_after(built):
    built.run("state = {k: v + 1 for k, v in model.stem.state_dict(prefix='stem.')"
              ".items()}", "state")  # fmt: skip
    arm(built, "load")
    built.run("model.load_state_dict(state, strict=False);", "load")
    found = compared(built)
    assert found["summary"] == (
        "load_state_dict changed 2 of 4 tensors. Unchanged: 2 (head.*)."
    )
    assert listed(built)[0] == ["before load_state_dict", "after load_state_dict"]


def test_a_load_that_raises_is_compared_too(built):
    arm(built, "load")
    built.run(
        "state = model.state_dict()\n"
        "state = {'stem.weight': state['stem.weight'] + 1}\n"
        "model.load_state_dict(state)",
        "load",
    )
    assert built.failed
    assert compared(built)["summary"] == (
        "load_state_dict changed 1 of 4 tensors. Changed: stem.weight."
    )


def test_a_model_that_is_made_and_loaded_in_one_run_is_compared(page):
    page.run(NET.replace("model = Net()", ""), "class")
    arm(page, "load")
    page.run(
        "model = Net()\n"
        "model.load_state_dict({k: v * 2 for k, v in Net().state_dict().items()});",
        "load",
    )
    assert "load_state_dict changed all 4 tensors." in compared(page)["summary"]


def test_a_load_into_another_model_is_left_alone(built):
    built.run("other = Net()", "other")
    arm(built, "load")
    built.run("other.load_state_dict(model.state_dict());", "load")
    assert listed(built)[0] == []


def test_a_load_into_a_part_shows_the_whole_model(built):
    arm(built, "load")
    built.run("model.head.load_state_dict(nn.Linear(4, 2).state_dict());", "load")
    assert "2 of 4 tensors" in compared(built)["summary"]


def test_a_run_without_a_load_takes_nothing_and_leaves_nothing_wrapped(built):
    arm(built, "load")
    built.run("1 / 0", "fails")
    assert listed(built) == ([], None)


def test_a_wrapper_of_the_user_around_ours_stays_and_ours_is_a_plain_call(built):
    original = torch.nn.Module.load_state_dict
    arm(built, "load")
    built.run(
        "calls = []\n"
        "inner = nn.Module.load_state_dict\n"
        "def outer(self, *args, **kwargs):\n"
        "    calls.append(1)\n"
        "    return inner(self, *args, **kwargs)\n"
        "nn.Module.load_state_dict = outer",
        "wrap",
    )
    try:
        built.run("result = model.load_state_dict(model.state_dict())", "load")
        assert not built.failed
        assert built.names["calls"] == [1]
        assert listed(built)[0] == []
    finally:
        torch.nn.Module.load_state_dict = original


def test_the_end_of_the_companion_unwraps(built):
    arm(built, "load")
    built.run(
        "from modulescope.snapshots.presets import Presets\n"
        "import gc\n"
        "[p.end() for p in gc.get_objects() if type(p) is Presets]\n"
        "plain = nn.Module.load_state_dict",
        "end",
    )
    assert built.names["plain"] is torch.nn.Module.load_state_dict


def test_kept_snapshots_keep_no_model_alive(built):
    gone = weakref.ref(built.names["model"])
    take(built, "one")
    arm(built, "cell")
    built.run("model.head.weight.data.add_(1);", "change")
    built.run("del model", "del")
    gc.collect()
    assert gone() is None


def test_a_copy_of_a_snapshot_is_a_snapshot():
    taken = modulescope.snapshot(Net())
    assert copy.copy(taken).to_dict() == taken.to_dict()


def last_run(page, model="model"):
    return ask(page, "snapshot.compare", a=f"run:{model}", b=None)


def test_without_a_snapshot_version_counters_tell_what_the_last_run_wrote(built):
    built.run("with torch.no_grad(): model.stem.weight.add_(1)", "change")
    found = last_run(built)
    assert found["summary"] == (
        "cell [3] changed 1 of 4 tensors. Changed: stem.weight."
    )
    assert found["rows"][0]["relative"] is None
    assert found["notes"][0].startswith("Told from version counters")
    built.run("1", "other")
    assert last_run(built)["summary"] == "cell [4] changed no tensor (4 compared)."


def test_a_model_of_the_last_run_has_nothing_before_it(built):
    assert last_run(built)["notes"] == ["`model` was made by the last run."]
    assert last_run(built, "gone")["a"] is None


def test_a_module_that_the_last_run_added_is_told(built):
    built.run("model.extra = nn.Linear(2, 2)", "extra")
    kinds = [(row["kind"], row["fqn"]) for row in last_run(built)["rows"][:2]]
    assert kinds == [("added", "extra.weight"), ("added", "extra.bias")]


TRAIN = """
model.head.requires_grad_(False)
loss = model.head(model.stem(torch.ones(2, 4))).square().mean()
loss.backward()
torch.optim.SGD([model.stem.weight], 0.1).step()
"""


def test_a_trained_model_is_compared_with_its_birth(built):
    built.run(TRAIN, "train")
    found = ask(built, "snapshot.compare", a="birth:model", b=None)
    assert found["summary"] == "1 of 4 tensors changed. Changed: stem.weight."
    assert found["a"]["name"] == "initial"
    assert found["rows"][0]["before"].startswith("std 0.")


def test_a_model_that_was_trained_where_it_was_made_has_no_birth(page):
    page.run(NET + TRAIN, "all")
    found = ask(page, "snapshot.compare", a="birth:model", b=None)
    assert found["notes"] == [
        "`model` was not seen before its training, so its initial state is not known."
    ]
