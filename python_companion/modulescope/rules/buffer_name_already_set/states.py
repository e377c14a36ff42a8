"""What each name of a module certainly is, statement by statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ...source.classes import ClassFacts, Method, self_name
from ...source.inference.kinds import value_kind
from ...source.tree import find, walk
from ...source.values import class_level, text_constant

_REGISTERING = {
    "register_buffer": "buffer",
    "register_parameter": "parameter",
    "register_module": "module",
    "add_module": "module",
}
_PLAIN_BASES = frozenset(
    "torch.nn.Module torch.nn.Sequential torch.nn.ModuleList torch.nn.ModuleDict "
    "object abc.ABC typing.Generic".split()
)
# With these a test or a class decides itself whether a name is taken.
_ASKING = frozenset(
    "hasattr getattr delattr vars __dict__ _buffers _parameters _modules".split()
)
_MAX_DEPTH = 4


class Taken(NamedTuple):
    """What a name certainly is at some place, and what made it so."""

    kind: str
    """`value`, `buffer`, `parameter`, `module`, or `any` for what is not known."""
    node: ast.AST
    facts: ClassFacts
    in_method: bool


class Clash(NamedTuple):
    """A registration of a name that is taken."""

    facts: ClassFacts
    method: Method
    call: ast.Call
    function: str
    attr: str
    taken: Taken


States = dict[str, Taken]


def clashes(facts: ClassFacts) -> list[Clash]:
    """The registrations of a class that raise whenever they are reached."""
    if not any(map(_registers, facts.methods.values())) or not _is_plain(facts):
        return []
    start = _class_states(facts)
    init = _method(facts, "__init__")
    run = _Run(facts)
    after = start
    if init is not None:
        after = run.block(*init, init[1].body, dict(start), 0)
    after = _kept(facts, after)
    for name, method in facts.methods.items():
        if name != "__init__" and method not in run.entered and _registers(method):
            run.block(facts, method, method.body, dict(after), _MAX_DEPTH)
    return list({id(clash.call): clash for clash in run.found}.values())


def _is_plain(facts: ClassFacts) -> bool:
    """Whether nothing unseen can register names or decide about them."""
    for member in facts.family:
        special = {"__setattr__", "__getattr__", "__delattr__", *_REGISTERING}
        if special & member.methods.keys():
            return False
        for base in member.node.bases:
            if isinstance(base, ast.Subscript):
                base = base.value
            if member.text.class_facts(base) is None:
                if member.text.resolve(base) not in _PLAIN_BASES:
                    return False
        for node in find(ast.Delete, *member.node.body):
            if not all(isinstance(target, ast.Name) for target in node.targets):
                return False
        if _SETTING.isdisjoint(member.text.tree.calls):
            continue
        if any(_may_rename(member, n) for n in find(ast.Call, *member.node.body)):
            return False
    return True


def _may_rename(member: ClassFacts, node: ast.Call) -> bool:
    """Whether a call may delete a name, or register one that it does not show."""
    if not isinstance(node.func, ast.Name) or node.func.id not in _SETTING:
        return False
    if node.func.id == "setattr" and len(node.args) == 3:
        # A name that gets anything but a buffer is as taken as before.
        return value_kind(member.text, node.args[2]) in ("buffer", None)
    return True


_SETTING = frozenset(("delattr", "setattr"))


def _class_states(facts: ClassFacts) -> States:
    """The names that the class bodies bind to values or functions."""
    found: States = {}
    for member in reversed(facts.family):
        for target, value in class_level(member):
            # A descriptor may raise AttributeError, so only plain values count.
            if value_kind(member.text, value) in ("plain", "none", "tensor"):
                found[target.id] = Taken("value", target, member, False)
            else:
                found.pop(target.id, None)
        for name, method in member.methods.items():
            found.pop(name, None)
            if not method.decorator_list:
                found[name] = Taken("value", method, member, False)
    return found


def _method(facts: ClassFacts, name: str) -> tuple[ClassFacts, Method] | None:
    for member in facts.family:
        if name in member.methods:
            return member, member.methods[name]
    return None


def _registers(method: Method) -> bool:
    return any(node.attr in _REGISTERING for node in find(ast.Attribute, method))


def _kept(facts: ClassFacts, states: States) -> States:
    """What still holds when another method begins: nothing else sets these names."""
    kept: States = {}
    for attr, taken in states.items():
        others = [
            store for store in facts.all_stores(attr) if store.method.name != "__init__"
        ]
        kinds = {value_kind(facts.text, store.value) for store in others}
        if taken.kind == "value" and kinds <= {"plain", "none", "tensor"}:
            kept[attr] = taken
    return kept


@dataclass
class _Run:
    """Follows the statements of a class's methods."""

    start: ClassFacts
    found: list[Clash] = field(default_factory=list)
    entered: set[Method] = field(default_factory=set)

    def block(
        self,
        facts: ClassFacts,
        method: Method,
        body: list[ast.stmt],
        states: States,
        depth: int,
    ) -> States:
        """Goes through statements that run one after the other."""
        self.entered.add(method)
        for statement in body:
            if isinstance(statement, (ast.With, ast.AsyncWith)):
                if any(_may_catch(item) for item in statement.items):
                    states = {}
                states = self.block(facts, method, statement.body, states, depth)
            elif blocks := list(_blocks(statement)):
                for inner, known in blocks:
                    entry = {} if not known else dict(states)
                    self.block(facts, method, inner, entry, depth)
                _forget(statement, self_name(method), states)
            else:
                states = self._step(facts, method, statement, states, depth)
        return states

    def _step(
        self,
        facts: ClassFacts,
        method: Method,
        statement: ast.stmt,
        states: States,
        depth: int,
    ) -> States:
        me = self_name(method)
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            for attr, value in _stored(facts, statement, me):
                self._assign(facts, method, attr, value, statement, states)
            return states
        if not isinstance(statement, ast.Expr) or not isinstance(
            statement.value, ast.Call
        ):
            return states
        call = statement.value
        if any(isinstance(item, ast.Name) and item.id == me for item in call.args):
            return {}
        if not isinstance(call.func, ast.Attribute):
            return states
        name, owner = call.func.attr, call.func.value
        if isinstance(owner, ast.Name) and owner.id == me and me:
            if name in _REGISTERING:
                self._register(facts, method, call, name, states)
            elif depth < _MAX_DEPTH and (found := _method(self.start, name)):
                return self.block(*found, found[1].body, states, depth + 1)
        elif name == "__init__" and _is_super(owner) and len(facts.local_bases) == 1:
            base = _method(facts.local_bases[0], "__init__")
            if base is not None and depth < _MAX_DEPTH:
                return self.block(*base, base[1].body, states, depth + 1)
        return states

    def _assign(
        self,
        facts: ClassFacts,
        method: Method,
        attr: str,
        value: ast.expr | None,
        statement: ast.stmt,
        states: States,
    ) -> None:
        kind = value_kind(facts.text, value)
        before = states.get(attr)
        if kind in ("parameter", "buffer", "module"):
            states[attr] = Taken(kind, statement, facts, True)
        elif kind is None:
            states.pop(attr, None)
            is_buffer = self.start.registration(attr) == "buffer"
            if is_buffer and before is None and _is_registered_once(self.start, attr):
                states[attr] = Taken("any", statement, facts, True)
        elif before is None or before.kind == "value":
            states[attr] = Taken("value", statement, facts, True)
        # Else a registered name stays registered: its tensor is replaced.

    def _register(
        self,
        facts: ClassFacts,
        method: Method,
        call: ast.Call,
        function: str,
        states: States,
    ) -> None:
        named = [item.value for item in call.keywords if item.arg == "name"]
        given = call.args or named
        attr = text_constant(given[0]) if given else ""
        if not attr:
            return
        kind = _REGISTERING[function]
        taken = states.get(attr)
        if taken is not None and taken.kind == "any" and kind != "buffer":
            taken = None
        if taken is not None and taken.kind != kind:
            self.found.append(Clash(facts, method, call, function, attr, taken))
        states[attr] = Taken(kind, call, facts, True)


