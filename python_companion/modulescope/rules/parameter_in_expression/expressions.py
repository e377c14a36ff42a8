"""Where what an operation makes of a new parameter goes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts, Method, self_name
from ...source.exclusive import stands_alone
from ...source.inference.reaching import reaching
from ...source.tensors import keyword, tensor_factory
from ...source.text import Text

# Methods whose result is never the tensor itself.
_MAKES_NEW = frozenset(
    "view reshape t transpose permute unsqueeze squeeze expand repeat flatten clone "
    "mul div add sub matmul mm pow abs exp log sqrt sigmoid tanh softmax clamp neg "
    "expand_as view_as tile unbind roll flip".split()
)
# They return the tensor itself where it already has that type or place.
_CONVERTS = frozenset("double half bfloat16 cuda to type".split())
_VIEWS = frozenset(("T", "mT", "H", "mH"))
# What a parameter has anyway, unless its data say something else.
_USUAL = frozenset(("torch.float32", "torch.float"))
_NEW_TENSOR = frozenset(
    f"torch.{name}"
    for name in "sigmoid tanh exp log sqrt abs softmax relu clamp mul div add sub "
    "matmul mm stack cat transpose reshape permute unsqueeze squeeze pow diag "
    "flatten".split()
)


class Lost(NamedTuple):
    """An attribute that gets what an operation makes of a parameter."""

    owner: ClassFacts
    target: ast.Attribute
    parameter: ast.Call
    expression: ast.expr | None
    """The whole operation, where it is the value that is assigned."""
    is_certain: bool
    """Whether the result is no parameter whatever the values are."""


class _Use(NamedTuple):
    """Where the climb from a parameter ends."""

    top: ast.expr
    statement: ast.AST
    operated: bool
    certain: bool


def lost(call: ast.Call, text: Text) -> Iterator[Lost]:
    """The attributes that get what operations make of this parameter."""
    if text.resolve(call.func) != "torch.nn.Parameter":
        return
    first = use = _climb(call, text)
    while use is not None and (name := _local(use, text)) is not None:
        further = _climb(name, text)
        if further is not None and further.statement is use.statement:
            return
        use = _joined(use, further) if further else None
    if use is None or not use.operated:
        return
    if isinstance(use.statement, ast.Return):
        yield from _returned(call, use, text)
    else:
        yield from _stored(call, use, text, direct=use is first)


def _joined(use: _Use, further: _Use) -> _Use:
    """Two climbs, the second from the variable that the first ends in."""
    return further._replace(
        operated=use.operated or further.operated,
        certain=use.certain or further.certain,
    )


def _climb(node: ast.expr, text: Text) -> _Use | None:
    """Follows the value of a node through operations to a statement; None if lost."""
    operated, certain = False, False
    while True:
        parent = text.tree.parents[node]
        if isinstance(parent, (ast.BinOp, ast.UnaryOp)):
            if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
                return None
            operated = certain = True
            node = parent
        elif isinstance(parent, ast.Subscript) and parent.value is node:
            operated = certain = True
            node = parent
        elif isinstance(parent, ast.Attribute):
            step = _attribute(parent, text)
            if step is None:
                return None
            node, sure = step
            operated, certain = True, certain or sure
        elif isinstance(parent, ast.Call) and node in parent.args:
            if not _makes_new(text.resolve(parent.func)):
                return None
            operated = certain = True
            node = parent
        elif isinstance(parent, (ast.IfExp, ast.List, ast.Tuple, ast.ListComp)):
            if isinstance(parent, ast.IfExp) and parent.test is node:
                return None
            node = parent
        elif isinstance(parent, (ast.Assign, ast.AnnAssign, ast.Return)):
            return _Use(node, parent, operated, certain)
        else:
            return None


def _makes_new(dotted: str) -> bool:
    return dotted in _NEW_TENSOR or dotted.startswith("torch.nn.functional.")


def _attribute(node: ast.Attribute, text: Text) -> tuple[ast.expr, bool] | None:
    """What `.T` or `.view(…)` makes, and whether that is certainly a new tensor."""
    if node.attr in _VIEWS:
        return node, True
    call = text.tree.parents[node]
    if not isinstance(call, ast.Call) or call.func is not node:
        return None
    if node.attr in _MAKES_NEW:
        return call, True
    if node.attr not in _CONVERTS or _is_usual(call, text):
        return None
    return call, _converts(node, call, text)


def _is_usual(call: ast.Call, text: Text) -> bool:
    """Whether a conversion is to what a new parameter has anyway."""
    given = [*call.args, *(item.value for item in call.keywords)]
    return any(
        text.resolve(value) in _USUAL
        or (isinstance(value, ast.Constant) and value.value == "cpu")
        for value in given
    )


def _converts(node: ast.Attribute, call: ast.Call, text: Text) -> bool:
    """Whether a conversion certainly changes something."""
    if node.attr in ("to", "type"):
        return False
    made = node.value
    data = made.args[0] if isinstance(made, ast.Call) and made.args else None
    return (
        isinstance(data, ast.Call)
        and tensor_factory(text, data) in ("randn", "rand", "zeros", "ones", "empty")
        and not keyword(data, "dtype")
        and not keyword(data, "device")
    )


def _local(use: _Use, text: Text) -> ast.Name | None:
    """The only use of what a statement gives a local variable, if there is one."""
    statement = use.statement
    function = text.tree.function(statement)
    if not (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name)
        and statement.value is use.top
        and function is not None
    ):
        return None
    name = statement.targets[0].id
    uses = [
        node
        for node in text.tree.all(ast.Name)
        if node.id == name
        and isinstance(node.ctx, ast.Load)
        and text.tree.function(node) is function
        and not _initialises(node, text)
        and (text, statement) in reaching(text, node)
    ]
    alone = len(uses) == 1 and len(reaching(text, uses[0])) == 1
    return uses[0] if alone else None


def _initialises(name: ast.Name, text: Text) -> bool:
    """Whether a variable is given to `nn.init`, whose result is not kept."""
    call = text.tree.parents[name]
    return (
        isinstance(call, ast.Call)
        and isinstance(text.tree.parents[call], ast.Expr)
        and text.resolve(call.func).startswith("torch.nn.init.")
    )


def _stored(call: ast.Call, use: _Use, text: Text, direct: bool) -> Iterator[Lost]:
    """The attributes of a module that an assignment sets."""
    statement = use.statement
    assert isinstance(statement, (ast.Assign, ast.AnnAssign))
    targets = (
        statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    )
    for target in targets:
        owner = _owner(target, text)
        if owner is not None and isinstance(target, ast.Attribute):
            plain = isinstance(use.top, (ast.IfExp, ast.List, ast.Tuple, ast.ListComp))
            whole = use.top if direct and not plain else None
            yield Lost(owner, target, call, whole, use.certain)


def _owner(target: ast.expr, text: Text) -> ClassFacts | None:
    """The module class whose attribute a target is, if nothing registers it."""
    if not (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)):
        return None
    owner, method = text.enclosing_class(target), text.tree.function(target)
    if (
        owner is None
        or not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
        or self_name(method) != target.value.id
        or text.module_class(owner.node) is None
    ):
        return None
    if stands_alone(owner, target):
        return owner
    if owner.registration(target.attr):
        return None
    stores = owner.all_stores(target.attr)
    if any(
        owner.text.callee(store.value) in ("torch.nn.Parameter", "torch.nn.Buffer")
        for store in stores
    ):
        return None
    return owner


def _returned(call: ast.Call, use: _Use, text: Text) -> Iterator[Lost]:
    """The attributes that are set to what a helper returns."""
    function = text.tree.function(use.statement)
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for made in text.tree.calls.get(function.name, ()):
        statement = text.tree.parents[made]
        if _calls(made, function, text) and isinstance(statement, ast.Assign):
            whole = _Use(made, statement, True, use.certain)
            yield from _stored(call, whole, text, direct=False)


def _calls(call: ast.Call, function: Method, text: Text) -> bool:
    """Whether a call is one of this function: a method of the class, or by its name."""
    owner = text.enclosing_class(function)
    if isinstance(call.func, ast.Name):
        bindings = text.names.bindings(call.func.id, call.func)
        return owner is None and [b.node for b in bindings] == [function]
    method = text.tree.function(call)
    return (
        owner is not None
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
        and call.func.value.id == self_name(method)
        and text.enclosing_class(call) is owner
    )
