"""What changes the output of a module in place, as far as a text shows it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from .classes import is_self, reached_from, self_name
from .instances import Instance, child
from .nodes import is_true
from .tree import walk

if TYPE_CHECKING:
    from .classes import ClassFacts, Method
    from .text import Text
    from .tree import Tree

# Where torch's classes take `inplace`, if it is not given by name (torch/nn/modules).
_POSITIONS = {
    **dict.fromkeys(
        ("ReLU", "ReLU6", "SiLU", "Mish", "SELU", "Hardswish", "Hardsigmoid"), 0
    ),
    **dict.fromkeys(
        "LeakyReLU ELU CELU Dropout Dropout1d Dropout2d Dropout3d AlphaDropout "
        "FeatureAlphaDropout".split(),
        1,
    ),
    **dict.fromkeys(("Threshold", "Hardtanh", "RReLU"), 2),
}
INPLACE_LAYERS = frozenset(_POSITIONS)
"""The classes of torch that can be told to work in place."""

# Functions of torch.nn.functional whose `inplace` changes the first argument.
_FUNCTIONS = frozenset(
    "relu relu6 silu mish selu hardswish hardsigmoid leaky_relu elu celu dropout "
    "dropout1d dropout2d dropout3d alpha_dropout threshold hardtanh rrelu".split()
)
# Methods with a trailing underscore that do not write to the tensor's memory.
_HARMLESS = frozenset(
    "requires_grad_ detach_ rename_ resize_ squeeze_ unsqueeze_ t_ transpose_ "
    "swapaxes_ swapdims_ as_strided_ share_memory_ set_ retain_grad_".split()
)


def may_work_in_place(tree: Tree) -> bool:
    """Whether a text has any in-place operation, or a layer that may be told to."""
    return (
        any(type(node.target) is ast.Name for node in tree.all(ast.AugAssign))
        or any(node.arg == "inplace" for node in tree.all(ast.keyword))
        or any(map(_is_inplace, tree.calls))
        # As an argument by position.
        or any(node.value is True for node in tree.all(ast.Constant))
    )


class Change(NamedTuple):
    """An in-place operation, as the text writes it."""

    text: Text
    node: ast.expr | ast.stmt
    operation: str
    """`nn.ReLU(inplace=True)`, `+=`, `add_`."""


def changes_input(made: Instance) -> Change | None:
    """The change if a torch module is told to work in place."""
    head, _, name = made.kind.rpartition(".")
    if head != "torch.nn" or name not in _POSITIONS:
        return None
    given = next((k.value for k in made.call.keywords if k.arg == "inplace"), None)
    if given is None and len(made.call.args) > _POSITIONS[name]:
        given = made.call.args[_POSITIONS[name]]
    if not is_true(given):
        return None
    return Change(made.text, made.call, f"{name}(inplace=True)")


def change_after(made: Instance) -> Change | None:
    """What changes a module's output in place right after it, in its parent."""
    if made.owner is not None:
        return change_in_forward(made.owner, made.key)
    parent = made.parent
    if parent is None or parent.kind != "torch.nn.Sequential":
        return None
    elements = parent.elements
    keys = [element.key for element in elements]
    if made.key not in keys:
        return None
    for following in elements[keys.index(made.key) + 1 :]:
        if following.kind != "torch.nn.Identity":
            return changes_input(following)
    return None


def change_in_forward(facts: ClassFacts, attr: str) -> Change | None:
    """What changes the output of `self.attr` in place where the class calls it.

    None as soon as it is not certain: the output passes another function first, is
    bound again, or the change is in a branch.
    """
    for owner, method in reached_from(facts, "forward"):
        if (me := self_name(method)) and method is not owner.methods.get("__init__"):
            for node in walk(*method.body, into_classes=False):
                if isinstance(node, ast.Call) and _is_own(node.func, me, attr):
                    if found := _after(owner, facts, method, node):
                        return found
    return None


def _is_own(node: ast.AST, me: str, attr: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == attr
        and isinstance(node.value, ast.Name)
        and node.value.id == me
    )


