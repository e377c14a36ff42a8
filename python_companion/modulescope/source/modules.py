"""Which expressions are certainly instances of a torch module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .classes import self_name
from .torchnames import MODULE_MAKERS, RETURNS_SELF

if TYPE_CHECKING:
    from .text import Text

_CHILDREN = frozenset(("children", "modules", "values"))
_MAX_STEPS = 8


def is_module_value(text: Text, node: ast.AST | None, steps: int = _MAX_STEPS) -> bool:
    """Whether the value of an expression is certainly a module."""
    if steps <= 0 or node is None:
        return False
    while (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in RETURNS_SELF
    ):
        node = node.func.value
    if isinstance(node, ast.Call):
        return text.is_module_call(node) or bool(
            MODULE_MAKERS.fullmatch(text.resolve(node.func))
        )
    if isinstance(node, ast.Subscript):
        return is_module_value(text, node.value, steps - 1) or _has_modules(
            text, node.value, steps - 1
        )
    if isinstance(node, ast.Attribute):
        return all(_attribute_values(text, node, steps - 1) or [False])
    if isinstance(node, ast.Name):
        return _is_module_name(text, node, steps - 1)
    return False


def _attribute_values(text: Text, node: ast.Attribute, steps: int) -> list[bool]:
    """For each assignment of `self.x` but None, whether it is a module."""
    owner, method = text.enclosing_class(node), text.tree.function(node)
    if (
        owner is None
        or not isinstance(node.value, ast.Name)
        or not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
        or self_name(method) != node.value.id
    ):
        return []
    return [
        is_module_value(facts.text, store.value, steps)
        for facts in owner.family
        for store in facts.stores.get(node.attr, ())
        if not (isinstance(store.value, ast.Constant) and store.value.value is None)
    ]


def _is_module_name(text: Text, node: ast.Name, steps: int) -> bool:
    bindings = [b.node for b in text.names.bindings(node.id, node) if b.node]
    if bindings and isinstance(bindings[0], ast.arg):
        annotation = bindings[0].annotation
        if annotation is not None and text.is_module_class(annotation) is True:
            return True
        if _is_self(text, bindings[0], node):
            return True
    found = text.definitions(node)
    return bool(found) and all(
        _defines_module(owner, definition, node.id, steps)
        for owner, definition in found
    )


def _is_self(text: Text, argument: ast.arg, node: ast.AST) -> bool:
    owner, method = text.enclosing_class(node), text.tree.parents.get(argument)
    function = text.tree.parents.get(method) if method is not None else None
    return (
        owner is not None
        and isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        and owner.methods.get(function.name) is function
        and self_name(function) == argument.arg
        and text.module_class(owner.node) is not None
    )


def _defines_module(text: Text, node: ast.AST, name: str, steps: int) -> bool:
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        plain = any(isinstance(t, ast.Name) and t.id == name for t in targets)
        return plain and is_module_value(text, node.value, steps)
    for parent in (node, *text.tree.ancestors(node)):
        if isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)):
            return _is_item(text, parent.target, parent.iter, name, steps)
        if isinstance(parent, ast.stmt):
            break
    return False


def _is_item(
    text: Text, target: ast.expr, source: ast.expr, name: str, steps: int
) -> bool:
    """Whether a loop gives a name the modules of a container of modules."""
    if isinstance(target, ast.Name):
        if (
            isinstance(source, ast.Call)
            and getattr(source.func, "id", "") == "reversed"
        ):
            source = source.args[0] if source.args else source
        return target.id == name and _has_modules(text, source, steps)
    if not isinstance(target, ast.Tuple) or not isinstance(source, ast.Call):
        return False
    for inner, given in _pairs(text, target, source):
        if _is_item(text, inner, given, name, steps):
            return True
    return False


def _pairs(
    text: Text, target: ast.Tuple, source: ast.Call
) -> Iterator[tuple[ast.expr, ast.expr]]:
    function = getattr(source.func, "id", "") or getattr(source.func, "attr", "")
    if function == "enumerate" and len(target.elts) == 2 and source.args:
        yield target.elts[1], source.args[0]
    elif function == "zip" and len(target.elts) == len(source.args):
        yield from zip(target.elts, source.args, strict=True)
    elif function in ("items", "named_children", "named_modules"):
        if len(target.elts) == 2 and isinstance(source.func, ast.Attribute):
            yield target.elts[1], source.func.value


def _has_modules(text: Text, node: ast.expr, steps: int) -> bool:
    """Whether the items of a value are modules: `ModuleList`, a list of layers."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _CHILDREN:
            return is_module_value(text, node.func.value, steps - 1)
    if isinstance(node, ast.List):
        return bool(node.elts) and all(
            is_module_value(text, item, steps - 1) for item in node.elts
        )
    # Of torch's modules only containers can be looped over.
    return is_module_value(text, node, steps - 1)
