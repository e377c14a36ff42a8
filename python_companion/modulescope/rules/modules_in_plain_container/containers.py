"""Which attributes of a module class are plain containers of modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ...findings import Edit
from ...source.classes import (
    ClassFacts,
    Method,
    Store,
    Use,
    is_set_from_outside,
    may_register,
    reached_from,
)
from ...source.edits import wrap
from ...source.tree import walk

_KINDS: dict[type[ast.expr], str] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Tuple: "tuple",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Dict: "dict",
    ast.DictComp: "dict",
}
_MAKERS = {name: name for name in ("list", "tuple", "set", "dict")}
_ADDERS = frozenset(("append", "extend", "insert", "add", "update"))
# What asks for the very type.
_ASKS = frozenset(("isinstance", "type"))
# What nn.ModuleList offers of a list.
_LIST_METHODS = frozenset(("append", "extend", "insert", "pop"))
_REGISTERING = frozenset(("add_module", "register_module", "setattr"))


@dataclass(frozen=True)
class Container:
    """An assignment of a plain container, and where modules are added to it."""

    facts: ClassFacts
    store: Store
    kind: str
    elements: tuple[ast.expr, ...]
    grown: tuple[ast.expr, ...]

    def edits(self) -> tuple[Edit, ...]:
        """Wraps the value, if its registered twin takes all its elements."""
        text, value = self.facts.text, self.store.value
        if value is None or len(self.facts.all_stores(self.store.attr)) > 1:
            # A registered name refuses to become a list again.
            return ()
        if not may_register(self.facts, self.store):
            return ()
        if not all(_is_module(self.facts, element) for element in self.elements):
            return ()
        if self.kind == "dict" and not (_has_text_keys(value) and self._grows_by_text):
            return ()
        wanted = "ModuleDict" if self.kind == "dict" else "ModuleList"
        name = text.names.spell(f"torch.nn.{wanted}", self.store.target)
        return wrap(text, value, name) if name else ()

    @property
    def _grows_by_text(self) -> bool:
        return all(
            _is_text(place.slice)
            for place in self.grown
            if isinstance(place, ast.Subscript)
        )

    def is_safe(self) -> bool:
        """Whether everything that is done with it works on a ModuleList too."""
        attr = self.store.attr
        uses = [use.node for use in self.facts.all_uses(attr)]
        uses += [n for n in self.facts.text.tree.all(ast.Attribute) if n.attr == attr]
        fits = all(_fits_module_list(self.facts, use) for use in uses)
        is_list = isinstance(self.store.value, (ast.List, ast.ListComp))
        return is_list and fits and not is_set_from_outside(self.facts, attr)


def plain_containers(facts: ClassFacts) -> Iterator[Container]:
    """The plain containers of modules that a class's own methods make."""
    for attr, stores in facts.stores.items():
        made = [store for store in stores if _makes_container(facts, store)]
        if not made or facts.registration(attr):
            continue
        first = made[0]
        elements = [e for store in stores for e in _elements(store.value)]
        grown = list(_grown(facts, attr))
        elements += (element for element, _ in grown)
        hidden = [e for e in elements if _is_hidden(facts, e, first)]
        if hidden and not any(_feeds(facts, use) for use in facts.all_uses(attr)):
            places = tuple(
                place for element, place in grown if _is_hidden(facts, element, first)
            )
            kind = _kind(facts, first.value)
            yield Container(facts, first, kind, tuple(elements), places)


def _makes_container(facts: ClassFacts, store: Store) -> bool:
    """Whether a store makes the container; `+= […]` adds to what there is."""
    return not isinstance(store.statement, ast.AugAssign) and bool(
        _kind(facts, store.value)
    )


def _kind(facts: ClassFacts, value: ast.expr | None) -> str:
    if isinstance(value, ast.Call):
        return _MAKERS.get(facts.text.resolve(value.func), "")
    return _KINDS.get(type(value), "") if value is not None else ""


