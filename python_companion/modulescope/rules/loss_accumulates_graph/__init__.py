"""A running total of losses that keeps the graph of every step.

## What it does

Finds `total += loss`, `total = total + loss`, `losses.append(loss)` and their like in
a loop that calls `loss.backward()`, without `item()`, `detach()` or `float(…)`.

## Why it is bad

The total is then itself part of a graph, which holds the graphs of all steps. The
backward pass has freed what these had saved, but not their nodes: with five linear
layers 13 nodes more in each step, 270 after 20 steps, of about 1 kB each. Every
parameter, and what a custom `autograd.Function` keeps on its `ctx`, stays alive too.

Common advice says that the activations leak. They do so only where no backward pass
frees them, as in a loop that evaluates without `no_grad`.

## Live evidence

A variable with a `grad_fn`, or a list of such tensors, with the number of nodes that
its graph has.

## Not reported

- A sum that is back-propagated, or that a loss is computed from.
- `loss.backward(retain_graph=True)`: the sum may be back-propagated later.
- Under `torch.no_grad()`, where `+=` makes no graph.
- Totals that are made anew in each turn of the loop, `deque(maxlen=…)`.
- Losses that were replaced by their number before: `loss = loss.item()`.
- Losses that a function of another file is given.

The edit inserts `.item()` where the total is only printed or averaged, else
`.detach()`.

## References

- `torch.Tensor.item`, `torch.Tensor.detach`
- Notes of torch: Autograd mechanics; FAQ, "My model reports out of memory"
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule
from ...rulekit.subjects import variable
from ...source.backwards import is_backward
from ...source.edits import insert
from ...source.graphs import under_no_grad
from ...source.loops import loops_around
from ...source.nodes import is_named
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .totals import base, is_bounded, only_shown, used_for_a_loss

# Subject of both halves: `name`, empty, the total; in a function `function`, empty, its
# qualified name and the total. Values: static `total`, `loss`; live `total`, `nodes`.
RULE = Rule(
    code="NN512",
    name="loss-accumulates-graph",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{total}` keeps the autograd graph of `{loss}` of every step",
    message="`{total}` keeps an autograd graph of {nodes} nodes",
    why=(
        "A tensor holds the graph that made it, and a sum those of all its terms. "
        "Memory grows with each step of the loop."
    ),
    advice="Add the number: `loss.item()`, or `loss.detach()`.",
    since="0.1.0",
)

# Methods that give on the graph of their tensor.
_PASSING = frozenset(
    "mean sum clone cpu cuda to float double half squeeze unsqueeze view reshape sqrt "
    "exp log abs mul div add sub contiguous".split()
)
_ADDING = ("append", "extend", "insert")
# Objects whose `backward(loss)` frees the graph like the tensor's own.
_LAUNCHERS = ("accelerator", "fabric")


class _Addition(NamedTuple):
    statement: ast.stmt
    total: ast.expr
    value: ast.expr


@RULE.on_call("backward")
def totals_with_a_graph(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims each variable that collects the tensor of a backward call."""
    loop = next(loops_around(text, node), None)
    loss = _loss(text, node)
    if loop is None or loss is None or _keeps_graph(node) or _is_replaced(loop, loss):
        return
    seen: set[str] = set()
    for addition in _additions(loop, loss):
        name = dotted_name(base(addition.total))
        if not name or name in seen or _is_meant(text, loop, addition, name):
            continue
        seen.add(name)
        names = [
            n for n in walk(addition.value) if isinstance(n, ast.Name) and n.id == loss
        ]
        edits, safe = _edits(text, names, name)
        yield text.claim(
            names[0],
            subject=variable(text, node, name),
            edits=edits,
            safe=safe,
            total=name,
            loss=loss,
        )


def _keeps_graph(node: ast.Call) -> bool:
    return any(item.arg in ("retain_graph", "create_graph") for item in node.keywords)


def _loss(text: Text, node: ast.Call) -> str | None:
    """What a call back-propagates: `loss`, also in `scaler.scale(loss)`."""
    if not isinstance(node.func, ast.Attribute):
        return None
    value = node.func.value
    if dotted_name(value).endswith(_LAUNCHERS) and len(node.args) == 1:
        value = node.args[0]
    elif not is_backward(text, node):
        return None
    if isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:
        value = value.args[0]
    return value.id if isinstance(value, ast.Name) else None


def _is_replaced(loop: ast.stmt, loss: str) -> bool:
    """Whether `loss = loss.item()`, or anything of its own, may cut the graph."""
    return any(
        isinstance(node, ast.Assign)
        and any(is_named(target, loss) for target in node.targets)
        and any(is_named(part, loss) for part in walk(node.value))
        and not _passes(node.value, loss)
        for node in walk(*getattr(loop, "body", ()))
    ) or any(
        isinstance(node, ast.Attribute)
        and node.attr == "detach_"
        and is_named(node.value, loss)
        for node in walk(*getattr(loop, "body", ()))
    )


def _additions(loop: ast.stmt, loss: str) -> Iterator[_Addition]:
    """The statements of a loop that add a loss to something."""
    for node in walk(*getattr(loop, "body", ()), into_classes=False):
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            found = _Addition(node, node.target, node.value)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if not _adds_to(node.value, target):
                continue
            found = _Addition(node, target, node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            function = call.func
            if (
                not isinstance(function, ast.Attribute)
                or function.attr not in _ADDING
                or not call.args
            ):
                continue
            found = _Addition(node, function.value, call.args[-1])
        else:
            continue
        if not is_named(found.total, loss) and _passes(found.value, loss):
            yield found


def _adds_to(value: ast.expr, target: ast.expr) -> bool:
    """Whether a value is `total + …`."""
    name = dotted_name(target)
    return (
        bool(name)
        and isinstance(value, ast.BinOp)
        and isinstance(value.op, ast.Add)
        and name in (dotted_name(value.left), dotted_name(value.right))
    )


def _passes(value: ast.expr, loss: str) -> bool:
    """Whether a value certainly has the graph of a loss."""
    pending = [value]
    while pending:
        node = pending.pop()
        if is_named(node, loss):
            return True
        if isinstance(node, ast.BinOp):
            pending += [node.left, node.right]
        elif isinstance(node, ast.UnaryOp):
            pending.append(node.operand)
        elif isinstance(node, (ast.Tuple, ast.List)):
            pending += node.elts
        elif isinstance(node, ast.Dict):
            pending += node.values
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _PASSING:
                pending.append(node.func.value)
    return False


def _is_meant(text: Text, loop: ast.stmt, addition: _Addition, name: str) -> bool:
    """Whether the graph is wanted, or is not kept from turn to turn."""
    if isinstance(addition.statement, (ast.AugAssign, ast.Assign)) and under_no_grad(
        text, addition.statement
    ):
        return True
    around = next(loops_around(text, addition.statement), None)
    return (
        around is None
        or is_bounded(text, loop, around, name)
        or used_for_a_loss(text, loop, addition.statement, name)
    )


def _edits(
    text: Text, names: list[ast.Name], total: str
) -> tuple[tuple[Edit, ...], bool]:
    """`.item()` or `.detach()` after the loss."""
    if len(names) != 1:
        return (), False
    statement, end = text.tree.statement(names[0]), text.range(names[0]).end
    elsewhere = text.tree.function(statement) is None and (
        text.notebook.is_tensor_elsewhere(text.cell, total)
    )
    is_number = only_shown(text, statement, total) and not elsewhere
    method = "item" if is_number else "detach"
    return (insert(text, end, f".{method}()"),), not elsewhere
