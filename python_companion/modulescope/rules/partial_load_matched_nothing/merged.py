"""Whether a state dict is the model's own, with filtered entries of another."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ...source.text import Text
from ...source.tree import dotted_name, walk


def merged(text: Text, load: ast.Call, model: str) -> str | None:
    """The variable with the filtered entries; empty if they have none; else None."""
    scope = text.tree.function(load) or text.tree.module
    every = list(walk(scope))
    nodes = [n for n in every if getattr(n, "lineno", 0) <= load.lineno]
    state = load.args[0]
    if isinstance(state, ast.Dict) and state.keys == [None, None]:
        # `{**model.state_dict(), **kept}`
        own, kept = state.values
        is_own = _is_own(own, model) or (
            isinstance(own, ast.Name) and _holds_own(nodes, own.id, model)
        )
        return _unseen(every, kept, load) if is_own else None
    if not isinstance(state, ast.Name) or not _holds_own(nodes, state.id, model):
        return None
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "update"
            and dotted_name(node.func.value) == state.id
            and len(node.args) == 1
        ):
            return _unseen(every, node.args[0], node)
        if isinstance(node, ast.For) and _copies_known(node, state.id):
            return ""
    return None


def _holds_own(nodes: Iterable[ast.AST], name: str, model: str) -> bool:
    """Whether the only value of a name is the model's own state dict."""
    values = [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign) and name in map(dotted_name, node.targets)
    ]
    return len(values) == 1 and _is_own(values[0], model)


def _is_own(node: ast.expr, model: str) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "state_dict":
            return dotted_name(node.func.value) == model
    # `copy.deepcopy(model.state_dict())`, `dict(model.state_dict())`
    return (
        isinstance(node, ast.Call)
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Call)
        and _is_own(node.args[0], model)
    )


def _unseen(nodes: list[ast.AST], kept: ast.expr, use: ast.Call) -> str | None:
    """The name of filtered entries if nothing but their use looks at them.

    A look may come after the load, too: it tells how many there were.
    """
    if isinstance(kept, ast.DictComp):
        return "" if _filters(kept) else None
    if not isinstance(kept, ast.Name):
        return None
    made = [
        node
        for node in nodes
        if isinstance(node, ast.Assign)
        and node.lineno <= use.lineno
        and kept.id in map(dotted_name, node.targets)
    ]
    if not made or not isinstance(made[-1].value, ast.DictComp):
        return None
    if not _filters(made[-1].value):
        return None
    inside = set(walk(made[-1].value, use))
    looks = [
        node
        for node in nodes
        if isinstance(node, ast.Name)
        and node.id == kept.id
        and isinstance(node.ctx, ast.Load)
        and node not in inside
        and node.lineno > made[-1].lineno
    ]
    return None if looks else kept.id


def _filters(node: ast.DictComp) -> bool:
    """Whether a comprehension keeps what another dictionary knows: `if k in own`."""
    return any(
        isinstance(item, ast.Compare) and isinstance(item.ops[0], ast.In)
        for generator in node.generators
        for test in generator.ifs
        for item in walk(test)
    )


def _copies_known(loop: ast.For, name: str) -> bool:
    """`for k, v in old.items(): if k in own: own[k] = v`, and nothing else."""
    if len(loop.body) != 1 or not isinstance(loop.body[0], ast.If):
        return False
    branch = loop.body[0]
    if branch.orelse or len(branch.body) != 1:
        return False
    asks = any(
        isinstance(item, ast.Compare)
        and isinstance(item.ops[0], ast.In)
        and name in {n.id for n in walk(item) if isinstance(n, ast.Name)}
        for item in walk(branch.test)
    )
    store = branch.body[0]
    return (
        asks
        and isinstance(store, ast.Assign)
        and isinstance(store.targets[0], ast.Subscript)
        and dotted_name(store.targets[0].value) == name
    )
