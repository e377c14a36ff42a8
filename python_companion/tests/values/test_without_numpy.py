"""Without numpy, which torch does not need, each view says so and claims nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# A Python in whose environment numpy is not installed.
SETUP = """
import io, json, sys, warnings
from contextlib import redirect_stdout
from importlib import metadata
from importlib.machinery import PathFinder

warnings.simplefilter("ignore")

class WithoutNumpy(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] != "numpy":
            return PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = WithoutNumpy
sys.path.insert(0, TESTS)
from asking import ask
from page import Page
page = Page()
page.run("%load_ext modulescope")
page.run("net = nn.Linear(4, 2); step = lambda: net(torch.ones(3, 4)).sum().backward()")

def say(cell):
    told = io.StringIO()
    with redirect_stdout(told):
        page.run(cell)
    return told.getvalue()

found = {
    "a watched cell": say("%%nn watch\\nfor i in range(3):\\n    step()"),
    "the watch magic": say("%nn watch on"),
    "recorded gradients": say("%nn grads"),
    "initial values": say("%nn init net"),
    "a watch": say("import modulescope\\ntry:\\n    modulescope.watch(net)\\n"
                   "except ModuleNotFoundError as error:\\n    print(error)"),
    "the panel's gradients": ask(page, "grads.get", model="net", fqn="")["text"],
    "the panel's record": ask(page, "watch.set", action="start", model="net",
                              watch="", budget=None)["message"],
}
assert "numpy" not in sys.modules
print(json.dumps(found))
"""
SAID = "numpy is not installed, and values are read with it."
VIEWS = (
    "a watched cell",
    "the watch magic",
    "recorded gradients",
    "initial values",
    "a watch",
    "the panel's gradients",
    "the panel's record",
)


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", f"TESTS = {tests!r}\n{SETUP}"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_says_that_numpy_is_missing(told: dict[str, str], view: str):
    assert SAID in told[view] and "internal error" not in told[view]


def test_what_was_not_read_is_called_neither_missing_nor_right(told: dict[str, str]):
    assert "received a gradient" not in told["a watched cell"]
    assert "2 parameters, none of which could be read" in told["initial values"]