def _elements(value: ast.expr | None) -> list[ast.expr]:
    if isinstance(value, (ast.List, ast.Tuple, ast.Set)):
        return value.elts
    if isinstance(value, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [value.elt]
    if isinstance(value, ast.Dict):
        return value.values
    if isinstance(value, ast.DictComp):
        return [value.value]
    if isinstance(value, ast.BinOp):
        return _repeated(value)
    if isinstance(value, ast.Call):
        named = [keyword.value for keyword in value.keywords if keyword.arg]
        return [e for argument in value.args[:1] for e in _elements(argument)] + named
    return []


def _repeated(value: ast.BinOp) -> list[ast.expr]:
    """The elements of `[a] * n` and `[a] + [b]`."""
    if isinstance(value.op, (ast.Add, ast.Mult)):
        return _elements(value.left) + _elements(value.right)
    return []


def _grown(facts: ClassFacts, attr: str) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is added to `self.attr` later, with the place where it is added."""
    for use in facts.uses.get(attr, ()):
        parent = facts.text.tree.parents[use.node]
        call = facts.text.tree.parents.get(parent)
        if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call):
            if parent.attr in _ADDERS and call.func is parent and call.args:
                added = call.args[-1]
                several = parent.attr in ("extend", "update")
                for element in _elements(added) if several else [added]:
                    yield element, call.func
        elif isinstance(parent, ast.Subscript) and isinstance(call, ast.Assign):
            if parent in call.targets:
                yield call.value, parent


def _is_module(facts: ClassFacts, node: ast.expr) -> bool:
    """Whether an expression is certainly a module, also by way of a local name."""
    text = facts.text
    if isinstance(node, ast.IfExp):
        return _is_module(facts, node.body) and _is_module(facts, node.orelse)
    if isinstance(node, ast.Name):
        values = _local_values(facts, node)
        return bool(values) and all(text.is_module_call(value) for value in values)
    return text.is_module_call(node)


def _is_hidden(facts: ClassFacts, node: ast.expr, store: Store) -> bool:
    """Whether a module has state to lose and no other way into the module."""
    if isinstance(node, ast.IfExp):
        return any(_is_hidden(facts, e, store) for e in (node.body, node.orelse))
    if not _is_module(facts, node):
        return False
    values = _local_values(facts, node) if isinstance(node, ast.Name) else [node]
    if all(facts.text.is_stateless_call(value) for value in values):
        return False
    return not (isinstance(node, ast.Name) and _is_kept_elsewhere(facts, node))


def _local_values(facts: ClassFacts, node: ast.Name) -> list[ast.expr]:
    """What a local variable of a method is assigned; empty if that is not certain."""
    tree = facts.text.tree
    if tree.scope(node) is tree.module:
        return []
    values = []
    for binding in facts.text.names.bindings(node.id, node):
        if not isinstance(binding.node, ast.Assign):
            return []
        values.append(binding.node.value)
    return values


def _is_kept_elsewhere(facts: ClassFacts, name: ast.Name) -> bool:
    """Whether a local module is also assigned to `self.y`, registered or passed on."""
    parents = facts.text.tree.parents
    function = facts.text.tree.function(name)
    for node in walk(function) if function else ():
        if isinstance(node, ast.Name) and node.id == name.id and node is not name:
            parent = parents[node]
            if isinstance(parent, ast.Assign) and parent.value is node:
                return True
            if isinstance(parent, ast.Call) and node in parent.args:
                return True
            if isinstance(parent, (ast.Starred, ast.keyword, ast.List, ast.Tuple)):
                return True
    return False


def _feeds(facts: ClassFacts, use: Use) -> bool:
    """Whether the container is handed to something that may register its modules."""
    parents = facts.text.tree.parents
    node: ast.AST = use.node
    parent = parents[node]
    while isinstance(parent, (ast.Starred, ast.keyword, ast.BinOp)):
        node, parent = parent, parents[parent]
    if isinstance(parent, ast.Call) and parent.func is not node:
        if facts.text.resolve(parent.func) not in _HARMLESS:
            # What runs the modules, as `checkpoint(self.blocks, x)`, registers nothing.
            made = facts.text.is_module_class(parent.func)
            return made is True or use.method in _building(facts)
        node, parent = parent, parents[parent]
    if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node:
        return _registers(parent)
    if isinstance(parent, (ast.Assign, ast.AnnAssign)) and parent.value is node:
        # Another attribute or name: what happens to that one is not followed.
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        local = all(isinstance(target, ast.Name) for target in targets)
        return not local or use.method in _building(facts)
    return False


def _building(facts: ClassFacts) -> set[Method]:
    """The methods that `__init__` runs."""
    return {method for _, method in reached_from(facts, "__init__")}


def _registers(loop: ast.AST) -> bool:
    """Whether the body of a loop registers something."""
    for node in walk(loop):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "attr", getattr(function, "id", ""))
            if name in _REGISTERING:
                return True
    return False


# Calls that only read a container.
_HARMLESS = frozenset(
    "len enumerate zip reversed range print list tuple iter sum any all max min "
    "sorted isinstance".split()
)


def _fits_module_list(facts: ClassFacts, use: ast.Attribute) -> bool:
    """Whether a ModuleList can do what is done with an attribute of any object."""
    parent = facts.text.tree.parents.get(use)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _LIST_METHODS
    if isinstance(parent, ast.Call) and facts.text.resolve(parent.func) in _ASKS:
        return False
    return not isinstance(parent, (ast.BinOp, ast.Compare))


def _has_text_keys(value: ast.expr) -> bool:
    """Whether all keys are texts that ModuleDict accepts."""
    if isinstance(value, ast.Dict):
        return all(_is_text(key) for key in value.keys)
    return isinstance(value, ast.DictComp) and _is_text(value.key)


def _is_text(key: ast.expr | None) -> bool:
    """Whether a key is certainly a text, not empty and without a dot."""
    if isinstance(key, ast.Constant):
        return isinstance(key.value, str) and key.value != "" and "." not in key.value
    return isinstance(key, ast.JoinedStr)
