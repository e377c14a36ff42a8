"""A parameter that is lost in an expression.

## What it does

Finds `self.w = nn.Parameter(torch.randn(4, 4)) * 0.02` in a module: the result of an
operator, of a method such as `.view()`, `.t()`, `.half()` or `.to(device)`, or of a
torch function on a parameter that was made there, at once or by way of variables.

## Why it is bad

What `nn.Parameter` makes is a leaf that modules register. What an operator makes of
it is a plain tensor with a `grad_fn`: `parameters()` yields 0 tensors instead of 1,
so nothing trains, `state_dict()` saves nothing, `.to()` moves nothing,
`copy.deepcopy(model)` raises, and a second `backward()` raises too, because the
multiplication ran once, in `__init__`. Inside the call, the same operation keeps
the parameter.

## Live evidence

A tensor among the object's own attributes whose graph ends in parameters that no
module, optimizer or variable holds.

## Not reported

- The operation inside: `nn.Parameter(torch.randn(4, 4) * 0.02)`.
- What returns the parameter itself: `nn.init` functions, `requires_grad_()`, and
  `.float()`, `.cpu()`, `.contiguous()` on a tensor that is so already.
- An expression of registered parameters in `forward`: that is what they are for.
- `.detach()` and `.data`: they say that no parameter is wanted.
- A tensor that becomes a parameter later, or goes into an `nn.ParameterList`.

`.to(device)` keeps the parameter where nothing changes, for example on a machine
without GPU, so it is a warning until a live object has shown more.

The edit moves the operation into the call. It is safe for operations with numbers
and for `.to(…)` and its like.

## References

- `torch.nn.Parameter`
- `torch/nn/modules/module.py`: `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.imports import renamed_calls
from ...source.text import Text
from .edits import moved_inside
from .expressions import Lost, lost

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`; live `owner` (the module's expression), `attr`.
RULE = Rule(
    code="NN106",
    name="parameter-in-expression",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="`self.{attr}` is computed from an `nn.Parameter`, so it is a plain tensor",
    message="`{owner}.{attr}` was computed from an `nn.Parameter` and is none itself",
    why=(
        "Only what `nn.Parameter` returns is registered, not what an operation makes "
        "of it. No optimizer sees the parameter, and `state_dict()` does not save it."
    ),
    advice="Move the operation inside `nn.Parameter(...)`.",
    since="0.1.0",
)


@RULE.on_call("Parameter")
def parameters_in_expressions(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims attributes that get what an operation makes of a new parameter."""
    for found in lost(node, text):
        yield _claim(found, text)


@RULE.on(ast.ImportFrom)
def by_another_name(node: ast.ImportFrom, text: Text) -> Iterator[Claim]:
    """The same for `from torch.nn import Parameter as P`."""
    for call in renamed_calls(text, node, "torch.nn", ("Parameter",)):
        yield from parameters_in_expressions(call, text)


def _claim(found: Lost, text: Text) -> Claim:
    edits, safe = moved_inside(found, text)
    return text.claim(
        found.target,
        subject=Subject("attr", found.owner.name, found.target.attr),
        edits=edits,
        safe=safe,
        severity=None if found.is_certain else Severity.WARNING,
        attr=found.target.attr,
    )
