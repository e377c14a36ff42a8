"""Real classes of real libraries that a fault can be put into."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from modulescope.files.reading import find_files, package

from .fault import MARK

Function = ast.FunctionDef
_CLASS = re.compile(r"^class \w+\(nn\.Module\):", re.MULTILINE)
_IMPORTS_NN = re.compile(
    r"^(import torch\.nn as nn|from torch import nn)\s*$", re.MULTILINE
)
# Children whose output depends on parameters.
_TRAINED = re.compile(r"nn\.(Linear|Conv\dd|ConvTranspose\dd|LayerNorm|Embedding)$")
_MAX_LINES = 1500


@dataclass(frozen=True)
class Donor:
    """A class `class X(nn.Module)` with an ordinary `__init__` and forward."""

    path: Path
    source: str
    package: str
    tree: ast.Module
    node: ast.ClassDef
    init: Function
    forward: Function

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def text(self) -> str:
        return self.of(self.node)

    @cached_property
    def _starts(self) -> list[int]:
        found = [0]
        for line in self.source.split("\n"):
            found.append(found[-1] + len(line) + 1)
        return found

    def start(self, node: ast.AST) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.AST) -> int:
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def line_start(self, node: ast.AST) -> int:
        return self._starts[node.lineno - 1]

    def line_after(self, node: ast.AST) -> int:
        """The start of the line below a node."""
        return self._starts[node.end_lineno]

    def of(self, node: ast.AST) -> str:
        return self.source[self.start(node) : self.end(node)]

    @cached_property
    def x(self) -> str:
        return self.forward.args.args[1].arg

    @cached_property
    def option(self) -> str:
        """An argument of `__init__`; empty if there is none."""
        arguments = self.init.args.args[1:]
        return arguments[-1].arg if arguments else ""

    @cached_property
    def super_calls(self) -> list[ast.stmt]:
        return [s for s in self.init.body if _is_super_init(s)]

    @cached_property
    def children(self) -> dict[str, ast.Call]:
        """The attributes that `__init__` sets to a call of an nn class."""
        return {
            name: value
            for name, value, _ in self.assigned
            if isinstance(value, ast.Call) and _is_nn(value.func)
        }

    @cached_property
    def assigned(self) -> list[tuple[str, ast.expr, ast.Assign]]:
        """`self.name = value` anywhere in `__init__`."""
        return [
            (node.targets[0].attr, node.value, node)
            for node in ast.walk(self.init)
            if isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and is_self(node.targets[0])
        ]

    def in_forward(self, kind: type) -> list:
        return [node for node in ast.walk(self.forward) if isinstance(node, kind)]

    @cached_property
    def value(self) -> tuple[str, str, ast.stmt] | None:
        """`h = self.child(…)` in forward, of a child that has parameters."""
        for node in self.forward.body:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and isinstance(node.value, ast.Call)
                and is_self(node.value.func)
                and (made := self.children.get(node.value.func.attr)) is not None
                and _TRAINED.match(self.of(made.func))
            ):
                return node.targets[0].id, node.value.func.attr, node
        return None


def is_self(node: ast.AST) -> bool:
    """Whether a node is `self.name`."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def _is_nn(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "nn"
        and node.attr[:1].isupper()
    )


def _is_super_init(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and ast.unparse(statement).startswith("super(")
        and ".__init__(" in ast.unparse(statement)
    )


def donors(folders: Iterable[Path], seed: int, limit: int) -> list[Donor]:
    """Classes from randomly chosen files."""
    files = [file for folder in folders for file in find_files([folder])]
    random.Random(seed).shuffle(files)
    found: list[Donor] = []
    for file in files:
        if file.suffix != ".py":
            continue
        source = file.read_text("utf-8", "replace")
        if _is_usable(source):
            found += _classes(file, source)
        if len(found) >= limit:
            break
    return found


def _is_usable(source: str) -> bool:
    return (
        source.isascii()
        and MARK not in source
        and "\r" not in source
        and "\t" not in source
        and source.count("\n") < _MAX_LINES
        and _CLASS.search(source) is not None
        and _IMPORTS_NN.search(source) is not None
    )


def _classes(path: Path, source: str) -> Iterator[Donor]:
    tree = ast.parse(source)
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or node.decorator_list:
            continue
        if [ast.unparse(base) for base in node.bases] != ["nn.Module"]:
            continue
        methods = {m.name: m for m in node.body if isinstance(m, ast.FunctionDef)}
        init, forward = methods.get("__init__"), methods.get("forward")
        if init is None or forward is None:
            continue
        donor = Donor(path, source, package(path), tree, node, init, forward)
        if _is_ordinary(donor):
            yield donor


def _is_ordinary(donor: Donor) -> bool:
    init, forward = donor.init, donor.forward
    arguments = forward.args.args
    last = forward.body[-1]
    return (
        len(donor.super_calls) == 1
        and not init.decorator_list
        and not forward.decorator_list
        and len(arguments) > 1
        and arguments[0].arg == init.args.args[0].arg == "self"
        and not _is_container(arguments[1].annotation)
        and isinstance(last, ast.Return)
        and last.value is not None
        and init.body[0].lineno > init.lineno
        and not any(isinstance(n, ast.Return) for n in ast.walk(init))
        and "no_grad" not in donor.text
        and "inference_mode" not in donor.text
    )


def _is_container(annotation: ast.expr | None) -> bool:
    return annotation is not None and bool(
        re.search(r"list|dict|tuple|int|str|None", ast.unparse(annotation), re.I)
    )
