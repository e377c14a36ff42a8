"""Reads where a cell may set the mode of a model."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from .modefacts import ModeFact, Modes
from .torchnames import MODULE_METHODS
from .tree import dotted_name, find

if TYPE_CHECKING:
    from .text import Text

_Expression = TypeVar("_Expression", ast.Attribute, ast.Name)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BUILTINS = frozenset(dir(builtins)) - {"setattr", "map"}
# They look at a module, or wrap it as it is.
_HARMLESS = frozenset(("torch", "nn", "F", "np", "plt", "copy"))
# What these give comes in eval mode, or in a mode that the text does not show.
_MADE_IN_EVAL = frozenset(("eval", "from_pretrained", "load"))
# Written, the mode of a layer may not matter any more.
_SETTINGS = frozenset(("p", "momentum", "track_running_stats"))

Placed = tuple[tuple[int, int], ModeFact]
"""A fact and where it takes effect: line and column of its end."""


def mode_facts(text: Text) -> list[Placed]:
    """The facts of a cell, in the order of the text."""
    found = text.memo.get("mode facts")
    if found is None:
        found = sorted(_facts(text), key=lambda placed: placed[0])
        text.memo["mode facts"] = found
    facts: list[Placed] = found
    return facts


def _facts(text: Text) -> Iterator[Placed]:
    for node in text.tree.all(ast.Attribute):
        yield from _of_attribute(text, node)
    for call in text.tree.all(ast.Call):
        yield from _of_call(text, call)
    for statement in text.tree.all(ast.Assign):
        yield from _of_assignment(text, statement)


def _placed(text: Text, node: ast.AST, fact: ModeFact, after: int = 0) -> Placed:
    line, column = getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)
    return (line, column + after), fact._replace(function=outermost(text, node))


def outermost(text: Text, node: ast.AST) -> str:
    """The outermost function or class that a node is in; empty at the top level."""
    name = ""
    parents = text.tree.parents
    # Asked for each fact of a cell, so that it goes up without a generator.
    parent = parents.get(node)
    while parent is not None:
        if isinstance(parent, _FUNCTIONS):
            name = parent.name
        parent = parents.get(parent)
    return name


def _of_attribute(text: Text, node: ast.Attribute) -> Iterator[Placed]:
    if node.attr == "eval":
        yield _placed(text, node, ModeFact("eval", _root(text, node)))
    elif node.attr == "training" and isinstance(node.ctx, ast.Store):
        statement = text.tree.statement(node)
        value = getattr(statement, "value", None)
        if not (isinstance(value, ast.Constant) and value.value is True):
            yield _placed(text, statement, ModeFact("eval", _root(text, node)))
    elif node.attr in _SETTINGS and isinstance(node.ctx, ast.Store):
        if getattr(node.value, "id", "") != "self":
            yield _placed(text, node, ModeFact("eval", _root(text, node)))


def _of_call(text: Text, node: ast.Call) -> Iterator[Placed]:
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "train":
        yield from _trains(text, node, function)
    elif isinstance(function, ast.Attribute) and function.attr not in MODULE_METHODS:
        if isinstance(function.value, ast.Name) and (root := _root(text, function)):
            kind = "within" if _is_manager(text, node) else "method"
            yield _placed(text, node, ModeFact(kind, root, function.attr))  # type: ignore[arg-type]
    name = dotted_name(function)
    if isinstance(function, ast.Attribute) and function.attr == "apply":
        # What is applied gets each module.
        for applied in _names(node):
            yield _placed(text, node, ModeFact("give", _root(text, function), applied))
    if name.endswith("Module.eval"):
        yield from (_placed(text, node, ModeFact("eval", n)) for n in _names(node))
    if name in _BUILTINS or name.partition(".")[0] in _HARMLESS:
        return
    if name == "setattr" and len(node.args) == 3 and _says(node.args[1], "training"):
        yield _placed(text, node, ModeFact("eval", ""))
    if name:
        yield _placed(text, node, ModeFact("call", name))
    given = "within" if _is_manager(text, node) else "give"
    for argument in _names(node):
        scoped = _scoped(text, node, argument)
        yield _placed(text, node, ModeFact(given, scoped, name))  # type: ignore[arg-type]


def _trains(text: Text, node: ast.Call, function: ast.Attribute) -> Iterator[Placed]:
    """`train()` and `train(True)`; any other argument may mean eval mode."""
    flags = [*node.args, *(item.value for item in node.keywords)]
    if all(isinstance(flag, ast.Constant) and flag.value for flag in flags):
        if not _is_optional(text, node):
            yield _placed(text, node, ModeFact("train", _root(text, function)))
    else:
        yield _placed(text, node, ModeFact("eval", _root(text, function)))


def _is_optional(text: Text, node: ast.AST) -> bool:
    return any(isinstance(p, (ast.If, ast.IfExp)) for p in text.tree.ancestors(node))


def _is_manager(text: Text, node: ast.Call) -> bool:
    return isinstance(text.tree.parents[node], ast.withitem)


def _says(node: ast.expr, word: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == word


def _names(node: ast.Call) -> Iterator[str]:
    """The plain names that a call is given, also in a list."""
    for item in (*node.args, *(keyword.value for keyword in node.keywords)):
        below = item.elts if isinstance(item, (ast.List, ast.Tuple)) else [item]
        yield from (found.id for found in below if isinstance(found, ast.Name))


def _of_assignment(text: Text, node: ast.Assign) -> Iterator[Placed]:
    evaluated = any(
        item.attr in _MADE_IN_EVAL for item in _in_value(node, ast.Attribute)
    )
    read = {item.id for item in _in_value(node, ast.Name)}
    maker = _maker(node.value)
    for target in node.targets:
        if isinstance(target, (ast.Attribute, ast.Subscript)) and _is_identity(node):
            if root := _root(text, target):
                yield _placed(text, node, ModeFact("eval", root))
    for name in _targets(node):
        scoped = _scoped(text, node, name)
        # `model = model.to(device)` is the same model, in the same mode.
        if name not in read:
            yield _placed(text, node, ModeFact("bind", scoped, maker))
        if evaluated:
            yield _placed(text, node, ModeFact("eval", scoped), after=1)


def _in_value(node: ast.Assign, kind: type[_Expression]) -> Iterator[_Expression]:
    """The nodes of one type in what is assigned; statements are quicker to look in."""
    begin = node.value.lineno, node.value.col_offset
    for item in find(kind, node):
        if (item.lineno, item.col_offset) >= begin:
            yield item


def _targets(node: ast.Assign) -> Iterator[str]:
    """The plain names that get a value, also those of `model, optimizer = make()`."""
    for target in node.targets:
        below = target.elts if isinstance(target, ast.Tuple) else [target]
        yield from (found.id for found in below if isinstance(found, ast.Name))


def _maker(value: ast.expr) -> str:
    """`make` in `make(width).to(device)`; empty if it is no plain name."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        value = value.func.value
    return dotted_name(value.func) if isinstance(value, ast.Call) else ""


