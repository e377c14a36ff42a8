"""`%%nn watch` in a real kernel, and its line in a real shell."""

import time

import pytest
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.manager import start_new_kernel
from modulescope.gradients.cell import (
    Options,
    blank,
    directive,
    parse,
    register,
    unregister,
)
from modulescope.gradients.document import LIVE_BYTES, MIME

SETUP = """
import torch
from torch import nn
torch.manual_seed(0)
ORIGINAL = torch.autograd.backward
model = nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 1))
optimizer = torch.optim.Adam(model.parameters())
def step():
    optimizer.zero_grad()
    model(torch.ones(3, 2)).sum().backward()
    optimizer.step()
from modulescope.gradients.cell import register
register(get_ipython())
"""


class Kernel:
    """A kernel, and what a cell left behind."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3")

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def collect(self, request):
        """The reply and the messages of one request, in their order."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != request:
                continue
            if (
                message["msg_type"] == "status"
                and message["content"]["execution_state"] == "idle"
            ):
                break
            messages.append(message)
        while True:
            reply = self.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"], messages

    def run(self, code, **options):
        return self.collect(self.send(code, **options))

    def value(self, expression):
        reply, _ = self.run("", user_expressions={"value": expression})
        return reply["user_expressions"]["value"]["data"]["text/plain"]


@pytest.fixture(scope="module")
def kernel():
    started = Kernel()
    reply, messages = started.run(SETUP)
    assert reply["status"] == "ok", messages
    yield started
    started.client.stop_channels()
    started.manager.shutdown_kernel(now=True)


@pytest.fixture(autouse=True)
def nothing_stays_patched(request):
    yield
    if "kernel" in request.fixturenames:
        kernel = request.getfixturevalue("kernel")
        assert kernel.value("torch.autograd.backward is ORIGINAL") == "True"


def displays(messages):
    wanted = ("display_data", "update_display_data")
    return [one for one in messages if one["msg_type"] in wanted]


def last_text(messages):
    return displays(messages)[-1]["content"]["data"]["text/plain"]


def errors(messages):
    return [one["content"] for one in messages if one["msg_type"] == "error"]


def test_a_watched_cell_shows_one_output_that_is_updated_in_place(kernel):
    reply, messages = kernel.run("%%nn watch\nfor _ in range(20): step()")
    assert reply["status"] == "ok"
    shown = displays(messages)
    assert shown[0]["msg_type"] == "display_data"
    assert {one["msg_type"] for one in shown[1:]} == {"update_display_data"}
    assert len({one["content"]["transient"]["display_id"] for one in shown}) == 1
    # The renderer is kept only while each update carries our type.
    assert all(MIME in one["content"]["data"] for one in shown)
    first, last = shown[0]["content"]["data"], shown[-1]["content"]["data"]
    assert first[MIME]["state"] == "waiting"
    assert last[MIME]["state"] == "done"
    assert last[MIME]["steps"] == 20
    assert last["text/plain"].startswith("Gradients of model, 20 steps")
    assert ["image/png" in one["content"]["data"] for one in shown].count(True) == 1
    assert last["image/png"].startswith("iVBOR")


def test_a_long_loop_is_updated_at_most_four_times_a_second(kernel):
    code = """%%nn watch --budget 100
import time
start = time.perf_counter()
while time.perf_counter() - start < 3:
    step()
"""
    _, messages = kernel.run(code)
    updates = displays(messages)[1:-1]
    assert 2 <= len(updates) <= 12
    for one in updates:
        assert one["content"]["data"][MIME]["state"] == "recording"
        assert "image/png" not in one["content"]["data"]
        assert len(str(one["content"]["data"])) < LIVE_BYTES


