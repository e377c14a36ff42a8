"""Layers with a bias, and the norm that follows them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...source.claims import Subject
from ...source.classes import ClassFacts, Method
from ...source.guards import passes
from ...source.nodes import is_true
from ...source.spread import may_give
from ...source.tensors import keyword
from ...source.text import Text
from ...source.tree import dotted_name, walk

_DIMENSIONS = ("1d", "2d", "3d")
NORMS = tuple(f"{k}Norm{d}" for k in ("Batch", "Instance") for d in _DIMENSIONS)
# The place of `bias` among the arguments (`torch/nn/modules/conv.py`, `linear.py`).
BIAS_POSITION = {
    "Linear": 2,
    **{f"Conv{d}": 7 for d in _DIMENSIONS},
    **{f"ConvTranspose{d}": 7 for d in _DIMENSIONS},
}


class Pair(NamedTuple):
    """A layer whose bias the norm cancels."""

    subject: Subject
    layer: ast.Call
    norm: ast.Call


def is_pair(text: Text, layer: ast.AST, norm: ast.AST) -> bool:
    """Whether two calls make a layer with a bias and a norm of its channels."""
    if not (isinstance(layer, ast.Call) and isinstance(norm, ast.Call)):
        return False
    head, _, kind = text.resolve(layer.func).rpartition(".")
    norm_head, _, norm_kind = text.resolve(norm.func).rpartition(".")
    if (head, norm_head) != ("torch.nn", "torch.nn") or norm_kind not in NORMS:
        return False
    if kind not in BIAS_POSITION or not _has_bias(text, layer, BIAS_POSITION[kind]):
        return False
    if kind == "Linear":
        # The norm may run along another axis of a sequence, so widths must agree.
        fits = norm_kind == "BatchNorm1d"
    else:
        fits = norm_kind[-2:] == kind[-2:]
    if norm_kind.startswith("I"):
        tracks = keyword(norm, "track_running_stats")
        fits = fits and not (tracks and is_true(tracks.value))
        fits = fits and not may_give(text, norm, "track_running_stats")
    return fits and _same_width(layer, norm)


def _has_bias(text: Text, layer: ast.Call, position: int) -> bool:
    if any(isinstance(argument, ast.Starred) for argument in layer.args):
        return False
    if may_give(text, layer, "bias"):
        return False
    if given := keyword(layer, "bias"):
        return is_true(given.value)
    return len(layer.args) <= position or is_true(layer.args[position])


def _same_width(layer: ast.Call, norm: ast.Call) -> bool:
    out = keyword(layer, "out_channels") or keyword(layer, "out_features")
    width = out.value if out else (layer.args[1] if len(layer.args) > 1 else None)
    given = keyword(norm, "num_features")
    expected = given.value if given else (norm.args[0] if norm.args else None)
    if width is None or expected is None:
        return False
    return ast.dump(width) == ast.dump(expected)


def neighbours(norm: ast.Call, text: Text) -> Pair | None:
    """The layer right before a norm in what becomes an `nn.Sequential`."""
    parent = text.tree.parents[norm]
    if isinstance(parent, ast.Call) and norm in parent.args:
        if text.callee(parent) == "torch.nn.Sequential":
            return _in_list(norm, parent.args, parent, text)
        return _appended(norm, parent, text)
    if isinstance(parent, ast.Tuple) and len(parent.elts) == 2:
        return _in_ordered_dict(norm, parent, text)
    if isinstance(parent, (ast.List, ast.Tuple)):
        above = text.tree.parents[parent]
        if isinstance(above, ast.Starred):
            call = text.tree.parents[above]
            if text.callee(call) == "torch.nn.Sequential":
                return _in_list(norm, parent.elts, call, text)
        if isinstance(above, (ast.Assign, ast.AugAssign)):
            target = above.targets[0] if isinstance(above, ast.Assign) else above.target
            if _becomes_sequence(target, text):
                return _in_list(norm, parent.elts, None, text)
    return None


def _in_list(
    norm: ast.Call, items: Sequence[ast.expr], sequence: ast.AST | None, text: Text
) -> Pair | None:
    index = items.index(norm) - 1
    if index < 0 or not is_pair(text, items[index], norm):
        return None
    layer = items[index]
    assert isinstance(layer, ast.Call)
    plain = not any(isinstance(item, ast.Starred) for item in items[:index])
    path = str(index) if sequence is not None and plain else ""
    return Pair(_subject(sequence, path, layer, text), layer, norm)


def _in_ordered_dict(norm: ast.Call, item: ast.Tuple, text: Text) -> Pair | None:
    """In `nn.Sequential(OrderedDict([("conv", …), ("norm", …)]))`."""
    items = text.tree.parents[item]
    if not isinstance(items, ast.List) or item.elts[1] is not norm:
        return None
    index = items.elts.index(item) - 1
    before = items.elts[index] if index >= 0 else None
    ordered = text.tree.parents[items]
    sequence = text.tree.parents.get(ordered)
    if not (
        isinstance(before, ast.Tuple)
        and len(before.elts) == 2
        and isinstance(before.elts[0], ast.Constant)
        and text.callee(sequence) == "torch.nn.Sequential"
        and is_pair(text, before.elts[1], norm)
    ):
        return None
    layer = before.elts[1]
    assert isinstance(layer, ast.Call)
    subject = _subject(sequence, str(before.elts[0].value), layer, text)
    return Pair(subject, layer, norm)


def _appended(norm: ast.Call, call: ast.Call, text: Text) -> Pair | None:
    """After `layers.append(nn.Conv2d(…))`, in the statement right before."""
    statement = text.tree.parents[call]
    if not _is_append(call) or not isinstance(statement, ast.Expr):
        return None
    block = _block(text.tree.parents[statement], statement)
    index = block.index(statement) - 1
    before = block[index] if index >= 0 else None
    if not (isinstance(before, ast.Expr) and isinstance(before.value, ast.Call)):
        return None
    other = before.value
    assert isinstance(call.func, ast.Attribute)
    if (
        not _is_append(other)
        or not isinstance(other.func, ast.Attribute)
        or ast.dump(other.func.value) != ast.dump(call.func.value)
        or not is_pair(text, other.args[0], norm)
        or not _becomes_sequence(call.func.value, text)
    ):
        return None
    layer = other.args[0]
    assert isinstance(layer, ast.Call)
    return Pair(_subject(None, "", layer, text), layer, norm)


def _is_append(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "append"
        and len(call.args) == 1
    )


def _block(parent: ast.AST, statement: ast.stmt) -> list[ast.stmt]:
    """The statements among which one stands."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and statement in block:
            return block
    return [statement]


