"""Which modules and parameters a class registers; whether it hands a container on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .classes import REGISTER, ClassFacts, Method, Use, is_self, reached_from
from .inference.containers import places
from .inference.expressions import held, held_attribute, items
from .inference.held import CONTAINERS, Held, Values
from .text import Text
from .tree import find

_DEPTH = 3
# Calls that only read a container.
HARMLESS = frozenset(
    "len enumerate zip reversed range print list tuple iter sum any all max min set "
    "sorted isinstance dict copy.copy copy.deepcopy".split()
)


def modules_in(ways: Iterable[Held]) -> Iterator[Held]:
    """The modules in containers, and in containers in them, seen for certain."""
    return (
        way
        for way in inside(ways)
        # What `children()` gives is made, and registered, elsewhere.
        if way.kind == "module" and way.sure and _makes_module(way)
    )


def parameters_in(ways: Iterable[Held]) -> Iterator[Held]:
    """The same for parameters; what `parameters()` gives is made elsewhere, too."""
    return (
        way
        for way in inside(ways)
        if way.kind == "parameter" and way.sure and _makes_parameter(way)
    )


def is_lost(module: Held) -> bool:
    """Whether a module has state that can be lost."""
    return not module.frame.text.is_stateless_call(module.node)


def _makes_module(way: Held) -> bool:
    return way.frame.text.is_module_call(way.node)


def _makes_parameter(way: Held) -> bool:
    return way.frame.text.callee(way.node) == "torch.nn.Parameter"


def inside(ways: Iterable[Held], depth: int = _DEPTH) -> Iterator[Held]:
    """What containers, and containers in them, hold."""
    for way in ways:
        if way.kind not in CONTAINERS:
            yield way
        elif way.items is not None and depth:
            yield from inside(way.items.ways, depth - 1)


_NO_CONTAINERS = (ast.Constant, ast.Compare, ast.JoinedStr, ast.Lambda, ast.UnaryOp)


def may_be_container(facts: ClassFacts, attr: str) -> bool:
    """Whether an attribute can be a list and the like that a class makes itself.

    A quick look, before it is asked what the attribute holds: most are layers of torch,
    numbers and arguments.
    """
    return any(
        _may_make(owner.text, store.value)
        for owner in facts.family
        for store in owner.stores.get(attr, ())
    )


def _may_make(text: Text, value: ast.expr | None) -> bool:
    if value is None or isinstance(value, _NO_CONTAINERS):
        return False
    if isinstance(value, ast.Name):
        bindings = text.names.bindings(value.id, value)
        return not all(isinstance(binding.node, ast.arg) for binding in bindings)
    return not text.callee(value).startswith("torch.")


def registered(facts: ClassFacts) -> set[ast.AST]:
    """The calls that make what a class registers, in whatever way."""
    return {
        part.node
        for values in _registered(facts)
        for way in values.ways
        for part in _with_parts(way)
    }


def _registered(facts: ClassFacts) -> Iterator[Values]:
    for attr in {attr for owner in facts.family for attr in owner.stores}:
        values = held_attribute(facts, attr)
        yield values._replace(ways=values.some("module", "parameter"))
        if values.some("module"):
            yield from _added(facts, facts.all_uses(attr))
    for owner in facts.family:
        for call in _registering_calls(owner):
            # A container under a name is none of torch's: nobody registers its items.
            values = held(owner.text, call.args[-1])
            yield values._replace(ways=values.some("module", "parameter"))
        for value in _given_to_parts(owner):
            yield held(owner.text, value)


def _added(facts: ClassFacts, uses: Iterable[Use]) -> Iterator[Values]:
    """What is put into a container of torch: `self.body.append(layer)`."""
    for use in uses:
        text = text_of(facts, use)
        for place in places(text, use.node):
            found = held(text, place.value)
            yield items(found) if place.several else found


def _registering_calls(owner: ClassFacts) -> Iterator[ast.Call]:
    for name in (*REGISTER, "setattr"):
        for call in owner.text.tree.calls.get(name, ()):
            if call.args and owner.text.enclosing_class(call) is owner:
                yield call


def _given_to_parts(owner: ClassFacts) -> Iterator[ast.expr]:
    """What is assigned to attributes of other things: `self.fc.weight = shared`."""
    for method in owner.methods.values():
        for node in find(ast.Assign, *method.body, into_classes=False):
            for target in node.targets:
                if isinstance(target, ast.Attribute):
                    if not is_self(owner.text, target.value):
                        yield node.value


def _with_parts(way: Held, depth: int = _DEPTH) -> Iterator[Held]:
    """A value and those that it is made with: `nn.Sequential(*layers)`."""
    if way.kind in CONTAINERS:
        yield from modules_in((way,))
        yield from parameters_in((way,))
    if way.kind not in ("module", "parameter"):
        return
    yield way
    if isinstance(way.node, ast.Call) and depth:
        for argument in (*way.node.args, *(k.value for k in way.node.keywords)):
            value = argument.value if isinstance(argument, ast.Starred) else argument
            for part in held(way.frame.text, value, way.frame).ways:
                yield from _with_parts(part, depth - 1)


def text_of(facts: ClassFacts, use: Use) -> Text:
    """The cell in which a class or one of its bases uses an attribute."""
    owners = (f.text for f in facts.family if use in f.uses.get(use.attr, ()))
    return next(owners, facts.text)


def is_given_away(facts: ClassFacts, attr: str) -> bool:
    """Whether something may register the modules of a container that it is given."""
    building = {method for _, method in reached_from(facts, "__init__")}
    uses: list[tuple[Text, ast.expr, Method]] = [
        (text_of(facts, use), use.node, use.method) for use in facts.all_uses(attr)
    ]
    uses += [
        (facts.text, name, store.method)
        for store in facts.stores.get(attr, ())
        if isinstance(store.value, ast.Name)
        for name in find(ast.Name, *store.method.body)
        if name.id == store.value.id
    ]
    return any(_leaves(*use, building) for use in uses)


def _leaves(text: Text, use: ast.expr, method: Method, building: set[Method]) -> bool:
    """Whether a use gives a container to a function that is not known."""
    parents = text.tree.parents
    node: ast.AST = use
    parent = parents.get(node)
    while isinstance(parent, (ast.Starred, ast.keyword, ast.BinOp)):
        node, parent = parent, parents[parent]
    if method not in building:
        return False
    if isinstance(parent, ast.Call) and parent.func is not node:
        known = text.resolve(parent.func) in HARMLESS
        return not known and text.is_module_class(parent.func) is not True
    if isinstance(parent, ast.Assign) and parent.value is node:
        return any(
            isinstance(target, ast.Attribute) and not is_self(text, target.value)
            for target in parent.targets
        )
    return False