def test_the_user_error_stays_as_it_is_and_the_data_is_kept(kernel):
    reply, messages = kernel.run("%%nn watch\nfor _ in range(7):\n    step()\n1 / 0")
    assert reply["status"] == "error"
    [error] = errors(messages)
    assert error["ename"] == "ZeroDivisionError"
    # The line keeps its number: 1 is the magic.
    assert "----> 4" in "\n".join(strip(error["traceback"]))
    assert "modulescope" not in "".join(error["traceback"])
    assert last_text(messages).endswith("%%nn watch: stopped after 7 steps; data kept.")
    assert displays(messages)[-1]["content"]["data"][MIME]["state"] == "stopped"


def test_an_error_inside_of_backward_shows_no_frame_of_ours(kernel):
    code = "%%nn watch\nloss = model(torch.ones(1, 2)).sum()\nloss.backward()\n"
    _, messages = kernel.run(code + "loss.backward()")
    [error] = errors(messages)
    assert error["ename"] == "RuntimeError"
    assert "modulescope" not in "".join(error["traceback"])


def strip(lines):
    import re

    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]


def test_an_interrupt_ends_the_watch_and_keeps_the_data(kernel):
    request = kernel.send("%%nn watch\nprint('go', flush=True)\nwhile True: step()")
    while True:
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["msg_type"] == "stream":
            break
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    reply, messages = kernel.collect(request)
    assert reply["ename"] == "KeyboardInterrupt"
    assert "data kept." in last_text(messages)


def test_top_level_await_and_the_result_of_the_cell_are_kept(kernel):
    code = "%%nn watch\nimport asyncio\nstep()\nawait asyncio.sleep(0.01)\n6 * 7"
    reply, messages = kernel.run(code)
    [result] = [one for one in messages if one["msg_type"] == "execute_result"]
    count = reply["execution_count"]
    assert result["content"]["data"]["text/plain"] == "42"
    assert kernel.value(f"Out[{count}]") == "42"
    raw = "get_ipython().history_manager.input_hist_raw"
    assert kernel.value(f"{raw}[{count}]") == repr(code)
    assert displays(messages)[-1]["content"]["data"][MIME]["steps"] == 1


def test_a_model_that_is_made_in_the_cell_counts(kernel):
    code = """%%nn watch
fresh = nn.Linear(2, 1)
for _ in range(5): fresh(torch.ones(1, 2)).sum().backward()
"""
    _, messages = kernel.run(code)
    [model] = displays(messages)[-1]["content"]["data"][MIME]["models"]
    assert model["name"] == "fresh"
    kernel.run("del fresh")


def test_an_expression_chooses_the_model(kernel):
    _, messages = kernel.run("%%nn watch model[1] --every 1\nstep(); step()")
    [model] = displays(messages)[-1]["content"]["data"][MIME]["models"]
    assert model["name"] == "model[1]"
    assert [row["name"] for row in model["rows"]] == ["weight", "bias"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param(
            "%%nn watch\n1 + 1",
            "%%nn watch: the cell finished without a backward() through model.",
            id="no-backward",
        ),
        pytest.param(
            "%%nn watch\nfor _ in range(3):\n"
            "    torch.ones(1, requires_grad=True).sum().backward()",
            "%%nn watch: no parameter of model received a gradient in 3 backward() "
            "calls.",
            id="elsewhere",
        ),
        pytest.param(
            "%%nn watch mdl\nstep()",
            "%%nn watch: `mdl` is not defined. Models here: model.",
            id="undefined",
        ),
        pytest.param(
            "%%nn watch optimizer\nstep()",
            "%%nn watch: `optimizer` is an Adam, not an nn.Module.",
            id="no-module",
        ),
        pytest.param(
            "%%nn watch model.blcks\nstep()",
            '%%nn watch: `model` has no submodule "blcks".',
            id="no-submodule",
        ),
        pytest.param(
            "%%nn watch --every never\nstep()",
            '%%nn watch: --every needs a positive integer, got "never".',
            id="bad-option",
        ),
    ],
)
def test_what_went_wrong_is_told_in_a_sentence(kernel, code, text):
    reply, messages = kernel.run(code)
    assert reply["status"] == "ok"
    assert last_text(messages).splitlines()[-1] == text


