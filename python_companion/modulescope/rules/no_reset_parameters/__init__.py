"""Parameters that only `__init__` can initialise.

## What it does

Finds a module class that makes `nn.Parameter`s of its own, fills them with `nn.init` in
`__init__`, and has no `reset_parameters`. Off by default: in ordinary use the weights
are the same either way.

## Why it is bad

A model that is built on the device `meta`, without memory, gets its values later: after
`to_empty()` the code that materialises it calls `reset_parameters()` of each module.
What `__init__` did is gone by then, and a module without that method keeps whatever was
in memory. Sharded training and re-initialisation work the same way.

Torch itself is not strict about it: `nn.MultiheadAttention` has only a private
`_reset_parameters`. A walk that calls `reset_parameters()` on each module has a price,
too: it undoes what a parent did to the weights of its children.

## Live evidence

An instance with parameters of its own, whose class has no `reset_parameters`.

## Not reported

- Modules whose parameters are all those of layers in them.
- Classes that have the method, or a base that does, or that the notebook does not show.
- Parameters that get their values where they are made, `nn.Parameter(torch.zeros(4))`.

There is no edit.

## References

- `torch.nn.Module.to_empty`
- `torch.distributed.fsdp`: materialising a model that is on `meta`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts, self_name
from ...source.text import Text
from ...source.tree import walk

# Subject of both halves: `attr`, the class, empty.
# Values: static `cls`, `attr`; live `owner`, `cls`.
RULE = Rule(
    code="NN309",
    name="no-reset-parameters",
    severity=Severity.HINT,
    claim="`{cls}` fills `self.{attr}` in `__init__` and has no `reset_parameters`",
    message="`{owner}` owns parameters, and `{cls}` has no `reset_parameters`",
    why=(
        "A model from the device `meta` gets its values by `reset_parameters()` of "
        "each module. What only `__init__` does cannot be done again."
    ),
    advice="Initialise in `reset_parameters`, and call that in `__init__`.",
    since="0.1.0",
    default_on=False,
)

_NAMES = frozenset(("reset_parameters", "_reset_parameters", "init_weights"))


@RULE.on(ast.ClassDef, words=("Parameter",))
def filled_in_init(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims classes whose own parameters are filled in `__init__` alone."""
    facts = text.module_class(node)
    if facts is None or not _lacks_reset(facts):
        return
    owned = {
        attr
        for attr, stores in facts.stores.items()
        if any(text.callee(store.value) == "torch.nn.Parameter" for store in stores)
    }
    filled = _filled(facts, text) & owned
    if not filled:
        return
    first = min(filled, key=lambda attr: facts.stores[attr][0].target.lineno)
    yield text.claim(
        text.lines.name_range(node),
        subject=Subject("attr", facts.name, first),
        cls=facts.name,
        attr=first,
    )


def _lacks_reset(facts: ClassFacts) -> bool:
    if any(_NAMES & member.methods.keys() for member in facts.family):
        return False
    return all(
        member.text.class_facts(base) is not None
        or member.text.resolve(base) == "torch.nn.Module"
        for member in facts.family
        for base in member.node.bases
    )


def _filled(facts: ClassFacts, text: Text) -> set[str]:
    """The attributes that `nn.init` fills in `__init__`."""
    init = facts.methods.get("__init__")
    me = self_name(init) if init is not None else ""
    return {
        argument.attr
        for call in (walk(*init.body) if init is not None else ())
        if text.callee(call).startswith("torch.nn.init.")
        for argument in call.args[:1]  # type: ignore[attr-defined]
        if isinstance(argument, ast.Attribute)
        and isinstance(argument.value, ast.Name)
        and argument.value.id == me
    }
