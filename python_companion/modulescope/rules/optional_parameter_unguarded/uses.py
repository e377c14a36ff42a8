"""Uses of `m.bias` under `isinstance(m, nn.Linear)` that nothing checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple, TypeGuard

from ...source.text import Text
from ...source.tree import walk

_BIASED = re.compile(r"torch\.nn\.(Linear|Bilinear|Conv\dd|ConvTranspose\dd)")
_NORMS = re.compile(
    r"torch\.nn\.(BatchNorm\dd|SyncBatchNorm|InstanceNorm\dd|LayerNorm|GroupNorm|RMSNorm)"
)
# Where the flag stands among the arguments, and its name.
_FLAGS: dict[str, tuple[str, int]] = {
    "Linear": ("bias", 2),
    "Bilinear": ("bias", 3),
    "GroupNorm": ("affine", 3),
    "LayerNorm": ("elementwise_affine", 2),
    "RMSNorm": ("elementwise_affine", 2),
}
_WALKING = frozenset("modules named_modules children named_children".split())


class Use(NamedTuple):
    """One use of a parameter that may be None."""

    node: ast.Attribute
    types: tuple[str, ...]
    """The tested classes that may lack it: `Linear`."""
    is_truth: bool
    """Its truth value is asked, which is no check."""


def tested_uses(text: Text, test: ast.Call) -> Iterator[Use]:
    """What is done with `m.bias` and `m.weight` where `isinstance(m, …)` holds."""
    if len(test.args) != 2 or not isinstance(test.args[0], ast.Name):
        return
    name = test.args[0].id
    body = _guarded(text, test)
    if not body or not _is_any_layer(text, test, name):
        return
    types = _types(text, test.args[1])
    seen: set[str] = set()
    for attr in ("bias", "weight"):
        lacking = tuple(t for t in types if _may_lack(text, t, attr))
        biased = tuple(t for t in types if "Norm" not in t and attr == "bias")
        for node in walk(*body) if lacking or biased else ():
            if not _is_parameter(node, name, attr) or attr in seen:
                continue
            # A tensor has no truth value, whether or not some layer lacks it.
            is_truth = _is_truth(text, node)
            unguarded = _needs_tensor(text, node) and not _is_checked(text, node)
            if is_truth or (lacking and unguarded):
                seen.add(attr)
                yield Use(node, lacking or biased, is_truth)


def _is_parameter(node: ast.AST, name: str, attr: str) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == attr
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    )


def _guarded(text: Text, test: ast.Call) -> list[ast.AST]:
    """What runs only if a test holds: the block, and the rest of the condition."""
    parent = text.tree.parents[test]
    rest: list[ast.AST] = []
    if isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And):
        rest = [*parent.values[parent.values.index(test) + 1 :]]
        test, parent = parent, text.tree.parents[parent]  # type: ignore[assignment]
    if isinstance(parent, ast.If) and parent.test is test:
        return [*rest, *parent.body]
    return []


def _is_any_layer(text: Text, test: ast.AST, name: str) -> bool:
    """Whether a name is a loop's module or the argument of a function."""
    for binding in text.names.bindings(name, test):
        node = binding.node
        if isinstance(node, ast.arg):
            continue
        loop = node
        while isinstance(loop, (ast.Tuple, ast.Name)):
            loop = text.tree.parents[loop]
        if not isinstance(loop, (ast.For, ast.comprehension)):
            return False
        if not any(
            isinstance(part, ast.Attribute) and part.attr in _WALKING
            for part in walk(loop.iter)
        ):
            return False
    return bool(text.names.bindings(name, test))


def _types(text: Text, node: ast.expr) -> list[str]:
    """The layers of torch in the second argument of isinstance; empty if any is not."""
    items = node.elts if isinstance(node, (ast.Tuple, ast.List)) else [node]
    if isinstance(node, ast.BinOp):
        items = [node.left, node.right]
    found = [text.resolve(item) for item in items]
    known = [d for d in found if _BIASED.fullmatch(d) or _NORMS.fullmatch(d)]
    return [d.rpartition(".")[2] for d in known]


