"""Which constructor call made the module that an expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .classes import is_self
from .nodes import integer
from .torchnames import RETURNS_SELF

if TYPE_CHECKING:
    from .classes import ClassFacts
    from .text import Text

_LISTS = frozenset(("torch.nn.Sequential", "torch.nn.ModuleList"))
_CONTAINERS = _LISTS | {"torch.nn.ModuleDict"}
_DEPTH = 12


class Instance(NamedTuple):
    """A module that a text makes: `nn.Linear(2, 2)`, `Net()`."""

    text: Text
    call: ast.Call
    parent: Instance | None = None
    key: str = ""
    """Its name in its parent: `0`, `fc`."""
    owner: ClassFacts | None = None
    """The class that has it as an attribute, if the notebook defines it."""

    @property
    def fqn(self) -> str:
        """Its path below the outermost module that is known: `layers.0`."""
        above = self.parent.fqn if self.parent else ""
        return f"{above}.{self.key}" if above else self.key

    @property
    def kind(self) -> str:
        """The class as torch names it; empty for a class of the notebook."""
        return "" if self.facts else self.text.callee(self.call)

    @property
    def facts(self) -> ClassFacts | None:
        """The facts of its class, if the notebook defines it."""
        return self.text.class_facts(self.call.func)

    @property
    def elements(self) -> list[Instance]:
        """The modules in a container of torch; empty if one is not known."""
        if self.kind not in _CONTAINERS:
            return []
        found: list[Instance] = []
        for key, node in _entries(self.text, self.call):
            made = instance(self.text, node)
            if made is None:
                return []
            found.append(made._replace(parent=self, key=key))
        return found


def instance(text: Text, node: ast.AST | None, depth: int = 0) -> Instance | None:
    """The module that an expression stands for; None if that is not certain."""
    if depth > _DEPTH:
        return None
    if isinstance(node, ast.Call):
        return _made(text, node, depth)
    if isinstance(node, ast.Name):
        return _named(text, node, depth)
    if isinstance(node, ast.Attribute):
        return _attribute(text, node, depth)
    if isinstance(node, ast.Subscript):
        return _item(text, node, depth)
    return None


def _made(text: Text, node: ast.Call, depth: int) -> Instance | None:
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in RETURNS_SELF:
        if found := instance(text, function.value, depth + 1):
            return found
    return Instance(text, node) if text.is_module_call(node) else None


def _named(text: Text, node: ast.Name, depth: int) -> Instance | None:
    given = value_of(text, node)
    return instance(*given, depth + 1) if given else None


def value_of(text: Text, node: ast.Name) -> tuple[Text, ast.expr] | None:
    """The last expression that is assigned to a name before it is used."""
    bindings = text.names.bindings(node.id, node)
    if bindings and isinstance(bindings[-1].node, ast.arg):
        return None
    found = text.definitions(node)
    own = [(owner, at) for owner, at in found if owner is text]
    if own and text.tree.function(node) is None:
        # A later cell part cannot have made it; a function may run after all of it.
        found = [(t, at) for t, at in own if getattr(at, "lineno", 0) <= node.lineno]
    if not found:
        return None
    owner, at = found[-1]
    if isinstance(at, (ast.Assign, ast.AnnAssign)) and at.value is not None:
        targets = at.targets if isinstance(at, ast.Assign) else [at.target]
        if any(isinstance(target, ast.Name) for target in targets):
            return owner, at.value
    value = _unpacked(owner, at, node.id) if isinstance(at, ast.Tuple) else None
    return (owner, value) if value is not None else None


def _unpacked(text: Text, target: ast.Tuple, name: str) -> ast.expr | None:
    """`Net()` in `model, store = Net(), {}`."""
    statement = text.tree.parents.get(target)
    value = statement.value if isinstance(statement, ast.Assign) else None
    if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
        for place, element in zip(target.elts, value.elts, strict=True):
            if isinstance(place, ast.Name) and place.id == name:
                return element
    return None


def _attribute(text: Text, node: ast.Attribute, depth: int) -> Instance | None:
    """The child of a module of the notebook that one assignment makes."""
    facts: ClassFacts | None
    parent: Instance | None = None
    if is_self(text, node.value):
        facts = text.enclosing_class(node)
    else:
        parent = instance(text, node.value, depth + 1)
        facts = parent.facts if parent else None
    if facts is None:
        named = parent is not None and parent.kind in _CONTAINERS
        return _entry(parent, node.attr, depth) if named else None  # type: ignore[arg-type]
    return child(facts, node.attr, parent, depth)


def child(
    facts: ClassFacts, attr: str, parent: Instance | None = None, depth: int = 0
) -> Instance | None:
    """What `self.attr` is in a class, if one assignment makes it."""
    stores = facts.all_stores(attr)
    if len(stores) != 1 or stores[0].value is None:
        return None
    owner = next(f for f in facts.family if stores[0] in f.stores.get(attr, ()))
    made = instance(owner.text, stores[0].value, depth + 1)
    return made and made._replace(parent=parent, key=attr, owner=facts)


def _item(text: Text, node: ast.Subscript, depth: int) -> Instance | None:
    parent = instance(text, node.value, depth + 1)
    if parent is None or parent.kind not in _CONTAINERS:
        return None
    entries = _entries(parent.text, parent.call)
    index = integer(node.slice)
    if isinstance(node.slice, ast.Constant) and type(node.slice.value) is str:
        return _entry(parent, node.slice.value, depth)
    if index is None or not -len(entries) <= index < len(entries):
        return None
    return _entry(parent, entries[index][0], depth)


def _entry(parent: Instance, key: str, depth: int) -> Instance | None:
    """The child of a container by its name."""
    element = dict(_entries(parent.text, parent.call)).get(key)
    made = instance(parent.text, element, depth + 1)
    return made and made._replace(parent=parent, key=key)


def _entries(text: Text, call: ast.Call) -> list[tuple[str, ast.expr]]:
    """The children that a container is made with, by name; empty if not certain."""
    elements: list[ast.expr] = call.args
    if len(call.args) == 1:
        only = call.args[0]
        if isinstance(only, ast.Call) and text.callee(only) == _ORDERED:
            only = only.args[0] if len(only.args) == 1 else only
            if isinstance(only, (ast.List, ast.Tuple)):
                return _named_pairs([_pair(item) for item in only.elts])
        if isinstance(only, ast.Dict):
            return _named_pairs(list(zip(only.keys, only.values, strict=True)))
        if isinstance(only, (ast.List, ast.Tuple)):
            elements = only.elts
    if any(isinstance(element, ast.Starred) for element in elements):
        return []
    return [(str(key), element) for key, element in enumerate(elements)]


_ORDERED = "collections.OrderedDict"


_Pair = tuple[ast.expr | None, ast.expr]


def _pair(node: ast.expr) -> _Pair:
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        return node.elts[0], node.elts[1]
    return None, node


def _named_pairs(pairs: list[_Pair]) -> list[tuple[str, ast.expr]]:
    """Empty if one of the names is not written out."""
    found: list[tuple[str, ast.expr]] = []
    for key, value in pairs:
        if not isinstance(key, ast.Constant) or type(key.value) is not str:
            return []
        found.append((key.value, value))
    return found


def path(node: ast.AST) -> str:
    """`model.layers.0.fc` for `model.layers[0].fc`; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        else:
            index = integer(node.slice)
            name = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if type(name) is not str and (index is None or index < 0):
                return ""
            parts.append(name if type(name) is str else str(index))
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def looped(text: Text, node: ast.AST) -> list[Instance]:
    """The modules that a loop without a condition gives to a name."""
    if not isinstance(node, ast.Name):
        return []
    child_node: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.If, ast.IfExp, ast.FunctionDef, ast.Lambda)):
            return []
        for loop in _loops(parent):
            if loop is not child_node and _binds_last(loop.target, node.id):
                return _iterated(text, loop.iter)
        child_node = parent
    return []


