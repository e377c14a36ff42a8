"""A running total of losses that keeps the graph of every step.

## What it does

Finds `total += loss`, `mean = 0.9 * mean + 0.1 * loss`, `losses.append(loss)`,
`cache[i] = loss` and their like in a loop that calls `loss.backward()`, without
`item()`, `detach()` or `float(…)`. The functions and methods of the notebook count:
those that train and return their loss, those that are called by a loop and add the
loss to what outlives the call, and meters and helpers that are given the loss.

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
- Totals that are made anew or emptied in each turn of the loop, `deque(maxlen=…)`, a
  place of a dict or list that each turn overwrites.
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

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule
from ...rulekit.subjects import variable
from ...source.backwards import BACKWARDS
from ...source.edits import insert
from ...source.graphs import under_no_grad
from ...source.loops import Loop, loops_around
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .additions import Addition, additions, is_replaced
from .losses import Kept, of_loop, returned
from .totals import has_bound, is_bounded, only_shown, used_for_a_loss

# Subject of both halves: `name`, empty, the total; in a function `function`, empty, its
# qualified name and the total. Values: static `total`, `loss`; live `total`, `nodes`.
RULE = Rule(
    code="NN512",
    name="loss-accumulates-graph",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{total}` keeps the autograd graph of `{loss}` of every step",
    message="`{total}` keeps an autograd graph of {nodes}",
    why=(
        "A tensor holds the graph that made it, and a sum those of all its terms. "
        "Memory grows with each step of the loop."
    ),
    advice="Add the number: `loss.item()`, or `loss.detach()`.",
    since="0.1.0",
)


@RULE.on_call(*BACKWARDS)
def totals_with_a_graph(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims each variable that collects the tensor of a backward call."""
    kept = of_loop(text, node)
    if kept is not None:
        yield from _claims(text, node, kept)


@RULE.on(ast.For, ast.While)
def totals_of_results(node: ast.For | ast.While, text: Text) -> Iterator[Claim]:
    """Claims what collects the losses that functions of the notebook return."""
    if text.notebook.steps:
        for kept in returned(text):
            if kept.node is node:
                yield from _claims(text, node, kept)


def _claims(text: Text, at: ast.AST, kept: Kept) -> Iterator[Claim]:
    if is_replaced(text, kept.node.body, kept.names):
        return
    seen: set[str] = set()
    turns = frozenset() if kept.loops else Loop(text, kept.node).binds  # type: ignore[arg-type]
    for addition in additions(text, kept.node.body, turns, kept.loss):
        if addition.name in seen or _is_meant(text, kept, addition):
            continue
        seen.add(addition.name)
        parts = [n for n in walk(addition.value) if isinstance(n, ast.expr)]
        losses = [n for n in parts if kept.loss(n)]
        edits, safe = _edits(text, losses, addition)
        yield text.claim(
            losses[0],
            subject=variable(text, at, addition.name),
            edits=edits,
            safe=safe,
            total=addition.name,
            loss=dotted_name(losses[0]) or text.lines.text(losses[0]),
        )


def _is_meant(text: Text, kept: Kept, addition: Addition) -> bool:
    """Whether the graph is wanted, or is not kept from turn to turn."""
    statement, name = addition.statement, addition.name
    if isinstance(statement, (ast.AugAssign, ast.Assign)):
        if under_no_grad(text, statement):
            return True
    if has_bound(*addition.total):
        return True
    around = next(loops_around(text, statement), None)
    if not kept.loops:
        return (
            around is None
            or is_bounded(text, kept.node, around, name)
            or used_for_a_loss(text, kept.node, statement, name)
        )
    return (
        _is_local(text, kept.node, name)
        or any(is_bounded(text, loop, kept.node, name) for loop in kept.loops)
        or used_for_a_loss(text, kept.node, statement, name)
    )


def _is_local(text: Text, function: ast.AST, name: str) -> bool:
    """Whether a total ends with the function that a loop calls."""
    root = name.partition(".")[0]
    return root != "self" and root in text.tree.scopes.get(function, {})


def _edits(
    text: Text, losses: list[ast.expr], addition: Addition
) -> tuple[tuple[Edit, ...], bool]:
    """`.item()` or `.detach()` after the loss."""
    if len(losses) != 1:
        return (), False
    statement, end = addition.statement, text.range(losses[0]).end
    total = addition.name
    elsewhere = text.tree.function(statement) is None and (
        text.notebook.is_tensor_elsewhere(text.cell, total)
    )
    # Other methods may use an attribute as a tensor.
    is_number = (
        not addition.elsewhere
        and "." not in total
        and only_shown(text, statement, total)
        and not elsewhere
    )
    method = "item" if is_number else "detach"
    edits = (insert(text, end, f".{method}()"),)
    return edits, not elsewhere and not addition.elsewhere
