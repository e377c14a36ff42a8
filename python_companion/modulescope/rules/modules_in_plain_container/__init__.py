"""Modules kept in a plain list, tuple, dict or set are not part of the model.

## What it does

Finds `self.x = [nn.Linear(…), …]` in a module class: layers in a plain Python
container, however they got into it: a literal or comprehension, a local list that
`append`, `+=` or a loop filled, a method or function that returns one, a base class
of another cell whose list a subclass adds to. So it does with layers that the body of
the class makes, `lin = nn.Linear(8, 8)`: all instances share them, none registers them.
`setattr(self, "layers", [nn.Linear(8, 8)])` counts as well, and so does
`net.layers = [nn.Linear(8, 8)]` outside the class.

## Why it is bad

`nn.Module` registers what is assigned to an attribute only if it is a module or a
parameter itself. It does not look into lists. Of a model with one registered layer
and a list of two, `parameters()` and `state_dict()` give 2 tensors instead of 6;
30 optimizer steps leave the hidden layers exactly where they started; after
`eval()` they are still in train mode; after `double()` the forward pass raises
`mat1 and mat2 must have the same dtype`. Nothing warns about it, and the loss may
still go down, because the registered layers train around the frozen ones.

## Live evidence

The object's own attributes are read, two levels deep into lists, tuples, dicts and
sets. Modules found there that `modules()` does not reach confirm the claim; the
evidence counts them, their parameters, and what `parameters()` yields. If every
module in the container is registered somewhere else too, the claim is refuted. Of a
class, the attributes that its methods read count in the same way.

## Not reported

- Containers that later feed `nn.ModuleList`, `nn.Sequential(*layers)`,
  `add_module`, `register_module` or `setattr`.
- Local variables: only attributes of `self` outlive the method.
- Class attributes of dataclasses and of classes whose bases are not known: something
  may read them from the class.
- Activations, pooling and padding layers: they hold nothing that could be lost.
- Modules that are passed in, such as `self.teacher = [teacher]`, which hides a
  frozen model on purpose. Live, hidden modules without a trainable parameter are
  reported as info; silence them with `# nn: ignore[NN102]`.

The edit is applied in bulk only for lists and list comprehensions. A tuple or dict
may be used in ways that its registered twin does not offer, so it is shown first; and
so is an edit where some code lists these parameters by hand, as for an optimizer that
would then step them twice: take them out of that line.

## References

- `torch.nn.ModuleList`, `torch.nn.ModuleDict`
- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import CellRef, Place, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.cells import Cell
from ...source.text import Text
from .containers import plain_containers
from .named import Named, set_by_name, set_from_outside
from .shared import shared_modules

# Subject of both halves: `attr`, the class, the attribute.
RULE = Rule(
    code="NN102",
    name="modules-in-plain-container",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` is a {what}, so its modules are not registered",
    message="`{owner}.{attr}` is a {what}, so its {modules} not registered",
    why=(
        "`parameters()`, `state_dict()`, `.to()` and `.eval()` do not look into plain "
        "containers. The optimizer never gets these layers, so they stay as they began."
    ),
    advice="Wrap it in `nn.ModuleList` (`nn.ModuleDict` for a dict), in `__init__`.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef)
def hidden_modules(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims each attribute that holds modules in a container or on the class."""
    facts = text.module_class(node)
    if facts is None:
        return
    for container in plain_containers(facts):
        attr = container.store.attr
        listed = [*text.notebook.hand_listed(attr)]
        yield text.claim(
            container.store.target,
            subject=Subject("attr", facts.name, attr),
            edits=container.edits(),
            safe=container.is_safe() and not listed,
            related=[
                *(text.place(c, "modules are added here") for c in container.grown),
                *(_hand_listed(*place) for place in listed),
            ],
            attr=attr,
            what=f"Python {container.kind}",
        )
    for attr, name in shared_modules(facts):
        yield text.claim(
            name,
            subject=Subject("attr", facts.name, attr),
            attr=attr,
            what="class attribute",
        )
    for named in set_by_name(facts):
        yield _named(named, text)


@RULE.on(ast.Assign)
def hidden_from_outside(node: ast.Assign, text: Text) -> Iterator[Claim]:
    """Claims what code outside a class makes a plain container of its instance."""
    for named in set_from_outside(node, text):
        yield _named(named, text)


def _named(named: Named, text: Text) -> Claim:
    return text.claim(
        named.at,
        subject=Subject("attr", named.owner, named.attr),
        attr=named.attr,
        what=f"Python {named.kind}",
    )


def _hand_listed(cell: Cell, span: Range) -> Place:
    note = "these parameters are listed by hand: once registered, they come twice"
    return Place(CellRef(cell.id), span, note)