def _after(
    owner: ClassFacts, facts: ClassFacts, method: Method, call: ast.Call
) -> Change | None:
    """What happens to the value of a call: used at once, or bound to a name."""
    text = owner.text
    parent = text.tree.parents[call]
    if found := _change_of(text, facts, parent, call):
        return found
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        if isinstance(target, ast.Name):
            return _change_of_name(text, facts, method, parent, target.id)
    return None


def _change_of_name(
    text: Text, facts: ClassFacts, method: Method, bound: ast.Assign, name: str
) -> Change | None:
    """The first change of a variable after it was bound, before it is bound again."""
    blocks = _blocks(text, bound)
    for node in _names_after(text, method, bound, name):
        parent = text.tree.parents[node]
        if found := _change_of(text, facts, parent, node):
            certain = set(_blocks(text, node)) <= set(blocks)
            return found if certain else None
        if isinstance(node.ctx, ast.Store) or isinstance(parent, ast.Starred):
            return None
    return None


def _names_after(
    text: Text, method: Method, bound: ast.stmt, name: str
) -> list[ast.Name]:
    """Where a variable is used after a statement: reads before writes in each."""
    order: dict[ast.stmt, int] = {}
    found: list[tuple[int, bool, ast.Name]] = []
    for node in walk(*method.body, into_classes=False):
        if isinstance(node, ast.stmt):
            order[node] = len(order)
        elif isinstance(node, ast.Name) and node.id == name:
            statement = text.tree.statement(node)
            if bound in order and statement is not bound:
                stores = type(node.ctx) is not ast.Load
                found.append((order[statement], stores, node))
    found.sort(key=lambda entry: entry[:2])
    return [node for _, _, node in found]


def _blocks(text: Text, node: ast.AST) -> list[tuple[ast.AST, str]]:
    """The branches that a node is in, each with the part of the statement."""
    found: list[tuple[ast.AST, str]] = []
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            break
        if isinstance(parent, (ast.If, ast.For, ast.While, ast.Try, ast.IfExp)):
            part = next(
                name
                for name in ("test", "body", "orelse", "iter", "handlers", "finalbody")
                if _is_in(getattr(parent, name, None), node)
            )
            found.append((parent, part))
        node = parent
    return found


def _is_in(field: object, node: ast.AST) -> bool:
    return node is field or (isinstance(field, list) and node in field)


def _change_of(
    text: Text, facts: ClassFacts, parent: ast.AST, node: ast.AST
) -> Change | None:
    """The in-place operation that the parent of a node applies to it."""
    if isinstance(parent, ast.AugAssign) and parent.target is node:
        return Change(text, parent, f"{_SIGNS.get(type(parent.op), 'op')}=")
    if isinstance(parent, ast.Attribute) and parent.value is node:
        call = text.tree.parents[parent]
        name = parent.attr
        if isinstance(call, ast.Call) and call.func is parent and _is_inplace(name):
            return Change(text, call, name)
        return None
    if isinstance(parent, ast.Subscript) and parent.value is node:
        if isinstance(parent.ctx, ast.Store):
            return Change(text, parent, "[…] =")
        return None
    if isinstance(parent, ast.Call) and parent.args[:1] == [node]:
        return _change_of_call(text, facts, parent)
    return None


def _is_inplace(name: str) -> bool:
    return (
        name.endswith("_") and not name.startswith("_") and name not in _HARMLESS
    ) and not name.endswith("__")


def _change_of_call(text: Text, facts: ClassFacts, call: ast.Call) -> Change | None:
    head, _, name = text.callee(call).rpartition(".")
    if head in ("torch", "torch.nn.functional"):
        if _is_inplace(name):
            return Change(text, call, name)
        given = next((k.value for k in call.keywords if k.arg == "inplace"), None)
        if name in _FUNCTIONS and is_true(given):
            return Change(text, call, f"{name}(inplace=True)")
        return None
    function = call.func
    if isinstance(function, ast.Attribute) and is_self(text, function.value):
        made = child(facts, function.attr)
        return changes_input(made) if made else None
    return None


_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
}


def change_at(text: Text, facts: ClassFacts, node: ast.AST) -> Change | None:
    """The in-place operation that is applied to a variable where it stands."""
    return _change_of(text, facts, text.tree.parents[node], node)


def branches(text: Text, node: ast.AST) -> list[tuple[ast.AST, str]]:
    """The branches that a node is in, each with the part of the statement."""
    return _blocks(text, node)
