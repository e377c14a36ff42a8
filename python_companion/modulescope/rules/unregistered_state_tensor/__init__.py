"""A tensor that a module computes with, but that is no buffer.

## What it does

Finds `self.mean = torch.zeros(3)` in the `__init__` of a module class whose
`forward` reads `self.mean`, also by a local variable or as `1 / torch.arange(1, 9)`.

## Why it is bad

`.to()` moves parameters and buffers, not other attributes: on another device the
forward pass raises, or copies in every call. `state_dict()` does not save it: a
statistic that had reached 4.94 is 0 again after the weights are loaded into a new
model, and the outputs are wrong by the same amount. A buffer keeps both.

## Live evidence

A plain tensor among the object's own attributes that requires no grad. It is an
error when its device differs from that of the module's parameters.

## Not reported

- `register_buffer`, `nn.Buffer`, `nn.Parameter`.
- Tensors that only `__init__` uses, or that are read by none of its methods.
- Tensors that are moved where they are used: `self.mean.to(x.device)`.
- Tensors that require grad, at once or later: NN104 speaks of them.
- Live: tensors that were stored by a forward pass, such as a cached activation.

The edit makes it `self.register_buffer("mean", …)`. Use `persistent=False` for what
can be computed again. What may be a weight that was never made a parameter (drawn,
initialised by `nn.init`, named `weight`) is shown first: a buffer never trains.

## References

- `torch.nn.Module.register_buffer`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import (
    ClassFacts,
    Store,
    Use,
    is_set_from_outside,
    may_register,
    reached_from,
)
from ...source.edits import insert
from ...source.tensors import (
    FACTORIES,
    is_recomputable,
    made_from,
)
from ...source.text import Text
from ...source.trained import is_trained, may_be_switched_on
from .weights import may_be_weight

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`; live `owner` (the module's expression), `attr`, `device`.
RULE = Rule(
    code="NN105",
    name="unregistered-state-tensor",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` is a plain tensor that `.to()` and `state_dict()` skip",
    message=(
        "`{owner}.{attr}` is a plain tensor on {device}: "
        "`.to()` and `state_dict()` skip it"
    ),
    why=(
        "Only parameters and buffers follow the module to another device and into a "
        "checkpoint. After loading, this tensor has its initial value again."
    ),
    advice="Register it with `register_buffer`, or as an `nn.Parameter` to train it.",
    since="0.1.0",
)

# Uses that work for a tensor on any device, or that only look at it.
_HARMLESS = frozenset(
    "to cuda cpu type_as shape size dim ndim numel item tolist numpy device dtype "
    "stride long_list requires_grad_ requires_grad".split()
)
_MOVES_ITSELF = frozenset(("_apply", "to", "cuda", "__setattr__", "__getattr__"))


@RULE.on(ast.ClassDef, words=FACTORIES)
def state_tensors(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims plain tensors that `__init__` makes and the forward pass reads."""
    facts = text.module_class(node)
    if facts is None or _MOVES_ITSELF & set(facts.methods):
        return
    running = {method for _, method in reached_from(facts, "forward")}
    for attr, stores in facts.stores.items():
        if len(facts.all_stores(attr)) != 1 or facts.registration(attr):
            continue
        uses = [use for use in facts.all_uses(attr) if use.method in running]
        if not _is_plain_tensor(facts, stores[0]) or _is_moved(facts, attr):
            continue
        if any(_computes(facts, use) for use in uses):
            edits = _edits(facts, stores[0])
            yield text.claim(
                stores[0].target,
                subject=Subject("attr", facts.name, attr),
                edits=edits,
                safe=not is_set_from_outside(facts, attr)
                and not may_be_weight(facts, stores[0]),
                attr=attr,
            )


def _is_plain_tensor(facts: ClassFacts, store: Store) -> bool:
    if store.method.name != "__init__" or not made_from(facts.text, store.value):
        return False
    # What is meant to train is no buffer: NN104 speaks of it.
    return not is_trained(facts.text, store.value) and not any(
        may_be_switched_on(text, store.attr) for text in _texts(facts)
    )


def _texts(facts: ClassFacts) -> set[Text]:
    return {owner.text for owner in facts.family}


def _is_moved(facts: ClassFacts, attr: str) -> bool:
    """Whether some code moves it, or hands it to something that may register it."""
    parents = facts.text.tree.parents
    for use in facts.all_uses(attr):
        parent = parents[use.node]
        if isinstance(parent, ast.Attribute) and parent.attr in ("to", "cuda", "data"):
            return True
        if "torch.nn." in facts.text.callee(parent) and _is_class_call(facts, parent):
            return True
    return False


def _is_class_call(facts: ClassFacts, node: ast.AST) -> bool:
    return facts.text.callee(node).rpartition(".")[2][:1].isupper()


def _computes(facts: ClassFacts, use: Use) -> bool:
    """Whether a use needs the tensor on the device of the input."""
    parents = facts.text.tree.parents
    node, parent = use.node, parents[use.node]
    if isinstance(parent, ast.Attribute):
        return _stays(facts, parent)
    if isinstance(parent, ast.Subscript) and parent.slice is node:
        return False
    if isinstance(parent, ast.Tuple) and isinstance(parents[parent], ast.Subscript):
        return False
    # What is done with `self.t[:n]` decides, as in `self.t[:n].to(x.device)`.
    while isinstance(parent, ast.Subscript):
        parent = parents[parent]
        if isinstance(parent, ast.Attribute):
            return _stays(facts, parent)
    return isinstance(parent, (ast.BinOp, ast.Call, ast.keyword, ast.Compare))


def _stays(facts: ClassFacts, member: ast.Attribute) -> bool:
    """Whether no part of `self.t.unsqueeze(0).to(x.device)` moves the tensor."""
    parents = facts.text.tree.parents
    node: ast.AST = member
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        if isinstance(node, ast.Attribute) and node.attr in _HARMLESS:
            return False
        parent = parents[node]
        is_head = isinstance(parent, ast.Call) and parent.func is not node
        if is_head or (isinstance(parent, ast.Subscript) and parent.slice is node):
            break
        node = parent
    return True


def _edits(facts: ClassFacts, store: Store) -> tuple[Edit, ...]:
    """Turns `self.x = value` into `self.register_buffer("x", value)`."""
    text, value = facts.text, store.value
    between = _between(text, store)
    if value is None or not re.fullmatch(r"\s*=\s*", between):
        return ()
    if not may_register(facts, store):
        return ()
    me = text.lines.text(store.target.value)
    last = ", persistent=False)" if is_recomputable(made_from(text, value)) else ")"
    span = Range(text.lines.start(store.statement), text.lines.start(value))
    return (
        text.edit(span, f'{me}.register_buffer("{store.attr}", '),
        insert(text, text.lines.end(value), last),
    )


def _between(text: Text, store: Store) -> str:
    """What stands between target and value of a plain assignment."""
    statement = store.statement
    if not isinstance(statement, ast.Assign) or statement.value is not store.value:
        return ""
    if len(statement.targets) != 1 or statement.targets[0] is not store.target:
        return ""
    start = text.lines.offset(
        store.target.end_lineno or 1, store.target.end_col_offset or 0
    )
    value = statement.value
    return text.lines.source[start : text.lines.offset(value.lineno, value.col_offset)]
