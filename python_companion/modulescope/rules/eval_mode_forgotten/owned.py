"""Whether what an expression makes owns a module whose mode matters."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...source.classes import ClassFacts, Method, reached_from
from ...source.frames import UNKNOWN, Frame, given, literal, runs
from ...source.instances import instance
from ...source.loops import functions_called
from ...source.modetable import MODED_CLASSES, Moded
from ...source.tree import walk
from .functional import depends_in_forward, forward_methods

_DEPTH = 40
Seen = frozenset[ast.AST]
_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
_CHILDREN = frozenset("children modules named_children named_modules _modules".split())


def any_of(verdicts: Iterable[bool | None]) -> bool | None:
    """True if one is, None if one is not known, else False."""
    found = list(verdicts)
    if True in found:
        return True
    return None if None in found else False


def owns_mode(frame: Frame, node: ast.AST, seen: Seen = frozenset()) -> bool | None:
    """Whether a module with a mode is made by an expression, or handed on by it."""
    if node in seen or len(seen) > _DEPTH or isinstance(node, ast.Constant):
        return False
    seen |= {node}
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(frame, node, seen)
    verdicts: list[bool | None] = []
    if isinstance(node, ast.Call):
        verdicts.append(_call(frame, node, seen))
        if verdicts[0] is None:
            # What an unknown function does with its arguments is not known either.
            return None
    below = (c for c in ast.iter_child_nodes(node) if not _is_called(node, c))
    return any_of((*verdicts, *(owns_mode(frame, child, seen) for child in below)))


def _is_called(node: ast.AST, child: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and child is node.func
        and not isinstance(getattr(child, "value", None), ast.Call)
    )


def _named(frame: Frame, node: ast.Name | ast.Attribute, seen: Seen) -> bool | None:
    if frame.text.resolve(node):
        return False
    found = given(frame, node)
    if found is not None:
        grown = _grown(*found, node) if isinstance(node, ast.Name) else ()
        return any_of((owns_mode(*found, seen), *(owns_mode(*g, seen) for g in grown)))
    made = instance(frame.text, node) if isinstance(node, ast.Attribute) else None
    if made is not None:
        return owns_mode(Frame(made.text), made.call, seen)
    inner = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call)
    return owns_mode(frame, node.value, seen) if inner else None  # type: ignore[union-attr]


def _grown(
    frame: Frame, value: ast.expr, name: ast.Name
) -> Iterator[tuple[Frame, ast.expr]]:
    """What is put into a list that a name starts as: `layers.append(…)`."""
    if not isinstance(value, ast.List):
        return
    for call in (c for m in ("append", "extend") for c in _calls_of(frame, m)):
        owner = getattr(call.func, "value", None)
        if isinstance(owner, ast.Name) and owner.id == name.id and call.args:
            if runs(frame, call):
                yield frame, call.args[0]


def _calls_of(frame: Frame, method: str) -> list[ast.Call]:
    return frame.text.tree.calls.get(method, [])


def _call(frame: Frame, node: ast.Call, seen: Seen) -> bool | None:
    """The verdict about what is called, without its arguments."""
    text = frame.text
    certain = runs(frame, node)
    if certain is False:
        return False
    dotted = text.callee(node)
    entry = MODED_CLASSES.get(dotted)
    facts = text.class_facts(node.func)
    if entry is not None:
        verdict = applies(frame, node, entry)
    elif facts is not None:
        verdict = of_class(frame, node, facts, seen)
    elif dotted:
        known = dotted.startswith(("torch.", "collections.")) or "." not in dotted
        return False if known or dotted == "copy.deepcopy" else None
    else:
        verdict = _function(frame, node, seen)
    return verdict if certain or verdict is not True else None


def applies(frame: Frame, node: ast.Call, entry: Moded) -> bool | None:
    """Whether the arguments of a constructor make the mode matter."""
    if any(item.arg is None for item in node.keywords):
        return None
    words = {item.arg: item.value for item in node.keywords}
    places = dict(zip(entry.arguments, node.args, strict=False))
    starred = any(isinstance(item, ast.Starred) for item in node.args)
    verdicts: list[bool | None] = []
    for name, (default, holds) in entry.conditions.items():
        value = words.get(name) or places.get(name)
        if value is None:
            verdicts.append(None if starred else holds(default))
        else:
            found = literal(frame, value)
            verdicts.append(None if found is UNKNOWN else holds(found))
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _function(frame: Frame, node: ast.Call, seen: Seen) -> bool | None:
    """What a function of the notebook makes."""
    found: list[bool | None] = []
    for owner, function in functions_called(frame.text, node):
        inner = Frame(owner, function, node, frame)
        for made in walk(*function.body, into_classes=False):
            if isinstance(made, ast.Return) and made.value is not None:
                found.append(owns_mode(inner, made.value, seen))
    if found:
        return any_of(found)
    return None if isinstance(node.func, ast.Name) else False


def of_class(
    frame: Frame, call: ast.Call, facts: ClassFacts, seen: Seen = frozenset()
) -> bool | None:
    """Whether an instance of a class of the notebook owns a module with a mode."""
    if facts.is_module is not True or facts.node in seen:
        return False if facts.is_module is not None else None
    seen |= {facts.node}
    verdicts = [
        verdict
        for member, init in _inits(frame, call, facts)
        for verdict in _body(member, init, facts, seen)
    ]
    first = next(_inits(frame, call, facts), (Frame(facts.text), None))[0]
    verdicts += [depends_in_forward(first, facts), *_of_bases(frame, call, facts)]
    return any_of(verdicts)


def _of_bases(frame: Frame, call: ast.Call, facts: ClassFacts) -> Iterator[bool | None]:
    """The verdicts about what a class derives from, beside the notebook's classes."""
    if not facts.is_fully_known:
        yield None
    own_init = any("__init__" in member.methods for member in facts.family)
    for member in facts.family:
        for base in member.node.bases:
            if entry := MODED_CLASSES.get(member.text.resolve(base)):
                yield None if own_init else applies(frame, call, entry)


