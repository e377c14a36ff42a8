"""Snapshots that a page arms in a real kernel, from a thread of their own."""

NET = """
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
state = {"0.weight": torch.ones(4, 4)}
plain = nn.Module.load_state_dict
"""


def compare_latest(notebook):
    before, after = notebook.ask("snapshot.list")["snapshots"][-2:]
    return notebook.ask("snapshot.compare", a=before["key"], b=after["key"])


def test_a_load_that_a_page_armed_is_compared(notebook):
    notebook.run(NET, "net")
    armed = notebook.ask("snapshot.arm", model="model", preset="load")["armed"]
    assert armed == {"model": "model", "preset": "load"}
    notebook.run("model.load_state_dict(state, strict=False)", "load")
    found = compare_latest(notebook)
    assert found["summary"] == (
        "load_state_dict changed 1 of 4 tensors. Changed: 0.weight."
    )
    assert found["b"]["cell"]["cell_id"] == "load"
    assert notebook.kernel.value("nn.Module.load_state_dict is plain")
    assert notebook.noise() == []


def test_an_interrupted_run_is_compared_and_leaves_nothing_wrapped(notebook):
    notebook.run(NET, "net")
    notebook.ask("snapshot.arm", model="model", preset="cell")
    running = notebook.kernel.start(
        "import time\nwith torch.no_grad(): model[1].bias.add_(1)\n"
        "print('here', flush=True)\ntime.sleep(60)",
        "long",
    )
    notebook.kernel.until(
        lambda: any(m["msg_type"] == "stream" for m in notebook.kernel.of(running))
    )
    notebook.kernel.interrupt()
    assert notebook.kernel.finish(running)["status"] == "error"
    assert "1 of 4 tensors. Changed: 1.bias." in compare_latest(notebook)["summary"]
    assert notebook.kernel.value("nn.Module.load_state_dict is plain")


def test_what_the_magic_keeps_is_listed_for_the_page(notebook):
    notebook.run(NET, "net")
    notebook.run("%load_ext modulescope")
    notebook.run("%nn snapshot mine")
    [row] = notebook.ask("snapshot.list")["snapshots"]
    assert (row["name"], row["model"]) == ("mine", "model")


def test_metadata_is_answered_while_a_cell_runs(notebook):
    notebook.run(NET, "net")
    if notebook.subshell is None:
        return
    running = notebook.kernel.start("import time; time.sleep(20)", "long")
    assert notebook.ask("snapshot.list", 10)["snapshots"] == []
    assert notebook.ask("source.get", 10, model="model", fqn="0")["text"]
    text = notebook.ask("grads.get", 10, model="model", fqn="")["text"]
    assert text == "Gradients are read when the kernel is idle."
    notebook.kernel.interrupt()
    notebook.kernel.finish(running)
