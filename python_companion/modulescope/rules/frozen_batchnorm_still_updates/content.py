"""What models contain, and what functions do with their modes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...source.text import Text
from ...source.tree import dotted_name, find, walk

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Architectures of torchvision and timm with batch norm in every layer.
_KNOWN = re.compile(
    r"(?!.*(_bit|_gn))(wide_)?(se_)?resne[xs]?t\w*|densenet\d+\w*|mobilenet\w*|efficientnet\w*"
    r"|tf_efficientnet\w*|googlenet|inception\w*|shufflenet\w*|regnet\w*|mnasnet\w*"
    r"|vgg\d+_bn",
    re.IGNORECASE,
)
_BATCH_NORM = re.compile(r"torch\.nn\.(Sync|Lazy)?BatchNorm(1d|2d|3d)?$")
_MAKING = frozenset(("create_model", "get_model", "load"))


def has_batch_norm(text: Text, path: str, at: ast.AST | None) -> bool:
    """Whether a model, or a part of it, certainly contains batch norm."""
    root, _, below = path.partition(".")
    found = False
    for owner, value in _values(text, root, at):
        parts: list[tuple[Text, ast.AST]] = [(owner, value)]
        facts = owner.class_facts(value.func) if isinstance(value, ast.Call) else None
        if facts is not None and any("train" in one.methods for one in facts.family):
            # Its own `train()` decides which layers keep their statistics.
            return False
        if below and facts is not None:
            stores = facts.all_stores(below.partition(".")[0])
            parts = [(facts.text, s.value) for s in stores if s.value is not None]
        if not any(_contains(*part) for part in parts):
            return False
        found = True
    return found


def _values(
    text: Text, name: str, at: ast.AST | None
) -> Iterator[tuple[Text, ast.expr]]:
    """What a name is bound to at the place of a function, or at the top level."""
    scope = text.tree.scopes.get(at if at is not None else text.tree.module, {})
    own = [binding.node for binding in scope.get(name, ())]
    found = [(text, node) for node in own if node is not None]
    for owner, node in found or text.notebook.definitions(text.cell, name):
        if isinstance(node, ast.Assign):
            yield owner, node.value


def _contains(text: Text, root: ast.AST) -> bool:
    """Whether what an expression makes has batch norm, through classes of the cell."""
    pending: list[tuple[Text, ast.AST]] = [(text, root)]
    seen: set[ast.AST] = set()
    while pending:
        owner, tree = pending.pop()
        for node in walk(tree):
            if not isinstance(node, ast.Call) or node in seen:
                continue
            seen.add(node)
            dotted = owner.callee(node)
            if _BATCH_NORM.match(dotted):
                return not any(map(_may_keep_statistics, node.keywords))
            last = dotted_name(node.func).rpartition(".")[2]
            if _KNOWN.fullmatch(last) and (dotted or owner is text):
                return True
            if last in _MAKING and any(
                isinstance(item, ast.Constant) and _KNOWN.match(str(item.value))
                for item in node.args
            ):
                return True
            facts = owner.class_facts(node.func)
            for relative in facts.family if facts is not None else ():
                if relative.node not in seen and "__init__" in relative.methods:
                    seen.add(relative.node)
                    pending.append((relative.text, relative.methods["__init__"]))
    return False


def _may_keep_statistics(keyword: ast.keyword) -> bool:
    """Whether an option of batch norm can stop its running statistics."""
    stops = isinstance(keyword.value, ast.Constant) and keyword.value.value == 0
    return keyword.arg == "track_running_stats" or (keyword.arg == "momentum" and stops)


def sets_train_mode(text: Text, name: str) -> bool:
    """Whether a function puts an argument in train mode, and none of its parts back."""
    if "." in name or not name:
        return False
    own = text.tree.scopes[text.tree.module].get(name, ())
    found = [(text, binding.node) for binding in own if binding.node is not None]
    for owner, function in found or text.notebook.definitions(text.cell, name):
        if isinstance(function, _FUNCTIONS):
            return "train" in owner.tree.calls and _trains_argument(function)
    return False


def _trains_argument(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = {item.arg for item in (*function.args.posonlyargs, *function.args.args)}
    trained: set[str] = set()
    for node in find(ast.Call, *function.body):
        if not isinstance(node.func, ast.Attribute):
            continue
        owner = dotted_name(node.func.value)
        if node.func.attr == "train" and owner in arguments:
            trained.add(owner)
        elif node.func.attr == "eval" and owner not in arguments:
            return False
        elif node.func.attr == "apply":
            # `model.apply(set_bn_eval)`
            return False
    return bool(trained)
