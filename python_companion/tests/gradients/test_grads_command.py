"""`%nn grads` and `%nn watch` in a real IPython shell."""

import base64
import csv

import pytest
from IPython.utils.capture import capture_output
from modulescope.gradients import cell
from modulescope.kernel import magics
from modulescope.kernel.install import install, uninstall

SETUP = """
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
optimizer = torch.optim.Adam(model.parameters())
def train(steps):
    for _ in range(steps):
        optimizer.zero_grad()
        model(torch.ones(3, 4)).sum().backward()
        optimizer.step()
"""


@pytest.fixture
def shell(singleton):
    singleton.reset(new_session=False)
    install()
    magics.register(singleton)
    cell.register(singleton)
    singleton.run_cell(SETUP)
    yield singleton
    cell.unregister(singleton)
    magics.unregister(singleton)
    uninstall()


def say(shell, line):
    with capture_output() as captured:
        result = shell.run_cell(line)
    assert result.success
    assert captured.stderr == ""
    shown = [output.data["text/plain"] for output in captured.outputs]
    return captured.stdout + "\n".join(shown)


@pytest.fixture
def recorded(shell):
    say(shell, "%%nn watch --every 1 --ratio model\ntrain(6)")
    return shell


def test_grads_shows_what_the_watched_cell_showed(recorded):
    said = say(recorded, "%nn grads")
    assert said.startswith("Gradients of model, 6 steps, every step")


def test_a_named_model_is_asked_for_by_its_expression(recorded):
    assert "Gradients of model" in say(recorded, "%nn grads model")
    said = say(recorded, "%nn grads teacher")
    assert said.startswith("%nn grads: no gradients recorded for `teacher`.")
    assert "The last watch recorded model." in said and "%%nn watch" not in said


def test_a_layer_without_a_gradient_is_in_no_row_of_those_with_one(shell):
    shell.run_cell("deep = nn.Sequential(*[nn.Linear(4, 4) for _ in range(12)])")
    say(shell, "%%nn watch --quiet deep\ndeep[:6](torch.ones(2, 4)).sum().backward()")
    rows = [line.split()[0] for line in say(shell, "%nn grads").splitlines()]
    assert "1–4.weight" in rows and "7–10.weight" in rows


def test_the_table_has_all_statistics_of_the_last_step(recorded):
    said = say(recorded, "%nn grads --table")
    head, *rows = said.splitlines()
    assert head.split()[:3] == ["model,", "step", "6"]
    for name in ("rms", "mean", "std", "min", "max", "zero", "NaN", "Inf", "|Δw|/|w|"):
        assert name in head
    assert rows[0].startswith("0.weight")


def test_the_last_steps_alone_go_into_a_file(recorded, tmp_path):
    path = tmp_path / "g.csv"
    said = say(recorded, f"%nn grads --last 2 --csv {path}")
    assert said.strip() == f"Saved {path}."
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert {row["step"] for row in rows} == {"5", "6"}
    assert float(rows[0]["ratio"]) > 0


@pytest.mark.parametrize("option", ["--csv", "--png"])
def test_a_file_that_cannot_be_written_is_told_in_one_line(recorded, option):
    said = say(recorded, f"%nn grads {option} /nosuch/gradients")
    assert said == (
        "%nn grads: [Errno 2] No such file or directory: '/nosuch/gradients'\n"
    )


def test_a_picture_goes_into_a_file(recorded, tmp_path):
    path = tmp_path / "g.png"
    say(recorded, f"%nn grads --png {path}")
    assert path.read_bytes().startswith(base64.b64decode("iVBORw0KGgo="))


@pytest.mark.parametrize("value", ["all", "-1"])
def test_a_bad_number_of_steps_is_told(recorded, value):
    said = say(recorded, f"%nn grads --last {value}")
    assert "--last needs a positive integer" in said


def test_an_unknown_option_of_watch_is_told_and_the_cell_runs(shell):
    said = say(shell, "%%nn watch --evry=3\ntrain(1)")
    assert '%%nn watch: unknown option "--evry=3".' in said
    assert "Gradients of model, 1 step" in said


def test_quiet_shows_nothing_and_keeps_the_recording(shell):
    assert say(shell, "%%nn watch --quiet\ntrain(2)") == ""
    assert "Gradients of model" in say(shell, "%nn grads")


def test_watch_on_records_across_cells(shell):
    assert "Recording model." in say(shell, "%nn watch on model")
    say(shell, "train(2)")
    say(shell, "train(3)")
    assert "Gradients of model, 5 steps" in say(shell, "%nn watch off")
    assert "nothing is being recorded" in say(shell, "%nn watch off")


def test_unloading_ends_a_watch_across_cells(shell):
    before = set(vars(shell))
    say(shell, "%nn watch on")
    cell.unregister(shell)
    assert shell.user_ns["torch"].autograd.backward.__module__ == "torch.autograd"
    added = set(vars(shell)) - before
    assert not [name for name in added if "modulescope" in name]
