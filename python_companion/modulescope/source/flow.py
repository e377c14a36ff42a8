"""What happens to models and optimizers, statement by statement."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from ..findings import Range
from .branches import Arms, reached, reached_below
from .event import Event
from .graphs import under_no_grad
from .inference.expressions import held
from .nodes import called
from .optimized import made_together, stepped_models
from .replaced import Part, is_same, makes_parameters, replaced, replaced_by
from .state import (
    TRAINS,
    applies_eval,
    applies_init,
    eval_loop,
    given,
    init_loop,
    loads,
    names_in,
    snapshot,
)
from .switches import SWITCHES, turned
from .tree import dotted_name, walk

if TYPE_CHECKING:
    from .text import Text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_GROW = frozenset(
    "append add_module register_module register_parameter set_submodule extend "
    "insert".split()
)
_STATE = frozenset(("load_state_dict", "apply", "reset_parameters", "step"))
_CAST = frozenset("to cuda cpu float double half bfloat16 type to_empty".split())
_METHODS = _GROW | _STATE | _CAST
_METHODS |= {"add_param_group", "eval", "train", "requires_grad_"}
# A module that is made with one of these does not follow the defaults.
_PLACED = frozenset(("device", "dtype"))
_LISTS = frozenset(("parameters", "named_parameters"))
# What `_of` looks into itself.
_WHOLE = (ast.expr, ast.Assign, ast.AnnAssign)


def events(text: Text, body: list[ast.stmt]) -> Iterator[Event]:
    """The events of some statements in document order.

    Without nested functions, and without what follows a `return` or never runs.
    """
    stack: list[tuple[ast.AST, Arms]] = [(s, ()) for s in reversed(reached(body))]
    number = 0
    while stack:
        node, arms = stack.pop()
        if isinstance(node, _FUNCTIONS):
            continue
        if arms:
            yield from (found._replace(arms=arms) for found in _of(text, node))
        else:
            yield from _of(text, node)
        if not isinstance(node, _WHOLE):
            number += 1
            stack += reversed(reached_below(node, arms, number))


def _of(text: Text, node: ast.AST) -> Iterator[Event]:
    """The events of a statement, without those of the statements below it."""
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        # The value is evaluated before the name is bound.
        if node.value is not None:
            yield from _calls(text, node.value)
        yield from _assignment(text, node)
    elif isinstance(node, ast.expr):
        yield from _calls(text, node)
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        yield from _bound(text, node.target)
        if isinstance(node, ast.For):
            if model := init_loop(text, node):
                yield Event("init", model, ("loop",), text.range(node.iter))
            if model := eval_loop(node):
                yield Event("eval", f"{model}.modules", (), text.range(node.iter))
            yield from _frozen_by_loop(text, node)


def _assignment(
    text: Text, node: ast.Assign | ast.AnnAssign | ast.NamedExpr
) -> Iterator[Event]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if node.value is None:
            yield from _bound(text, target)
        elif isinstance(target, (ast.Tuple, ast.List)):
            yield from _unpacked(text, target, node.value)
        else:
            yield from _given_to(text, target, node.value)
        yield from _weights(text, target, node.value)


def _unpacked(
    text: Text, target: ast.Tuple | ast.List, value: ast.expr
) -> Iterator[Event]:
    """`net, opt = a, b` and `net, opt = build()`."""
    if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
        for place, item in zip(target.elts, value.elts, strict=True):
            yield from _given_to(text, place, item)
        return
    yield from _bound(text, target)
    if _may_optimize(text, value):
        for name, models in made_together(text, target, value):
            yield Event("optimizer", name, models, text.range(target))


def _given_to(text: Text, target: ast.expr, value: ast.expr) -> Iterator[Event]:
    name = dotted_name(target)
    if name and (models := optimized_models(text, value)):
        yield Event("optimizer", name, models, text.range(target))
    elif not isinstance(target, ast.Name):
        if isinstance(target, (ast.Attribute, ast.Subscript)):
            if part := replaced(text, target, value):
                yield _replace(part, text.range(target))
    elif _is_plain_module(text, value):
        yield Event("bind", name, ("module",), text.range(target))
    elif not is_same(text, name, value):
        yield from _bound(text, target)


def _replace(part: Part, span: Range) -> Event:
    return Event("replace", part.model, (part.attr, *part.alias), span)


def _is_plain_module(text: Text, value: ast.expr | None) -> bool:
    """Whether a value is a new module that follows the default dtype and device."""
    return (
        isinstance(value, ast.Call)
        and not any(item.arg in _PLACED for item in value.keywords)
        and text.is_module_call(value)
        and not any(isinstance(p, ast.With) for p in text.tree.ancestors(value))
    )


def _weights(text: Text, target: ast.expr, value: ast.expr | None) -> Iterator[Event]:
    """What the name of a target holds now: a state dict, or a trained model."""
    name = dotted_name(target)
    if name and loads(text, value):
        yield Event("load", name, (), text.range(target))
    elif name and (taken := snapshot(text, value)):
        yield Event("snapshot", name, (taken.model,), text.range(target))


def _bound(text: Text, target: ast.expr) -> Iterator[Event]:
    if isinstance(target, ast.Name):
        yield Event("bind", target.id, (), text.range(target))
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item in target.elts:
            yield from _bound(text, item)


def _calls(text: Text, root: ast.expr) -> Iterator[Event]:
    for node in walk(root):
        if not isinstance(node, ast.Call):
            continue
        yield from _given(text, node)
        yield from _switched(text, node)
        if isinstance(node.func, ast.Name):
            yield from _called(text, node, node.func)
            continue
        if not isinstance(node.func, ast.Attribute):
            continue
        method = node.func.attr
        if grown := _grown_groups(node.func.value):
            yield Event("extend", grown, (), text.range(node.func))
        owner = dotted_name(node.func.value) if method in _METHODS else ""
        if not owner:
            continue
        span = text.range(node.func)
        name, _, below = owner.partition(".")
        if method == "add_param_group":
            yield Event("extend", owner, (), span)
        elif method == "eval" or method == "train":
            yield Event(_mode(node), owner, (), span)
        elif method == "requires_grad_":
            yield from _frozen(owner, node.args[:1], span)
        elif method in _STATE:
            yield from _state(text, node, method, owner)
        elif method in _CAST:
            yield Event("cast", owner, (), span)
        elif method in _GROW and node.args and makes_parameters(text, node.args[-1]):
            grown = ".".join(filter(None, (below, _named(node) or f"{method}(…)")))
            yield Event("replace", name, (grown,), span)


def _called(text: Text, node: ast.Call, name: ast.Name) -> Iterator[Event]:
    """What the call of a name does: of a model, of a function, of `setattr`."""
    span = text.range(name)
    if _may_be_model(text, name):
        how = ("no_grad",) if under_no_grad(text, node) else ()
        yield Event("run", name.id, how, span)
    elif name.id == "setattr" and len(node.args) == 3:
        model, _, below = dotted_name(node.args[0]).partition(".")
        if model and makes_parameters(text, node.args[2]):
            attr = getattr(node.args[1], "value", None)
            attr = attr if isinstance(attr, str) else "setattr(…)"
            yield Event("replace", model, (f"{below}.{attr}" if below else attr,), span)
    elif _is_function(text, name):
        for part in replaced_by(text, node):
            yield _replace(part, span)


def _grown_groups(node: ast.expr) -> str:
    """The optimizer in `opt.param_groups[0]["params"].extend(…)`."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        if isinstance(node, ast.Attribute) and node.attr == "param_groups":
            return dotted_name(node.value)
        node = node.value
    return ""


