"""An argument that is a number by its use: torch refuses anything else there."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from ..tree import FunctionNode

if TYPE_CHECKING:
    from ..text import Text

# Arguments of torch.nn's layers that are numbers, by their place.
_SIZES = {
    re.compile(r"(Lazy)?Linear|Embedding"): 2,
    re.compile(r"Bilinear"): 3,
    re.compile(r"Conv(Transpose)?\dd|GroupNorm|RNNCell|LSTMCell|GRUCell"): 2,
    re.compile(r"(Lazy|Sync)?BatchNorm(\dd)?|InstanceNorm\dd|Dropout(\dd)?"): 1,
    re.compile(r"MultiheadAttention"): 2,
}
_NAMED = frozenset(
    "in_features out_features in_channels out_channels num_features num_embeddings "
    "embedding_dim embed_dim num_heads num_groups num_channels hidden_size "
    "input_size num_layers groups".split()
)
_MAKES = frozenset(f"torch.{n}" for n in "zeros ones empty rand randn".split())
_OPERATORS = (ast.FloorDiv, ast.Sub, ast.Pow, ast.Mult, ast.Div, ast.Mod)


def is_size(text: Text, function: FunctionNode, name: str) -> bool:
    """Whether a function uses an argument, which it sets nowhere, as a number."""
    if len(text.tree.scopes.get(function, {}).get(name, ())) != 1:
        return False
    return any(
        node.id == name
        and text.tree.function(node) is function
        and _is_counted(text, node)
        for node in text.tree.all(ast.Name)
    )


def _is_counted(text: Text, node: ast.expr) -> bool:
    """Whether a use is `nn.Linear(n, 2 * n)` or `range(n)`."""
    parent = text.tree.parents[node]
    while isinstance(parent, ast.BinOp) and isinstance(parent.op, _OPERATORS):
        node, parent = parent, text.tree.parents[parent]
    if isinstance(parent, ast.keyword):
        call = text.tree.parents[parent]
        return parent.arg in _NAMED and _layer(text, call) != ""
    if not isinstance(parent, ast.Call) or node not in parent.args:
        return False
    place = parent.args.index(node)
    if any(isinstance(other, ast.Starred) for other in parent.args[:place]):
        return False
    layer = _layer(text, parent)
    sized = any(p.fullmatch(layer) and place < n for p, n in _SIZES.items())
    return sized or _makes(text, parent)


def _makes(text: Text, call: ast.Call) -> bool:
    """Whether a call is `range(n)` or `torch.zeros(n, 3)`; a single size is a tuple."""
    dotted = text.resolve(call.func)
    return dotted == "range" or (dotted in _MAKES and len(call.args) > 1)


def _layer(text: Text, call: ast.AST) -> str:
    """The name of the layer of torch that a call makes."""
    head, _, last = text.callee(call).rpartition(".")
    return last if head == "torch.nn" else ""
