"""`check()`: live findings about objects, in notebooks, scripts and tests."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from modulescope import check
from page import Page
from torch import nn

SCRIPT = """
import torch
from torch import nn
import modulescope

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(4, 4) for _ in range(3)]

def main():
    model = Net()
    print([f.object for f in modulescope.check(model)])
    print([f.code for f in modulescope.check(model, rules=["NN502"])])

net = Net()
main()
report = modulescope.check()
print([(f.code, f.object, f.status.value) for f in report])
print(len(report.to_dict()["findings"]))
print(report)
"""


class Hidden(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.parts = [nn.Linear(2, 2)]


def test_objects_have_the_callers_names():
    student = Hidden()
    [finding] = check(student)
    assert (finding.code, finding.object) == ("NN102", "student.parts")
    assert "`student.parts`" in finding.message


def test_an_object_without_a_name_is_counted():
    [finding] = check(nn.ReLU(), Hidden())
    assert finding.object == "object2.parts"


def test_what_the_caller_lets_go_of_is_gone_while_it_still_runs():
    student = Hidden()
    reference = weakref.ref(student)
    assert check(student)
    del student
    gc.collect()
    assert reference() is None


def test_the_callers_own_dictionary_of_locals_stays_as_it_is():
    student = Hidden()
    before = locals()
    check(student)
    assert before["student"] is student


def test_a_namespace_is_looked_through():
    found = check(namespace={"nets": [Hidden()], "x": 3})
    assert [finding.object for finding in found] == ["nets[0].parts"]


def test_only_the_named_rules_are_asked():
    model = Hidden()
    assert len(check(model, rules=["stale-optimizer"])) == 0
    assert len(check(model, rules=["modules-in-plain-container"])) == 1
    with pytest.raises(ValueError, match="no such rule: NN999"):
        check(model, rules=["NN999"])


def test_a_sound_model_has_no_findings():
    report = check(nn.Sequential(nn.Linear(2, 2), nn.ReLU()))
    assert report.to_dict() == {"version": 1, "findings": []}


def test_a_script_is_checked_like_a_notebook(tmp_path: Path):
    path = tmp_path / "train.py"
    path.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "['model.blocks']",
        "[]",
        "[('NN102', 'net.blocks', 'live')]",
        "1",
    ]
    assert "NN102" in done.stdout


def test_without_torch_there_is_nothing_to_check():
    done = subprocess.run(
        [sys.executable, "-c", "import modulescope; print(len(modulescope.check()))"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_in_a_notebook_it_knows_what_the_objects_went_through(
    page: Page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("modulescope.checking.live.installed", lambda: page.companion)
    page.run("model = nn.Linear(2, 2)\noptimizer = torch.optim.SGD(model.parameters())")
    page.run("model = nn.Linear(2, 2)", "again")
    page.run(
        "for _ in range(3):\n"
        "    optimizer.zero_grad(); model(torch.ones(1, 2)).sum().backward()\n"
        "    optimizer.step()",
        "train",
    )
    page.run("from modulescope import check\nreport = check()\none = check(model)")
    assert [finding.code for finding in page.names["report"]] == ["NN501"]
    [finding] = page.names["report"]
    assert finding.cell.execution_count == 2
    assert len(page.names["one"]) == 0
