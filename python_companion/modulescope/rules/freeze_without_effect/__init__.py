"""An assignment to `requires_grad` that reaches no parameter.

## What it does

Finds `net[0].requires_grad = False`, where the target is a module; misspelt names such
as `p.require_grad = False` and `p.requires_grad_ = False`; assignments to `p.data`, to
`p.detach()` or to the tensors of a state dict; and `p.requires_grad == False` where `=`
was meant.

## Why it is bad

Python lets every module and tensor have any attribute, so nothing raises. A module has
no `requires_grad`, and `.data` and `detach()` give a new tensor each time: the
parameters stay as they were. A network of 25 parameters whose first layer, of 20
parameters, was to be frozen still had 25 trainable ones after
`net[0].requires_grad = False`, and five steps of SGD moved the layer by 0.40. After
`net[0].requires_grad_(False)` there were 5, and it stood still.

## Live evidence

The plain attribute on the module or parameter, and how many of the parameters there
have another `requires_grad` than it says.

## Not reported

- Assignments to parameters and other tensors.
- Attributes that the class of the module uses itself, such as a flag of that name.
- Objects of which neither the text nor the kernel tells what they are.
- A comparison at the end of a cell: it shows its result.

The edit is shown first, because afterwards other parameters train. For modules it calls
`requires_grad_()`, which sets all parameters below.

## References

- `torch.nn.Module.requires_grad_`
- `torch.Tensor.requires_grad`, `torch.Tensor.detach`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit import words
from ...rulekit.rule import Claim, Rule
from ...source.text import Text
from .edits import corrected
from .spelling import MISSPELT, WANTED
from .subjects import subject
from .targets import vain

# Subject: `name` (in a function `function`), empty, the variable through which the
# target is reached and the attribute: `net.requires_grad`.
# Values: `code`, `attr`, `reason`.
RULE = Rule(
    code="NN521",
    name="freeze-without-effect",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{code}` has no effect: {reason}",
    message="`{code}` has no effect: {reason}",
    why=(
        "Modules and tensors take any attribute, so nothing raises, and the "
        "parameters train, or stay frozen, as before."
    ),
    advice="Set `requires_grad` of each parameter, or call `module.requires_grad_()`.",
    since="0.1.0",
)


@RULE.on(ast.Module, words=(WANTED, *MISSPELT))
def assignments(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims assignments that set something else than a tensor's `requires_grad`."""
    for target in text.tree.all(ast.Attribute):
        if target.attr != WANTED and target.attr not in MISSPELT:
            continue
        found = vain(text, target)
        if found is None:
            continue
        yield text.claim(
            target,
            subject=subject(text, target, found.kind),
            edits=corrected(text, target, found.kind),
            severity=None if found.sure else Severity.INFO,
            code=words.clean(_shown(text, target)),
            attr=target.attr,
            reason=found.reason,
        )


def _shown(text: Text, target: ast.Attribute) -> str:
    """The statement as a finding shows it, without the beginning of a long path."""
    left, right = ast.unparse(target), " = …"
    statement = text.tree.statement(target)
    if isinstance(statement, ast.Expr):
        right = ast.unparse(statement).removeprefix(left)
    elif isinstance(statement, ast.Assign):
        if isinstance(statement.value, (ast.Constant, ast.Name)):
            right = f" = {ast.unparse(statement.value)}"
    return (left if len(left) <= 30 else f"….{target.attr}") + right