def _becomes_sequence(target: ast.expr, text: Text) -> bool:
    """Whether a local list is unpacked into an `nn.Sequential`, or is one."""
    if not isinstance(target, ast.Name):
        return False
    scope = text.tree.scope(target)
    for call in text.tree.all(ast.Call):
        if text.tree.scope(call) is scope and (
            text.callee(call) == "torch.nn.Sequential"
        ):
            if any(
                isinstance(a, ast.Starred)
                and isinstance(a.value, ast.Name)
                and a.value.id == target.id
                for a in call.args
            ):
                return True
            parent = text.tree.parents[call]
            if isinstance(parent, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == target.id for t in parent.targets
            ):
                return True
    return False


def _subject(
    sequence: ast.AST | None, path: str, layer: ast.Call, text: Text
) -> Subject:
    """`net.0` of a class, or `model.0` of the namespace, where that can be told."""
    statement = text.tree.parents.get(sequence) if sequence is not None else None
    if isinstance(statement, ast.Assign) and path:
        target = statement.targets[0]
        owner = text.enclosing_class(target)
        if isinstance(target, ast.Name) and text.tree.function(target) is None:
            return Subject("name", "", f"{target.id}.{path}")
        if isinstance(target, ast.Attribute) and owner is not None:
            return Subject("attr", owner.name, f"{target.attr}.{path}")
    owner = text.enclosing_class(layer)
    written = " ".join(text.lines.text(layer).split())
    return Subject("function", owner.name if owner else "", written[:100])


def of_class(facts: ClassFacts) -> Iterator[Pair]:
    """The pairs of attributes that a forward pass calls one on the other."""
    text = facts.text
    calls = {
        attr: stores[0].value
        for attr, stores in facts.stores.items()
        if len(stores) == 1 and isinstance(stores[0].value, ast.Call)
    }
    norms = [a for a, c in calls.items() if text.callee(c).endswith(NORMS)]
    if not norms:
        return
    in_pass = [m for m, owner in passes(facts, "forward").items() if owner is facts]
    for attr in norms:
        inputs = [_input(text, use.node, in_pass) for use in facts.uses.get(attr, ())]
        for node in inputs:
            layer = calls.get(node.attr) if node is not None else None
            if node is None or layer is None or not is_pair(text, layer, calls[attr]):
                continue
            if len(facts.uses[node.attr]) == 1 and len(inputs) == 1:
                assert isinstance(layer, ast.Call)
                norm = calls[attr]
                assert isinstance(norm, ast.Call)
                yield Pair(Subject("attr", facts.name, node.attr), layer, norm)


def _input(
    text: Text, norm: ast.Attribute, in_pass: list[Method]
) -> ast.Attribute | None:
    """`self.conv` in `self.bn(self.conv(x))`, also over one local variable."""
    call = text.tree.parents[norm]
    function = text.tree.function(norm)
    if not isinstance(call, ast.Call) or call.func is not norm or len(call.args) != 1:
        return None
    if function not in in_pass:
        return None
    value = call.args[0]
    if isinstance(value, ast.Name):
        statement = text.tree.statement(call)
        found = _set_right_before(text, value, statement)
        if found is None:
            return None
        value = found
    if (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and dotted_name(value.func).count(".") == 1
        and dotted_name(value.func).split(".")[0] == dotted_name(norm).split(".")[0]
    ):
        return value.func
    return None


def _set_right_before(
    text: Text, name: ast.Name, statement: ast.stmt
) -> ast.expr | None:
    """The value of a variable that the statement before sets for this one only."""
    block = _block(text.tree.parents[statement], statement)
    index = block.index(statement) - 1
    before = block[index] if index >= 0 else None
    if not (
        isinstance(before, ast.Assign)
        and len(before.targets) == 1
        and isinstance(before.targets[0], ast.Name)
        and before.targets[0].id == name.id
    ):
        return None
    function = text.tree.function(name)
    uses = [
        node
        for node in walk(statement)
        if isinstance(node, ast.Name)
        and node.id == name.id
        and isinstance(node.ctx, ast.Load)
    ]
    if len(uses) != 1:
        return None
    rebound = isinstance(statement, ast.Assign) and any(
        isinstance(t, ast.Name) and t.id == name.id for t in statement.targets
    )
    later = [
        node
        for node in walk(*getattr(function, "body", ()))
        if isinstance(node, ast.Name)
        and node.id == name.id
        and isinstance(node.ctx, ast.Load)
        and node is not name
        and node.lineno > statement.lineno
    ]
    return before.value if rebound or not later else None
