"""A parameter that an optimizer steps twice.

## What it does

Finds an optimizer that is given the parameters of a module and, in the same list,
those of a part of it, or the same module twice: in one list, wherever it is filled, in
two parameter groups, or in a group that is added to the optimizer.

## Why it is bad

Each entry is stepped: with a gradient of 1 and a learning rate of 1, one `step()`
moved a weight by -1 and one that is listed twice by -2. Part of the model has twice
the learning rate, and Adam's running means are updated twice. torch refuses a
parameter in two groups with `some parameters appear in more than one parameter
group`; in one group it only warns.

## Live evidence

Parameters that a group holds more than once; and parameters of two optimizers that
one loop steps both.

## Not reported

- Parts beside each other: `model.a` and `model.b`.
- Lists that a condition filters, and what only some ways add to a list.
- A model that gets another value or another part between two lists.
- Calls whose error is expected: `with pytest.raises(ValueError):`.
- Two optimizers over the same parameters that are stepped in different places, as
  for two phases of a training.

## References

- `torch/optim/optimizer.py`: `add_param_group`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.flow import is_optimizer_class
from ...source.inference.reaching import reaching
from ...source.nodes import called
from ...source.text import Text
from .lists import listed

# Subject of both halves: `name`, empty, the optimizer; in a function `function`, empty,
# its qualified name. Values: static `part`, `whole`; live `n`, `optimizer`.
RULE = Rule(
    code="NN503",
    name="duplicate-parameters-in-optimizer",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="The parameters of `{part}` are listed twice: `{whole}` has them too",
    message="`{optimizer}` steps {n} twice",
    why=(
        "A parameter that is listed twice in a group moves twice as far. In two groups "
        "torch refuses it: the optimizer is not made."
    ),
    advice="List each parameter once.",
    since="0.1.0",
)

_EXPECTS = re.compile(r"raises|warns|assert(Raises|Warns)")


@RULE.on(ast.Module)
def parameters_listed_twice(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims the second list that has the parameters of another one."""
    for name, calls in text.tree.calls.items():
        for maker in calls if name[:1].isupper() else ():
            if is_optimizer_class(text, maker.func) and not _is_expected(text, maker):
                yield from _listed_twice(text, maker)


def _listed_twice(text: Text, maker: ast.Call) -> Iterator[Claim]:
    given = [item.value for item in maker.keywords if item.arg == "params"]
    found = [one for part in [*maker.args[:1], *given] for one in listed(text, part)]
    found += (one for part in _added(text, maker) for one in listed(text, part))
    for number, later in enumerate(found):
        earlier = [one for one in found[:number] if one.overlaps(later)]
        if earlier:
            whole, part = sorted((earlier[0].path, later.path), key=len)
            yield text.claim(
                later.node if later.text is text else maker,
                subject=_subject(text, maker),
                part=part,
                whole=whole,
            )
            return


def _added(text: Text, maker: ast.Call) -> Iterator[ast.expr]:
    """The groups that an optimizer is given where it is made."""
    statement = text.tree.statement(maker)
    name = statement.targets[0] if isinstance(statement, ast.Assign) else None
    for call in text.tree.calls.get("add_param_group", ()):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(name, ast.Name) and isinstance(owner, ast.Name) and call.args:
            made = [node for _, node in reaching(text, owner)]
            if made == [statement]:
                yield call.args[0]


def _is_expected(text: Text, node: ast.AST) -> bool:
    """Whether a test checks that torch refuses it, or warns."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and _EXPECTS.match(called(item.context_expr)) is not None
        for parent in text.tree.ancestors(node)
        if isinstance(parent, ast.With)
        for item in parent.items
    )


def _subject(text: Text, maker: ast.Call) -> Subject:
    function = text.tree.function(maker)
    if function is not None:
        return Subject("function", "", text.tree.qualname(function))
    parent = text.tree.parents.get(maker)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        return Subject("name", "", parent.targets[0].id)
    return Subject("function", "", "")
