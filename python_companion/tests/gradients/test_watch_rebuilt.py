"""A model that is rebuilt while it is watched: where, and which sizes it had."""

import pytest
import torch
from asking import ask
from modulescope.gradients.document import encode_gradients
from modulescope.gradients.render import gradients_text
from modulescope.gradients.watch import GradientWatch
from modulescope.recording.options import RecordingOptions
from torch import nn

SIZE = 4


def rebuilds(watched, name="model"):
    return [(one.step, one.cell) for one in watched.histories[name].rebuilds]


def step(model):
    model.zero_grad()
    model(torch.ones(1, SIZE)).sum().backward()


def sweep(widths, steps=2):
    """Several models of one name in one loop, as in a search for a width."""
    namespace = {}
    norms = []
    with GradientWatch(lambda: dict(namespace), RecordingOptions(every=1)) as watched:
        for width in widths:
            namespace["model"] = nn.Sequential(
                nn.Linear(SIZE, width), nn.Linear(width, 1)
            )
            for _ in range(steps):
                step(namespace["model"])
                norms.append(
                    [p.grad.norm().item() for p in namespace["model"].parameters()]
                )
    assert not watched.problem
    return watched, norms


def test_it_goes_on_in_the_same_rows_and_tells_where():
    watched, _ = sweep([8, 8, 8])
    assert watched.history["step"].tolist() == [1, 2, 3, 4, 5, 6]
    assert rebuilds(watched) == [(3, None), (5, None)]
    [model] = watched.to_dict()["models"]
    assert model["rebuilds"] == [
        {"step": 3, "cell": None},
        {"step": 5, "cell": None},
    ]
    assert [row["sizes"] for row in model["rows"]] == [None] * 4
    told = "The model was rebuilt 2 times, the last time before step 5."
    assert told in gradients_text(watched.to_dict())


def test_norms_are_those_of_the_sizes_that_each_model_had():
    watched, norms = sweep([2, 16, 4])
    assert watched.history["norm"].tolist() == [
        pytest.approx(n, rel=1e-4) for n in norms
    ]
    weight = watched.to_dict()["models"][0]["rows"][0]
    assert weight["sizes"] == [2 * SIZE, 16 * SIZE]
    assert weight["shape"] == [4, SIZE]


def test_joined_columns_keep_where_and_how_large():
    watched, norms = sweep([2, 3] * 400, steps=2)
    one = watched.histories["model"]
    assert one.columns <= 512
    assert len(one.rebuilds) <= one.columns
    assert one.rebuilds[-1].step == 1599
    expected = [norms[step - 1] for step in one.last_steps]
    assert watched.history["norm"].tolist() == [
        pytest.approx(n, rel=1e-4) for n in expected
    ]
    [model] = encode_gradients(watched, "done", limit=64_000)["models"]
    assert len(model["rebuilds"]) <= len(model["last_steps"])


def test_new_parameters_are_no_rebuild():
    namespace = {"model": nn.Sequential(nn.Linear(SIZE, SIZE))}
    with GradientWatch(lambda: dict(namespace), RecordingOptions(every=1)) as watched:
        step(namespace["model"])
        namespace["model"].append(nn.Linear(SIZE, 1))
        watched.models.rescan()
        step(namespace["model"])
    assert rebuilds(watched) == []


def test_a_new_optimizer_of_the_same_parameters_is_no_rebuild():
    class Hidden:
        """What no namespace shows."""

        model = nn.Linear(SIZE, 1)

    with GradientWatch(None, RecordingOptions(every=1)) as watched:
        for _ in range(3):
            optimizer = torch.optim.SGD(Hidden.model.parameters(), lr=0.1)
            for _ in range(2):
                step(Hidden.model)
                optimizer.step()
            watched.models.rescan()
    assert not watched.problem
    assert all(not one.rebuilds for one in watched.histories.values())
    assert watched.histories


BUILD = "model = nn.Linear(2, 1)"
TRAIN = "model.zero_grad(); model(torch.ones(3, 2)).sum().backward()"


@pytest.fixture
def notebook(page, monkeypatch):
    # As in a kernel, where `get_ipython()` is the shell of the notebook.
    for cls in type(page.shell)._walk_mro():
        monkeypatch.setattr(cls, "_instance", page.shell)
    page.run(BUILD, "build").run(TRAIN, "train")
    yield page
    ask(page, "watch.set", action="stop", watch="", model="", budget=None)


def shown(notebook):
    found = ask(notebook, "grads.get", model="model", fqn="")
    return found["document"]


def test_between_cells_it_stops_until_the_new_one_is_trained(notebook):
    ask(notebook, "watch.set", action="start", watch="", model="", budget=1.0)
    notebook.rerun("train")
    notebook.rerun("build")
    cell = notebook.shell.execution_count - 1
    notebook.run("1 + 1", "other")
    document = shown(notebook)
    assert document["models"][0]["rebuilds"] == [{"step": None, "cell": cell}]
    assert f"Stopped: the model was rebuilt in [{cell}]." in gradients_text(document)
    # All of the loop's time may be taken: a step is surely recorded.
    notebook.run(f"import time\nfor _ in range(50):\n    {TRAIN}; time.sleep(0.01)")
    document = shown(notebook)
    [rebuild] = document["models"][0]["rebuilds"]
    assert rebuild["cell"] == cell
    assert 2 <= rebuild["step"] <= 51
    told = f"The model was rebuilt before step {rebuild['step']}, in [{cell}]."
    assert told in gradients_text(document)


def test_inside_of_a_cell_it_is_told_with_the_number_of_that_cell(notebook):
    ask(notebook, "watch.set", action="start", watch="", model="", budget=1.0)
    notebook.run(f"for _ in range(2):\n    {BUILD}\n    {TRAIN}", "sweep")
    [*_, rebuild] = shown(notebook)["models"][0]["rebuilds"]
    numbers = [run.cell.execution_count for run in notebook.session.runs]
    assert rebuild["cell"] == numbers[-1]


def test_a_model_that_was_given_as_an_object_is_not_followed(notebook):
    notebook.run(
        "import modulescope\nwatch = modulescope.watch(model, every=1)\nwatch.start()",
        "watch",
    )
    notebook.rerun("train", "build", "train")
    watch = notebook.names["watch"]
    try:
        [model] = watch.to_dict()["models"]
        assert model["rebuilds"] == [{"step": None, "cell": None}]
        assert watch.recorded == 1
    finally:
        watch.stop()
    assert watch.to_dict()["models"][0]["rebuilds"] == []
