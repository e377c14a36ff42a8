"""Calls that make a tensor."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .values import arguments

if TYPE_CHECKING:
    from .text import Text

# What they make can be computed again; it need not be saved.
_CONSTANT = frozenset(
    "arange linspace logspace eye tensor as_tensor from_numpy triu tril".split()
)
_STATE = frozenset("zeros ones empty full rand randn randint randperm normal".split())


def tensor_factory(text: Text, node: ast.AST | None) -> str:
    """`zeros` for `torch.zeros(…)`; empty for what is no such call."""
    head, _, last = text.callee(node).rpartition(".")
    return last if head == "torch" and last in _CONSTANT | _STATE else ""


# A text without any of these makes no tensor that `tensor_factory` knows.
FACTORIES = tuple(sorted(_CONSTANT | _STATE))
# Methods and functions whose result is a tensor and has dimensions if their tensor has.
KEEPS = frozenset(
    "float double half bfloat16 long int bool to type contiguous clone view reshape "
    "unsqueeze flatten repeat expand repeat_interleave flip roll t transpose permute "
    "exp exp2 log log2 log10 sqrt rsqrt square pow sin cos tan tanh sigmoid abs neg "
    "reciprocal clamp floor ceil round cumsum cumprod softmax div mul add sub".split()
)
_JOINS = frozenset("torch.cat torch.stack torch.outer".split())
_DEPTH = 12


def made_from(text: Text, node: ast.AST | None, depth: int = _DEPTH) -> str:
    """The factory of the tensor that an expression certainly is; empty if it is none.

    Of `1 / torch.arange(1, 9)` it is `arange`. Tensors without dimensions do not count:
    they work on every device. With several, one that cannot be computed again wins.
    """
    if isinstance(node, ast.Call):
        return _called(text, node, depth)
    if depth == 0 or not isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Name, *_PARTS)):
        return ""
    if isinstance(node, ast.BinOp):
        # Two vectors make a number, and a format makes a text.
        if isinstance(node.op, (ast.MatMult, ast.Mod)):
            return ""
        return _either(text, (node.left, node.right), depth)
    if isinstance(node, ast.Name):
        return made_from(text, local_value(text, node), depth - 1)
    if isinstance(node, ast.UnaryOp):
        return made_from(text, node.operand, depth - 1)
    if isinstance(node, ast.Attribute):
        kept = node.attr in ("T", "mT", "data")
    else:
        kept = _is_view(node.slice)
    return made_from(text, node.value, depth - 1) if kept else ""


_PARTS = (ast.Attribute, ast.Subscript)


def _called(text: Text, node: ast.Call, depth: int) -> str:
    factory = tensor_factory(text, node)
    if factory or depth == 0:
        return "" if factory and is_number(text, node) else factory
    function = node.func
    if text.resolve(function) in _JOINS:
        listed = node.args[:1]
        if isinstance(node.args[0] if node.args else None, (ast.List, ast.Tuple)):
            listed = node.args[0].elts  # type: ignore[attr-defined]
        return _either(text, (*listed, *node.args[1:]), depth)
    if isinstance(function, ast.Attribute) and function.attr in KEEPS:
        if text.resolve(function) == f"torch.{function.attr}":
            return _either(text, node.args[:2], depth)
        return made_from(text, function.value, depth - 1)
    return ""


def _either(text: Text, nodes: Iterable[ast.AST], depth: int) -> str:
    found = [made for n in nodes if (made := made_from(text, n, depth - 1))]
    return next((f for f in found if f not in _CONSTANT), found[0] if found else "")


def _is_view(index: ast.expr) -> bool:
    """Whether an index takes no dimension away: `[None]`, `[:, None]`."""
    items = index.elts if isinstance(index, ast.Tuple) else [index]
    return all(
        isinstance(item, ast.Slice)
        or (isinstance(item, ast.Constant) and item.value in (None, Ellipsis))
        for item in items
    )


def local_value(text: Text, node: ast.Name) -> ast.expr | None:
    """What the only assignment of a function to a local variable gives it."""
    function = text.tree.function(node)
    found = text.tree.scopes[function].get(node.id, ()) if function else ()
    if len(found) != 1 or not isinstance(found[0].node, ast.Assign):
        return None
    targets = found[0].node.targets
    plain = any(isinstance(t, ast.Name) and t.id == node.id for t in targets)
    return found[0].node.value if plain else None


def is_recomputable(factory: str) -> bool:
    """Whether a tensor factory makes the same values again."""
    return factory in _CONSTANT


def is_number(text: Text, node: ast.Call) -> bool:
    """Whether `torch.tensor(…)` gets a plain number, so it has no dimensions."""
    if tensor_factory(text, node) not in ("tensor", "as_tensor") or not node.args:
        return False
    value = node.args[0]
    while isinstance(value, ast.UnaryOp):
        value = value.operand
    if isinstance(value, (ast.Constant, ast.BinOp)):
        return True
    if isinstance(value, ast.Name) and _is_numeric_argument(text, value):
        return True
    return text.resolve(value).startswith(("math.", "float", "numpy.pi"))


def _is_numeric_argument(text: Text, node: ast.Name) -> bool:
    """Whether a name is an argument whose annotation or default is a number."""
    method = text.tree.function(node)
    if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for argument, default in arguments(method):
            if argument.arg == node.id:
                note = getattr(argument.annotation, "id", "")
                value = getattr(default, "value", None)
                return note in ("float", "int") or type(value) in (float, int)
    return False


def keyword(node: ast.Call, name: str) -> ast.keyword | None:
    """A keyword argument of a call."""
    return next((item for item in node.keywords if item.arg == name), None)