def test_a_cell_that_cannot_run_shows_its_error_only(kernel):
    _, messages = kernel.run("%%nn watch\nfor _ in")
    assert errors(messages)[0]["ename"] == "SyntaxError"
    assert not displays(messages)


def test_quiet_shows_nothing(kernel):
    _, messages = kernel.run("%%nn watch --quiet\nstep()")
    assert not displays(messages)


@pytest.mark.parametrize(
    "code",
    ["%%nn watch\n%%time\nstep()", "%%time\n%%nn watch\nstep()"],
    ids=["before", "after"],
)
def test_other_cell_magics_go_along(kernel, code):
    reply, messages = kernel.run(code)
    assert reply["status"] == "ok"
    printed = "".join(
        one["content"]["text"] for one in messages if one["msg_type"] == "stream"
    )
    assert "Wall time" in printed
    assert displays(messages)[-1]["content"]["data"][MIME]["steps"] == 1


def test_many_runs_leave_nothing_behind(kernel):
    # A model of its own: the traceback of an earlier interrupt may hold the last one.
    kernel.run(SETUP)
    kernel.run(
        "import gc, weakref\n"
        "shell = get_ipython()\n"
        "for _ in range(200):\n"
        "    shell.run_cell('%%nn watch --quiet\\nstep()')\n"
    )
    assert kernel.value("len(shell.events.callbacks['post_run_cell'])") == "1"
    kernel.run("ref = weakref.ref(model); saved = model\ndel model, saved, optimizer")
    kernel.run("gc.collect()")
    assert kernel.value("ref() is None") == "True"
    kernel.run(SETUP)


@pytest.mark.parametrize(
    ("cell", "arguments"),
    [
        ("%%nn watch", ""),
        ("%%nn watch model --every 5\nx", " model --every 5"),
        ("\n\n%%nn  watch\nx", ""),
        ("%%time\n%%nn watch m\nx", " m"),
        ("x\n%%nn watch", None),
        ("%%nn tree model", None),
        ("%%nn watched", None),
        ("", None),
    ],
)
def test_the_line_is_found_where_it_may_stand(cell, arguments):
    assert directive(cell) == arguments


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ("", Options()),
        (" model", Options(("model",))),
        (" G, D --every 3", Options(("G", "D"), every=3)),
        (" --budget 2.5% --quiet", Options(budget=0.025, quiet=True)),
        (" model --light", Options(("model",), light=True)),
        (" nets['a'] --every=10", Options(("nets['a']",), every=10)),
    ],
)
def test_options_are_read(arguments, options):
    assert parse(arguments) == options
    assert not parse(arguments).problems


@pytest.mark.parametrize(
    "arguments",
    [" --every", " --every 0", " --every x", " --budget 0", " --budget 200", " --evry"],
)
def test_a_wrong_option_is_told(arguments):
    assert len(parse(arguments).problems) == 1


def test_an_unclosed_quote_does_not_raise():
    assert parse(" nets['a").expressions


def test_blanking_keeps_the_number_of_lines():
    assert blank(["%%nn watch\n", "a\n", "b\n"]) == ["\n", "a\n", "b\n"]
    assert blank(["a\n", "%%nn watch\n"]) == ["a\n", "%%nn watch\n"]
    assert blank([]) == []


def test_unregister_leaves_the_shell_as_it_was():
    # A shell of another test may have our transformer already.
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    transforms = list(shell.input_transformer_manager.cleanup_transforms)
    callbacks = {name: list(found) for name, found in shell.events.callbacks.items()}
    assert register(shell) is register(shell)
    assert (
        len(shell.input_transformer_manager.cleanup_transforms) == len(transforms) + 1
    )
    unregister(shell)
    unregister(shell)
    assert shell.input_transformer_manager.cleanup_transforms == transforms
    assert {n: list(f) for n, f in shell.events.callbacks.items()} == callbacks
    InteractiveShell.clear_instance()
