"""Facts about one class: its methods and what they do with attributes of `self`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

from .lazy import lazy
from .tree import find

if TYPE_CHECKING:
    from .text import Text

Method = ast.FunctionDef | ast.AsyncFunctionDef
REGISTER = {
    "register_buffer": "buffer",
    "register_parameter": "parameter",
    "register_module": "module",
    "add_module": "module",
}

_REGISTERING = frozenset((*REGISTER, "setattr"))


class Store(NamedTuple):
    """One `self.attr = value`, `self.attr += value` or annotated assignment."""

    attr: str
    target: ast.Attribute
    value: ast.expr | None
    """None where it cannot be told: unpacking, `for self.x in …`."""
    statement: ast.stmt
    method: Method


class Use(NamedTuple):
    """One read of `self.attr`."""

    attr: str
    node: ast.Attribute
    method: Method


class ClassFacts:
    """What the body of a class says; `family` adds the classes it derives from."""

    def __init__(self, text: Text, node: ast.ClassDef) -> None:
        self.text = text
        self.node = node
        self.name = node.name
        self.methods: dict[str, Method] = {
            item.name: item
            for item in node.body
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        self.memo: dict[str, Any] = {}
        """What several rules ask, worked out once."""

    @property
    def stores(self) -> dict[str, list[Store]]:
        """The assignments to attributes of `self`, by attribute."""
        return self._read.stores

    @property
    def uses(self) -> dict[str, list[Use]]:
        """The reads of attributes of `self`, by attribute."""
        return self._read.uses

    @property
    def registered(self) -> dict[str, str]:
        """What is registered under a constant name: `buffer`, `parameter`, `module`."""
        return self._read.registered

    @property
    def registers_by_variable(self) -> bool:
        """Whether something is registered under a name that is no constant."""
        return self._read.registers_by_variable

    @lazy
    def _read(self) -> _Reader:
        """Its methods, read when something is first asked: most classes are not."""
        reader = _Reader(self.text)
        for method in self.methods.values():
            reader.read(method)
        return reader

    @lazy
    def family(self) -> list[ClassFacts]:
        """This class and the classes of the notebook that it derives from."""
        found: dict[ast.ClassDef, ClassFacts] = {}
        pending = [self]
        while pending:
            facts = pending.pop(0)
            if facts.node in found:
                continue
            found[facts.node] = facts
            pending += facts.local_bases
        return list(found.values())

    @lazy
    def local_bases(self) -> list[ClassFacts]:
        """The facts of its direct bases that the notebook defines."""
        found = (self.text.class_facts(base) for base in self.node.bases)
        return [facts for facts in found if facts is not None]

    @lazy
    def is_module(self) -> bool | None:
        """Whether it derives from torch's Module; None if a base is not known."""
        verdicts: list[bool | None] = []
        for facts in self.family:
            for base in facts.node.bases:
                if facts.text.class_facts(base) is None:
                    verdicts.append(facts.text.is_module_class(base))
        if True in verdicts:
            return True
        return None if None in verdicts else False

    @lazy
    def is_fully_known(self) -> bool:
        """Whether every base is torch's, plain Python's, or in this notebook."""
        return all(
            facts.text.is_known_class(base)
            for facts in self.family
            for base in facts.node.bases
        )

    def all_stores(self, attr: str) -> list[Store]:
        """Every assignment of `self.attr`, of its bases too."""
        return [store for facts in self.family for store in facts.stores.get(attr, ())]

    def all_uses(self, attr: str) -> list[Use]:
        """Every read of `self.attr`, of its bases too."""
        return [use for facts in self.family for use in facts.uses.get(attr, ())]

    def registration(self, attr: str) -> str:
        """`buffer`, `parameter` or `module` if a method registers this name."""
        for facts in self.family:
            if attr in facts.registered:
                return facts.registered[attr]
        return ""


