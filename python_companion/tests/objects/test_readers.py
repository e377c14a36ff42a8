"""Bases of classes and hook registries are each spelled in one file of the package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import modulescope
import pytest
import torch
from modulescope.objects import registries
from torch import nn

PACKAGE = Path(modulescope.__file__).parent
# What users would write is text, not a way to read their objects.
TEXTS = {"examples", "harm"}


def spelled(file: Path) -> Iterator[str]:
    """The names and literals of a file, without its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in said:
                yield node.value


def files_that_spell(names: list[str]) -> list[str]:
    word = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    return [
        file.relative_to(PACKAGE).as_posix()
        for file in sorted(PACKAGE.rglob("*.py"))
        if not TEXTS & {file.stem, file.parent.name}
        and any(map(word.search, spelled(file)))
    ]


def test_the_bases_of_a_class_are_read_in_one_file() -> None:
    assert files_that_spell(["__mro__"]) == ["objects/classes.py"]


def test_the_hook_registries_are_named_in_one_file() -> None:
    every = {
        *registries.HOOK_KINDS,
        *registries.GLOBAL_KINDS,
        *registries.TENSOR_KINDS,
        *registries.WITH_KWARGS.values(),
        *registries.ALWAYS_CALLED.values(),
    }
    assert files_that_spell(sorted(every)) == ["objects/registries.py"]


def test_the_registries_are_those_of_torch() -> None:
    module = nn.Linear(2, 2)
    assert tuple(nn.Module().__dict__) == registries.STANDARD
    assert set(registries.HOOK_KINDS) == {
        name for name in registries.STANDARD if name.endswith("_hooks")
    }
    for name in (*registries.GLOBAL_KINDS, *registries.ALWAYS_CALLED):
        assert name in vars(nn.modules.module) or name in module.__dict__
    for name in registries.TENSOR_KINDS:
        assert name in vars(torch._C.TensorBase)


@pytest.mark.parametrize("name", registries.HOOK_REGISTRIES)
def test_what_torch_notes_of_a_hook_is_beside_its_registry(name: str) -> None:
    beside = [key for key in registries.STANDARD if key.startswith(f"{name}_")]
    assert registries.notes(name) == beside
