"""Whether what an expression makes owns a module whose mode matters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..source.classes import ClassFacts
from ..source.conditions import given, runs
from ..source.frames import Frame
from ..source.instances import instance
from ..source.loops import functions_called
from ..source.modetable import MODED_CLASSES
from ..source.tree import walk
from .mode_arguments import any_of, applies
from .mode_parts import own_verdicts, parts_of

_DEPTH = 40
Seen = frozenset[ast.AST]


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
        verdict = _of_class(frame, node, facts, seen)
    elif dotted:
        known = dotted.startswith(("torch.", "collections.")) or "." not in dotted
        return False if known or dotted == "copy.deepcopy" else None
    else:
        verdict = _function(frame, node, seen)
    return verdict if certain or verdict is not True else None


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


def _of_class(
    frame: Frame, call: ast.Call, facts: ClassFacts, seen: Seen
) -> bool | None:
    """Whether an instance of a class of the notebook owns a module with a mode."""
    if facts.is_module is not True or facts.node in seen:
        return False if facts.is_module is not None else None
    seen |= {facts.node}
    made = (owns_mode(*part, seen) for part in parts_of(frame, call, facts))
    return any_of((*made, *own_verdicts(frame, call, facts)))
