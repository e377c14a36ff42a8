"""A model from the meta device that is used before anything fills it.

## What it does

Finds a model that is called after `to_empty(…)` without a load or an initialisation
between, and a model on `meta` that gets weights by `load_state_dict` without
`assign=True`, or whose parameters an optimizer is given.

## Why it is bad

`to_empty` allocates memory and writes nothing: weights, and the running variance of
batch norm, are what the memory held before. After tensors of NaN were freed, the
output of a small network was NaN; with its layers reset it was finite. A copy
into a meta tensor does nothing at all: after `load_state_dict` without `assign=True`
every parameter is still on meta.

## Live evidence

Models in which meta and real tensors mix, optimizers that hold meta tensors, and
tensors that nothing has written since `to_empty` and that hold NaN, infinities, values
beyond 1e6 or below 1e-30, or only zeros.

## Not reported

- A model that is wholly on meta: it is made to be filled later, or to be counted.
- Anything between that may fill it: a call that gets the model, a method of its own, a
  loop over its modules, `load_state_dict`.
- Offloaded models, whose hooks bring the weights; sharded tensors.

A loop over `reset_parameters()` does not reach everything: in torch 2.13
`MultiheadAttention` has only a private one.

## References

- `torch.nn.Module.to_empty`, `torch.nn.Module.load_state_dict`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.meta import made_on_meta
from ...source.text import Text
from .uses import first_use

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the model.
# Values: both `what` (a sentence without full stop), `model`.
RULE = Rule(
    code="NN304",
    name="meta-not-initialised",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="{what}",
    message="{what}",
    why=(
        "Tensors on meta have no values, and `to_empty` only allocates memory. Until "
        "something fills them the model computes with what the memory held."
    ),
    advice="Load with `assign=True`, or call `reset_parameters` of each module.",
    since="0.1.0",
)


@RULE.on_call("to_empty")
def used_empty(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a call of a model whose memory nothing has filled."""
    target, use = first_use(text, node)
    if use is not None and use.kind == "run":
        what = f"`{target}` runs on memory that `to_empty` left as it was"
        yield _claim(text, node, use.node, target, what)


@RULE.on(ast.Module, words=("load_state_dict", "parameters"))
def used_on_meta(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims a load without effect, and an optimizer over meta tensors."""
    if not any(found.value == "meta" for found in text.tree.all(ast.Constant)):
        return
    for assign in text.tree.all(ast.Assign):
        if not made_on_meta(text, assign):
            continue
        target, use = first_use(text, assign.value)
        if use is not None and use.kind == "load":
            what = f"`{target}` is on meta, where `load_state_dict` copies nothing"
            yield _claim(text, assign, use.node, target, what)
        elif use is not None and use.kind == "optimizer":
            what = f"An optimizer gets parameters of `{target}` that are on meta"
            yield _claim(text, assign, use.node, target, what)


def _claim(text: Text, made: ast.AST, use: ast.expr, target: str, what: str) -> Claim:
    function = text.tree.function(made)
    scope = text.tree.qualname(function) if function else ""
    subject = Subject("name", scope, target)
    return text.claim(use, subject=subject, what=what, model=target)
