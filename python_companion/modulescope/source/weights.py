"""Whether a module that a text makes has parameters."""

from __future__ import annotations

import ast
import re

from .classes import ClassFacts
from .frames import Frame
from .inference.containers import children_of
from .inference.expressions import held
from .inference.held import Held, Values
from .torchnames import MODULE_MAKERS

_LAYERS = re.compile(
    r"(Lazy)?(Linear|Conv(Transpose)?[123]d|BatchNorm[123]d)|Bilinear|SyncBatchNorm"
    r"|LayerNorm|GroupNorm|RMSNorm|Embedding(Bag)?|(LSTM|GRU|RNN)(Cell)?|PReLU"
    r"|MultiheadAttention|Transformer\w*|AdaptiveLogSoftmaxWithLoss"
)
_CONTAINERS = frozenset(("Sequential", "ModuleList", "ModuleDict"))
_DEPTH = 6


def has_parameters(way: Held, depth: int = 0) -> bool:
    """Whether a value is a parameter, or a module that certainly has some."""
    if way.kind == "parameter" or depth > _DEPTH:
        return way.kind == "parameter"
    if way.kind != "module" or not isinstance(way.node, ast.Call):
        return False
    if way.facts is not None:
        return _class_has(way.facts, depth)
    dotted = way.frame.text.callee(way.node)
    head, _, last = dotted.rpartition(".")
    if head == "torch.nn" and last in _CONTAINERS:
        children = children_of(_ask, way.frame, way.node)
        return any(has_parameters(w, depth + 1) for c in children for w in c.ways)
    if head == "torch.nn":
        return _LAYERS.fullmatch(last) is not None
    return MODULE_MAKERS.fullmatch(dotted) is not None


def _ask(frame: Frame, node: ast.AST | None) -> Values:
    return held(frame.text, node, frame if frame.function else None)


def _class_has(facts: ClassFacts, depth: int) -> bool:
    """Whether a method of a class assigns a parameter, or a module that has some."""
    if "parameter" in {k for f in facts.family for k in f.registered.values()}:
        return True
    return any(
        has_parameters(way, depth + 1)
        for owner in facts.family
        for stores in owner.stores.values()
        for store in stores
        for way in held(owner.text, store.value).ways
    )
