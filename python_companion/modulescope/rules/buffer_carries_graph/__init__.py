"""A buffer that is updated with a graph attached.

## What it does

Finds a buffer that `forward` updates from its input, in place or by assignment,
outside `torch.no_grad()` and without `detach()`.

## Why it is bad

The buffer then carries the graph of the batch, and of every batch before: its graph
grows by 5 nodes in each step, with the activations that they hold. The second
`backward()` raises `Trying to backward through the graph a second time`, and
`copy.deepcopy(model)` raises too. Under `no_grad` the same update keeps 0 nodes.

## Live evidence

A buffer that has a `grad_fn` or requires grad, with the number of nodes of its graph.

## Not reported

- Updates under `torch.no_grad()`, `torch.inference_mode()` or after `detach()`.
- Updates by numbers or other buffers only: there is no graph to carry.
- In the text: key-value caches, which are filled where the caller stops gradients.
- Tensors that are no buffer.

The edit puts the update under `with torch.no_grad():`.

## References

- `torch.no_grad`, `torch.Tensor.lerp_`
- `torch/nn/modules/batchnorm.py`: running statistics
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts, Method, reached_from, self_name
from ...source.edits import indent_under
from ...source.graphs import carries_graph, graph_names, is_no_grad, under_no_grad
from ...source.text import Text
from ...source.tree import walk

# Subject of both halves: `attr`, the class, the buffer.
# Values: static `attr`; live `owner` (the module's expression), `attr`, `nodes`.
RULE = Rule(
    code="NN108",
    name="buffer-carries-graph",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="Buffer `self.{attr}` is updated with the graph of the input attached",
    message="Buffer `{owner}.{attr}` carries an autograd graph of {nodes}",
    why=(
        "The buffer keeps the graph of every batch that went through it. The second "
        "`backward()` raises, and the memory grows with each step."
    ),
    advice="Update the buffer under `torch.no_grad()`.",
    since="0.1.0",
)

_NUMBERS = frozenset(("int", "float", "bool", "str"))


class _Update(NamedTuple):
    attr: str
    target: ast.Attribute
    statement: ast.stmt
    in_place: bool


@RULE.on(ast.ClassDef)
def updated_buffers(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims buffers that the forward pass updates with a graph."""
    facts = text.module_class(node)
    if facts is None:
        return
    buffers = _buffers(facts)
    found: dict[str, _Update] = {}
    for owner, method in reached_from(facts, "forward") if buffers else ():
        if method.name == "forward" and _runs_without_grad(text, method):
            return
        for update in _updates(facts, method, buffers) if owner is facts else ():
            # A key-value cache is filled under its caller's `no_grad`.
            if "cache" not in update.attr:
                found.setdefault(update.attr, update)
    for update in found.values():
        yield text.claim(
            update.target,
            subject=Subject("attr", facts.name, update.attr),
            edits=_edits(text, update),
            safe=update.in_place,
            attr=update.attr,
        )


def _buffers(facts: ClassFacts) -> frozenset[str]:
    names = {
        name
        for owner in facts.family
        for name, kind in owner.registered.items()
        if kind == "buffer"
    }
    for owner in facts.family:
        for attr, stores in owner.stores.items():
            if any(owner.text.callee(s.value) == "torch.nn.Buffer" for s in stores):
                names.add(attr)
    return frozenset(names)


def _updates(
    facts: ClassFacts, method: Method, buffers: frozenset[str]
) -> Iterator[_Update]:
    """The statements of a method that put a graph into a buffer."""
    text, me = facts.text, self_name(method)
    inputs = [
        argument.arg
        for argument in (*method.args.posonlyargs, *method.args.args)[1:]
        if not _is_number(argument)
    ]
    for statement, names in graph_names(text, method, inputs):
        update = _update(statement, me, buffers)
        if update is None or under_no_grad(text, statement):
            continue
        if any(_carries(facts, value, names) for value in _values(statement)):
            yield update


def _runs_without_grad(text: Text, method: Method) -> bool:
    return any(is_no_grad(text, decorator) for decorator in method.decorator_list)


def _carries(facts: ClassFacts, value: ast.expr, names: frozenset[str]) -> bool:
    """Whether a value has a graph; a call of a method is as what that one returns."""
    if not carries_graph(facts.text, value, names):
        return False
    method = _own_method(facts, value)
    if method is None or not isinstance(value, ast.Call):
        return True
    given = [
        argument.arg
        for argument, passed in zip(method.args.args[1:], value.args, strict=False)
        if carries_graph(facts.text, passed, names)
    ]
    return any(
        isinstance(statement, ast.Return)
        and statement.value is not None
        and carries_graph(facts.text, statement.value, tainted)
        for statement, tainted in graph_names(facts.text, method, given)
    )


def _own_method(facts: ClassFacts, value: ast.expr) -> Method | None:
    """The method of the class itself that `self.method(…)` calls."""
    function = value.func if isinstance(value, ast.Call) else None
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        method = facts.methods.get(function.attr)
        if method is not None and not method.decorator_list:
            return method
    return None


def _is_number(argument: ast.arg) -> bool:
    """Whether an argument is annotated as a number, or as one or None."""
    parts = walk(argument.annotation) if argument.annotation is not None else ()
    names = {node.id for node in parts if isinstance(node, ast.Name)}
    return bool(names) and names <= _NUMBERS | {"Optional", "Union"}


def _update(statement: ast.stmt, me: str, buffers: frozenset[str]) -> _Update | None:
    """What a statement does to a buffer: assignment, `+=`, `[…] =`, `.mul_(…)`."""
    target: ast.expr | None = None
    in_place = True
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        in_place = isinstance(target, ast.Subscript)
    elif isinstance(statement, ast.AugAssign):
        target = statement.target
    elif isinstance(statement, ast.Expr):
        target = _changed(statement.value)
    while isinstance(target, ast.Subscript):
        target = target.value
    if (
        isinstance(target, ast.Attribute)
        and target.attr in buffers
        and isinstance(target.value, ast.Name)
        and target.value.id == me
    ):
        return _Update(target.attr, target, statement, in_place)
    return None


def _changed(node: ast.expr) -> ast.expr | None:
    """What `self.m.mul_(0.9).add_(x)` changes: the start of the chain."""
    changed = False
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        changed |= node.func.attr.endswith("_") and not node.func.attr.startswith("_")
        node = node.func.value
    return node if changed else None


def _values(statement: ast.stmt) -> list[ast.expr]:
    """The expressions that a statement reads."""
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        return [statement.value]
    return [
        argument
        for call in walk(statement)
        if isinstance(call, ast.Call)
        for argument in (*call.args, *(item.value for item in call.keywords))
    ]


def _edits(text: Text, update: _Update) -> tuple[Edit, ...]:
    name = text.names.spell("torch.no_grad", update.statement)
    if not name:
        return ()
    return indent_under(text, [update.statement], f"with {name}():")
