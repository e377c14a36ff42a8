"""Variables of a forward pass that stand for a tensor which is changed in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts, Method, is_self
from ...source.guards import passes
from ...source.inplace import INPLACE_LAYERS, Change, branches, change_at, changes_input
from ...source.instances import child, instance
from ...source.nodes import is_true
from ...source.text import Text
from ...source.tree import walk

_METADATA = frozenset(
    "shape size dtype device ndim dim is_cuda numel requires_grad layout stride "
    "new_zeros new_ones new_tensor new_empty new_full type_as".split()
)
_LIST_METHODS = frozenset("append extend insert pop keys values items".split())


class Overwritten(NamedTuple):
    """A variable that is read after its tensor was changed under another name."""

    method: Method
    change: Change
    name: str
    read: ast.Name
    copied: ast.Name
    """Where `.clone()` would help."""


class _Use(NamedTuple):
    order: int
    """Of its statement, in the order of the text."""
    node: ast.Name
    statement: ast.stmt


class _Body:
    """The variables of a method, in the order in which statements use them."""

    def __init__(self, text: Text, method: Method) -> None:
        self.text = text
        self.uses: dict[str, list[_Use]] = {}
        self.order: dict[ast.stmt, int] = {}
        names: list[ast.Name] = []
        for node in walk(*method.body, into_classes=False):
            if type(node) is ast.Name:
                names.append(node)
            elif isinstance(node, ast.stmt):
                self.order[node] = len(self.order)
        for name in names:
            statement = text.tree.statement(name)
            if statement in self.order:
                use = _Use(self.order[statement], name, statement)
                self.uses.setdefault(name.id, []).append(use)

    def is_rebound(self, name: str, after: int, before: int, anywhere: bool) -> bool:
        """Whether a variable gets another value between two statements.

        `anywhere`: also in a branch that may not run.
        """
        return any(
            after < use.order < before
            and isinstance(use.node.ctx, (ast.Store, ast.Del))
            and not isinstance(use.statement, ast.AugAssign)
            and (anywhere or not branches(self.text, use.node))
            for use in self.uses.get(name, ())
        )

    def next_read(self, name: str, at: ast.AST, after: int) -> ast.Name | None:
        """Where the value of a variable is read, before it is bound again."""
        here = branches(self.text, at)
        for use in self.uses.get(name, ()):
            if use.order <= after or _excludes(here, branches(self.text, use.node)):
                continue
            if isinstance(use.node.ctx, ast.Load):
                if _reads_value(self.text, use.node):
                    return use.node
            elif not self._reads_itself(name, use):
                return None
        return None

    def _reads_itself(self, name: str, stored: _Use) -> bool:
        """Whether a statement reads the variable that it binds: `x = f(x)`."""
        return any(
            use.statement is stored.statement and isinstance(use.node.ctx, ast.Load)
            for use in self.uses[name]
        )


def where_it_can_be(text: Text) -> frozenset[ast.AST]:
    """The functions that work in place, and the classes that have layers which do.

    In a notebook a layer may come from another cell: there all classes, if any does.
    """
    if text.cell.id is not None:
        return frozenset(text.class_nodes if text.notebook.works_in_place else ())
    tree = text.tree
    operations: list[ast.AST] = [
        node for node in tree.all(ast.AugAssign) if type(node.target) is ast.Name
    ]
    layers: list[ast.AST] = [
        node for node in tree.all(ast.keyword) if node.arg == "inplace"
    ]
    for name, calls in tree.calls.items():
        if name.endswith("_"):
            operations += calls
        elif name in INPLACE_LAYERS:
            layers += (call for call in calls if any(map(is_true, call.args)))
    places: set[ast.AST | None] = {
        tree.function(node) for node in (*operations, *layers)
    }
    places.update(
        owner.node for owner in map(text.enclosing_class, layers) if owner is not None
    )
    return frozenset(place for place in places if place is not None)


def overwritten(facts: ClassFacts, wanted: frozenset[ast.AST]) -> Iterator[Overwritten]:
    """What the passes of a class change in place and read again."""
    every = any(owner.node in wanted for owner in facts.family)
    own = (m for name, m in facts.methods.items() if name != "__init__")
    if not every and wanted.isdisjoint(own):
        return
    for method, owner in passes(facts, "forward").items():
        if owner is not facts or not (every or method in wanted):
            continue
        body = _Body(facts.text, method)
        aliases = _aliases(body)
        seen: set[str] = set()
        for name, uses in body.uses.items():
            for use in uses:
                change = _change(facts, use, body)
                if change is None:
                    continue
                for found in (
                    _through_alias(body, aliases, name, use, change),
                    _through_result(body, name, use, change),
                ):
                    if found is not None and found[0] not in seen:
                        seen.add(found[0])
                        yield Overwritten(method, change, *found)


_Found = tuple[str, ast.Name, ast.Name]


def _change(facts: ClassFacts, use: _Use, body: _Body) -> Change | None:
    """The in-place operation on a variable where it is used; of tensors only."""
    text = facts.text
    change = change_at(text, facts, use.node) or _sequence_change(facts, use.node)
    if change is None:
        return None
    if isinstance(change.node, ast.AugAssign):
        if not _is_tensor(text, use.node.id, body):
            return None
        if isinstance(change.node.value, (ast.List, ast.ListComp, ast.Tuple)):
            return None
    # `x[i] = …` also fills lists.
    if isinstance(change.node, ast.Subscript):
        return None
    # The place of an operation by a layer is where it is applied.
    parent = text.tree.parents[use.node]
    if isinstance(parent, ast.Call) and change.node is not use.statement:
        return change._replace(text=text, node=parent)
    return change


def _sequence_change(facts: ClassFacts, node: ast.Name) -> Change | None:
    """`self.block(x)`, where the block is a sequence that starts in place."""
    text = facts.text
    call = text.tree.parents[node]
    if not isinstance(call, ast.Call) or call.args[:1] != [node]:
        return None
    function = call.func
    if isinstance(function, ast.Call):
        return _of_new_layer(text, function)
    if isinstance(function, ast.Attribute) and is_self(text, function.value):
        made = child(facts, function.attr)
        elements = made.elements if made and made.kind == "torch.nn.Sequential" else []
        for first in elements:
            if first.kind != "torch.nn.Identity":
                return changes_input(first)
    return None


def _of_new_layer(text: Text, call: ast.Call) -> Change | None:
    """`nn.ReLU(inplace=True)(x)`."""
    made = instance(text, call)
    return changes_input(made) if made else None


def _is_tensor(text: Text, name: str, body: _Body) -> bool:
    """Whether a variable is given to a layer or function, and is no list or number.

    Or is an argument that is annotated as a tensor.
    """
    is_given = _is_annotated(text, body.uses[name][0].node)
    for use in body.uses[name]:
        parent = text.tree.parents[use.node]
        if isinstance(parent, ast.Attribute) and parent.attr in _LIST_METHODS:
            return False
        if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is use.node:
            return False
        if isinstance(parent, ast.Call) and use.node in parent.args[:1]:
            dotted = text.resolve(parent.func)
            function = parent.func
            is_given |= dotted.startswith("torch.") or (
                isinstance(function, ast.Attribute) and is_self(text, function.value)
            )
    return is_given


def _is_annotated(text: Text, node: ast.Name) -> bool:
    found = text.names.bindings(node.id, node)
    made = found[0].node if found else None
    note = made.annotation if isinstance(made, ast.arg) else None
    return note is not None and text.resolve(note) == "torch.Tensor"


def _aliases(body: _Body) -> list[tuple[ast.Assign, ast.Name, str]]:
    """The statements `r = x`: the statement, `x`, and `r`."""
    return [
        (statement, statement.value, target.id)
        for statement in body.order
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id != statement.value.id
    ]


def _through_alias(
    body: _Body,
    aliases: list[tuple[ast.Assign, ast.Name, str]],
    name: str,
    use: _Use,
    change: Change,
) -> _Found | None:
    """The other name of a tensor that is changed, if it is read afterwards."""
    for statement, value, target in aliases:
        if name not in (value.id, target):
            continue
        other = target if name == value.id else value.id
        start = body.order[statement]
        inside = set(branches(body.text, statement))
        if start >= use.order or not inside <= set(branches(body.text, use.node)):
            continue
        if body.is_rebound(name, start, use.order, anywhere=True):
            continue
        if body.is_rebound(other, start, use.order, anywhere=False):
            continue
        read = body.next_read(other, use.node, use.order)
        if read is not None and (
            not isinstance(change.node, ast.AugAssign) or _may_be(body, other, name)
        ):
            return other, read, value
    return None


def _may_be(body: _Body, other: str, name: str) -> bool:
    """Whether both names of a sum are those of a tensor."""
    return _is_tensor(body.text, name, body) or _is_tensor(body.text, other, body)


def _through_result(body: _Body, name: str, use: _Use, change: Change) -> _Found | None:
    """The input of an in-place layer that is read again beside its output."""
    statement = use.statement
    if "inplace" not in change.operation or isinstance(statement, ast.Expr):
        return None
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if any(isinstance(n, ast.Name) and n.id == name for t in targets for n in walk(t)):
        return None
    if read := _operand(body, name, use):
        return name, read, use.node
    if isinstance(statement, ast.Return):
        return None
    read_later = body.next_read(name, use.node, use.order)
    return (name, read_later, use.node) if read_later is not None else None


def _operand(body: _Body, name: str, use: _Use) -> ast.Name | None:
    """`x` in `x + self.conv(self.act(x))`: it is added after the layer has run."""
    for other in body.uses[name]:
        if other.statement is not use.statement or other.node is use.node:
            continue
        parent = body.text.tree.parents[other.node]
        if isinstance(parent, ast.BinOp) and any(
            ancestor is parent for ancestor in body.text.tree.ancestors(use.node)
        ):
            return other.node
    return None


def _excludes(one: list[tuple[ast.AST, str]], other: list[tuple[ast.AST, str]]) -> bool:
    """Whether two places are in different branches of one statement."""
    parts = dict(one)
    return any(
        node in parts and parts[node] != part and isinstance(node, (ast.If, ast.IfExp))
        for node, part in other
    )


def _reads_value(text: Text, node: ast.Name) -> bool:
    parent = text.tree.parents[node]
    if isinstance(parent, ast.Attribute):
        return parent.attr not in _METADATA
    if isinstance(parent, ast.Compare):
        return not any(isinstance(op, (ast.Is, ast.IsNot)) for op in parent.ops)
    if isinstance(parent, ast.Call):
        return getattr(parent.func, "id", "") not in ("len", "isinstance", "type")
    return not isinstance(parent, ast.Delete)
