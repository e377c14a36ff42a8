"""A tensor that requires grad but is no parameter.

## What it does

Finds `self.w = torch.randn(4, requires_grad=True)` and `self.w.requires_grad_()` in
a module class that never makes an `nn.Parameter` of it.

## Why it is bad

The tensor gets a gradient, so everything looks right. But `parameters()` does not
yield it, so no optimizer changes it; `state_dict()` does not save it; `.to()` leaves
it where it was. After 20 steps with a gradient in each, the tensor is unchanged to
the last bit; the same tensor as a parameter moves, is saved, and follows `.to()`.

## Live evidence

A leaf tensor among the object's own attributes that requires grad and is no
`nn.Parameter`.

## Not reported

- `nn.Parameter(...)`, `register_parameter`, and attributes that become a parameter
  in another method.
- Tensors outside module classes: an adversarial input or a style image is optimised
  on purpose.

The edit wraps the tensor in `nn.Parameter` and drops `requires_grad=True`.

## References

- `torch.nn.Parameter`
- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...source.classes import ClassFacts, Store, reached_from
from ...source.edits import insert, remove_argument
from ...source.exclusive import stands_alone
from ...source.tensors import is_true, keyword, tensor_factory
from ...source.text import Text
from ..base import Claim, Rule, Subject

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`; live `owner` (the module's expression), `attr`.
RULE = Rule(
    code="NN104",
    name="trainable-tensor-attribute",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` requires grad but is no `nn.Parameter`",
    message="`{owner}.{attr}` requires grad but is no `nn.Parameter`",
    why=(
        "It gets gradients, but `parameters()` does not yield it, so no optimizer "
        "changes it. `state_dict()` does not save it and `.to()` does not move it."
    ),
    advice="Wrap it in `nn.Parameter`.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef)
def trainable_attributes(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims tensors that require grad and are assigned to a module's attribute."""
    facts = text.module_class(node)
    if facts is None:
        return
    building = {method for _, method in reached_from(facts, "__init__")}
    for attr, stores in facts.stores.items():
        first = stores[0]
        bare = first if _is_bare(facts, attr) else _bare_branch(facts, stores)
        if bare is not None and bare.method in building:
            single = len(facts.all_stores(attr)) == 1 or bare is not first
            yield text.claim(
                bare.target,
                subject=Subject("attr", facts.name, attr),
                edits=_edits(facts, bare) if single else (),
                safe=True,
                attr=attr,
            )


def _bare_branch(facts: ClassFacts, stores: list[Store]) -> Store | None:
    """A trainable tensor in one branch, where another one has a parameter or None."""
    if len(stores) == 1 and not facts.registration(stores[0].attr):
        return None
    for store in stores:
        if _tensor(facts, store.value) and _requires_grad(facts, store.value):
            if not _is_wrapped(facts, store.attr):
                return store if stands_alone(facts, store.target) else None
    return None


def _is_bare(facts: ClassFacts, attr: str) -> bool:
    """Whether all that is assigned are trainable tensors, never made a parameter."""
    stores = facts.all_stores(attr)
    tensors = [_tensor(facts, store.value) for store in stores]
    if None in tensors or facts.registration(attr) or _is_wrapped(facts, attr):
        return False
    later = any(_is_switched_on(facts, use.node) for use in facts.all_uses(attr))
    return later or any(_requires_grad(facts, store.value) for store in stores)


def _tensor(facts: ClassFacts, value: ast.expr | None) -> ast.Call | None:
    """The call of a torch factory in `torch.randn(4).requires_grad_()`."""
    if _switches_on(value):
        assert isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
        value = value.func.value
    if isinstance(value, ast.Call) and tensor_factory(facts.text, value):
        return value
    return None


def _requires_grad(facts: ClassFacts, value: ast.expr | None) -> bool:
    call = _tensor(facts, value)
    given = keyword(call, "requires_grad") if call else None
    return _switches_on(value) or (given is not None and is_true(given.value))


def _switches_on(node: ast.AST | None) -> bool:
    """Whether a node is `….requires_grad_()` or `….requires_grad_(True)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "requires_grad_"
        and all(is_true(argument) for argument in node.args)
        and not node.keywords
    )


def _is_switched_on(facts: ClassFacts, node: ast.Attribute) -> bool:
    parents = facts.text.tree.parents
    parent = parents[node]
    if isinstance(parent, ast.Attribute):
        if parent.attr == "requires_grad" and isinstance(parent.ctx, ast.Store):
            assignment = parents[parent]
            return isinstance(assignment, ast.Assign) and is_true(assignment.value)
        return _switches_on(parents[parent])
    return False


def _is_wrapped(facts: ClassFacts, attr: str) -> bool:
    """Whether `self.attr` goes into `nn.Parameter(…)` or a ParameterList."""
    for use in facts.all_uses(attr):
        for parent in facts.text.tree.ancestors(use.node):
            if isinstance(parent, ast.stmt):
                break
            if "torch.nn.Param" in facts.text.callee(parent):
                return True
    return False


def _edits(facts: ClassFacts, store: Store) -> tuple[Edit, ...]:
    """Wraps the tensor in `nn.Parameter` and drops what asks for the gradient."""
    text, call = facts.text, _tensor(facts, store.value)
    name = text.names.spell("torch.nn.Parameter", store.target)
    later = any(_is_switched_on(facts, use.node) for use in facts.all_uses(store.attr))
    if not name or call is None or store.value is None or later:
        return ()
    span, inner = text.range(store.value), text.range(call)
    edits = [insert(text, span.start, f"{name}(")]
    if given := keyword(call, "requires_grad"):
        removed = remove_argument(text, given)
        if removed is None:
            return ()
        edits.append(removed)
    edits.append(text.edit(Range(inner.end, span.end), ")"))
    return tuple(edits)