def _may_lack(text: Text, kind: str, attr: str) -> bool:
    """Whether layers of a type may have None there, as far as the cell tells."""
    is_norm = "Norm" in kind
    if attr == "weight" and not is_norm:
        return False
    if kind == "RMSNorm" and attr == "bias":
        return False
    built = [
        call
        for call in text.tree.calls.get(kind, ())
        if text.callee(call) == f"torch.nn.{kind}"
    ]
    if built:
        return any(_lacks(call, kind) for call in built)
    # No such layer in sight: another cell, which leaves biases out, may build it.
    elsewhere = text.notebook.leaves_out_biases and not _builds_layers(text)
    return not is_norm and elsewhere


def _builds_layers(text: Text) -> bool:
    """Whether a text makes modules of its own, so that it shows what it initialises."""
    return any(facts.is_module for facts in map(text.facts, text.class_nodes)) or any(
        text.callee(call).startswith("torch.nn.") and text.is_module_call(call)
        for name in ("Linear", "Conv1d", "Conv2d", "Conv3d", "Sequential")
        for call in text.tree.calls.get(name, ())
    )


def _lacks(call: ast.Call, kind: str) -> bool:
    flag, position = _FLAGS.get(kind, ("affine" if "Norm" in kind else "bias", 99))
    for keyword in call.keywords:
        if keyword.arg in (flag, "bias") and not _is_on(keyword.value):
            return True
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    return len(call.args) > position and not (starred or _is_on(call.args[position]))


def _is_on(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def _is_truth(text: Text, node: ast.AST) -> bool:
    """Whether the truth value of a node decides a condition."""
    parent = text.tree.parents[node]
    while isinstance(parent, ast.BoolOp) or (
        isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    ):
        node, parent = parent, text.tree.parents[parent]
    return isinstance(parent, (ast.If, ast.IfExp)) and parent.test is node


def _needs_tensor(text: Text, node: ast.AST) -> bool:
    """Whether an expression fails for None: its attribute, its item, an init."""
    parent = text.tree.parents[node]
    if isinstance(parent, (ast.Attribute, ast.Subscript)):
        return parent.value is node
    if isinstance(parent, ast.keyword):
        node, parent = parent, text.tree.parents[parent]
    return isinstance(parent, ast.Call) and (
        text.resolve(parent.func).startswith("torch.nn.init.")
        and (node in parent.args[:1] or getattr(node, "arg", "") == "tensor")
    )


def _is_checked(text: Text, node: ast.Attribute) -> bool:
    """Whether a condition or handler around or before a use may be the check.

    `hasattr(m, "bias")` is none: it holds for None as well.
    """
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.Lambda, ast.AsyncFunctionDef)):
            break
        if isinstance(parent, (ast.Try, ast.IfExp, ast.While)):
            return True
        if isinstance(parent, (ast.If, ast.BoolOp)):
            test = parent if isinstance(parent, ast.BoolOp) else parent.test
            # Another test, such as of the name, picks layers that may all have it.
            if isinstance(parent, ast.If) and not _is_type_test(test):
                return True
            if any(part is not node and _asks(part, node.attr) for part in walk(test)):
                return True
    function = text.tree.function(node)
    return function is not None and any(
        isinstance(item, (ast.If, ast.Assert))
        and item.lineno < node.lineno
        and _leaves(item)
        and any(_asks(part, node.attr) for part in walk(item.test))
        for item in walk(*getattr(function, "body", ()))
    )


def _is_type_test(node: ast.expr) -> bool:
    """Whether a test is about the type of a layer, and about nothing else."""
    parts = node.values if isinstance(node, ast.BoolOp) else [node]
    return all(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id in ("isinstance", "hasattr")
        for part in parts
    )


def _asks(node: ast.AST, attr: str) -> bool:
    """Whether a part of a test is about this parameter: its name, or a flag."""
    if isinstance(node, ast.Attribute):
        return attr in node.attr or "affine" in node.attr
    if isinstance(node, ast.Name):
        return attr in node.id
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "getattr"
    return False


def _leaves(item: ast.If | ast.Assert) -> bool:
    return isinstance(item, ast.Assert) or isinstance(
        item.body[-1], (ast.Return, ast.Raise, ast.Continue)
    )
