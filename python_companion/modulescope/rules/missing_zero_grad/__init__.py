"""A training loop that never clears the gradients.

## What it does

Finds a loop that runs `backward()` and an optimizer's `step()`, and nowhere in it, nor
in the functions, methods and closures of the notebook that it runs, `zero_grad()` of
this optimizer or another way to clear `.grad`. Of several optimizers each must be
cleared, and in the branch in which it steps.

## Why it is bad

`backward()` adds to `.grad`. Each step then uses the sum over all batches so far,
which grows and points to where the model no longer is: from a loss of 13.9, 200 steps
led to `nan`, and to 0.03 with `zero_grad()`. With momentum or Adam the loss may still
fall for a while, so that the mistake looks like a bad learning rate.

## Live evidence

The version counter of a gradient: `backward()` adds to the same tensor again and
again, while `zero_grad()` drops it, so that the next one is new. Clipping and noise
move the counter, too, a few times in a step: only more than that confirms the claim,
and no number of backward passes is said. A model whose gradients are new after several
steps refutes the claim.

## Not reported

- Gradient accumulation: `zero_grad()` where the step is, every few batches.
- `zero_grad()` in a function, a method or a closure that the loop runs,
  `model.zero_grad()`, `p.grad = None`, `set_to_none`, `p.grad.zero_()`.
- Optimizers that are made anew in each turn, and loops that run once.
- Optimizers, and trainers that hold one, that are given to a function of another file,
  which may clear them.
- `backward` and `step` of an engine such as DeepSpeed's, which may clear. Those of
  Accelerate and Fabric do not, and count.

If `step()` stands under a condition, the finding is an info: something else may
clear the gradients between.

The edit inserts `optimizer.zero_grad()` before `backward()`.

## References

- `torch.optim.Optimizer.zero_grad`
- `torch/csrc/autograd/functions/accumulate_grad.h`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import insert_line
from ...source.loops import Loop, training_loops
from ...source.optimizers import Call, stepped
from ...source.text import Text
from .clearing import uncleared

# Subject of both halves: `name`, empty, the optimizer; in a function `function`, empty,
# its qualified name. Value: `optimizer`.
RULE = Rule(
    code="NN504",
    name="missing-zero-grad",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="The loop steps `{optimizer}` but never clears its gradients",
    message="`{optimizer}` steps on gradients that several backward passes added up",
    why=(
        "`backward()` adds to `.grad`. Without `zero_grad()` each step uses the sum of "
        "all batches so far."
    ),
    advice="Call `zero_grad()` before each `backward()`.",
    since="0.1.0",
)

_CALLS = ("backward", "step", "manual_backward")


@RULE.on_call(*_CALLS)
def loops_without_clearing(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims each loop of the cell once, for each optimizer."""
    calls = (text.tree.calls.get(name, ()) for name in _CALLS)
    if node is next(found[0] for found in calls if found):
        yield from _claims(text)


@RULE.on(ast.For, ast.While)
def loops_that_call(node: ast.For | ast.While, text: Text) -> Iterator[Claim]:
    """Claims a loop of a cell that calls what another cell trains with."""
    if text.cell.id is not None and text.tree.calls.keys().isdisjoint(_CALLS):
        yield from _claims(text, node)


def _claims(text: Text, wanted: ast.AST | None = None) -> Iterator[Claim]:
    for loop in training_loops(text):
        if (wanted is None or loop.node is wanted) and not loop.runs_once:
            yield from (_claim(loop, step) for step in uncleared(loop))


def _claim(loop: Loop, step: Call) -> Claim:
    optimizer = _spelled(step)
    place = step.node if step.text is loop.text else None
    return loop.text.claim(
        place or _header(loop),
        subject=_subject(loop, optimizer),
        edits=(edits := _edits(loop)),
        safe=bool(edits),
        severity=Severity.INFO if _is_conditional(loop, step) else None,
        optimizer=optimizer,
    )


def _spelled(step: Call) -> str:
    optimizer = stepped(step)
    return step.text.lines.text(optimizer) if optimizer is not None else ""


def _header(loop: Loop) -> ast.expr:
    node = loop.node
    return node.test if isinstance(node, ast.While) else node.iter


def _subject(loop: Loop, optimizer: str) -> Subject:
    function = loop.function
    if function is None:
        return Subject("name", "", optimizer)
    return Subject("function", "", loop.text.tree.qualname(function))


def _is_conditional(loop: Loop, step: Call) -> bool:
    """Whether a condition decides about a step that a backward does not share."""
    if step.text is not loop.text:
        return False
    text = loop.text
    shared = {n for call in loop.backwards for n in call.text.tree.ancestors(call.node)}
    for parent in text.tree.ancestors(step.node):
        if parent is loop.node:
            return False
        if isinstance(parent, ast.If) and parent not in shared:
            return True
    return False


def _edits(loop: Loop) -> tuple[Edit, ...]:
    """`optimizer.zero_grad()` before `backward()`, in a simple loop."""
    text, node = loop.text, loop.node
    if len(loop.backwards) != 1 or len(loop.steps) != 1:
        return ()
    backward, step = loop.backwards[0], loop.steps[0]
    statements = []
    for call in (backward, step):
        if call.text is not text:
            return ()
        statement = text.tree.statement(call.node)
        if statement not in node.body:
            return ()
        statements.append(statement)
    if node.body.index(statements[0]) >= node.body.index(statements[1]):
        return ()
    optimizer = _spelled(step)
    return insert_line(text, statements[0], f"{optimizer}.zero_grad()")
