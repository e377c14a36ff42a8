"""Weights that start at a scale which lets the signal vanish or explode.

## What it does

Finds weights that start far from the scale that keeps a signal's size: in the text,
`nn.Parameter(torch.randn(n, m))` that is multiplied with the input unscaled, and
`nn.init.normal_(layer.weight)` without a `std`; in the kernel, any fresh weight of
a linear or convolution layer.

## Why it is bad

Each layer multiplies the size of the signal by `std · sqrt(fan_in)`, with another
`sqrt(1/2)` for a ReLU. A factor that is not near 1 is raised to the power of the
depth. Through 20 ReLU layers of width 256, a standard deviation of 1 gives outputs
of about 1e21 and gradients that are no longer finite; 0.01 gives outputs of about
1e-19 and gradients of about 1e-14; He initialisation keeps the output near 1.

## Live evidence

The statistics of each weight are sampled when its model is first seen, before it is
trained. Expected is `sqrt(2 / fan_in)` if a ReLU-type activation follows, else
`1 / sqrt(fan_in)`; reported is what starts outside 1/5 to 5 times of that. Layers
with one cause are one finding.

## Not reported

- Weights whose output, or that of the layer after, meets a normalisation layer, and
  all weights of a branch that ends in a residual sum.
- An output layer alone that starts small: policy heads and classifiers often do.
- Layers whose use cannot be read from the text of the enclosing class.
- Embeddings, whose default is 1, and positional codes.
- Weights of classes from an installed library.
- Weights that were already trained when they were first seen.

## References

- He et al. 2015, "Delving Deep into Rectifiers", equation 10
- `torch/nn/init.py`: `kaiming_normal_`, `calculate_gain`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts
from ...source.text import Text
from ...source.tree import dotted_name

# Subject: static `attr`, the class, the attribute (`w`, `fc.weight`); live the same
# for a weight of a claim, else `name`, empty, the model.
# Values: static `weight`; live `what` (`` `model.head` starts ``, `` 2 layers of
# `model` start ``), `ratio` (`8.8`, `6–50`), `side` (`below`, `above`), `signal`
# (`ReLU`, `linear`).
RULE = Rule(
    code="NN308",
    name="init-scale",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{weight}` starts with std 1, which lets the signal grow in each layer",
    message="{what} {ratio}× {side} the scale that keeps a {signal} signal",
    why=(
        "Each layer multiplies the size of the signal by its weight's scale, so an "
        "error grows with the depth. The gradients vanish or explode the same way."
    ),
    advice='Use `nn.init.kaiming_normal_(weight, nonlinearity="relu")`.',
    since="0.1.0",
    # Memory that nothing has written has no scale.
    consequence_of=("NN304",),
)

_PRODUCTS = frozenset(
    f"torch.{name}" for name in "matmul mm bmm addmm nn.functional.linear".split()
)
_TURNS = frozenset("t T mT transpose permute".split())


@RULE.on(ast.ClassDef, words=("randn",))
def unscaled_parameters(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims `nn.Parameter(torch.randn(n, m))` that is multiplied as it is."""
    facts = text.module_class(node)
    if facts is None or _initialises_by_loop(facts):
        return
    for attr, stores in facts.stores.items():
        if len(facts.all_stores(attr)) != 1 or not _is_unscaled(text, stores[0].value):
            continue
        uses = facts.all_uses(attr)
        if uses and all(_is_factor(facts, use.node) for use in uses):
            yield text.claim(
                stores[0].target,
                subject=Subject("attr", facts.name, attr),
                weight=f"self.{attr}",
            )


