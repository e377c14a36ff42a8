"""What an attribute holds: of `self`, of an instance of a class of the notebook."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..classes import ClassFacts, Method, is_self
from ..frames import Frame
from ..tree import dotted_name
from ..values import class_level
from .arguments import annotated
from .containers import grown_attribute
from .held import UNKNOWN, Ask, Held, Values, inferred, join, one

_OF_TENSORS = frozenset(("data", "grad", "T", "mT", "H", "real", "imag"))
_WEIGHTS = frozenset(("weight", "bias"))


def attribute(ask: Ask, frame: Frame, node: ast.Attribute) -> Values:
    """What `self.x` or `anything.x` holds."""
    if frame.text.resolve(node):
        return UNKNOWN
    if is_self(frame.text, node.value):
        facts = frame.facts or frame.text.enclosing_class(node)
        if facts is None:
            return UNKNOWN
        found = of_class(ask, frame.built or frame, facts, node.attr)
        return as_left(frame, node.attr, found)
    owner = ask(frame, node.value)
    ways = [_of(ask, way, node) for way in owner.ways]
    found = join([*ways, *([] if owner.whole else [UNKNOWN])])
    return as_left(frame, node.attr, found)


def as_left(frame: Frame, name: str, values: Values) -> Values:
    """The values of a name; what code puts into modules or takes out is not known."""
    if not values.some("module") or name not in frame.text.notebook.rebuilt:
        return values
    ways = tuple(way._replace(intact=False) for way in values.ways)
    return values._replace(ways=ways)


def _of(ask: Ask, way: Held, node: ast.Attribute) -> Values:
    if way.kind in ("tensor", "parameter", "buffer"):
        return one("tensor", way.frame, node) if node.attr in _OF_TENSORS else UNKNOWN
    facts = way.facts
    if way.kind in ("module", "object") and facts is not None:
        return of_class(ask, built(way, facts), facts, node.attr)
    if way.kind == "class" and facts is not None:
        return _of_class(ask, facts, node.attr)
    if way.kind == "module" and node.attr in _WEIGHTS:
        return one("parameter", way.frame, node)
    return UNKNOWN


def _of_class(ask: Ask, facts: ClassFacts, attr: str) -> Values:
    """What a class itself has: its static methods, what its body assigns."""
    method = _bound(facts, attr)
    if method is not None and any(way.of for way in method.ways):
        return UNKNOWN
    return method or _of_body(ask, facts, attr)


def built(way: Held, facts: ClassFacts) -> Frame:
    """The `__init__` of an instance, and the call that runs it."""
    for owner in facts.family:
        if method := owner.methods.get("__init__"):
            call = way.node if isinstance(way.node, ast.Call) else None
            return Frame(owner.text, method, call, way.frame, facts)
    return Frame(facts.text, None, None, way.frame, facts)


def of_class(ask: Ask, frame: Frame, facts: ClassFacts, attr: str) -> Values:
    """What an attribute holds by all that the methods of a class assign and add."""
    found = [
        _stored(ask, in_method(frame, owner, store.method, facts), store.value)
        for owner in facts.family
        for store in owner.stores.get(attr, ())
    ]
    if not found:
        return _bound(facts, attr) or _of_body(ask, facts, attr)
    uses = [
        (in_method(frame, owner, use.method, facts), use)
        for owner in facts.family
        for use in owner.uses.get(attr, ())
    ]
    return grown_attribute(ask, frame, uses, join(found))


def _bound(facts: ClassFacts, attr: str) -> Values | None:
    """The method that an instance gives under a name; None if that is none."""
    owner = next((o for o in facts.family if attr in o.methods), None)
    if owner is None:
        return None
    method = owner.methods[attr]
    decorators = [dotted_name(node) for node in method.decorator_list]
    instance = one(
        "module" if facts.is_module else "object", Frame(facts.text), facts.node
    )
    if decorators == ["staticmethod"]:
        return one("function", Frame(owner.text), method)
    if decorators and decorators != ["classmethod"]:
        return UNKNOWN
    return Values((Held("function", Frame(owner.text), method, of=instance),), True)


def _stored(ask: Ask, frame: Frame, value: ast.expr | None) -> Values:
    return ask(frame, value) if value is not None else UNKNOWN


def in_method(
    frame: Frame, owner: ClassFacts, method: Method, facts: ClassFacts
) -> Frame:
    """A method of an instance as its `__init__` runs, if that is known."""
    if method is frame.function:
        return frame
    call = _call_of_base(frame, method)
    if call is not None:
        return Frame(owner.text, method, call, frame, facts)
    return Frame(owner.text, method, None, None, facts)


def _call_of_base(frame: Frame, method: Method) -> ast.Call | None:
    """`super().__init__(…)` in the `__init__` that is read."""
    if frame.function is None or method.name != "__init__" or frame.call is None:
        return None
    for call in frame.text.tree.calls.get("__init__", ()):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if frame.text.tree.function(call) is frame.function:
            if isinstance(owner, ast.Call) and not owner.args:
                return call
    return None


def _of_body(ask: Ask, facts: ClassFacts, attr: str) -> Values:
    """What the body of a class gives its instances: a value, or an annotation."""
    found = [
        ask(Frame(owner.text), value)
        for owner in facts.family
        for name, value in class_level(owner)
        if name.id == attr
    ]
    found = found or list(_notes(facts, attr))
    return join(found) if found else UNKNOWN


def _notes(facts: ClassFacts, attr: str) -> Iterator[Values]:
    for owner in facts.family:
        for item in owner.node.body:
            if isinstance(item, ast.AnnAssign) and item.value is None:
                if isinstance(item.target, ast.Name) and item.target.id == attr:
                    frame = Frame(owner.text)
                    yield inferred(annotated(frame, item, item.annotation))
