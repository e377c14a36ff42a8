"""Weights that were meant to be tied, and are two parameters.

## What it does

Finds `model.out.weight = nn.Parameter(model.embed.weight)`, which makes a second
parameter, and a model that ties weights in its constructor and is then given new
tensors by `to_empty` from meta or `load_state_dict(…, assign=True)` and not tied again.

## Why it is bad

Tied means that two modules hold the same `Parameter` object. `nn.Parameter(weight)`
makes another one over the same memory: an optimizer gets it twice, so the weight moves
by two steps, each with a part of the gradient. `assign=True`, and `to_empty` of a
model on meta, make two separate tensors, which drift apart from the first step.

`load_state_dict` without `assign`, `to_empty` on the same device, `.double()` and
`deepcopy` keep the tie.

## Live evidence

Two parameters of a model with one memory, or two where the constructor of their class
says `self.a.weight = self.b.weight`.

## Not reported

- `model.out.weight = model.embed.weight`: that is a tie.
- `nn.Parameter(weight.clone())`: a copy is meant.
- A parameter that moves from one model to another, or whose old module is deleted.
- Frozen parameters, which no optimizer moves.

## References

- `torch.nn.Module.to_empty`, `torch.nn.Module.load_state_dict`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.instances import Instance, instance
from ...source.meta import made_on_meta
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .ties import Tie, is_tied_again, tie_of, ties_of_class

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the model;
# or `attr`, the class, the path of the new parameter.
# Values: both `a`, `b`, `how`.
RULE = Rule(
    code="NN404",
    name="weight-tie-broken",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="{how} leaves `{a}` and `{b}` as two parameters",
    message="`{a}` and `{b}` are tied in the text and are two parameters",
    why=(
        "Tied modules hold one `Parameter` object. Two of them are stepped twice or "
        "drift apart, and the model is no longer the one that the text describes."
    ),
    advice="Assign the parameter itself: `a.weight = b.weight`.",
    since="0.1.0",
)


@RULE.on_call("Parameter")
def wrapped_again(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `a.weight = nn.Parameter(b.weight)` within one model."""
    statement = text.tree.parents[node]
    if (
        not isinstance(statement, ast.Assign)
        or text.callee(node) != "torch.nn.Parameter"
    ):
        return
    tie = _wrapped(text, statement, node)
    if tie is None:
        return
    yield text.claim(
        statement.targets[0],
        subject=_subject(text, node, tie.root, tie.first),
        a=f"{tie.root}.{tie.first}",
        b=f"{tie.root}.{tie.second}",
        how="`nn.Parameter(…)`",
    )


def _wrapped(text: Text, statement: ast.Assign, node: ast.Call) -> Tie | None:
    if len(node.args) != 1 or len(statement.targets) != 1:
        return None
    source = node.args[0]
    if isinstance(source, ast.Attribute) and source.attr == "data":
        source = source.value
    tie = tie_of(statement.targets[0], source)
    if tie is None:
        return None
    scope = text.tree.function(node) or text.tree.module
    owner = f"{tie.root}.{tie.second.rpartition('.')[0]}"
    for item in walk(scope):
        # The module that had it is gone: the parameter has moved.
        if isinstance(item, ast.Delete) and owner in map(dotted_name, item.targets):
            return None
        if isinstance(item, ast.Assign) and owner in map(dotted_name, item.targets):
            if item.lineno > statement.lineno:
                return None
    return tie


@RULE.on_call("to_empty", "load_state_dict")
def given_new_tensors(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims calls that give a tied model new tensors, unless it is tied again."""
    if not isinstance(node.func, ast.Attribute) or not _makes_tensors(node):
        return
    model = node.func.value
    made = instance(text, model) if isinstance(model, ast.Name) else None
    if made is None or made.facts is None or not isinstance(model, ast.Name):
        return
    if node.func.attr == "to_empty" and not _is_from_meta(made):
        # On one device `to_empty` keeps the parameters, and with them the tie.
        return
    for tie in ties_of_class(made.facts)[:1]:
        if is_tied_again(text, node, model.id):
            continue
        how = "to_empty" if node.func.attr == "to_empty" else "assign=True"
        yield text.claim(
            node.func,
            subject=_subject(text, node, model.id, tie.first),
            a=f"{model.id}.{tie.first}",
            b=f"{model.id}.{tie.second}",
            how=f"`{how}`",
        )


def _is_from_meta(made: Instance) -> bool:
    statement = made.text.tree.parents[made.call]
    return isinstance(statement, ast.Assign) and made_on_meta(made.text, statement)


def _makes_tensors(node: ast.Call) -> bool:
    assert isinstance(node.func, ast.Attribute)
    return node.func.attr == "to_empty" or any(
        item.arg == "assign"
        and isinstance(item.value, ast.Constant)
        and item.value.value is True
        for item in node.keywords
    )


def _subject(text: Text, node: ast.AST, root: str, path: str) -> Subject:
    facts = text.enclosing_class(node)
    if facts is not None and root == "self":
        return Subject("attr", facts.name, path)
    function = text.tree.function(node)
    return Subject("name", text.tree.qualname(function) if function else "", root)