def _is_identity(node: ast.Assign) -> bool:
    """Whether a layer is replaced by one that does nothing."""
    value = node.value
    return isinstance(value, ast.Call) and dotted_name(value.func).endswith("Identity")


def _root(text: Text, node: ast.expr) -> str:
    """`model` in `model.to(device).encoder[0].eval`; empty if any can be meant."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if not isinstance(node, ast.Name):
        return ""
    if _is_local(text, node, node.id) or _is_loop_variable(text, node):
        return ""
    return node.id


def _is_local(text: Text, at: ast.AST, name: str) -> bool:
    """Whether a function binds a name that is used at a node."""
    tree = text.tree
    if name not in tree.local_names:
        return False
    scope = tree.scope(at)
    while scope is not tree.module:
        if name in tree.scopes[scope]:
            return True
        scope = tree.scope(scope)
    return False


def _scoped(text: Text, at: ast.AST, name: str) -> str:
    """A name, or `function.name` for a variable of a function."""
    return f"{outermost(text, at)}.{name}" if _is_local(text, at, name) else name


def _is_loop_variable(text: Text, node: ast.Name) -> bool:
    bound = text.tree.scopes[text.tree.module].get(node.id, ())
    return any(isinstance(binding.node, ast.For) for binding in bound)


def modes_of(text: Text) -> Modes:
    """The facts of a cell without their places."""
    facts = tuple(fact for _, fact in mode_facts(text))
    named: dict[str, list[ModeFact]] = {}
    given: dict[str, set[str]] = {}
    for fact in facts:
        is_any = fact.kind in ("eval", "train", "call")
        name = "" if is_any else fact.name.rpartition(".")[2]
        named.setdefault(name, []).append(fact)
        if fact.kind == "give":
            given.setdefault(fact.by, set()).add(name)
    digests = {name: hash((name, *found)) for name, found in named.items()}
    return Modes(facts, digests, {by: frozenset(names) for by, names in given.items()})
