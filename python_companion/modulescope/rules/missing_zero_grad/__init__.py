"""A training loop that never clears the gradients.

## What it does

Finds a loop that runs `backward()` and an optimizer's `step()`, and nowhere in it, nor
in the functions that it calls, `zero_grad()` or another way to clear `.grad`.

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
- `zero_grad()` in a function or a closure that the loop calls, `model.zero_grad()`,
  `p.grad = None`, `set_to_none`, `p.grad.zero_()`.
- Optimizers that are made anew in each turn, and loops that run once.
- Optimizers that are given to a function of another file, which may clear them.
- `backward` and `step` of an engine (DeepSpeed, Accelerate, Fabric), which may clear.

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
from ...source.loops import Call, Loop, functions_called, stepped, training_loops
from ...source.nodes import called
from ...source.text import Text
from ...source.tree import dotted_name

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

# A name with one of these in a loop, or in what it calls, may clear gradients.
_CLEARING = ("zero", "clear", "reset_grad", "set_to_none")
# They are given an optimizer and do not clear its gradients.
_HARMLESS = frozenset(
    "step unscale_ update print len isinstance append save state_dict set_lr get_lr "
    "adjust_learning_rate id type str repr float getattr hasattr".split()
)


@RULE.on_call("backward", "step")
def loops_without_clearing(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims each loop of the cell once, at its first `step`."""
    if node is text.tree.calls.get("backward", text.tree.calls.get("step", [None]))[0]:
        yield from _claims(text)


@RULE.on(ast.For, ast.While)
def loops_that_call(node: ast.For | ast.While, text: Text) -> Iterator[Claim]:
    """Claims a loop of a cell that calls what another cell trains with."""
    if not {"backward", "step"} & text.tree.calls.keys() and text.cell.id is not None:
        yield from _claims(text, node)


def _claims(text: Text, wanted: ast.AST | None = None) -> Iterator[Claim]:
    for loop in training_loops(text):
        if (wanted is None or loop.node is wanted) and not _may_clear(loop):
            yield _claim(loop)


def _may_clear(loop: Loop) -> bool:
    """Whether something clears gradients, or may do so out of sight."""
    if loop.runs_once or any(
        sign in word.lower() for word in loop.words for sign in _CLEARING
    ):
        return True
    names = {dotted_name(stepped(step)) for step in loop.steps}
    if any(name.partition(".")[0] in loop.binds for name in names):
        return True
    return any(
        _clears_grad(node) or _is_handed_over(text, node, names)
        for text, node in loop.reached
    )


def _clears_grad(node: ast.AST) -> bool:
    """Whether `.grad` is assigned, deleted or changed in place."""
    if isinstance(node, ast.Attribute) and node.attr == "grad":
        return not isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.Constant) and node.value == "grad"


def _is_handed_over(text: Text, node: ast.AST, optimizers: set[str]) -> bool:
    """Whether an unknown function is given the optimizer, or is the optimizer's own."""
    if not isinstance(node, ast.Call) or called(node) in _HARMLESS:
        return False
    arguments = [*node.args, *(item.value for item in node.keywords)]
    if any(dotted_name(argument) in optimizers for argument in arguments):
        return not _is_known(text, node)
    function = node.func
    if not isinstance(function, ast.Attribute):
        return False
    owner = dotted_name(function.value)
    if owner in optimizers:
        return True
    # A method of a base class that is not here.
    return owner == "self" and not _is_known(text, node) and _is_statement(text, node)


def _is_statement(text: Text, node: ast.Call) -> bool:
    return isinstance(text.tree.parents.get(node), ast.Expr)


def _is_known(text: Text, node: ast.Call) -> bool:
    return any(True for _ in functions_called(text, node))


def _claim(loop: Loop) -> Claim:
    step = loop.steps[0]
    optimizer = dotted_name(stepped(step))
    place = step.node if step.text is loop.text else None
    return loop.text.claim(
        place or _header(loop),
        subject=_subject(loop, optimizer),
        edits=(edits := _edits(loop)),
        safe=bool(edits),
        severity=Severity.INFO if _is_conditional(loop, step) else None,
        optimizer=optimizer,
    )


def _header(loop: Loop) -> ast.expr:
    node = loop.node
    return node.test if isinstance(node, ast.While) else node.iter


def _subject(loop: Loop, optimizer: str) -> Subject:
    function = loop.function
    if function is None:
        return Subject("name", "", optimizer)
    return Subject("function", "", loop.text.tree.qualname(function))


def _is_conditional(loop: Loop, step: Call) -> bool:
    if step.text is not loop.text:
        return False
    for parent in loop.text.tree.ancestors(step.node):
        if parent is loop.node:
            return False
        if isinstance(parent, ast.If):
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
    optimizer = dotted_name(stepped(step))
    return insert_line(text, statements[0], f"{optimizer}.zero_grad()")