def _switched(text: Text, node: ast.Call) -> Iterator[Event]:
    """A switch that is turned for good: no context manager."""
    function = node.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    if name in SWITCHES and isinstance(text.tree.parents[node], ast.Expr):
        if found := turned(text, node):
            yield Event("switch", found.mode, (found.state,), text.range(node))


def _frozen(owner: str, flag: list[ast.expr], span: Range) -> Iterator[Event]:
    """What `requires_grad_(flag)` and `requires_grad = flag` do to a module."""
    if not flag or (isinstance(flag[0], ast.Constant) and flag[0].value is True):
        yield Event("thaw", owner, (), span)
    elif isinstance(flag[0], ast.Constant) and flag[0].value is False:
        yield Event("freeze", owner, (), span)


def _frozen_by_loop(text: Text, node: ast.For) -> Iterator[Event]:
    """`for p in model.parameters(): p.requires_grad = False`, without a condition."""
    source = node.iter
    if (
        not isinstance(source, ast.Call)
        or not isinstance(source.func, ast.Attribute)
        or source.func.attr != "parameters"
        or not isinstance(node.target, ast.Name)
        or not (owner := dotted_name(source.func.value))
    ):
        return
    variable, span = node.target.id, text.range(source)
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            if dotted_name(statement.targets[0]) == f"{variable}.requires_grad":
                yield from _frozen(owner, [statement.value], span)
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value
            if dotted_name(call.func) == f"{variable}.requires_grad_":
                yield from _frozen(owner, call.args[:1], span)