class _Reader:
    """Collects what methods do with attributes of `self`."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.stores: dict[str, list[Store]] = {}
        self.uses: dict[str, list[Use]] = {}
        self.registered: dict[str, str] = {}
        self.registers_by_variable = False

    def read(self, method: Method) -> None:
        """Adds what one method does."""
        me = self_name(method)
        if not me:
            return
        for node in find(ast.Attribute, *method.body, into_classes=False):
            owner = node.value
            if type(owner) is ast.Name and owner.id == me:
                self._read_attribute(node, method)
        if not _REGISTERING.isdisjoint(self.text.tree.calls):
            for call in find(ast.Call, *method.body, into_classes=False):
                self._read_call(call, me)

    def _read_attribute(self, node: ast.Attribute, method: Method) -> None:
        if type(node.ctx) is ast.Load:
            self.uses.setdefault(node.attr, []).append(Use(node.attr, node, method))
        elif type(node.ctx) is ast.Store:
            statement = self.text.tree.statement(node)
            value = _assigned(node, statement)
            store = Store(node.attr, node, value, statement, method)
            self.stores.setdefault(node.attr, []).append(store)

    def _read_call(self, node: ast.Call, me: str) -> None:
        function = node.func
        if type(function) is ast.Attribute:
            if (
                function.attr in REGISTER
                and isinstance(function.value, ast.Name)
                and function.value.id == me
            ):
                self._register(node.args[:1] or _keyword(node, "name"), function.attr)
        elif (
            isinstance(function, ast.Name)
            and function.id == "setattr"
            and len(node.args) == 3
            and isinstance(node.args[0], ast.Name)
            and node.args[0].id == me
        ):
            self._register(node.args[1:2], "add_module")

    def _register(self, name: list[ast.expr], function: str) -> None:
        if name and isinstance(name[0], ast.Constant):
            self.registered[str(name[0].value)] = REGISTER[function]
        else:
            self.registers_by_variable = True


def may_register(facts: ClassFacts, store: Store) -> bool:
    """Whether a module can register what a statement assigns.

    Not before `Module.__init__` has run, nor under a name that the class has already:
    a property would be passed by.
    """
    scopes = (owner.text.tree.scopes.get(owner.node, {}) for owner in facts.family)
    if any(
        binding.node is not None and not isinstance(binding.node, ast.AnnAssign)
        for scope in scopes
        for binding in scope.get(store.attr, ())
    ):
        return False
    own = facts.methods.get("__init__")
    if own is None or own is not store.method:
        return True
    calls = [
        call.lineno
        for call in facts.text.tree.calls.get("__init__", ())
        if facts.text.tree.function(call) is own
    ]
    return bool(calls) and min(calls) <= store.statement.lineno


def is_set_from_outside(facts: ClassFacts, attr: str) -> bool:
    """Whether code beside the methods of a class assigns or deletes an attribute.

    What registers itself under a name refuses other things later.
    """
    own = {store.target for store in facts.all_stores(attr)}
    return any(
        node.attr == attr and type(node.ctx) is not ast.Load and node not in own
        for node in facts.text.tree.all(ast.Attribute)
    )


def self_name(method: Method) -> str:
    """What a method calls its instance; empty for a static or class method."""
    for decorator in method.decorator_list:
        if isinstance(decorator, ast.Name) and decorator.id in (
            "staticmethod",
            "classmethod",
        ):
            return ""
    arguments = [*method.args.posonlyargs, *method.args.args]
    return arguments[0].arg if arguments else ""


def is_self(text: Text, node: ast.AST) -> bool:
    """Whether an expression is the instance that a method is called on."""
    if not isinstance(node, ast.Name):
        return False
    function = text.tree.function(node)
    while function is not None and isinstance(function, ast.Lambda):
        function = text.tree.function(function)
    if function is None or isinstance(function, ast.Lambda):
        return False
    every = [*function.args.posonlyargs, *function.args.args]
    return (
        bool(every)
        and every[0].arg == node.id
        and isinstance(text.tree.parents.get(function), ast.ClassDef)
    )


def _assigned(target: ast.Attribute, statement: ast.stmt) -> ast.expr | None:
    """The value that a target gets, also in `self.a, self.b = x, y`."""
    if isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        return statement.value
    if not isinstance(statement, ast.Assign):
        return None
    for place in statement.targets:
        if place is target:
            return statement.value
        if (
            isinstance(place, (ast.Tuple, ast.List))
            and isinstance(statement.value, (ast.Tuple, ast.List))
            and len(place.elts) == len(statement.value.elts)
            and target in place.elts
        ):
            return statement.value.elts[place.elts.index(target)]
    return None


def _keyword(node: ast.Call, name: str) -> list[ast.expr]:
    return [keyword.value for keyword in node.keywords if keyword.arg == name]


def reached_from(facts: ClassFacts, name: str) -> list[tuple[ClassFacts, Method]]:
    """A method and the methods it calls on itself, each once."""
    found: dict[str, tuple[ClassFacts, Method]] = {}
    pending = [name]
    while pending:
        wanted = pending.pop()
        for owner in facts.family:
            method = owner.methods.get(wanted)
            if method is None or wanted in found:
                continue
            found[wanted] = (owner, method)
            pending += (
                use.attr
                for uses in owner.uses.values()
                for use in uses
                if use.method is method
            )
    return list(found.values())
