"""A whole model in a file, instead of its state dict.

## What it does

Finds `torch.save(model, path)`, and `model = torch.load(path)` whose result is used as
a model.

## Why it is bad

Since torch 2.6 `torch.load` reads only tensors and plain containers by default, so it
raises `UnpicklingError` for a file that holds a module. `weights_only=False` reads it,
but runs whatever code the file names. And the file refers to the class by its module
and name: a class that was renamed, or lived in another notebook, is not found.

## Live evidence

None: a file does not show what it was made from.

## Not reported

- `torch.save(model.state_dict(), path)` and checkpoints that hold it.
- Files that are read with `weights_only=False` or after `add_safe_globals` here: the
  author has decided.
- Scripted and exported models, which have a format of their own.

The edit saves the state dict. It is not safe: whatever loads the file must change, too.

## References

- `torch.load`, `torch.serialization.add_safe_globals`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import insert
from ...source.instances import instance
from ...source.tensors import keyword
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Subject: `name`, empty (in a function its `__qualname__`), the model.
# Values: `what`.
RULE = Rule(
    code="NN407",
    name="whole-model-save",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="{what}",
    message="{what}",
    why=(
        "`torch.load` reads only tensors and plain containers by default, and raises "
        "for a module. The file also depends on the class by its place and name."
    ),
    advice="Save `model.state_dict()`, and load it into a new model.",
    since="0.1.0",
)

# What only a module has, of all that is saved in files.
_OF_MODULES = frozenset(
    "parameters named_parameters state_dict eval train modules zero_grad".split()
)


@RULE.on_call("save")
def saved_whole(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `torch.save` of what is certainly a module."""
    model = _saved(node)
    name = dotted_name(model)
    if model is None or not name or text.callee(node) != "torch.save":
        return
    if _is_decided(text) or not _is_model(text, model, name):
        return
    yield text.claim(
        model,
        subject=_subject(text, node, name),
        edits=[insert(text, text.lines.end(model), ".state_dict()")],
        what=f"`torch.save` gets `{name}`, which `torch.load` refuses by default",
    )


@RULE.on_call("load")
def loaded_whole(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `torch.load` whose result is used as a module."""
    if text.callee(node) != "torch.load" or _is_decided(text):
        return
    if any(item.arg in (None, "weights_only") for item in node.keywords):
        return
    target, called = _result(text, node)
    if target is not None and called not in _OF_MODULES:
        called = _first_use(text, target) if isinstance(target, ast.Name) else ""
    if target is None or called not in _OF_MODULES:
        return
    name = dotted_name(target)
    yield text.claim(
        node,
        subject=_subject(text, node, name),
        what=f"`{name}` is a model, which `torch.load` refuses by default",
    )


def _saved(node: ast.Call) -> ast.expr | None:
    """What `torch.save` is given, in its place or by name."""
    if node.args:
        return node.args[0]
    given = keyword(node, "obj")
    return given.value if given else None


def _is_decided(text: Text) -> bool:
    """Whether the text says how files with classes are read."""
    if "add_safe_globals" in text.tree.words or "safe_globals" in text.tree.words:
        return True
    return any(
        item.arg == "weights_only"
        and isinstance(item.value, ast.Constant)
        and item.value.value is False
        for call in text.tree.calls.get("load", ())
        for item in call.keywords
    )


def _is_model(text: Text, node: ast.expr, name: str) -> bool:
    if instance(text, node) is not None:
        return True
    facts = text.enclosing_class(node)
    if name == "self":
        return facts is not None and facts.is_module is True
    scope = text.tree.function(node)
    return scope is not None and _methods(scope, name) >= {"parameters"}


def _methods(scope: ast.AST, name: str) -> set[str]:
    """The methods of modules that a scope calls on a name."""
    return {
        node.func.attr
        for node in walk(scope)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _OF_MODULES
        and dotted_name(node.func.value) == name
    }


def _result(text: Text, node: ast.expr) -> tuple[ast.expr | None, str]:
    """Where the result goes, and the method that is called on it at once."""
    called = ""
    parent = text.tree.parents[node]
    while isinstance(parent, ast.Attribute):
        called = called if called in _OF_MODULES else parent.attr
        call = text.tree.parents[parent]
        if not isinstance(call, ast.Call) or call.func is not parent:
            return None, ""
        parent = text.tree.parents[call]
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        return parent.targets[0], called
    return None, ""


def _first_use(text: Text, target: ast.Name) -> str:
    """The first method of a module that is called on a name, if it is bound once."""
    if len(text.names.bindings(target.id, target)) != 1:
        return ""
    scope = text.tree.function(target) or text.tree.module
    return next(iter(sorted(_methods(scope, target.id))), "")


def _subject(text: Text, node: ast.AST, name: str) -> Subject:
    function = text.tree.function(node)
    return Subject("name", text.tree.qualname(function) if function else "", name)
