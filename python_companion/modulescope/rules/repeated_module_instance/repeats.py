"""Where the text puts one module into a container several times."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from ...source.inference.expressions import held
from ...source.text import Text
from ...source.tree import walk

# torch's classes with parameters; sharing any other changes nothing.
_LEARNS = re.compile(
    r"torch\.nn\.(Lazy)?(Linear|Bilinear|Conv(Transpose)?\dd|\w*BatchNorm(\dd)?"
    r"|LayerNorm|GroupNorm|RMSNorm|Embedding(Bag)?|(RNN|LSTM|GRU)(Cell)?|PReLU"
    r"|MultiheadAttention|Transformer\w*)"
)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_NAMES_SHARING = re.compile(r"shar|tied|tying", re.IGNORECASE)


class Repeat(NamedTuple):
    """One module that a container gets several times."""

    node: ast.expr
    """The expression that repeats."""
    name: str
    """The class of the module, as the text spells it."""
    container: ast.expr | None = None
    """What gets the modules, where that is not the call itself."""


def multiplied(text: Text, node: ast.Call) -> Repeat | None:
    """`nn.Sequential(…) * 3`, which appends the same modules again."""
    parent = text.tree.parents.get(node)
    if text.callee(node) != "torch.nn.Sequential" or not (
        isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult)
    ):
        return None
    for argument in node.args:
        if name := _module(text, argument):
            return Repeat(parent, name)
    return None


def repeated(text: Text, node: ast.Call) -> Repeat | None:
    """A container that is made of a list with one module in several places."""
    for argument in node.args:
        value = argument.value if isinstance(argument, ast.Starred) else argument
        if found := _list(text, value):
            return found
        if isinstance(value, ast.Name) and (made := _assigned(text, value)):
            if (found := _list(text, made)) and not _is_changed(text, value):
                return found._replace(container=node)
    return None


def _list(text: Text, node: ast.expr) -> Repeat | None:
    """A list display times a number, or a comprehension over one outer module."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call) and text.resolve(node.func) == "dict.fromkeys":
            if len(node.args) == 2 and (name := _module(text, node.args[1])):
                return Repeat(node, name)
        elif isinstance(node, ast.Call) and len(node.args) == 1:
            if text.resolve(node.func) in ("list", "tuple"):
                pending.append(node.args[0])
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pending += (node.right, node.left)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for side, times in ((node.left, node.right), (node.right, node.left)):
                if isinstance(side, (ast.List, ast.Tuple)) and not _is_one(times):
                    for element in side.elts:
                        if name := _module(text, element):
                            return Repeat(node, name)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.DictComp)):
            element = node.value if isinstance(node, ast.DictComp) else node.elt
            if isinstance(element, ast.Name) and _is_fixed(node, element):
                if name := _module(text, element):
                    return Repeat(node, name)
    return None


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (0, 1)


def _is_fixed(
    node: ast.ListComp | ast.GeneratorExp | ast.DictComp, element: ast.Name
) -> bool:
    """Whether the element of a comprehension is not one of its own variables."""
    return not any(
        isinstance(name, ast.Name) and name.id == element.id
        for generator in node.generators
        for name in walk(generator.target)
    )


def appended(text: Text, node: ast.Call) -> Repeat | None:
    """`layers.append(layer)` in a loop, with a layer from before the loop."""
    function = node.func
    value = node.args[-1] if node.args else None
    if not isinstance(function, ast.Attribute) or value is None:
        return None
    if function.attr == "extend":
        found = _list(text, value)
        if found is None or not _is_container(text, function.value):
            return None
        return found._replace(container=function.value)
    if not isinstance(value, ast.Name) or not (loop := _loop(text, node)):
        return None
    name = _module(text, value)
    made = _assigned(text, value) if name else None
    if made is None or any(parent is loop for parent in text.tree.ancestors(made)):
        return None
    owner = function.value
    if function.attr != "append":
        facts = text.enclosing_class(node)
        if facts is None or not facts.is_module:
            return None
    elif not _is_container(text, owner):
        return None
    return Repeat(value, name, owner if function.attr == "append" else None)


