"""A `load_state_dict(…, strict=False)` whose result is not looked at.

## What it does

Finds `model.load_state_dict(state, strict=False)` as a statement of its own, or bound
to `_`. What it returns names the tensors that were not loaded.

## Why it is bad

With `strict=False` a state dict that matches nothing loads without a word. A network
whose weights were saved through `DataParallel` got 0 of 4 tensors, because each key
starts with `module.`: its loss was that of a fresh network, 4,000 times that of the
saved one. Different shapes still raise.

## Live evidence

The keys of the state dict that was loaded, if it is still in the namespace, compared
with the names of the model's tensors. It is an error when more than half of the model
got nothing, or when all unknown keys share a prefix such as `module.`.

## Not reported

- A result that is bound, printed or asked for `missing_keys`.
- State dicts that the same function has filtered, popped keys from or written out.
- Parts of another model that are copied: `head.load_state_dict(other.state_dict())`.
- Shards that are loaded in a loop.
- A new head: what is missing is one submodule such as `fc` or `classifier`.

The edit prints the result.

## References

- `torch.nn.Module.load_state_dict`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import wrap
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the model.
# Values: both `model`, `source`; live also `n`, `total`.
RULE = Rule(
    code="NN401",
    name="strict-false-unchecked",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="Nothing looks at what `{model}` did not get with `strict=False`",
    message="`{model}` got {n} of its {tensors}, and nothing says so",
    why=(
        "With `strict=False` keys that do not match are skipped without a word. What "
        "was not loaded keeps its random values."
    ),
    advice="Print the result: it has `missing_keys` and `unexpected_keys`.",
    since="0.1.0",
)


# Adapters and the like are saved without the model that they change.
_PARTIAL = re.compile(r"lora|peft|adapter|prompt|controlnet|norm_layers|motion")


@RULE.on_call("load_state_dict")
def unchecked(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a load whose report is thrown away."""
    if not isinstance(node.func, ast.Attribute) or not _is_lax(node) or not node.args:
        return
    statement = text.tree.parents[node]
    if not _throws_away(statement, node):
        return
    model = dotted_name(node.func.value)
    function = text.tree.function(node)
    scope = text.tree.qualname(function) if function else ""
    if not model or _is_part(text, node, model, scope):
        return
    yield text.claim(
        node,
        subject=Subject("name", scope, model),
        edits=_edits(text, node, statement),
        safe=True,
        model=model,
        source=ast.unparse(node.args[0]),
    )


def _is_lax(node: ast.Call) -> bool:
    given = [item.value for item in node.keywords if item.arg == "strict"]
    given += node.args[1:2]
    return any(isinstance(v, ast.Constant) and v.value is False for v in given)


def _throws_away(statement: ast.AST, node: ast.Call) -> bool:
    if isinstance(statement, ast.Assign):
        return all(isinstance(t, ast.Name) and t.id == "_" for t in statement.targets)
    return isinstance(statement, ast.Expr)


def _is_part(text: Text, node: ast.Call, model: str, scope: str) -> bool:
    """Whether the state dict is made to be a part: the author knows what is missing."""
    state = node.args[0]
    if isinstance(state, (ast.Call, ast.Dict, ast.DictComp)):
        called = state.func if isinstance(state, ast.Call) else None
        is_load = text.callee(state) == "torch.load"
        return not is_load and not (
            isinstance(called, ast.Name) or _is_name_of_file_loader(called)
        )
    name = dotted_name(state)
    if not name:
        return False
    if _PARTIAL.search(f"{name} {scope}".lower()):
        return True
    if "." in name and name.partition(".")[0] == model.partition(".")[0]:
        return True
    around = text.tree.function(node) or text.tree.module
    return any(_narrows(item, name) for item in walk(around)) or _is_shard(
        text, node, name
    )


def _is_name_of_file_loader(called: ast.expr | None) -> bool:
    return isinstance(called, ast.Attribute) and "load" in called.attr


def _narrows(node: ast.AST, name: str) -> bool:
    """Whether a node takes entries out of a dictionary, or makes it from a few."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        taken = node.func.attr in ("pop", "popitem")
        return taken and dotted_name(node.func.value) == name
    if isinstance(node, ast.Delete):
        return any(
            isinstance(target, ast.Subscript) and dotted_name(target.value) == name
            for target in node.targets
        )
    if isinstance(node, ast.Assign) and name in map(dotted_name, node.targets):
        value = node.value
        if isinstance(value, ast.DictComp):
            return any(generator.ifs for generator in value.generators)
        if isinstance(value, ast.Dict):
            return True
        # `other.state_dict()`: not from a file, so nothing has renamed its keys.
        return (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Attribute)
            and value.func.attr == "state_dict"
        )
    return False


def _is_shard(text: Text, node: ast.Call, name: str) -> bool:
    """Whether a loop around the load binds the state dict."""
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        if isinstance(parent, (ast.For, ast.AsyncFor)):
            for item in walk(parent.target, *parent.body):
                if isinstance(item, ast.Name) and item.id == name:
                    if isinstance(item.ctx, ast.Store):
                        return True
    return False


def _edits(text: Text, node: ast.Call, statement: ast.AST) -> tuple[Edit, ...]:
    edits = wrap(text, node, "print")
    if isinstance(statement, ast.Assign):
        span = Range(text.lines.start(statement), text.lines.start(node))
        # One edit takes `_ = ` away and opens the call.
        edits = (text.edit(span, "print("), edits[1])
    return edits
