"""A parameter that an optimizer steps twice.

## What it does

Finds an optimizer that is given the parameters of a module and, in the same list,
those of a part of it, or the same module twice: in one list, or in two parameter
groups.

## Why it is bad

Each entry is stepped: with a gradient of 1 and a learning rate of 1, one `step()`
moved a weight by -1 and one that is listed twice by -2. Part of the model has twice
the learning rate, and Adam's running means are updated twice. torch refuses a
parameter in two groups with `some parameters appear in more than one parameter
group`; in one group it only warns.

## Live evidence

Parameters that a group holds more than once; and parameters of two optimizers that
one loop steps both.

## Not reported

- Parts beside each other: `model.a` and `model.b`.
- Lists that a condition filters.
- Calls whose error is expected: `with pytest.raises(ValueError):`.
- Two optimizers over the same parameters that are stepped in different places, as
  for two phases of a training.

## References

- `torch/optim/optimizer.py`: `add_param_group`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.flow import is_optimizer_class
from ...source.nodes import called
from ...source.tensors import keyword
from ...source.text import Text
from ...source.tree import dotted_name

# Subject of both halves: `name`, empty, the optimizer; in a function `function`, empty,
# its qualified name. Values: static `part`, `whole`; live `n`, `optimizer`.
RULE = Rule(
    code="NN503",
    name="duplicate-parameters-in-optimizer",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="The parameters of `{part}` are listed twice: `{whole}` has them too",
    message="`{optimizer}` steps {n} twice",
    why=(
        "A parameter that is listed twice in a group moves twice as far. In two groups "
        "torch refuses it: the optimizer is not made."
    ),
    advice="List each parameter once.",
    since="0.1.0",
)

_EXPECTS = re.compile(r"raises|warns|assert(Raises|Warns)")
_JOINING = ("itertools.chain", "list", "tuple")


class _Listed(NamedTuple):
    path: str
    node: ast.expr


@RULE.on_call("parameters")
def parameters_listed_twice(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the second list that has the parameters of another one."""
    top = _whole_list(text, node)
    maker = _optimizer_call(text, top)
    listed = _listed(text, top)
    if maker is None or len(listed) < 2 or _is_expected(text, maker):
        return
    for number, later in enumerate(listed):
        earlier = [one for one in listed[:number] if _overlap(one.path, later.path)]
        if earlier:
            # Each list is asked about once for each of its calls.
            if later.node is node:
                part, whole = sorted(
                    (earlier[0].path, later.path), key=len, reverse=True
                )
                yield text.claim(
                    node, subject=_subject(text, maker), part=part, whole=whole
                )
            return


def _overlap(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _is_expected(text: Text, node: ast.AST) -> bool:
    """Whether a test checks that torch refuses it, or warns."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and _EXPECTS.match(called(item.context_expr)) is not None
        for parent in text.tree.ancestors(node)
        if isinstance(parent, ast.With)
        for item in parent.items
    )


def _whole_list(text: Text, node: ast.expr) -> ast.expr:
    """The expression of the whole list that a call of `parameters()` is part of."""
    while True:
        parent = text.tree.parents.get(node)
        if isinstance(parent, ast.keyword) and parent.arg == "params":
            parent = text.tree.parents[parent]
        if isinstance(parent, (ast.BinOp, ast.Starred, ast.List, ast.Tuple)) or (
            isinstance(parent, (ast.Call, ast.Dict))
            and (_parameters_of_group(text, parent) or _joins(text, parent))
        ):
            node = parent
        else:
            return node


def _joins(text: Text, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and text.resolve(node.func) in _JOINING


def _parameters_of_group(text: Text, node: ast.expr) -> ast.expr | None:
    """The list of `{"params": list}` and `dict(params=list)`."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "params":
                return value
    elif isinstance(node, ast.Call) and text.resolve(node.func) == "dict":
        given = keyword(node, "params")
        return given.value if given else None
    return None


def _optimizer_call(text: Text, top: ast.expr) -> ast.Call | None:
    """The call of an optimizer class that is given a list, or the variable it is in."""
    parent = text.tree.parents.get(top)
    if isinstance(parent, ast.keyword):
        parent = text.tree.parents.get(parent)
    if isinstance(parent, ast.Call):
        return parent if is_optimizer_class(text, parent.func) else None
    if not isinstance(parent, ast.Assign) or not isinstance(
        parent.targets[0], ast.Name
    ):
        return None
    name = parent.targets[0]
    if len(text.names.bindings(name.id, name)) != 1:
        return None
    for call in text.tree.all(ast.Call):
        if call.args and isinstance(call.args[0], ast.Name):
            if call.args[0].id == name.id and is_optimizer_class(text, call.func):
                return call
    return None


def _listed(text: Text, node: ast.expr) -> list[_Listed]:
    """The modules whose parameters a list joins."""
    found: list[_Listed] = []
    pending: list[ast.expr] = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pending += [node.right, node.left]
        elif isinstance(node, ast.Starred):
            pending.append(node.value)
        elif isinstance(node, (ast.List, ast.Tuple)):
            pending += reversed(node.elts)
        elif group := _parameters_of_group(text, node):
            pending.append(group)
        elif isinstance(node, ast.Call):
            if _joins(text, node):
                pending += reversed(node.args)
            elif path := _owner(node):
                found.append(_Listed(path, node))
    return found


def _owner(node: ast.Call) -> str:
    """`model.head` for `model.head.parameters()`."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "parameters":
        return ""
    return "" if node.args or node.keywords else dotted_name(function.value)


def _subject(text: Text, maker: ast.Call) -> Subject:
    function = text.tree.function(maker)
    if function is not None:
        return Subject("function", "", text.tree.qualname(function))
    parent = text.tree.parents.get(maker)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        return Subject("name", "", parent.targets[0].id)
    return Subject("function", "", "")
