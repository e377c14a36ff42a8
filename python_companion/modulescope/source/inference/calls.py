"""What a call returns: an instance, what a method of a known value gives, a result."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..classes import ClassFacts, Method, is_self
from ..frames import Frame
from ..graphs import is_no_grad
from ..text import Text
from .attributes import built
from .held import UNKNOWN, Ask, Held, Values, holding, join, one
from .library import is_optimizer_class, made_by_library, optimizer
from .methods import method_of
from .names import returned
from .outputs import answering, is_layer

_HARMLESS = frozenset(
    "staticmethod classmethod property functools.lru_cache functools.cache "
    "torch.compile torch.jit.ignore functools.wraps".split()
)


def call(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """What a call returns."""
    text, function = frame.text, node.func
    dotted = text.resolve(function)
    if text.is_module_class(function) is True:
        return one("module", frame, node)
    if dotted == "map" and node.args:
        return _mapped(ask, frame, node)
    if dotted:
        return made_by_library(ask, frame, node, dotted)
    if isinstance(function, ast.Attribute):
        return _of_attribute(ask, frame, node, function)
    return _of_values(ask, frame, node, ask(frame, function))


def _mapped(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """`map(make, sizes)`: what the function returns, whatever it is given."""
    functions = ask(frame, node.args[0])
    found = [
        result(ask, Frame(way.frame.text, way.node, None, frame))  # type: ignore[arg-type]
        for way in functions.some("function")
        if isinstance(way.node, (ast.FunctionDef, ast.Lambda))
    ]
    return holding("iterator", frame, node, join(found)) if found else UNKNOWN


def _of_attribute(
    ask: Ask, frame: Frame, node: ast.Call, function: ast.Attribute
) -> Values:
    text = frame.text
    if is_self(text, function.value):
        facts = frame.facts or text.enclosing_class(node)
        found = _method(facts, function.attr) if facts else None
        if facts and found:
            inner = _own_frame(*found, node, frame, facts, frame.built)
            return result(ask, inner)
        return _of_values(ask, frame, node, ask(frame, function))
    if text.callee(function.value) == "super":
        return _of_base(ask, frame, node, function.attr)
    owner = ask(frame, function.value)
    known = method_of(ask, frame, node, owner)
    if known is not None:
        return known
    found_ways = [_of_instance(ask, frame, node, way) for way in owner.ways]
    return join([*found_ways, *([] if owner.whole else [UNKNOWN])])


def _of_base(ask: Ask, frame: Frame, node: ast.Call, name: str) -> Values:
    """What `super().forward(x)` returns."""
    own = frame.text.enclosing_class(node)
    facts = frame.facts or own
    if own is None or facts is None:
        return UNKNOWN
    family = [owner.node for owner in facts.family]
    above = facts.family[family.index(own.node) + 1 :] if own.node in family else []
    for owner in above:
        if name in owner.methods:
            method = owner.methods[name]
            inner = _own_frame(owner, method, node, frame, facts, frame.built)
            return result(ask, inner)
    return UNKNOWN


def _of_instance(ask: Ask, frame: Frame, node: ast.Call, way: Held) -> Values:
    """What a method of a class of the notebook returns."""
    assert isinstance(node.func, ast.Attribute)
    facts = way.facts if way.kind in ("module", "object", "class") else None
    found = _method(facts, node.func.attr) if facts else None
    if facts is None or found is None:
        return UNKNOWN
    return result(ask, _own_frame(*found, node, frame, facts, built(way, facts)))


def _own_frame(
    owner: ClassFacts,
    method: Method,
    node: ast.Call,
    outer: Frame,
    facts: ClassFacts,
    init: Frame | None,
) -> Frame:
    """The frame of a method; a static one has no argument for the instance."""
    static = any(getattr(d, "id", "") == "staticmethod" for d in method.decorator_list)
    return Frame(owner.text, method, node, outer, None if static else facts, init)


def _method(facts: ClassFacts, name: str) -> tuple[ClassFacts, Method] | None:
    for owner in facts.family:
        if name in owner.methods:
            return owner, owner.methods[name]
    return None


def _of_values(ask: Ask, frame: Frame, node: ast.Call, called: Values) -> Values:
    called = answering(ask, called)
    layers = tuple(way for way in called.ways if is_layer(way))
    found = [
        _of_value(ask, frame, node, way) for way in called.ways if way not in layers
    ]
    if layers:
        sure = all(way.sure for way in layers)
        made = Held("tensor", frame, node, of=Values(layers, True), sure=sure)
        found.append(Values((made,), True))
    return join([*found, *([] if called.whole else [UNKNOWN])])


def _of_value(ask: Ask, frame: Frame, node: ast.Call, way: Held) -> Values:
    """What calling one value gives."""
    if way.kind == "class":
        return _instance(ask, frame, node, way)
    if way.kind == "module":
        return _forward(ask, frame, node, way)
    if way.kind != "function":
        return UNKNOWN
    if isinstance(way.node, (ast.FunctionDef, ast.Lambda)):
        instance = way.of.ways[0].facts if way.of else None
        inner = Frame(way.frame.text, way.node, node, frame, instance)  # type: ignore[arg-type]
        return result(ask, inner)
    return UNKNOWN


def _forward(ask: Ask, frame: Frame, node: ast.Call, way: Held) -> Values:
    """What `forward` of a class of the notebook returns."""
    facts = way.facts if way.intact else None
    found = _method(facts, "forward") if facts else None
    if facts is None or found is None:
        return UNKNOWN
    return result(ask, _own_frame(*found, node, frame, facts, built(way, facts)))


def _instance(ask: Ask, frame: Frame, node: ast.Call, way: Held) -> Values:
    facts = way.facts
    if facts is None:
        return UNKNOWN
    if _is_optimizer_class(facts):
        return optimizer(ask, frame, node)
    if facts.is_module is None:
        return UNKNOWN
    made = Held("module" if facts.is_module else "object", frame, node)
    return Values((made,), True)


def _is_optimizer_class(facts: ClassFacts) -> bool:
    return any(
        is_optimizer_class(owner.text.resolve(base))
        for owner in facts.family
        for base in owner.node.bases
    )


def result(ask: Ask, frame: Frame) -> Values:
    """What a function of the notebook returns, on all its ways."""
    function = frame.function
    assert function is not None
    if not _is_plain(frame.text, function):
        return UNKNOWN
    if given := list(_yielded(function)):
        items = join(ask(frame, value) for value in given)
        return holding("iterator", frame, function, items)
    found = [
        ask(frame, value) if value is not None else one("none", frame, function)
        for value in returned(function)
    ]
    return join(found) if found else one("none", frame, function)


def _is_plain(text: Text, function: Method | ast.Lambda) -> bool:
    if isinstance(function, ast.Lambda):
        return True
    return isinstance(function, ast.FunctionDef) and all(
        text.resolve(d) in _HARMLESS
        or text.callee(d) in _HARMLESS
        or is_no_grad(text, d)
        for d in function.decorator_list
    )


def _yielded(function: Method | ast.Lambda) -> Iterator[ast.expr]:
    stack: list[ast.AST] = (
        [] if isinstance(function, ast.Lambda) else list(function.body)
    )
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Yield) and node.value is not None:
            yield node.value
        elif not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            stack += ast.iter_child_nodes(node)
