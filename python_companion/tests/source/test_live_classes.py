"""Base classes that no cell defines: the kernel knows them, and nothing is run."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from modulescope.checking.claims import find_claims
from modulescope.checking.codes import get_rule
from modulescope.session.module_classes import LiveClasses
from modulescope.source.cells import Cell
from modulescope.source.notebook import Notebook
from page import Page
from torch import nn


class Base(nn.Module):
    pass


class Plain:
    pass


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A loaded library, whose other names would have to be imported."""
    made = ModuleType("library")
    made.Base, made.Plain, made.number = Base, Plain, 3

    def load(name: str):
        raise AssertionError(f"{name} was asked for")

    made.__getattr__ = load
    monkeypatch.setitem(sys.modules, "library", made)
    return made


def is_module(source: str, names: dict | None = None) -> bool | None:
    cell = Cell("cell", source)
    text = Notebook([cell], live=LiveClasses(names or {})).text(cell)
    return text.facts(text.class_nodes[-1]).is_module


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("from library import Base\nclass Net(Base): pass", True),
        ("from library import Base as B\nclass Net(B): pass", True),
        ("import library\nclass Net(library.Base): pass", True),
        ("import library as lib\nclass Net(lib.Base): pass", True),
        ("from library import Plain\nclass Net(Plain): pass", False),
        ("from library import number\nclass Net(number): pass", None),
        ("from library import Missing\nclass Net(Missing): pass", None),
        ("from absent import Base\nclass Net(Base): pass", None),
        ("def f():\n    from library import Base\n    class Net(Base): pass", True),
    ],
)
def test_an_imported_base_is_asked_of_the_loaded_library(library, source, verdict):
    assert is_module(source) is verdict


def test_a_base_that_no_cell_binds_is_looked_up_in_the_namespace():
    assert is_module("class Net(Base): pass", {"Base": Base}) is True
    assert is_module("class Net(Base): pass", {"Base": Plain}) is None
    assert is_module("class Net(Base): pass") is None


def test_of_two_imports_the_namespace_knows_which_one_ran():
    source = (
        "try:\n    from fast import Base\nexcept ImportError:\n"
        "    from slow import Base\nclass Net(Base): pass"
    )
    assert is_module(source, {"Base": Base}) is True
    assert is_module(source) is None


def test_what_the_text_binds_goes_before_the_namespace():
    assert is_module("Base = make()\nclass Net(Base): pass", {"Base": Base}) is None


def test_a_live_base_is_no_class_whose_methods_are_known(library):
    cell = Cell("cell", "from library import Base\nclass Net(Base): pass")
    text = Notebook([cell], live=LiveClasses({})).text(cell)
    assert text.facts(text.class_nodes[0]).is_fully_known is False


def test_a_finding_comes_once_the_library_is_loaded(library, monkeypatch):
    source = (
        "from torch import nn\nfrom library import Base\nclass Net(Base):\n"
        "    def __init__(self):\n        super().__init__()\n"
        "        self.layers = [nn.Linear(2, 2)]\n"
    )
    cells, rules = [Cell("cell", source)], [get_rule("NN102")]

    def codes() -> list[str]:
        found = find_claims(cells, rules, live=LiveClasses({}))
        return [entry.rule.code for entry in found]

    monkeypatch.delitem(sys.modules, "library")
    assert codes() == []
    monkeypatch.setitem(sys.modules, "library", library)
    assert codes() == ["NN102"]
    monkeypatch.delitem(sys.modules, "library")
    assert codes() == []


def test_a_class_of_a_deleted_cell_is_still_a_base(page: Page):
    page.run("class Base(nn.Module): pass", "base")
    page.run(
        "class Net(Base):\n    def __init__(self):\n        super().__init__()\n"
        "        self.layers = [nn.Linear(2, 2)]\n",
        "net",
    )
    assert [f.code for f in page.check().findings] == ["NN102"]
    del page.cells["base"]
    assert [f.code for f in page.check().findings] == ["NN102"]
