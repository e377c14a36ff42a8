"""Values that carry the graph of a module's own parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from .classes import ClassFacts, Method, self_name
from .graphs import reaches, under_no_grad
from .nodes import is_named
from .tree import walk

# What modules call that is often a function, or has no parameters.
_NO_LAYER = re.compile(
    r"act|fn|func|pool|pad|drop|transform|process|token|sched|sampl|norm|loss|metric"
    r"|resize|rescale|get_|is_|has_|make|compute|callback"
)
_ITERATORS = frozenset(("zip", "enumerate", "reversed"))


class Activations:
    """Which expressions of a class's methods certainly depend on its parameters."""

    def __init__(self, facts: ClassFacts) -> None:
        self._facts = facts
        self._layers, self._parameters, self._others = _attributes(facts)

    def given(
        self,
        method: Method,
        callers: Iterable[Method],
        counts: Callable[[ast.stmt], bool],
        depth: int = 2,
    ) -> frozenset[str]:
        """The arguments of a method that get a graph from a call in one of some others.

        `counts` says whether a statement with a call does. Helpers of helpers are
        followed, as deep as `depth` says.
        """
        found: set[str] = set()
        parents = self._facts.text.tree.parents
        for use in self._facts.uses.get(method.name, ()):
            call, caller = parents[use.node], use.method
            if (
                isinstance(call, ast.Call)
                and call.func is use.node
                and caller is not method
                and caller in callers
                and counts(self._facts.text.tree.statement(call))
            ):
                above = self.given(caller, callers, counts, depth - 1) if depth else ()
                found.update(self._given_by(call, caller, method, frozenset(above)))
        return frozenset(found)

    def _given_by(
        self, call: ast.Call, caller: Method, method: Method, above: frozenset[str]
    ) -> Iterator[str]:
        """The arguments to which one call gives a graph."""
        statement, me = self._facts.text.tree.statement(call), self_name(caller)
        steps = self.in_method(caller, above)
        names = next((n for at, n in steps if at is statement), frozenset())
        positions = [item.arg for item in (*method.args.posonlyargs, *method.args.args)]
        pairs = [*zip(positions[1:], call.args, strict=False)]
        # Keyword arguments have the names that the method gives them.
        pairs += [(str(item.arg), item.value) for item in call.keywords if item.arg]
        for name, value in pairs:
            if isinstance(value, ast.Starred):
                return
            if self.carries(value, names, me):
                yield name

    def in_method(
        self, method: Method, given: frozenset[str] = frozenset()
    ) -> Iterator[tuple[ast.stmt, frozenset[str]]]:
        """The statements of a method, each with the local names that carry a graph.

        `given` are its arguments that do. Loops count once, branches one after the
        other.
        """
        text, me = self._facts.text, self_name(method)
        carrying = set(given)
        layers: set[str] = set()
        for node in walk(*method.body, into_classes=False):
            if isinstance(node, (ast.For, ast.AsyncFor)):
                if self._yields_layers(node.iter, me):
                    layers |= {n.id for n in walk(node.target) if type(n) is ast.Name}
            if not isinstance(node, ast.stmt):
                continue
            yield node, frozenset(carrying | {f"{name}()" for name in layers})
            if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
                continue
            if node.value is None:
                continue
            names = frozenset(carrying | {f"{name}()" for name in layers})
            carries = self.carries(node.value, names, me) and not under_no_grad(
                text, node
            )
            for target in _names(node):
                if carries:
                    carrying.add(target)
                elif not isinstance(node, ast.AugAssign):
                    carrying.discard(target)

    def carries(self, root: ast.expr, names: frozenset[str], me: str) -> bool:
        """Whether the graph of a parameter gets into the value of an expression.

        `names` are those of `in_method`; `layer()` is a name that stands for a layer.
        """
        text = self._facts.text
        return any(
            self._is_source(node, names, me) and reaches(text, node, root)
            for node in walk(root)
        )

    def _is_source(self, node: ast.AST, names: frozenset[str], me: str) -> bool:
        if isinstance(node, ast.Name):
            return node.id in names
        if isinstance(node, ast.Attribute):
            return node.attr in self._parameters and is_named(node.value, me)
        if not isinstance(node, ast.Call):
            return False
        function = node.func
        while isinstance(function, ast.Subscript):
            function = function.value
        if isinstance(function, ast.Name):
            return f"{function.id}()" in names
        return (
            isinstance(function, ast.Attribute)
            and is_named(function.value, me)
            and (function.attr in self._layers or self._may_be_layer(function.attr))
        )

    def _may_be_layer(self, attr: str) -> bool:
        """Whether what is called was given from outside, and may have parameters."""
        return attr not in self._others and not _NO_LAYER.search(attr)

    def _yields_layers(self, node: ast.expr, me: str) -> bool:
        """Whether a loop is over the layers of the module."""
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ITERATORS:
            return any(self._yields_layers(item, me) for item in node.args)
        while isinstance(node, ast.Subscript):
            node = node.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value  # self.layers.values()
        return (
            isinstance(node, ast.Attribute)
            and node.attr in self._layers
            and is_named(node.value, me)
        )


def _attributes(
    facts: ClassFacts,
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The attributes that are layers with parameters, parameters, and neither."""
    layers: set[str] = set()
    parameters: set[str] = set()
    others: set[str] = set()
    for owner in facts.family:
        others |= owner.methods.keys()
        for name, kind in owner.registered.items():
            (parameters if kind == "parameter" else others).add(name)
        for attr, stores in owner.stores.items():
            for store in stores:
                if owner.text.callee(store.value) == "torch.nn.Parameter":
                    parameters.add(attr)
                elif _may_train(owner, store.value):
                    layers.add(attr)
                elif not _is_given(owner, store.value):
                    others.add(attr)
    if not facts.is_fully_known:
        # A base that is not known may define any method.
        others |= facts.uses.keys()
    return frozenset(layers), frozenset(parameters), frozenset(others - layers)


def _is_given(owner: ClassFacts, value: ast.expr | None) -> bool:
    """Whether a value is an argument of `__init__`, or made by a class not known."""
    if isinstance(value, ast.Call):
        function = value.func
        name = function.attr if isinstance(function, ast.Attribute) else None
        name = function.id if isinstance(function, ast.Name) else name
        known = owner.text.is_module_class(function) is not None
        return bool(name) and name[:1].isupper() and not known  # type: ignore[index]
    return isinstance(value, ast.Name)


def _may_train(owner: ClassFacts, value: ast.expr | None) -> bool:
    """Whether a value is a torch module, or one of the notebook, with parameters."""
    text = owner.text
    if isinstance(value, ast.IfExp):
        return _may_train(owner, value.body) or _may_train(owner, value.orelse)
    if not text.is_module_call(value) or text.is_stateless_call(value):
        return False
    return not text.callee(value).endswith(("Loss", "Dropout"))


def _names(node: ast.stmt) -> Iterator[str]:
    for target in getattr(node, "targets", None) or [getattr(node, "target", None)]:
        for name in walk(target) if target is not None else ():
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                yield name.id