def _inits(
    frame: Frame, call: ast.Call, facts: ClassFacts
) -> Iterator[tuple[Frame, Method]]:
    """The constructors of a class and of its bases, each with what it is given."""
    outer, given_call = frame, call
    for member in facts.family:
        init = member.methods.get("__init__")
        if init is None:
            continue
        inner = Frame(member.text, init, given_call, outer, facts)
        yield inner, init
        found = [c for c in walk(*init.body) if _is_super_init(c)]
        if found:
            assert isinstance(found[0], ast.Call)
            outer, given_call = inner, found[0]


def _is_super_init(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
    )


def _body(
    frame: Frame, init: Method, facts: ClassFacts, seen: Seen
) -> Iterator[bool | None]:
    """The verdicts about what a constructor, and the methods it calls, put on self."""
    used = _used(facts)
    helpers = reached_from(facts, "__init__")[1:]
    for text, method in [(frame.text, init), *((f.text, m) for f, m in helpers)]:
        for node in walk(*method.body, into_classes=False):
            if isinstance(node, _STATEMENTS) and node.value is not None:
                if _is_used(node, used):
                    yield owns_mode(frame._replace(text=text), node.value, seen)


def _is_used(node: ast.stmt, used: frozenset[str] | None) -> bool:
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return used is None or not isinstance(target, ast.Attribute) or target.attr in used


def _used(facts: ClassFacts) -> frozenset[str] | None:
    """The attributes that a forward pass reads; None if that can be any."""
    methods = forward_methods(facts)
    if not methods:
        return None
    found = frozenset(
        use.attr
        for member in facts.family
        for uses in member.uses.values()
        for use in uses
        if use.method in methods
    )
    return None if found & _CHILDREN or "__dict__" in found else found