def _state(text: Text, node: ast.Call, method: str, owner: str) -> Iterator[Event]:
    span = text.range(node.func)
    if method == "load_state_dict":
        sources = tuple(name for given in node.args[:1] for name in names_in(given))
        yield Event("load", owner, sources, span)
    elif method == "step":
        yield Event("step", owner, tuple(given(node)), span)
    elif method == "reset_parameters" or applies_init(text, node):
        yield Event("init", owner, (method,), span)
    elif method == "apply" and applies_eval(text, node):
        yield Event("eval", f"{owner}.modules", (), span)


def _given(text: Text, node: ast.Call) -> Iterator[Event]:
    name = dotted_name(node.func)
    last = name.rpartition(".")[2]
    if not last or not (node.args or node.keywords):
        return
    if TRAINS.search(last) or (
        isinstance(node.func, ast.Name) and _is_function(text, node.func)
    ):
        for argument in given(node):
            yield Event("give", argument, (name,), text.range(node.func))


def _may_be_model(text: Text, name: ast.Name) -> bool:
    """Whether a called name is bound to a value, or not at all: no function, class."""
    if hasattr(builtins, name.id):
        return False
    kinds = {binding.kind for binding in text.names.bindings(name.id, name)}
    return not kinds & {"import", "function", "class"}


def _is_function(text: Text, name: ast.Name) -> bool:
    return any(b.kind == "function" for b in text.names.bindings(name.id, name))


def _mode(node: ast.Call) -> Literal["eval", "train"]:
    assert isinstance(node.func, ast.Attribute)
    off = (
        node.args and isinstance(node.args[0], ast.Constant) and not node.args[0].value
    )
    return "eval" if node.func.attr == "eval" or off else "train"


def _named(node: ast.Call) -> str:
    first = node.args[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def optimized_models(text: Text, value: ast.expr | None) -> tuple[str, ...]:
    """The names whose parameters the optimizer that an expression makes is given."""
    if value is None or not _may_optimize(text, value):
        return ()
    return stepped_models(held(text, value)) or _named_in(text, value)


def _may_optimize(text: Text, value: ast.expr) -> bool:
    """Whether an expression calls an optimizer class, or a function that may."""
    return any(
        is_optimizer_class(text, node.func)
        or (isinstance(node.func, ast.Name) and _is_function(text, node.func))
        for node in walk(value)
        if isinstance(node, ast.Call)
    )


def _named_in(text: Text, value: ast.expr) -> tuple[str, ...]:
    """The same where a function that is not known picks among the parameters."""
    if not isinstance(value, ast.Call) or not is_optimizer_class(text, value.func):
        return ()
    return tuple(
        name
        for node in walk(value)
        if isinstance(node, ast.Call) and called(node) in _LISTS
        if isinstance(node.func, ast.Attribute)
        if (name := dotted_name(node.func.value))
    )


def is_optimizer_class(text: Text, node: ast.expr) -> bool:
    """Whether an expression is an optimizer class of torch."""
    head, _, last = text.resolve(node).rpartition(".")
    return head == "torch.optim" and last[:1].isupper()
