"""What an instance of a class of the notebook is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..source.classes import ClassFacts, Method, reached_from
from ..source.frames import Frame
from ..source.modetable import MODED_CLASSES
from ..source.tree import walk
from .mode_arguments import applies
from .mode_functional import depends_in_forward, forward_methods

_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
_CHILDREN = frozenset(
    "children modules named_children named_modules _modules __dict__".split()
)


def parts_of(
    frame: Frame, call: ast.Call, facts: ClassFacts
) -> Iterator[tuple[Frame, ast.expr]]:
    """The expressions whose values its constructors keep for a forward pass."""
    used = _used(facts)
    for inner, init in _inits(frame, call, facts):
        yield from _made_by(inner, init, facts, used)


def own_verdicts(
    frame: Frame, call: ast.Call, facts: ClassFacts
) -> Iterator[bool | None]:
    """Whether the mode matters to its own forward pass, or to that of a base."""
    first = next(_inits(frame, call, facts), (Frame(facts.text), None))[0]
    yield depends_in_forward(first, facts)
    yield from _of_bases(frame, call, facts)


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


def _made_by(
    frame: Frame, init: Method, facts: ClassFacts, used: frozenset[str] | None
) -> Iterator[tuple[Frame, ast.expr]]:
    """What a constructor, and the methods it calls, compute and keep."""
    helpers = reached_from(facts, "__init__")[1:]
    for text, method in [(frame.text, init), *((f.text, m) for f, m in helpers)]:
        for node in walk(*method.body, into_classes=False):
            if isinstance(node, _STATEMENTS) and node.value is not None:
                if _is_used(node, used):
                    yield frame._replace(text=text), node.value


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
    return None if found & _CHILDREN else found
