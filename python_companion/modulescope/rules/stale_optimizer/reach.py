"""Whether a run makes steps with an optimizer: by its text and what that calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from ...objects import classes
from ...objects.callables import unwrapped
from ...rulekit import provenance
from ...session.scene import Run, Scene
from ...source.cells import parse

_MOST_FUNCTIONS = 200
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Called where nothing names them.
_UNNAMED = ("__init__", "__call__")


def steps_with(scene: Scene, run: Run, optimizer: str) -> bool:
    """Whether what a run executes uses the optimizer, and calls a `step`."""
    wanted = re.match(r"(\w+)(?:\.(\w+))?", optimizer)
    if wanted is None:
        return False
    if not run.success and provenance.name_range(run, optimizer):
        # It may have ended before it built another one of that name.
        return False
    names = {name for name in wanted.groups() if name}
    return {"step", *names} <= _reached_words(scene, run)


def _reached_words(scene: Scene, run: Run) -> set[str]:
    """The names and attributes in the cell and in all functions that it may call."""
    words = _executed_words(run.source)
    seen: set[int] = set()
    before = -1
    while before < len(words) and len(seen) < _MOST_FUNCTIONS:
        before = len(words)
        for function in list(_functions(scene.namespace, words)):
            code = function.__code__
            if id(code) not in seen:
                seen.add(id(code))
                words |= _words_of(code)
    return words


def _executed_words(source: str) -> set[str]:
    """Of the cell's own statements: a function that it only defines is not run."""
    parsed = parse(source)
    if not parsed.tree.body:
        return set(provenance.words(source))
    found: set[str] = set()
    stack: list[ast.AST] = [parsed.tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        if not isinstance(node, _DEFINITIONS):
            stack.extend(ast.iter_child_nodes(node))
    return found


def _words_of(code: CodeType) -> set[str]:
    """Globals and attributes; a variable of the function itself is another one."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if type(constant) is CodeType:
            found |= _words_of(constant)
    return found


def _functions(namespace: Mapping[str, Any], words: set[str]) -> Iterator[FunctionType]:
    """The functions and methods of the user that these words may call."""
    for word in words & namespace.keys():
        for value in _callables(namespace[word], words):
            function = unwrapped(value)
            if type(function) is MethodType:
                function = function.__func__
            if type(function) is FunctionType and not _is_installed(function.__code__):
                yield function


def _is_installed(code: CodeType) -> bool:
    parts = code.co_filename.replace("\\", "/").split("/")
    return "site-packages" in parts or "dist-packages" in parts


def _callables(value: Any, words: set[str]) -> Iterator[Any]:
    kind = type(value)
    if kind in (FunctionType, MethodType):
        yield value
    elif kind is ModuleType:
        yield from _members(vars(value), words)
    else:
        for cls in classes.mro(value if classes.derives(kind, type) else kind):
            yield from _members(classes.members(cls), words)


def _members(members: Mapping[Any, Any], words: set[str]) -> Iterator[Any]:
    for name, value in list(members.items()):
        if type(name) is str and (name in words or name in _UNNAMED):
            yield value
