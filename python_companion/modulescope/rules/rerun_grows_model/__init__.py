"""A cell that adds another layer to the model each time it runs.

## What it does

Finds cells that append to a model of another cell (`model.append(nn.ReLU())`, also in
a `for` loop) or wrap it under its own name, as in
`model = nn.Sequential(model, nn.Dropout(0.5))`.

## Why it is bad

Cells are run again: after an edit, after an error, to try once more. Each run adds a
layer and nothing says so. After three runs of a cell that appends one layer to a model
of one, the model has four; a wrapping cell that ran three times nests three dropouts of
0.5, of which 12 % of the values survive instead of 50 %.

## Live evidence

The runs of the cell since the model was built are counted, and so are the layers that
they added at its end, or the nested wrappers. Two or more confirm the claim.

## Not reported

- Cells that also build the model, or take layers out of it: each run starts afresh.
- A condition or a loop that may ask how many layers there are.
- `add_module("name", …)`, `model.head = nn.Linear(…)`: another run replaces the layer.
- `torch.compile`, `DataParallel` and its like: they are not layers.
- Scripts: they run once, from top to bottom.

## References

- `torch.nn.Sequential.append`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Subject of both halves: `name`, empty, the model.
# Values: `model`, `does` (`appends to`, `wraps`), `cls` of what is added, `code`.
RULE = Rule(
    code="NN603",
    name="rerun-grows-model",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="this cell {does} `{model}`, so each run adds another layer",
    message="{runs} of this cell added {times} to `{model}`",
    why=(
        "The model of the other cell stays as the last run left it. Running this cell "
        "again adds the same layer once more."
    ),
    advice="Add the layer in the cell that builds the model.",
    since="0.1.0",
)

_GROW = ("append", "insert", "extend")
# They change how a model runs, and running them twice is noticed or harmless.
_NO_LAYERS = ("torch.nn.parallel.", "torch.nn.DataParallel")


@RULE.on_call(*_GROW)
def appended_layers(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims statements that add a layer to a model of another cell."""
    statement = text.tree.parents.get(node)
    if not isinstance(node.func, ast.Attribute) or not isinstance(statement, ast.Expr):
        return
    name = dotted_name(node.func.value)
    if not name or not _runs_each_time(statement, name.partition(".")[0], text):
        return
    added = node.args[-1] if node.args else None
    if text.is_module_call(added) and not _is_shortened(text, name):
        yield from _claim(text, statement, name, node.func.value, added, "appends to")


@RULE.on(ast.Module)
def wrapped_models(node: ast.Module, text: Text) -> Iterator[Claim]:
    """Claims `model = Wrapper(model)`, where another cell builds the model."""
    if text.cell.id is not None:
        for statement in node.body:
            if isinstance(statement, ast.Assign):
                yield from _wrapped(statement, text)


def _wrapped(node: ast.Assign, text: Text) -> Iterator[Claim]:
    target, call = node.targets[0], node.value
    if not isinstance(target, ast.Name) or not isinstance(call, ast.Call):
        return
    passed = [arg.id for arg in call.args if isinstance(arg, ast.Name)]
    if (
        target.id in passed
        and text.is_module_call(call)
        and not text.callee(call).startswith(_NO_LAYERS)
    ):
        yield from _claim(text, node, target.id, target, call, "wraps")


def _runs_each_time(statement: ast.AST | None, model: str, text: Text) -> bool:
    """Whether each run of a notebook cell reaches a statement, maybe in a loop.

    Not if something may ask how many layers there are: a condition, or a loop over
    the model.
    """
    if text.cell.id is None or not isinstance(statement, ast.Expr):
        return False
    for parent in text.tree.ancestors(statement):
        if isinstance(parent, ast.For):
            if any(
                isinstance(n, ast.Name) and n.id == model for n in walk(parent.iter)
            ):
                return False
        elif not isinstance(parent, (ast.With, ast.Module)):
            return False
    return True


def _is_shortened(text: Text, name: str) -> bool:
    """Whether the cell also takes layers out of a model."""
    gone = [target for node in text.tree.all(ast.Delete) for target in node.targets]
    return any(
        isinstance(target, ast.Subscript) and dotted_name(target.value) == name
        for target in gone
    ) or any(
        isinstance(call.func, ast.Attribute) and dotted_name(call.func.value) == name
        for call in text.tree.calls.get("pop", ())
    )


def _claim(
    text: Text,
    statement: ast.stmt,
    name: str,
    place: ast.expr,
    added: ast.expr | None,
    does: str,
) -> Iterator[Claim]:
    root = name.split(".")[0]
    if added is None or not _is_built_elsewhere(text, root, statement):
        return
    assert isinstance(added, ast.Call)
    yield text.claim(
        place,
        subject=Subject("name", "", root),
        model=name,
        does=does,
        cls=dotted_name(added.func).rpartition(".")[2],
        code=text.lines.text(statement),
    )


def _is_built_elsewhere(text: Text, root: str, statement: ast.stmt) -> bool:
    """Whether other cells, and only those, make the model."""
    own = text.tree.scopes[text.tree.module].get(root, ())
    if any(binding.node is not statement for binding in own):
        return False
    found = text.notebook.definitions(text.cell, root)
    return any(
        isinstance(node, ast.Assign) and owner.is_module_call(node.value)
        for owner, node in found
    )
