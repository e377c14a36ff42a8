"""The modules whose parameters a list joins, wherever its parts are put together."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...source.inference.containers import places
from ...source.inference.reaching import reaching
from ...source.nodes import is_named, position, root_name
from ...source.tensors import keyword
from ...source.text import Text

_JOINING = ("itertools.chain", "list", "tuple")
_DEPTH = 6


class Listed(NamedTuple):
    """One `model.head.parameters()`."""

    path: str
    text: Text
    node: ast.Call

    def overlaps(self, other: Listed) -> bool:
        """Whether one is the other, or a part of it, with the same model meant."""
        one, two = sorted((self.path, other.path), key=len)
        return (one == two or two.startswith((f"{one}.", f"{one}["))) and (
            self._statement() is other._statement() or self._is_lasting()
        )

    def _statement(self) -> ast.stmt:
        return self.text.tree.statement(self.node)

    def _is_lasting(self) -> bool:
        """Whether its model stays the same, with the same parts."""
        root = root_name(self.node.func)
        names = self.path.replace("[", ".").split(".")
        if root is None or not self.text.notebook.rebuilt.isdisjoint(names):
            return False
        return (
            len(reaching(self.text, root)) < 2
            and len(self.text.names.bindings(root.id, root)) < 2
        )


def listed(text: Text, node: ast.expr, depth: int = 0) -> list[Listed]:
    """The modules whose parameters an expression lists, in their order."""
    if depth > _DEPTH:
        return []
    if isinstance(node, ast.Name):
        known = _parts(text, node)
        return [one for owner, part in known for one in listed(owner, part, depth + 1)]
    if isinstance(node, ast.Call) and (path := _owner(text, node)):
        return [Listed(path, text, node)]
    inner = parameters_of_group(text, node)
    parts = [inner] if inner is not None else list(_joined(text, node))
    return [one for part in parts for one in listed(text, part, depth + 1)]


def _joined(text: Text, node: ast.expr) -> Iterable[ast.expr]:
    """The lists that an expression joins."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (node.left, node.right)
    if isinstance(node, ast.Starred):
        return (node.value,)
    if isinstance(node, (ast.List, ast.Tuple)):
        return node.elts
    if isinstance(node, ast.Call) and text.callee(node) in _JOINING:
        return node.args
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        return _copied(node)
    return ()


def _copied(node: ast.ListComp | ast.GeneratorExp) -> Iterable[ast.expr]:
    """`[p for p in parameters]`, without a condition."""
    only = node.generators[0]
    same = isinstance(only.target, ast.Name) and is_named(node.elt, only.target.id)
    return (only.iter,) if same and len(node.generators) == 1 and not only.ifs else ()


def _parts(text: Text, name: ast.Name) -> Iterator[tuple[Text, ast.expr]]:
    """What a variable is certainly made of: what it is bound to, and what is added."""
    *later, first = reaching(text, name) or [(text, name)]
    owner, made = first
    if not isinstance(made, ast.Assign) or not all(
        isinstance(node, ast.AugAssign) for _, node in later
    ):
        return
    yield owner, made.value
    block = owner.tree.parents[made]
    for use in owner.tree.all(ast.Name):
        if use.id == name.id and position(made) < position(use):
            beside = owner.tree.parents[owner.tree.statement(use)] is block
            if beside and (owner is not text or position(use) < position(name)):
                yield from ((owner, place.value) for place in places(owner, use))


def parameters_of_group(text: Text, node: ast.expr) -> ast.expr | None:
    """The list of `{"params": list}` and `dict(params=list)`."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "params":
                return value
    elif text.callee(node) == "dict":
        given = keyword(node, "params")  # type: ignore[arg-type]
        return given.value if given else None
    return None


def _owner(text: Text, node: ast.Call) -> str:
    """`model.head` for `model.head.parameters()`, also where `head` is short for it."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "parameters":
        return ""
    return "" if node.args or node.keywords else _path(text, function.value)


def _path(text: Text, node: ast.expr, depth: int = 0) -> str:
    if isinstance(node, ast.Name):
        found = reaching(text, node)
        made = getattr(found[0][1], "value", None) if len(found) == 1 else None
        if isinstance(made, (ast.Attribute, ast.Subscript)) and depth < _DEPTH:
            if isinstance(found[0][1], ast.Assign):
                return _path(found[0][0], made, depth + 1) or node.id
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _path(text, node.value, depth)
        return f"{owner}.{node.attr}" if owner else ""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        owner = _path(text, node.value, depth)
        return f"{owner}[{node.slice.value!r}]" if owner else ""
    return ""
