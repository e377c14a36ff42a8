"""Every bug of every live half, in a real kernel: found there, and gone in its twin."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from modulescope.rulekit.rule import Invalid, Rule, Valid
from modulescope.rules import all_rules
from realkernel import Kernel, Notebook

IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
# Examples may leave modes and hooks behind that belong to the whole process.
RESET = """
def _reset():
    import gc, sys
    shell = get_ipython()
    for name in set(shell.user_ns) - set(shell.user_ns_hidden):
        del shell.user_ns[name]
    shell.user_ns["_oh"].clear()
    shell.history_manager.input_hist_raw[:] = [""]
    shell.displayhook._ = shell.displayhook.__ = shell.displayhook.___ = ""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        vars(sys).pop(name, None)
    # Young objects only: a whole collection takes a second with torch loaded.
    gc.collect(1)
    torch = sys.modules["torch"]
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.autograd.set_detect_anomaly(False)
    torch.use_deterministic_algorithms(False)
    for name, value in vars(torch.nn.modules.module).items():
        if name.startswith("_global_") and hasattr(value, "clear"):
            value.clear()
    # A watch sees no calls once something was compiled.
    if (dynamo := sys.modules.get("torch._dynamo")) is not None:
        dynamo.reset()
        dynamo.utils.counters.clear()
import torch
_reset()
"""


@pytest.fixture
def page(kernel: Kernel) -> Iterator[Notebook]:
    """A page that knows nothing of the examples before.

    Without a subshell: hundreds of them would be more than a kernel may have.
    """
    kernel.run(
        "__import__('modulescope.kernel.install').kernel.install.uninstall()",
        silent=True,
    )
    kernel.run(RESET, silent=True)
    opened = Notebook(kernel).open(subshell=False)
    yield opened
    opened.close()


def _examples(kind: str) -> list[Any]:
    found = []
    for rule in all_rules():
        folder = rule.name.replace("-", "_")
        examples = importlib.import_module(f"modulescope.rules.{folder}.examples")
        found += [
            pytest.param(rule, example, id=f"{rule.code}-{number}")
            for number, example in enumerate(getattr(examples, kind))
            if example.live and rule.probes
        ]
    return found


def _findings(page: Notebook, rule: Rule, code: str, order: tuple[int, ...]) -> list:
    """What the page shows of a rule after the cells ran, in the order given."""
    page.run(IMPORTS, "imports")
    cells = code.strip("\n").split("# %%\n")
    for number, source in enumerate(cells):
        page.edit(f"cell{number}", source)
    for number in order or range(len(cells)):
        page.rerun(f"cell{number}")
    reply = page.check(enable=(rule.code,))
    for _ in range(5):
        # On a busy machine the first sweep may leave rules out, and says so.
        if not reply["slowed"]:
            break
        reply = page.check(enable=(rule.code,))
    assert not reply["slowed"]
    assert not reply.get("failed"), reply["failed"]
    return [found for found in reply["findings"] if found["code"] == rule.code]


def _live(found: list) -> list[str]:
    return [f["message"] for f in found if f["status"] == "live"]


@pytest.mark.parametrize(("rule", "example"), _examples("INVALID"))
def test_a_bug_that_ran_is_found_live(page: Notebook, rule: Rule, example: Invalid):
    found = _findings(page, rule, example.code, example.order)
    assert _live(found), found
    assert page.noise() == []


@pytest.mark.parametrize(
    ("rule", "example"), [p for p in _examples("INVALID") if p.values[1].twin]
)
def test_the_fixed_twin_is_not_found_live(page: Notebook, rule: Rule, example: Invalid):
    assert example.twin is not None
    found = _findings(page, rule, example.twin, example.order)
    assert _live(found) == []


@pytest.mark.parametrize(("rule", "example"), _examples("VALID"))
def test_a_near_miss_that_ran_is_not_found_live(
    page: Notebook, rule: Rule, example: Valid
):
    found = _findings(page, rule, example.code, example.order)
    assert _live(found) == [], example.why