def _is_registered_once(facts: ClassFacts, attr: str) -> bool:
    """Whether one call registers a name as a buffer: before it, it is none.

    And no text makes an `nn.Buffer`, which would be one by an assignment.
    """
    if any("Buffer" in member.text.tree.words for member in facts.family):
        return False
    calls = [
        text_constant(given[0])
        for member in facts.family
        for node in walk(*member.methods.values())
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "register_buffer"
        and (given := node.args or [k.value for k in node.keywords if k.arg == "name"])
    ]
    return calls.count(attr) == 1 and "" not in calls


def _stored(
    facts: ClassFacts, statement: ast.stmt, me: str
) -> Iterator[tuple[str, ast.expr | None]]:
    """The attributes of the module that an assignment sets."""
    for node in walk(statement):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == me
        ):
            for store in facts.stores.get(node.attr, ()):
                if store.target is node and getattr(statement, "value", None):
                    yield node.attr, store.value


def _blocks(statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], bool]]:
    """The blocks of a statement, and whether what is known before holds in them."""
    if isinstance(statement, ast.If):
        known = not any(
            (isinstance(node, ast.Name) and node.id in _ASKING)
            or (isinstance(node, ast.Attribute) and node.attr in _ASKING)
            for node in walk(statement.test)
        )
        yield statement.body, known
        yield statement.orelse, known
    elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
        yield statement.body, True
        yield statement.orelse, False
    elif isinstance(statement, ast.Try):
        # What raises here may be caught.
        yield [], False
    elif isinstance(statement, ast.Match):
        for case in statement.cases:
            yield case.body, True


def _may_catch(item: ast.withitem) -> bool:
    name = item.context_expr
    while isinstance(name, (ast.Call, ast.Attribute)):
        if isinstance(name, ast.Attribute):
            return name.attr in ("suppress", "raises", "assertRaises")
        name = name.func
    return isinstance(name, ast.Name) and name.id in ("suppress", "raises")


def _forget(statement: ast.stmt, me: str, states: States) -> None:
    """Drops the names that a statement may have changed."""
    for node in walk(statement):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            states.pop(node.attr, None)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            states.pop(node.value, None)
        elif isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                owner = function.value
                if isinstance(owner, ast.Name) and owner.id == me:
                    if function.attr not in _REGISTERING:
                        states.clear()
                        return


def _is_super(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "super"
    )
