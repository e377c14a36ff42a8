"""`%nn check` hides what the notebook that asks mutes, as its page does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.utils.capture import capture_output
from modulescope.kernel import magics
from modulescope.kernel.install import install, uninstall
from modulescope.session.current import installed
from modulescope.session.mutes import Mutes

NET = """
import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 2)]
"""
OTHER = NET.replace("Net", "Other").replace("layers", "blocks")


@pytest.fixture
def shell(singleton: Any) -> Iterator[Any]:
    singleton.reset(new_session=False)
    install()
    magics.register(singleton)
    singleton.run_cell(NET, cell_id="net")
    singleton.run_cell(OTHER, cell_id="other")
    yield singleton
    magics.unregister(singleton)
    uninstall()


def say(shell: Any, line: str, cell_id: str = "asks") -> str:
    with capture_output() as captured:
        shell.run_cell(line, cell_id=cell_id)
    shown = [output.data["text/plain"] for output in captured.outputs]
    return captured.stdout + "\n".join(shown)


def note(*words: str, cells: tuple[str, ...] = ("net", "other")) -> None:
    """What the page of a notebook tells with a check."""
    own = (*cells, "asks") if "net" in cells else cells
    installed().choices.note(Mutes(words, own))


def lists(said: str) -> tuple[bool, bool]:
    return "`self.layers`" in said, "`self.blocks`" in said


def test_a_finding_muted_in_the_notebook_is_counted_and_not_listed(shell):
    assert lists(say(shell, "%nn check")) == (True, True)
    note("NN102@net:attr:Net:layers")
    said = say(shell, "%nn check")
    assert lists(said) == (False, True)
    assert "1 muted: NN102, in this notebook or everywhere." in said
    assert "1 muted" in say(shell, "%nn status")


@pytest.mark.parametrize("word", ["NN102", "modules-in-plain-container", "NN1"])
def test_a_rule_muted_in_the_notebook_or_everywhere_is_not_listed(shell, word):
    note(word)
    assert lists(say(shell, "%nn check")) == (False, False)
    assert lists(say(shell, "%nn check --rule NN102")) == (True, True)


def test_an_id_of_an_earlier_version_hides_its_finding(shell):
    note("NN102:attr:Other.blocks")
    assert lists(say(shell, "%nn check")) == (True, False)


def test_the_order_of_the_notebook_counts_not_that_of_the_runs(shell):
    shell.run_cell(NET, cell_id="above")
    for word, left in (("", "net"), ("@net", "above")):
        note(f"NN102:attr:Net.layers{word}", cells=("above", "net", "other"))
        *_, data = say(shell, "%nn check --json").splitlines()
        found = json.loads(data)["findings"]
        assert {entry["where"]["cell_id"] for entry in found} == {left, "other"}


def test_a_mute_that_is_taken_back_hides_nothing(shell):
    note("NN102")
    note()
    assert lists(say(shell, "%nn check")) == (True, True)


def test_a_mute_of_another_notebook_of_the_kernel_hides_nothing_here(shell):
    note()
    note("NN102", cells=("elsewhere",))
    assert lists(say(shell, "%nn check")) == (True, True)
    assert lists(say(shell, "%nn check", "elsewhere")) == (False, False)


def test_what_is_muted_twice_is_counted_once(shell):
    note("NN102@net:attr:Net:layers")
    say(shell, "%nn mute NN102")
    said = say(shell, "%nn check")
    assert "1 muted: NN102, in this notebook or everywhere." in said
    assert "1 muted: NN102. %nn unmute CODE shows them again." in said
