"""One module that a container holds many times.

## What it does

Finds `nn.ModuleList([nn.Linear(8, 8)] * 6)` and its variants: a layer made once and
repeated by `*`, by a comprehension or by a loop that appends it, and an
`nn.Sequential` that is multiplied; also an `nn.ModuleDict` with one layer for all keys.

## Why it is bad

`*` copies references, not modules. The six entries are one layer: the model has 72
parameters where 432 were meant, while `state_dict()` still lists 12 entries, so neither
its length nor the printed model gives it away. Each entry gets the same gradient steps.

## Live evidence

An `nn.ModuleList` or `nn.Sequential` whose registry has the same object under several
names, again and again from start to end.

## Not reported

- Layers without parameters, such as activations: sharing them changes nothing.
- Sharing that the code says: a name with `shared` or `tied` in it, the same variable
  written out twice, `self.head` repeated by its own name.
- Layers that a comprehension or a loop makes anew, or copies.
- Containers that an installed package builds.

The edit makes a new layer for each entry. The model gets more parameters by it, so it
is shown first.

## References

- `torch/nn/modules/container.py`: `ModuleList`, `Sequential.__mul__`
- Lan et al. 2020, ALBERT: sharing layers on purpose
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .edits import comprehension
from .repeats import Repeat, appended, multiplied, repeated

CONTAINERS = ("torch.nn.ModuleList", "torch.nn.Sequential", "torch.nn.ModuleDict")
# Subject of both halves: `attr`, the class, the attribute; or `name`, empty, the
# variable. Values: static `owner`, `cls`; live `owner`, `cls`, `times`.
RULE = Rule(
    code="NN119",
    name="repeated-module-instance",
    severity=Severity.WARNING,
    claim="`{owner}` repeats one `{cls}`: all its entries share the same weights",
    message="`{owner}` holds one `{cls}` {times}: the entries share its weights",
    why=(
        "Repeating a list copies references, not modules. All entries are one layer "
        "with one set of weights."
    ),
    advice="Make the layers in a comprehension, or call the one layer several times.",
    since="0.1.0",
)


@RULE.on_call("ModuleList", "Sequential", "ModuleDict")
def repeated_elements(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims containers that get one layer many times."""
    if text.callee(node) in CONTAINERS:
        found = multiplied(text, node) or repeated(text, node)
        if found is not None:
            yield from _claim(text, node, found)


@RULE.on_call("append", "extend", "add_module", "register_module")
def repeated_additions(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims layers from before a loop that the loop adds again and again."""
    found = appended(text, node)
    if found is not None:
        yield from _claim(text, node, found)


def _claim(text: Text, node: ast.Call, found: Repeat) -> Iterator[Claim]:
    subject, owner = _subject(text, found.container or node)
    if "shared" in owner.lower() or "tied" in owner.lower():
        return
    yield text.claim(
        found.node,
        subject=subject,
        edits=comprehension(text, found),
        owner=owner,
        cls=found.name,
    )


def _subject(text: Text, node: ast.expr) -> tuple[Subject, str]:
    """What a container is kept in, and how the text calls it."""
    parent: ast.AST = node
    while isinstance(parent, ast.expr) and not isinstance(
        node, (ast.Name, ast.Attribute)
    ):
        parent = text.tree.parents[parent]
    target = node
    if isinstance(parent, ast.Assign):
        target = parent.targets[0]
    elif isinstance(parent, ast.AnnAssign):
        target = parent.target
    facts = text.enclosing_class(node)
    if isinstance(target, ast.Attribute) and facts is not None:
        return Subject("attr", facts.name, target.attr), ast.unparse(target)
    if isinstance(target, ast.Name):
        return Subject("name", "", target.id), target.id
    made = ast.unparse(node.func) if isinstance(node, ast.Call) else "container"
    return Subject("name", "", ""), f"{made}(…)"
