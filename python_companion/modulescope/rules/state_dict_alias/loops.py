"""State dicts that are kept by a loop, or by an object, while a model is trained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...source.loops import Loop, loops_around
from ...source.state import TRAINS, Snapshot, given, snapshot
from ...source.text import Text
from ...source.tree import dotted_name, walk

_ADDERS = frozenset(("append", "appendleft"))
# What else has a `state_dict`: of most, nothing is changed in place.
_NO_MODEL = re.compile(r"opt|sched|scaler|loader|sampler|dataset|token|stopper|meter")
_Kept = tuple[ast.expr, Snapshot]


def kept_over_training(text: Text, call: ast.Call) -> _Kept | None:
    """What keeps the state dict that a call returns, if the model is trained on."""
    value: ast.AST = call
    taken = snapshot(text, call)
    # Outwards to the whole value: `{'model': model.state_dict()}`.
    for parent in text.tree.ancestors(call):
        if isinstance(parent, ast.stmt):
            break
        if (around := snapshot(text, parent)) and around.call is call:
            value, taken = parent, around
    if taken is None or is_no_model(taken.model):
        return None
    parent = text.tree.parents[value]
    if isinstance(parent, ast.Call):
        return _added(text, parent, taken)
    if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        if len(targets) == 1:
            return _assigned(text, targets[0], taken)
    return None


def is_no_model(name: str) -> bool:
    """Whether a name says that it is an optimizer, a scheduler or the like."""
    return _NO_MODEL.search(name.rpartition(".")[2].lower()) is not None


def _added(text: Text, call: ast.Call, taken: Snapshot) -> _Kept | None:
    """`history.append(model.state_dict())` in a loop that trains."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in _ADDERS:
        return None
    return _collected(text, function.value, taken)


def _collected(text: Text, holder: ast.expr, taken: Snapshot) -> _Kept | None:
    name = dotted_name(holder)
    for loop in _training(text, taken):
        if name and name not in loop.binds and _made_outside(loop, taken):
            return holder, taken
    return None


def _assigned(text: Text, target: ast.expr, taken: Snapshot) -> _Kept | None:
    if isinstance(target, ast.Subscript):
        if not isinstance(target.slice, ast.Constant):
            return _collected(text, target.value, taken)
        if not isinstance(target.value, ast.Name):
            return None
    elif not dotted_name(target):
        return None
    if isinstance(target, ast.Attribute) and _is_loaded_back(text, target, taken):
        return target, taken
    for loop in _training(text, taken):
        if not _made_outside(loop, taken):
            continue
        if _is_conditional(text, target, loop.node) and _outlives(text, target, loop):
            return target, taken
    return None


def _training(text: Text, taken: Snapshot) -> Iterator[Loop]:
    """The loops around a call that train its model."""
    for node in loops_around(text, taken.call):
        loop = Loop(text, node)
        if trains(loop, taken.model):
            yield loop


def trains(loop: Loop, model: str) -> bool:
    """Whether a loop steps an optimizer, or gives the model to a training."""
    if loop.runs_once:
        return False
    if loop.backwards and loop.steps:
        return True
    root = model.partition(".")[0]
    for name, calls in loop.calls.items():
        if not TRAINS.search(name):
            continue
        for _, call in calls:
            names = {argument.partition(".")[0] for argument in given(call)}
            if root in names or (root == "self" and name not in ("train", "eval")):
                return True
    return False


def _made_outside(loop: Loop, taken: Snapshot) -> bool:
    """Whether the model is older than an iteration."""
    return taken.model.partition(".")[0] not in loop.binds


def _is_conditional(text: Text, node: ast.AST, loop: ast.AST) -> bool:
    for parent in text.tree.ancestors(node):
        if parent is loop:
            return False
        if isinstance(parent, ast.If):
            return True
    return False


def _outlives(text: Text, target: ast.expr, loop: Loop) -> bool:
    """Whether what was kept is used after the iteration that kept it."""
    uses: list[ast.AST]
    if isinstance(target, ast.Attribute):
        facts = text.enclosing_class(target)
        if facts is None or not dotted_name(target).startswith("self."):
            return False
        uses = [use.node for use in facts.all_uses(target.attr)]
    else:
        uses = _reads(text, target, loop)
    block = _block(text, target)
    at_once = [use for use in uses if block in text.tree.ancestors(use)]
    if at_once:
        return False
    outside = [
        use
        for use in uses
        if loop.node not in text.tree.ancestors(use) and _is_real(text, use)
    ]
    # In a notebook, a later cell will use it.
    in_cell = text.cell.id is not None and loop.function is None
    return bool(outside) or (in_cell and not uses)


def _reads(text: Text, target: ast.expr, loop: Loop) -> list[ast.AST]:
    """Where the value of `best`, or of `best['model']`, is read as far as one sees."""
    key = target.slice if isinstance(target, ast.Subscript) else None
    holder = target.value if isinstance(target, ast.Subscript) else target
    found: list[ast.AST] = []
    for node in walk(loop.function or text.tree.module):
        if isinstance(node, ast.Name) and node.id == dotted_name(holder):
            item = text.tree.parents[node]
            if isinstance(node.ctx, ast.Load) and not _is_another(item, key):
                found.append(node)
    return found


def _is_another(item: ast.AST, key: ast.expr | None) -> bool:
    """Whether `best['loss']` is an entry of its own, or an entry is only set."""
    if key is None or not isinstance(item, ast.Subscript):
        return False
    other = isinstance(item.slice, ast.Constant) and ast.dump(item.slice) != ast.dump(
        key
    )
    return other or isinstance(item.ctx, ast.Store)


def _is_real(text: Text, use: ast.AST) -> bool:
    """Whether a use reads the weights: no `if best is None`."""
    return not isinstance(text.tree.parents[use], (ast.Compare, ast.If, ast.BoolOp))


def _block(text: Text, node: ast.AST) -> ast.AST:
    parents = text.tree.ancestors(node)
    return next(p for p in parents if isinstance(p, (ast.If, ast.For, ast.While)))


def _is_loaded_back(text: Text, target: ast.Attribute, taken: Snapshot) -> bool:
    """`self.best = model.state_dict()`, and elsewhere its model loads `self.best`."""
    facts = text.enclosing_class(target)
    method = text.tree.function(target)
    if facts is None or dotted_name(target) != f"self.{target.attr}":
        return False
    last = taken.model.rpartition(".")[2]
    for use in facts.all_uses(target.attr):
        call = text.tree.parents.get(use.node)
        if (
            use.method is not method
            and isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "load_state_dict"
            and dotted_name(call.func.value).rpartition(".")[2] == last
        ):
            return True
    return False
