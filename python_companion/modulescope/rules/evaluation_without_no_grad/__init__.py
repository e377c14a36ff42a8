"""Outputs that are collected with their graphs.

## What it does

Finds a loop after `model.eval()` that appends outputs of the model to a list, puts each
in a place of its own, or adds them up, outside `torch.no_grad()`. A comprehension over
the data counts as well.

## Why it is bad

`eval()` changes what dropout and batch norm do; gradients are recorded as before. Each
output keeps its graph, and the graph all activations that a backward pass would need:
5 batches through a small network kept 2.9 MB, and 0 under `no_grad`. An evaluation
then runs out of memory where training did not, because no backward pass frees
anything.

## Live evidence

None: the rule reads text only.

## Not reported

- Outputs after `detach()`, `item()`, `tolist()`, `argmax()` or a comparison.
- Code that computes gradients: `backward()`, `torch.autograd.grad`, `x.grad`.
- A comprehension over a list that is written out: a few views that are compared.
- Models whose parameters do not require grad, and lists that live for one turn.
- Functions that are called under `no_grad`.

The edit puts the statement under `with torch.no_grad():`.

## References

- `torch.no_grad`, `torch.inference_mode`, `torch.nn.Module.eval`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule
from ...rulekit.subjects import variable
from ...source.edits import indent_under
from ...source.graphs import under_no_grad
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .outputs import collected

# Subject: `name`, empty, what collects; in a function `function`, empty, its qualified
# name and what collects. Values: `target`, `model`.
RULE = Rule(
    code="NN520",
    name="evaluation-without-no-grad",
    severity=Severity.HINT,
    static_severity=Severity.HINT,
    claim="`{target}` keeps the graph of each output of `{model}`",
    message="`{target}` keeps the graph of each output of `{model}`",
    why=(
        "`eval()` does not stop the recording of gradients. Each output keeps its "
        "graph and all activations."
    ),
    advice="Evaluate under `with torch.no_grad():`.",
    since="0.1.0",
)

# One of these says that gradients are wanted, or are off.
_GRADIENTS = frozenset(
    "backward grad autograd requires_grad requires_grad_ set_grad_enabled "
    "inference_mode jacobian vjp enable_grad".split()
)


@RULE.on_call("eval")
def outputs_collected(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first collection of outputs that follows `eval()`."""
    function = node.func
    if not isinstance(function, ast.Attribute) or node.args or text.resolve(function):
        return
    model, statement = dotted_name(function.value), text.tree.statement(node)
    scope = text.tree.function(node) or text.tree.module
    if not model or _wants_gradients(scope) or _is_called_without_grad(text, scope):
        return
    for later in _after(text, statement, model):
        if under_no_grad(text, later):
            continue
        found = next(collected(text, later, model), None)
        if found is not None:
            target, value = found
            yield text.claim(
                value,
                subject=variable(text, node, target),
                edits=_edits(text, later),
                # Another cell may go backward through what is collected.
                safe=not text.notebook.is_tensor_elsewhere(text.cell, target),
                target=target,
                model=model,
            )
            return


def _wants_gradients(scope: ast.AST) -> bool:
    return any(
        isinstance(node, (ast.Attribute, ast.Name))
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in _GRADIENTS
        for node in walk(*getattr(scope, "body", ()))
    )


def _is_called_without_grad(text: Text, scope: ast.AST) -> bool:
    """Whether the cell calls the function under `no_grad`."""
    if not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return any(
        under_no_grad(text, call) for call in text.tree.calls.get(scope.name, ())
    )


def _after(text: Text, statement: ast.stmt, model: str) -> Iterator[ast.stmt]:
    """The statements that follow one in its block, until the mode is set again."""
    parent = text.tree.parents.get(statement)
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if not isinstance(block, list) or statement not in block:
            continue
        for later in block[block.index(statement) + 1 :]:
            yield later
            if any(_sets_train(node, model) for node in walk(later)):
                return


def _sets_train(node: ast.AST, model: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "train"
        and dotted_name(node.value) == model
    )


def _edits(text: Text, statement: ast.stmt) -> tuple[Edit, ...]:
    name = text.names.spell("torch.no_grad", statement)
    if not name or not text.names.bindings(name.partition(".")[0], statement):
        return ()
    return indent_under(text, [statement], f"with {name}():")