_Loop = ast.For | ast.comprehension


def _loops(node: ast.AST) -> list[_Loop]:
    if isinstance(node, ast.For):
        return [node]
    found: list[_Loop] = [
        loop for loop in getattr(node, "generators", ()) if not loop.ifs
    ]
    return found


def _binds_last(target: ast.expr, name: str) -> bool:
    """`name` in `for name in …` and in `for key, name in …`."""
    if isinstance(target, ast.Tuple) and target.elts:
        target = target.elts[-1]
    return isinstance(target, ast.Name) and target.id == name


def _iterated(text: Text, node: ast.expr) -> list[Instance]:
    """What `model`, `model.children()` and `model.modules()` go through."""
    if not isinstance(node, ast.Call):
        made = instance(text, node)
        return made.elements if made else []
    if not isinstance(node.func, ast.Attribute):
        return []
    method = node.func.attr.removeprefix("named_")
    made = instance(text, node.func.value) if method in _WALKS else None
    if made is None:
        return []
    if method == "modules":
        return list(modules_below(made))
    return [m for m in modules_below(made) if m.parent == made]


_WALKS = frozenset(("modules", "children"))


def modules_below(made: Instance) -> Iterator[Instance]:
    """A module and those below it that the text shows, in the order of its text."""
    pending = [made]
    seen: set[ast.Call] = set()
    while pending:
        current = pending.pop(0)
        if current.call in seen:
            continue
        seen.add(current.call)
        yield current
        pending += current.elements
        if facts := current.facts:
            for attr in dict.fromkeys(a for f in facts.family for a in f.stores):
                if found := child(facts, attr, current):
                    pending.append(found)