def _loop(text: Text, node: ast.AST) -> ast.AST | None:
    """The loop that a node is in, within its function."""
    for parent in text.tree.ancestors(node):
        if isinstance(parent, _LOOPS):
            return parent
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return None
        # A condition may let it run once only.
        if isinstance(parent, (ast.If, ast.Try)):
            return None
    return None


def _is_container(text: Text, node: ast.expr) -> bool:
    """Whether an expression is an nn.ModuleList or Sequential, or becomes one."""
    if isinstance(node, ast.Attribute):
        facts = text.enclosing_class(node)
        stores = facts.all_stores(node.attr) if facts is not None else []
        return bool(stores) and all(
            text.callee(store.value) in ("torch.nn.ModuleList", "torch.nn.Sequential")
            for store in stores
        )
    if not isinstance(node, ast.Name):
        return False
    made = _assigned(text, node)
    if text.callee(made) in ("torch.nn.ModuleList", "torch.nn.Sequential"):
        return True
    scope = text.tree.function(node)
    return isinstance(made, ast.List) and any(
        isinstance(argument, (ast.Name, ast.Starred))
        and _name(argument) == node.id
        and text.tree.function(call) is scope
        for kind in ("ModuleList", "Sequential")
        for call in text.tree.calls.get(kind, ())
        for argument in call.args
    )


def _name(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Starred) else node
    return value.id if isinstance(value, ast.Name) else ""


def _assigned(text: Text, name: ast.Name) -> ast.expr | None:
    """The value of a variable that is assigned once, by a plain assignment."""
    bindings = text.names.bindings(name.id, name)
    node = bindings[0].node if len(bindings) == 1 else None
    return node.value if isinstance(node, ast.Assign) else None


def _is_changed(text: Text, name: ast.Name) -> bool:
    """Whether something is done to a list by index: its entries may be replaced."""
    return any(
        isinstance(node.value, ast.Name)
        and node.value.id == name.id
        and isinstance(node.ctx, ast.Store)
        for node in text.tree.all(ast.Subscript)
    )


def _module(text: Text, node: ast.expr) -> str:
    """The class of the module with parameters that a node makes or names."""
    if isinstance(node, ast.Name):
        if _NAMES_SHARING.search(node.id):
            return ""
        made = _assigned(text, node)
        return _module(text, made) if isinstance(made, ast.Call) else ""
    if not isinstance(node, ast.Call):
        return ""
    owner, made = _made(text, node)
    return ast.unparse(made.func) if made and _learns(owner, made, 0) else ""


def _made(text: Text, node: ast.Call) -> tuple[Text, ast.Call | None]:
    """The call that makes what an expression gives, be it returned or moved.

    A container takes modules only, so a class with a base that is not known is one.
    """
    facts = text.class_facts(node.func)
    if facts is not None and facts.is_module is not False:
        return text, node
    values = held(text, node)
    if len(values.ways) == 1 and values.only("module"):
        (way,) = values.ways
        return way.frame.text, way.node if isinstance(way.node, ast.Call) else None
    return text, None


def _learns(text: Text, node: ast.Call, depth: int) -> bool:
    """Whether a call certainly makes a module with parameters."""
    if _LEARNS.fullmatch(text.callee(node)):
        return True
    if text.callee(node) in ("torch.nn.Sequential", "torch.nn.ModuleList"):
        return any(
            isinstance(inner, ast.Call) and _LEARNS.fullmatch(text.callee(inner))
            for inner in walk(*node.args)
        )
    facts = text.class_facts(node.func)
    if facts is None or depth > 3 or _NAMES_SHARING.search(facts.name):
        return False
    for member in facts.family:
        if "parameter" in member.registered.values():
            return True
        for stores in member.stores.values():
            for store in stores:
                value = store.value
                if not isinstance(value, ast.Call):
                    continue
                if member.text.callee(value) == "torch.nn.Parameter":
                    return True
                if _learns(member.text, value, depth + 1):
                    return True
    return False
