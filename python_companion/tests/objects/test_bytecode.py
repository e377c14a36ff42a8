"""Code is read alike in all versions of Python."""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import Any

import pytest
from modulescope.objects import classes
from modulescope.objects.bytecode import has_try, steps


def code_of(text: str) -> CodeType:
    """The first function of a text, or of the class in it."""
    names: dict[str, Any] = {}
    exec(text, names)
    del names["__builtins__"]
    found = next(iter(names.values()))
    if isinstance(found, type):
        found = next(m for m in vars(found).values() if type(m) is FunctionType)
    return found.__code__


def names_and_values(text: str) -> list[tuple[str, Any]]:
    wanted = ("LOAD_FAST", "STORE_FAST", "LOAD_ATTR", "STORE_ATTR", "RETURN_VALUE")
    return [tuple(step) for step in steps(code_of(text)) if step.name in wanted]


def test_two_variables_in_one_instruction_are_two_steps():
    assert names_and_values(
        "def f(a, b): a, b = a.x; b.y(a); a = a; return (a, b)"
    ) == [
        ("LOAD_FAST", "a"),
        ("LOAD_ATTR", "x"),
        ("STORE_FAST", "a"),
        ("STORE_FAST", "b"),
        ("LOAD_FAST", "b"),
        ("LOAD_ATTR", "y"),
        ("LOAD_FAST", "a"),
        ("LOAD_FAST", "a"),
        ("STORE_FAST", "a"),
        ("LOAD_FAST", "a"),
        ("LOAD_FAST", "b"),
        ("RETURN_VALUE", None),
    ]


def test_an_argument_that_is_stored_in_an_attribute_is_loaded_first():
    assert names_and_values("def f(self, x): self.x = x")[:3] == [
        ("LOAD_FAST", "x"),
        ("LOAD_FAST", "self"),
        ("STORE_ATTR", "x"),
    ]


def test_a_constant_is_loaded_before_it_is_returned():
    found = list(steps(code_of("def f(): return 'x'")))
    assert found[-2:] == [("LOAD_CONST", "x"), ("RETURN_VALUE", None)]


def test_an_attribute_of_the_base_is_not_read_from_self():
    text = "class A:\n def f(self): return super().x"
    found = [(step.name, step.value) for step in steps(code_of(text))]
    at = found.index(("LOAD_ATTR", "x"))
    assert found[at - 1][0] == "CALL"


def test_an_attribute_of_the_base_is_read():
    names: dict[str, Any] = {}
    exec("class A:\n def f(self): return super().x", names)
    assert classes.loading_methods(names["A"], "x") == {"f"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("if x: pass", True),
        ("if not x: pass", True),
        ("if x is None: pass", True),
        ("y = x or 1", True),
        ("for y in x: pass", False),
        ("x.y()", False),
    ],
)
def test_what_may_be_passed_over_follows_a_branch(line: str, expected: bool):
    found = list(steps(code_of(f"def f(x):\n {line}")))
    assert any(step.is_branch for step in found) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x):\n try: x()\n except ValueError: pass", True),
        ("def f(x):\n try: x()\n except: pass", True),
        ("def f(x):\n try: x()\n finally: x.y()", True),
        ("def f(x):\n with x: x.y()", False),
        ("def f(x):\n with x as y, y as z: z()", False),
        ("async def f(x):\n async with x: x.y()", False),
        ("def f(x): return [y for y in x]", False),
        ("def f(x): yield x", False),
    ],
)
def test_a_try_is_known_from_other_blocks(text: str, expected: bool):
    assert has_try(code_of(text)) is expected


def test_a_pass_that_puts_items_into_an_attribute_fills_it():
    class Net:
        def forward(self, x, key):
            self.stored = x
            self.listed.append(x)
            self.keyed[key] = x
            return self.read[key] + self.read[0]

    filled = {
        name: classes.is_filled(Net, name, frozenset({"forward"}))
        for name in ("stored", "listed", "keyed", "read")
    }
    assert filled == {"stored": True, "listed": True, "keyed": True, "read": False}
