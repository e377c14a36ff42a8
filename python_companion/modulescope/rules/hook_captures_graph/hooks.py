"""Whether gradients of what a hook stores are wanted."""

from __future__ import annotations

import ast

from ...source.classes import ClassFacts, self_name
from ...source.graphs import reaches
from ...source.hooks import Hook
from ...source.nodes import called, is_named, root_through_calls
from ...source.text import Text
from ...source.tree import walk

# Methods by which code asks for the gradient of what a hook stored.
_GRAD = "torch.autograd.grad"
_GRADIENT_METHODS = frozenset(("retain_grad", "register_full_backward_hook"))


# What a class does with its own store that needs no graph.
_KEEPS = frozenset("append add extend insert update clear setdefault keys".split())
_LOOKS = frozenset(("len", "print", "bool", "delattr", "hasattr"))


def wants_gradients(text: Text, hook: Hook, stored: ast.expr) -> bool:
    """Whether the code shows that the graph is needed: Grad-CAM, a feature loss."""
    texts = [text] if hook.text is text else [text, hook.text]
    if any(map(_differentiates, texts)):
        return True
    holder = _holder(hook.text, stored)
    owner = _owner(hook.text, stored, holder)
    losses = text.notebook.losses
    if owner is None:
        return holder in losses or _is_result(hook, holder)
    attr = _attribute_of(hook.text, stored, holder)
    return f".{attr}" in losses or _is_given_on(owner, attr, hook)


def _is_result(hook: Hook, holder: str) -> bool:
    """Whether a method that sets a hook returns what it fills: its callers know why."""
    around = hook.text.tree.function(hook.function)
    return hook.text.enclosing_class(hook.function) is not None and any(
        isinstance(node, ast.Return) and node.value is not None
        for node in (walk(around) if around is not None else ())
        if holder in _named(node)
    )


def _named(node: ast.AST) -> set[str]:
    names = walk(node) if isinstance(node, ast.Return) else ()
    return {name.id for name in names if isinstance(name, ast.Name)}


def _differentiates(text: Text) -> bool:
    if any(node.attr in _GRADIENT_METHODS for node in text.tree.all(ast.Attribute)):
        return True
    return any(text.callee(node) == _GRAD for node in text.tree.all(ast.Call))


def _owner(text: Text, stored: ast.expr, holder: str) -> ClassFacts | None:
    """The class whose instance a name is: also where a method defines the hook."""
    for parent in text.tree.ancestors(stored):
        above = text.tree.parents.get(parent)
        if isinstance(parent, ast.FunctionDef) and isinstance(above, ast.ClassDef):
            return text.facts(above) if self_name(parent) == holder else None
    return None


def _attribute_of(text: Text, stored: ast.expr, holder: str) -> str:
    """`out` where `self.out` is filled."""
    return next(
        node.attr
        for node in walk(text.tree.statement(stored))
        if isinstance(node, ast.Attribute) and is_named(node.value, holder)
    )


def _is_given_on(facts: ClassFacts, attr: str, hook: Hook) -> bool:
    """Whether a class does more with a store than to fill and to empty it."""
    return any(
        _needs_graph(owner.text, use.node)
        for owner in facts.family
        for use in owner.all_uses(attr)
        if hook.function not in (use.method, owner.text.tree.function(use.node))
    )


def _needs_graph(text: Text, use: ast.Attribute) -> bool:
    parent = text.tree.parents[use]
    if isinstance(parent, ast.Attribute):
        return parent.attr not in _KEEPS and not _is_cut(text, use)
    if isinstance(parent, ast.Call) and called(parent) in _LOOKS:
        return False
    if isinstance(parent, ast.Subscript) and not isinstance(parent.ctx, ast.Load):
        return False
    return not _is_cut(text, use)


def _is_cut(text: Text, use: ast.Attribute) -> bool:
    """Whether an expression around a use has no graph: a shape, `detach()`."""
    parents = text.tree.parents
    top: ast.expr = use
    while isinstance(above := parents[top], (ast.Attribute, ast.Subscript)):
        top = above
    return not reaches(text, use, top)


def _holder(text: Text, stored: ast.expr) -> str:
    """The variable that a stored value ends in."""
    statement = text.tree.statement(stored)
    for parent in text.tree.ancestors(stored):
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
            return root_through_calls(parent.func.value)
        if parent is statement:
            break
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        targets = getattr(statement, "targets", None) or [statement.target]  # type: ignore[union-attr]
        return root_through_calls(targets[0])
    return ""
