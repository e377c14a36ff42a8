"""Parts of a model that get new parameters: what comes too late for an optimizer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .frames import Frame
from .inference.expressions import held
from .inference.held import Held
from .inference.reaching import reaching
from .nodes import is_true
from .torchnames import MODULE_MAKERS, RETURNS_SELF
from .tree import dotted_name, walk
from .weights import has_parameters

if TYPE_CHECKING:
    from .text import Text

_MADE = (ast.Call, ast.IfExp, ast.NamedExpr)


class Part(NamedTuple):
    """A part of a model, and the other name of what it becomes, if it has one."""

    model: str
    attr: str
    """`head`, `body.head`, `[1]`, `body[1]`."""
    alias: tuple[str, ...] = ()


def replaced(text: Text, target: ast.expr, value: ast.expr) -> Part | None:
    """The part that an assignment gives new parameters."""
    model, attr = _path(target)
    if not model or not attr:
        return None
    if isinstance(target, ast.Subscript) and not _is_module(text, target.value):
        return None
    made, alias = _made(text, value)
    if made is None or not makes_parameters(text, made):
        return None
    return Part(model, attr, alias)


def _is_module(text: Text, node: ast.expr) -> bool:
    """Whether it is a module, or an attribute of one that a library made."""
    if held(text, node).only("module"):
        return True
    if not isinstance(node, ast.Attribute):
        return False
    owner = held(text, node.value)
    return owner.only("module") and all(
        MODULE_MAKERS.fullmatch(way.frame.text.callee(way.node)) for way in owner.ways
    )


def _path(target: ast.expr) -> tuple[str, str]:
    """`("net", "body[1].fc")`: a variable, and the way from it to what is assigned."""
    if isinstance(target, ast.Name):
        return target.id, ""
    if isinstance(target, ast.Attribute):
        model, attr = _path(target.value)
        return model, f"{attr}.{target.attr}" if attr else target.attr
    if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
        model, attr = _path(target.value)
        return model, f"{attr}[{ast.unparse(target.slice)}]"
    return "", ""


def _made(text: Text, value: ast.expr) -> tuple[ast.expr | None, tuple[str, ...]]:
    """The expression that makes a value, and the variable it was kept in until now."""
    if not isinstance(value, ast.Name):
        return (value if isinstance(value, _MADE) else None), ()
    bindings = reaching(text, value)
    if len(bindings) != 1 or bindings[0][0] is not text:
        return None, ()
    made = getattr(bindings[0][1], "value", None)
    return (made if isinstance(made, _MADE) else None), (value.id,)


def makes_parameters(text: Text, value: ast.expr, frame: Frame | None = None) -> bool:
    """Whether an expression makes parameters that train, or a module that has some."""
    values = held(text, value, frame)
    if not values.only("module", "parameter") or _is_frozen(value):
        return False
    below = set(walk(value))
    return any(
        has_parameters(way)
        and (_outermost(way, frame) in below or _is_copy(text, value))
        for way in values.ways
    )


def _outermost(way: Held, asked: Frame | None) -> ast.AST:
    """The call that leads to where a value is made, from where it was asked for."""
    node, frame = way.node, way.frame
    while frame.outer is not None and frame.call is not None:
        if asked is not None and frame.call is asked.call:
            break
        node, frame = frame.call, frame.outer
    return node


def _is_copy(text: Text, value: ast.expr) -> bool:
    return text.callee(value) == "copy.deepcopy"


def _is_frozen(value: ast.expr) -> bool:
    """Whether what is made does not train: `nn.Linear(2, 2).requires_grad_(False)`."""
    for node in walk(value):
        if isinstance(node, ast.Call):
            flags = [i.value for i in node.keywords if i.arg == "requires_grad"]
            if getattr(node.func, "attr", "") == "requires_grad_":
                flags += node.args[:1]
            if not all(map(is_true, flags)):
                return True
    return False


def replaced_by(text: Text, call: ast.Call) -> Iterator[Part]:
    """What a function of the notebook replaces in the models that it is given."""
    assert isinstance(call.func, ast.Name)
    found = reaching(text, call.func) if call.args else []
    owner, function = found[0] if len(found) == 1 else (text, None)
    if not isinstance(function, ast.FunctionDef):
        return
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    given = dict(zip(names, map(dotted_name, call.args), strict=False))
    frame = Frame(owner, function, call, Frame(text))
    for statement in function.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, _MADE):
            target = statement.targets[0]
            argument, attr = _path(target)
            if isinstance(target, ast.Attribute) and (model := given.get(argument)):
                if makes_parameters(owner, statement.value, frame):
                    name, _, below = model.partition(".")
                    yield Part(name, f"{below}.{attr}" if below else attr)


def is_same(text: Text, name: str, value: ast.expr) -> bool:
    """Whether a value is what a variable holds already: `net = net.to(device)`."""
    before = value
    while isinstance(before, ast.Call) and isinstance(before.func, ast.Attribute):
        if before.func.attr not in RETURNS_SELF:
            break
        before = before.func.value
    if isinstance(before, ast.Name) and before.id == name:
        return True
    if not isinstance(before, ast.Call) or text.resolve(before.func):
        return False
    given = [a for a in before.args if isinstance(a, ast.Name) and a.id == name]
    if not given:
        return False
    old, new = held(text, given[0]), held(text, value)
    return new.only("module") and {id(w.node) for w in new.ways} == {
        id(w.node) for w in old.ways
    }
