"""What kind of value an expression certainly has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from .torchnames import TENSOR_MAKERS

if TYPE_CHECKING:
    from .classes import ClassFacts, Method
    from .text import Text

Kind = Literal["plain", "none", "tensor", "parameter", "buffer", "module"]

_PLAIN = (
    ast.JoinedStr,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.Compare,
)
_PLAIN_CALLS = frozenset(
    "int float bool str len list dict tuple set frozenset sorted round min max abs sum "
    "range collections.OrderedDict collections.defaultdict collections.deque".split()
)
_PLAIN_TYPES = frozenset("int float bool str list dict tuple set".split())
_MAKERS: dict[str, Kind] = {
    "torch.nn.Parameter": "parameter",
    "torch.nn.Buffer": "buffer",
}


def value_kind(
    text: Text, node: ast.AST | None, method: Method | None = None
) -> Kind | None:
    """What an expression certainly is; None if that is not known.

    `plain` is a number, a string, a container: nothing that can be called. `method` is
    the function whose arguments the expression may name.
    """
    if isinstance(node, ast.Constant):
        if node.value is None:
            return "none"
        return None if node.value is Ellipsis else "plain"
    if isinstance(node, _PLAIN):
        # `x == y` of arrays is an array, and that cannot be called either.
        return "plain"
    if isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.Not):
            return "plain"
        return value_kind(text, node.operand, method)
    if isinstance(node, ast.BinOp):
        sides = {value_kind(text, side, method) for side in (node.left, node.right)}
        if "tensor" in sides:
            return "tensor"
        return "plain" if "plain" in sides else None
    if isinstance(node, (ast.IfExp, ast.BoolOp)):
        parts = (
            node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
        )
        kinds = {value_kind(text, part, method) for part in parts}
        return kinds.pop() if len(kinds) == 1 else None
    if isinstance(node, ast.Call):
        return _made(text, node)
    if isinstance(node, ast.Name) and method is not None:
        return _argument(text, node, method)
    return None


def _made(text: Text, node: ast.Call) -> Kind | None:
    dotted = text.resolve(node.func)
    if dotted in _MAKERS:
        return _MAKERS[dotted]
    if dotted in _PLAIN_CALLS:
        return "plain"
    if dotted in TENSOR_MAKERS:
        return "tensor"
    if text.is_module_call(node):
        return "module"
    return None


def _argument(text: Text, node: ast.Name, method: Method) -> Kind | None:
    """`plain` for an argument whose annotation or default says so."""
    bindings = text.names.bindings(node.id, node)
    if len(bindings) != 1 or not isinstance(bindings[0].node, ast.arg):
        return None
    for argument, default in arguments(method):
        if argument is bindings[0].node:
            note = argument.annotation
            if note is not None:
                plain = isinstance(note, ast.Name) and note.id in _PLAIN_TYPES
                return "plain" if plain else None
            plain = isinstance(default, ast.Constant) and type(default.value) in (
                bool,
                int,
                float,
                str,
            )
            return "plain" if plain else None
    return None


def arguments(method: Method) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The arguments of a function by name, each with its default."""
    positional = [*method.args.posonlyargs, *method.args.args]
    missing = len(positional) - len(method.args.defaults)
    defaults = [*[None] * missing, *method.args.defaults]
    yield from zip(positional, defaults, strict=True)
    yield from zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True)


def text_constant(node: ast.AST | None) -> str:
    """The text of a string constant; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def class_level(facts: ClassFacts) -> Iterator[tuple[ast.Name, ast.expr]]:
    """The names that a class body assigns, with their values."""
    for item in facts.node.body:
        targets = item.targets if isinstance(item, ast.Assign) else []
        if isinstance(item, ast.AnnAssign) and item.value is not None:
            targets = [item.target]
        value = item.value if isinstance(item, (ast.Assign, ast.AnnAssign)) else None
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                yield target, value
