"""A name that is registered after the module already has it.

## What it does

Finds `self.register_buffer("mask", …)`, `register_parameter` and `add_module` where
`self.mask` has been set on every way that leads there: by an assignment before it, also
in the `__init__` of a base or in a method that is called there, or by a method or value
of the class itself.

## Why it is bad

The call raises `KeyError: "attribute 'mask' already exists"`. Torch looks with
`hasattr`, so `self.mask = None`, the usual way to announce an attribute, is enough.
It is a warning where the value comes from outside, because it could be an `nn.Buffer`.

## Live evidence

None: such an object cannot be built.

## Not reported

- An annotation without a value, `mask: torch.Tensor`: it sets nothing.
- Assignments after the registration: they replace the tensor of the buffer.
- A second registration of the same kind: it replaces the first.
- Names that are deleted in between, set under a condition, or set to an `nn.Buffer`;
  calls inside `try`, or after a test with `hasattr`.
- Classes with a base that may register the name: all but `nn.Module` and classes of
  this notebook.

The edit removes the assignment. It is applied in bulk where nothing reads the attribute
in between.

## References

- `torch/nn/modules/module.py`: `Module.register_buffer`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Place, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .edits import removal
from .states import Clash, clashes

# Subject: `attr`, the class, the name.
# Values: `call`, `attr`, `how` (where the name was taken).
RULE = Rule(
    code="NN117",
    name="buffer-name-already-set",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="`{call}` raises `KeyError`: `{attr}` {how}",
    message="`{call}` raises `KeyError`: `{attr}` {how}",
    why=(
        "A registration refuses a name that the module already has. A value of None "
        "counts as well."
    ),
    advice="Register the name without assigning it before.",
    since="0.1.0",
)


@RULE.on(
    ast.ClassDef,
    words=("register_buffer", "register_parameter", "add_module", "register_module"),
)
def taken_names(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims registrations of a name that the module certainly has by then."""
    facts = text.module_class(node)
    if facts is None:
        return
    for clash in clashes(facts):
        if clash.facts is not facts:
            continue
        edits = removal(clash)
        yield text.claim(
            clash.call.args[0] if clash.call.args else clash.call,
            subject=Subject("attr", facts.name, clash.attr),
            edits=edits,
            safe=bool(edits),
            # What is not known could be an `nn.Buffer`.
            severity=Severity.WARNING if clash.taken.kind == "any" else None,
            related=_related(text, clash),
            call=f"{clash.function}(…)",
            attr=clash.attr,
            how=_how(text, clash),
        )


def _how(text: Text, clash: Clash) -> str:
    if clash.taken.facts is not clash.facts:
        return f"is set by `{clash.taken.facts.name}`"
    if not clash.taken.in_method:
        return "is a name of the class body"
    return "is already set on this module"


def _related(text: Text, clash: Clash) -> list[Place]:
    if clash.taken.facts.text is not text:
        return []
    if isinstance(clash.taken.node, (ast.stmt, ast.expr)):
        span = clash.taken.node
        if not isinstance(span, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return [text.place(span, f"`{clash.attr}` is set here")]
    return []
