"""A call that goes around DistributedDataParallel.

## What it does

Finds `ddp.module(x)` in code that also calls `backward()`, where `ddp` is made by
`DistributedDataParallel(…)`.

## Why it is bad

DDP averages gradients through hooks that its own `forward` prepares. A forward pass of
the wrapped module does without: each process steps on the gradients of its own batch.
Two processes that began with equal weights had different ones after one step; after
`ddp(x)`, and after `ddp.forward(x)` as well, they were equal. Nothing raises.

## Live evidence

None: the rule reads text only.

## Not reported

- `ddp.module(x)` under `torch.no_grad()`, or in code without a backward pass.
- `ddp.module.state_dict()` and other methods and attributes.
- Under `ddp.no_sync()`: gradients are accumulated on purpose.

The edit removes `.module`.

## References

- `torch.nn.parallel.DistributedDataParallel`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.graphs import under_no_grad
from ...source.text import Text
from ...source.tree import dotted_name

# Subject: `name`, empty, the DDP model; in a function `function`, empty, its qualified
# name. Values: `model`.
RULE = Rule(
    code="NN519",
    name="ddp-bypassed",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{model}.module(…)` goes around DDP: its gradients are not averaged",
    message="`{model}.module(…)` goes around DDP: its gradients are not averaged",
    why=(
        "DDP prepares the averaging of gradients in its own forward pass. Without it "
        "the processes train different models."
    ),
    advice="Call the wrapper: `ddp(x)`.",
    since="0.1.0",
)


@RULE.on_call("module")
def wrapped_modules_called(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `ddp.module(…)` beside a backward pass."""
    function = node.func
    if not isinstance(function, ast.Attribute) or not _is_ddp(text, function.value):
        return
    if under_no_grad(text, node) or _under_no_sync(text, node):
        return
    if not _trains(text, node):
        return
    model = dotted_name(function.value)
    yield text.claim(
        function,
        subject=_subject(text, node, model),
        edits=[_edit(text, function)],
        safe=True,
        model=model,
    )


def _is_ddp(text: Text, node: ast.expr) -> bool:
    """Whether every value of a name, or of an attribute of `self`, is made by DDP."""
    values: list[tuple[Text, ast.expr | None]] = []
    if isinstance(node, ast.Name):
        for owner, made in text.definitions(node):
            values.append((owner, made.value if isinstance(made, ast.Assign) else None))
    elif isinstance(node, ast.Attribute) and dotted_name(node.value) == "self":
        facts = text.enclosing_class(node)
        stores = facts.all_stores(node.attr) if facts else []
        values += [(text, store.value) for store in stores]
    made_by_ddp = [
        text.resolve(value.func).endswith(".DistributedDataParallel")
        and text.resolve(value.func).startswith("torch.nn.")
        for text, value in values
        if isinstance(value, ast.Call)
    ]
    # `model = Net()` before `model = DDP(model)` is the usual form.
    return bool(made_by_ddp) and made_by_ddp[-1]


def _under_no_sync(text: Text, node: ast.AST) -> bool:
    return any(
        isinstance(parent, ast.With)
        and any(
            "no_sync" in text.lines.text(item.context_expr) for item in parent.items
        )
        for parent in text.tree.ancestors(node)
    )


def _trains(text: Text, node: ast.AST) -> bool:
    """Whether the same function, or the top level, calls `backward()`."""
    function = text.tree.function(node)
    return any(
        text.tree.function(call) is function
        for call in text.tree.calls.get("backward", ())
    )


def _subject(text: Text, node: ast.AST, model: str) -> Subject:
    function = text.tree.function(node)
    if function is None:
        return Subject("name", "", model)
    return Subject("function", "", text.tree.qualname(function))


def _edit(text: Text, function: ast.Attribute) -> Edit:
    """Removes `.module`."""
    start, end = text.range(function.value).end, text.range(function).end
    return text.edit(Range(start, end), "")
