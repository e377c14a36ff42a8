"""A tensor that requires grad but is no parameter.

## What it does

Finds `self.w = torch.randn(4, requires_grad=True)` and `self.w.requires_grad_()` in
a module class that never makes an `nn.Parameter` of it, also scaled (`… * 0.1`), by a
local variable, or registered as a buffer. So it does with parameters and such tensors
in a plain list, tuple, set or dict: `self.gains = [nn.Parameter(torch.ones(4)), …]`.

## Why it is bad

The tensor gets a gradient, so everything looks right. But `parameters()` does not
yield it, so no optimizer changes it; `state_dict()` does not save it; `.to()` leaves
it where it was. After 20 steps with a gradient in each, the tensor is unchanged to
the last bit; the same tensor as a parameter moves, is saved, and follows `.to()`.

## Live evidence

A leaf tensor among the object's own attributes or buffers that requires grad and is no
`nn.Parameter`; or what `__init__` computed from one. Of containers, the parameters (or
leaves that require grad) in them that no model of the notebook yields.

## Not reported

- `nn.Parameter(...)`, `register_parameter`, and attributes that become a parameter
  in another method.
- Lists of parameters that are registered by other means, for instance by
  `nn.ParameterList(self.gains)`, `register_parameter` or a `setattr` in a loop.
- Live: lists that a forward pass fills, and copies that no method but `__init__` reads.
- Tensors outside module classes: an adversarial input or a style image is optimised
  on purpose.

The edit wraps the tensor in `nn.Parameter` and drops `requires_grad=True`. For buffers
and local variables it is shown first: other code may hold the tensor. A list becomes
an `nn.ParameterList`, a dict an `nn.ParameterDict`, shown first as well.

## References

- `torch.nn.Parameter`
- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts, Store, reached_from
from ...source.exclusive import stands_alone
from ...source.tensors import FACTORIES
from ...source.text import Text
from ...source.trained import is_tensor, is_trained
from .buffers import registered, trained_buffers
from .containers import trained_containers
from .edits import is_switched_on_later, wrapped
from .faults import BARE

# Subject of both halves: `attr`, the class, the attribute.
# Values: `attr`, `fault`; live also `owner` (the module's expression).
RULE = Rule(
    code="NN104",
    name="trainable-tensor-attribute",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` {fault}",
    message="`{owner}.{attr}` {fault}",
    why=(
        "It gets gradients, but `parameters()` does not yield it, so no optimizer "
        "changes it. Unless it is a buffer, it is neither saved nor moved."
    ),
    advice="Wrap it in `nn.Parameter`, several in an `nn.ParameterList`.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef, words=FACTORIES)
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
            edits, safe = wrapped(facts, bare) if single else ((), False)
            yield text.claim(
                bare.target,
                subject=Subject("attr", facts.name, attr),
                edits=edits,
                safe=safe,
                attr=attr,
                fault=BARE,
            )
    for attr, call in trained_buffers(facts):
        yield text.claim(
            call,
            subject=Subject("attr", facts.name, attr),
            edits=registered(facts, attr, call),
            attr=attr,
            fault=BARE,
        )


@RULE.on(ast.ClassDef)
def trainable_containers(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims plain containers of parameters, wherever these are made."""
    facts = text.module_class(node)
    if facts is None:
        return
    for container in trained_containers(facts):
        yield text.claim(
            container.store.target,
            subject=Subject("attr", facts.name, container.store.attr),
            edits=container.edits,
            attr=container.store.attr,
            fault=container.fault,
        )


def _bare_branch(facts: ClassFacts, stores: list[Store]) -> Store | None:
    """A trainable tensor in one branch, where another one has a parameter or None."""
    if len(stores) == 1 and not facts.registration(stores[0].attr):
        return None
    for store in stores:
        if is_trained(facts.text, store.value) and not _is_wrapped(facts, store.attr):
            return store if stands_alone(facts, store.target) else None
    return None


def _is_bare(facts: ClassFacts, attr: str) -> bool:
    """Whether all that is assigned are trainable tensors, never made a parameter."""
    text, stores = facts.text, facts.all_stores(attr)
    if not all(is_tensor(text, store.value) for store in stores):
        return False
    if facts.registration(attr) or _is_wrapped(facts, attr):
        return False
    return is_switched_on_later(facts, attr) or any(
        is_trained(text, store.value) for store in stores
    )


def _is_wrapped(facts: ClassFacts, attr: str) -> bool:
    """Whether `self.attr` goes into `nn.Parameter(…)` or a ParameterList."""
    for use in facts.all_uses(attr):
        for parent in facts.text.tree.ancestors(use.node):
            if isinstance(parent, ast.stmt):
                break
            if "torch.nn.Param" in facts.text.callee(parent):
                return True
    return False