def _is_unscaled(text: Text, value: ast.expr | None) -> bool:
    """Whether a value is `nn.Parameter(torch.randn(n, m, …))`."""
    if not isinstance(value, ast.Call) or text.resolve(value.func) != _PARAMETER:
        return False
    made = value.args[0] if value.args else None
    if not isinstance(made, ast.Call) or text.resolve(made.func) != "torch.randn":
        return False
    sizes = made.args
    if len(sizes) == 1 and isinstance(sizes[0], (ast.Tuple, ast.List)):
        sizes = sizes[0].elts
    # A first size of 1 is a position code or token that is added, not multiplied.
    return len(sizes) >= 2 and not _is_one(sizes[0]) and not _is_one(sizes[-1])


_PARAMETER = "torch.nn.Parameter"


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def _is_factor(facts: ClassFacts, node: ast.AST) -> bool:
    """Whether a use is a matrix product whose result is not scaled."""
    parents = facts.text.tree.parents
    parent = parents[node]
    while isinstance(parent, ast.Attribute) and parent.attr in _TURNS:
        node, parent = parent, parents[parent]
        if isinstance(parent, ast.Call) and parent.func is node:
            node, parent = parent, parents[parent]
    if isinstance(parent, ast.BinOp):
        product = isinstance(parent.op, ast.MatMult)
    else:
        product = facts.text.callee(parent) in _PRODUCTS
    around = parents.get(parent)
    scaled = isinstance(around, ast.BinOp) and isinstance(
        around.op, (ast.Mult, ast.Div)
    )
    return product and not scaled


def _initialises_by_loop(facts: ClassFacts) -> bool:
    """Whether a method initialises what it gets from `parameters()` or `apply`."""
    for owner in facts.family:
        if {"apply", "parameters", "named_parameters"} & set(owner.uses):
            return True
    return False


@RULE.on(ast.Call, words=("normal_",))
def normal_without_std(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `nn.init.normal_(layer.weight)` with its default std of 1."""
    if text.resolve(node.func) != "torch.nn.init.normal_" or len(node.args) != 1:
        return
    weight = node.args[0]
    if node.keywords or not isinstance(weight, ast.Attribute):
        return
    if weight.attr == "weight" and _is_layer(text, weight.value):
        name = dotted_name(weight)
        owner = text.enclosing_class(node)
        attr = name.partition(".")[2]
        subject = Subject("name", "", name)
        if owner is not None and name.startswith("self."):
            subject = Subject("attr", owner.name, attr)
        yield text.claim(node, subject=subject, weight=name)


def _is_layer(text: Text, node: ast.expr) -> bool:
    """Whether an expression is certainly a linear or convolution layer."""
    if isinstance(node, ast.Name):
        return _is_tested(text, node) or all(
            [
                isinstance(binding.node, ast.Assign)
                and _is_layer_class(text.callee(binding.node.value))
                for binding in text.names.bindings(node.id, node)
            ]
            or [False]
        )
    owner = text.enclosing_class(node)
    if isinstance(node, ast.Attribute) and owner is not None:
        stores = owner.all_stores(node.attr) if _is_self(node) else []
        return bool(stores) and all(
            _is_layer_class(text.callee(store.value)) for store in stores
        )
    return False


def _is_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def _is_layer_class(dotted: str) -> bool:
    head, _, last = dotted.rpartition(".")
    return head == "torch.nn" and (last == "Linear" or last.startswith("Conv"))


def _is_tested(text: Text, name: ast.Name) -> bool:
    """Whether it is in a branch of `if isinstance(m, nn.Linear):`."""
    child: ast.AST = name
    for parent in text.tree.ancestors(name):
        if isinstance(parent, ast.If) and child in parent.body:
            test = parent.test
            if isinstance(test, ast.Call) and len(test.args) == 2:
                same = isinstance(test.args[0], ast.Name) and test.args[0].id == name.id
                return same and _are_layer_classes(text, test.args[1])
        child = parent
    return False


def _are_layer_classes(text: Text, node: ast.expr) -> bool:
    classes = node.elts if isinstance(node, ast.Tuple) else [node]
    return all(_is_layer_class(text.resolve(item)) for item in classes)
