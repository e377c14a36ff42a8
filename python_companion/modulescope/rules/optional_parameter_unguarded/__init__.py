"""An initialisation that takes for granted a parameter that may be None.

## What it does

Finds `nn.init.zeros_(m.bias)`, `m.bias.data.zero_()` and the like under
`isinstance(m, nn.Linear)` without a check for None, where `m` is any layer of that
type. Also `if m.bias:`, the check that fails.

## Why it is bad

Layers built with `bias=False`, and norm layers with `affine=False`, have the attribute,
and it is None: `AttributeError: 'NoneType' object has no attribute 'zero_'`. `hasattr`
is True for them. The truth value of a bias raises `Boolean value of Tensor with more
than one value is ambiguous`; for a single value it is False when that value is 0.

## Live evidence

A live model has a layer of the tested type whose parameter is None; if all of them have
it, the claim is refuted. For `if m.bias:` it is the other way round: a parameter of
several numbers confirms.

## Not reported

- Parameters that are checked: `if m.bias is not None`, a `try`, or any other test that
  picks the layers, such as one of their names.
- Notebooks and files without `bias=False` anywhere: their layers all have a bias.
- One given layer, such as `self.fc.bias` of a class that builds it with a bias.
- Types that the same cell builds, always with the parameter, or only in classes that
  it does not show. Without a layer in sight, only the bias of linear and convolution
  layers is reported: norm layers without it are rare.

The edit puts the check around the statement.

## References

- `torch/nn/modules/linear.py`: `register_parameter("bias", None)`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import indent_under, insert
from ...source.text import Text
from .uses import Use, tested_uses

# Subject of both halves: `function`, empty, its qualified name (empty: no function).
# Values: `name`, `problem`; for the live half `attr`, `types`,
# and `is_truth`: the truth value of the parameter is asked.
RULE = Rule(
    code="NN302",
    name="optional-parameter-unguarded",
    severity=Severity.WARNING,
    claim="`{name}` {problem}",
    message="`{name}` {problem}",
    why=(
        "A layer that is built without a bias or affine weights has the attribute, and "
        "it is None. Using it raises `AttributeError`."
    ),
    advice="Check it with `is not None`.",
    since="0.1.0",
)


@RULE.on_call("isinstance")
def unguarded_parameters(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims uses of a parameter that layers of the tested type may lack."""
    for use in tested_uses(text, node):
        function = text.tree.function(node)
        name = "" if function is None else text.tree.qualname(function)
        yield text.claim(
            use.node,
            subject=Subject("function", "", name),
            edits=_edits(text, use),
            safe=True,
            name=ast.unparse(use.node),
            problem=_problem(use),
            attr=use.node.attr,
            types=use.types,
            is_truth=use.is_truth,
        )


def _problem(use: Use) -> str:
    if use.is_truth:
        return "has no truth value: it is a tensor, or None"
    flag = "bias=False"
    if use.node.attr == "weight" or "Norm" in use.types[0]:
        flag = "affine=False"
        if use.types[0] in ("LayerNorm", "RMSNorm"):
            flag = "elementwise_affine=False"
    return f"is None in layers with `{flag}`, and nothing checks it"


def _edits(text: Text, use: Use) -> tuple[Edit, ...]:
    name = text.lines.text(use.node)
    if use.is_truth:
        parent = text.tree.parents[use.node]
        if isinstance(parent, ast.UnaryOp):
            return ()
        return (insert(text, text.lines.end(use.node), " is not None"),)
    statement = text.tree.statement(use.node)
    if not isinstance(statement, (ast.Expr, ast.Assign, ast.AugAssign)):
        return ()
    return indent_under(text, [statement], f"if {name} is not None:")
