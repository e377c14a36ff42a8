"""A parameter made from uninitialised memory that nothing fills.

## What it does

Finds `nn.Parameter(torch.empty(…))`, `torch.empty_like`, `new_empty` and
`torch.Tensor(3, 4)` for which neither the class, nor anything else in the text, runs
an initialisation.

## Why it is bad

`torch.empty` returns memory as it is: zeros in a fresh process, the values of freed
tensors later. After a tensor of 1e30 was freed, a new 64×64 parameter held 1e30 and
the output of its layer was infinite; with Xavier its largest value was 0.22. The same
code works one time and fails the next.

## Live evidence

A version counter of 0 proves that nothing has written the parameter since it was made.
The values tell what the memory held: NaN, infinities, numbers beyond 1e6 or below
1e-30, or only zeros in a matrix.

## Not reported

- An attribute that `__init__`, `reset_parameters` or another method outside `forward`
  uses, or that a call of `init` or an in-place method fills anywhere in the text.
- Classes that go through `self.parameters()` or `self.modules()`, or that have a base
  which is not known here: they may fill it.
- Frozen parameters, which are a place for what will be loaded; tensors without
  elements; lazy parameters.

## References

- `torch.empty`, `torch.nn.init`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from ...source.tree import dotted_name, walk
from ...source.values import text_constant
from .filled import is_filled_in_class, is_filled_variable

# Subject of both halves: `attr`, the class, the attribute; `name`, empty (in a
# function its `__qualname__`), the variable.
# Values: static `name`, `factory`; live `name`, `what`.
RULE = Rule(
    code="NN301",
    name="uninitialised-parameter",
    severity=Severity.ERROR,
    static_severity=Severity.WARNING,
    claim="`{name}` is made by `{factory}` and never initialised",
    message="`{name}` was never initialised: it holds {what}",
    why=(
        "`torch.empty` returns memory as it is, with the values of freed tensors. The "
        "same code may work in one run and diverge in the next."
    ),
    advice="Fill it in `reset_parameters`, for example by `nn.init.xavier_uniform_`.",
    since="0.1.0",
)

_EMPTY = frozenset(
    ("torch.empty", "torch.empty_like", "torch.Tensor", "torch.FloatTensor")
)
_HOLDERS = frozenset(("torch.nn.ParameterList", "torch.nn.ParameterDict"))


@RULE.on_call("Parameter")
def never_filled(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a parameter over empty memory that nothing in the text fills."""
    if text.callee(node) != "torch.nn.Parameter" or not node.args:
        return
    if any(item.arg == "requires_grad" for item in node.keywords):
        # A frozen one is a place for what will be loaded.
        return
    factory = _empty(text, node.args[0])
    if not factory:
        return
    target = _target(text, node)
    if isinstance(target, ast.Name) and not is_filled_variable(text, target):
        function = text.tree.function(target)
        scope = text.tree.qualname(function) if function else ""
        subject = Subject("name", scope, target.id)
        yield text.claim(target, subject=subject, name=target.id, factory=factory)
    attr = _attribute(target)
    facts = text.enclosing_class(node) if attr else None
    if target is None or facts is None or text.module_class(facts.node) is None:
        return
    made = 1 if isinstance(target, ast.Attribute) else 0
    if not is_filled_in_class(text, facts, attr, made):
        yield text.claim(
            target,
            subject=Subject("attr", facts.name, attr),
            name=f"self.{attr}",
            factory=factory,
        )


def _attribute(target: ast.expr | None) -> str:
    """The attribute in `self.w` and in `self.register_parameter("w", …)`."""
    place = target.func if isinstance(target, ast.Call) else target
    if not isinstance(place, ast.Attribute) or dotted_name(place.value) != "self":
        return ""
    return place.attr if place is target else text_constant(target.args[0])  # type: ignore[union-attr]


def _empty(text: Text, node: ast.expr) -> str:
    """How empty memory is asked for: `torch.empty`; empty if it is not."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("to", "cuda"):
        return _empty(text, node.func.value)
    if _has_no_elements(node):
        return ""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "new_empty":
        return "new_empty"
    dotted = text.resolve(node.func)
    if dotted not in _EMPTY:
        return ""
    if dotted.endswith("Tensor") and not _is_sizes(node):
        return ""
    return dotted


def _is_sizes(node: ast.Call) -> bool:
    """Whether `torch.Tensor(…)` gets sizes; one name may be a list of values."""
    if len(node.args) > 1:
        return True
    only = node.args[0] if node.args else None
    if isinstance(only, ast.Starred):
        return True
    return isinstance(only, ast.Constant) and type(only.value) is int


def _has_no_elements(node: ast.Call) -> bool:
    return not node.args or any(
        isinstance(item, ast.Constant) and item.value == 0
        for argument in node.args
        for item in walk(argument)
    )


def _target(text: Text, node: ast.Call) -> ast.expr | None:
    """What the parameter is assigned to, by itself or in a ParameterList.

    Or the call that registers it.
    """
    value: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.Call):
            if _registers(parent, value):
                return parent
            if text.callee(parent) not in _HOLDERS:
                return None
            value = parent
        elif isinstance(parent, ast.Assign):
            single = len(parent.targets) == 1 and parent.value is value
            return parent.targets[0] if single else None
        elif isinstance(parent, ast.AnnAssign):
            return parent.target if parent.value is value else None
        elif isinstance(parent, ast.stmt):
            return None
    return None


def _registers(call: ast.Call, value: ast.AST) -> bool:
    """Whether a call is `….register_parameter("w", value)`."""
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "register_parameter"
        and len(call.args) == 2
        and call.args[1] is value
    )
