"""What is wrong with the forward pass of a class, as far as its text tells."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...findings import Edit, Range
from ...source.classes import ClassFacts, Method, self_name
from ...source.edits import insert, replace_name
from ...source.text import Text
from ...source.tree import walk
from .lost import is_lost
from .names import is_misspelt

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_HAS_NO_FORWARD = frozenset(
    ("torch.nn.Module", "torch.nn.ModuleList", "torch.nn.ModuleDict")
)
_PLAIN = frozenset("object abc.ABC typing.Generic typing.Protocol".split())


class Problem(NamedTuple):
    """Why the forward pass cannot be used, and the edit that mends it."""

    method: Method
    reason: str
    edits: tuple[Edit, ...]
    safe: bool


def problem_of(node: ast.ClassDef, text: Text) -> Problem | None:
    """The problem of the forward pass of a module class, if it has one."""
    own = _method(node, "forward")
    if own is not None:
        return None if _may_return(own) else _without_return(node, own, text)
    methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
    near = [item for item in methods if is_misspelt(item.name, "forward")]
    nested = [item for item in methods if _nested(item) is not None]
    if not (near or nested):
        return None
    facts = text.module_class(node)
    if facts is None or not _lacks_forward(facts):
        return None
    if nested and (inner := _nested(nested[0])) is not None:
        name = nested[0].name
        return Problem(inner, f"it is defined inside `{name}`", (), False)
    method = near[0]
    if len(near) > 1 or method.decorator_list:
        return None
    reason = f"its method is called `{method.name}`"
    return Problem(method, reason, _renamed(text, method), _is_unused(text, method))


def _without_return(
    node: ast.ClassDef, forward: ast.FunctionDef, text: Text
) -> Problem | None:
    last = forward.body[-1]
    while isinstance(last, ast.With):
        last = last.body[-1]
    if not (_value_name(last) or isinstance(last, ast.Expr)):
        return None
    facts = text.module_class(node)
    if facts is None or any(
        _is_effect(item, last) and not is_lost(text, forward, item)
        for item in walk(*forward.body)
    ):
        return None
    if isinstance(last, ast.Expr) and not _is_value(facts, last.value):
        return None
    return Problem(forward, "it has no `return`", _returned(text, last), False)


def _method(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    found = [
        item
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name == name
    ]
    return found[-1] if found else None


def _lacks_forward(facts: ClassFacts) -> bool:
    """Whether no class it derives from, and nothing else, gives it a `forward`."""
    for member in facts.family:
        names = {name.id for item in member.node.body for name in _bound(item)}
        if (
            "forward" in names
            or "forward" in member.methods
            or "forward" in (member.stores)
        ):
            return False
        if "__call__" in member.methods or "__getattr__" in member.methods:
            return False
        for base in member.node.bases:
            if member.text.class_facts(base) is None and not (
                member.text.resolve(base) in _HAS_NO_FORWARD | _PLAIN
                or isinstance(base, ast.Subscript)
            ):
                return False
    return not facts.node.decorator_list and not facts.node.keywords


def _bound(item: ast.stmt) -> list[ast.Name]:
    """The names that a statement of a class body assigns."""
    if not isinstance(item, (ast.Assign, ast.AnnAssign, ast.If)):
        return []
    names = [node for node in walk(item) if isinstance(node, ast.Name)]
    return [name for name in names if isinstance(name.ctx, ast.Store)]


def _nested(method: ast.FunctionDef) -> ast.FunctionDef | None:
    """A `def forward(self, …)` inside a method that does nothing with it."""
    if method.name != "__init__":
        return None
    for item in method.body:
        if isinstance(item, ast.FunctionDef) and item.name == "forward":
            used = any(
                isinstance(node, ast.Name) and node.id == "forward"
                for node in walk(method)
            )
            is_method = item.args.args and item.args.args[0].arg == self_name(method)
            return item if is_method and not used else None
    return None


def _may_return(method: ast.FunctionDef) -> bool:
    """Whether a function returns a value, raises, or yields."""
    pending: list[ast.AST] = list(method.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            if node.value is not None:
                return True
        elif isinstance(node, (ast.Raise, ast.Yield, ast.YieldFrom)):
            return True
        elif not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)
    return bool(method.decorator_list)


def _value_name(statement: ast.stmt) -> str:
    """`x` for `x = …` and `x += …`; empty for anything else."""
    target: ast.expr | None = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)) and statement.value:
        target = statement.target
    return target.id if isinstance(target, ast.Name) else ""


def _is_value(facts: ClassFacts, node: ast.expr) -> bool:
    """Whether a statement computes a value that is lost: `x + y`, `self.fc(x)`."""
    if isinstance(node, (ast.BinOp, ast.Name)):
        return True
    if not isinstance(node, ast.Call) or not node.args:
        return False
    if facts.text.resolve(node.func).startswith(("torch.", "torch.nn.functional.")):
        return not facts.text.resolve(node.func).endswith("_")
    return isinstance(node.func, ast.Attribute) and any(
        facts.text.is_module_call(store.value)
        for store in facts.all_stores(node.func.attr)
    )


def _is_effect(node: ast.AST, last: ast.stmt) -> bool:
    """Whether a node changes what outlives the function, or may."""
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return not isinstance(node.ctx, ast.Load)
    if isinstance(node, (ast.Global, ast.Nonlocal, ast.Delete)):
        return True
    if isinstance(node, ast.Expr) and node is not last:
        return not isinstance(node.value, ast.Constant) and not _prints(node.value)
    return False


def _prints(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    )


def _renamed(text: Text, method: ast.FunctionDef) -> tuple[Edit, ...]:
    """The method by its right name; the cell then calls the module itself."""
    uses = [n for n in text.tree.all(ast.Attribute) if n.attr == method.name]
    return (
        text.edit(text.lines.name_range(method), "forward"),
        *(_used(text, use) for use in uses),
    )


def _used(text: Text, use: ast.Attribute) -> Edit:
    parent = text.tree.parents[use]
    is_called = isinstance(parent, ast.Call) and parent.func is use
    if not is_called or text.callee(use.value) == "super":
        return replace_name(text, use, "forward")
    return text.edit(Range(text.lines.end(use.value), text.lines.end(use)), "")


def _is_unused(text: Text, method: ast.FunctionDef) -> bool:
    """Whether nothing in the notebook uses the method by its name."""
    name = method.name
    is_tracked = name[:1] in "fF" and "w" in name.lower()
    used = name in text.tree.words or name in text.notebook.near_forwards
    return is_tracked and not used


def _returned(text: Text, last: ast.stmt) -> tuple[Edit, ...]:
    """Puts `return x` below the last `x = …`, or `return` before a last value."""
    start, end = text.lines.start(last), text.lines.end(last)
    if isinstance(last, ast.Expr):
        return (insert(text, start, "return "),)
    line = text.lines.line(start.line)
    prefix = line[: len(line) - len(line.lstrip())]
    after = text.lines.line(end.line)
    column = text.lines.index(end.line + 1, last.end_col_offset or 0)
    if not line[len(prefix) :].startswith(_value_name(last)) or (
        after[column:].strip() and not after[column:].lstrip().startswith("#")
    ):
        return ()
    place = text.lines.at(end.line, len(after))
    new = f"\n{prefix}return {_value_name(last)}"
    return (text.edit(Range(place, place), new),)
