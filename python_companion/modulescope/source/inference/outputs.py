"""Whose output a call of a module is: the layer that comes last in it."""

from __future__ import annotations

import ast

from ..torchnames import NN_CLASSES
from .containers import children_of
from .held import UNKNOWN, Ask, Held, Values, join

_WRAPPERS = frozenset(
    (
        "torch.nn.DataParallel",
        "torch.nn.parallel.DataParallel",
        "torch.nn.parallel.DistributedDataParallel",
    )
)
# They return tuples, or cannot be called.
_NO_TENSOR = frozenset(
    "AdaptiveLogSoftmaxWithLoss Container GRU LSTM LSTMCell Module ModuleDict "
    "ModuleList MultiheadAttention ParameterDict ParameterList RNN RNNBase".split()
)
_DEPTH = 8


def answering(ask: Ask, called: Values, depth: int = 0) -> Values:
    """The values that answer where some are called: of a `Sequential` its last."""
    if depth > _DEPTH:
        return UNKNOWN
    found = []
    for way in called.ways:
        inner = _last(ask, way)
        one = Values((way,), True)
        found.append(one if inner is None else answering(ask, inner, depth + 1))
    return join([*found, *([] if called.whole else [UNKNOWN])])


def _last(ask: Ask, way: Held) -> Values | None:
    """What gives the output of a container or wrapper of torch; None for others."""
    if way.kind != "module" or not isinstance(way.node, ast.Call):
        return None
    if not way.intact:
        return UNKNOWN
    dotted, given = way.frame.text.callee(way.node), way.node.args
    if dotted == "torch.nn.Sequential":
        if given and isinstance(given[-1], ast.Starred):
            return _last_of(ask(way.frame, given[-1].value))
        if len(given) == 1:
            only = ask(way.frame, given[0])
            return only if only.only("module") else _last_of(only)
        return children_of(ask, way.frame, way.node)[-1] if given else UNKNOWN
    if dotted in _WRAPPERS:
        return ask(way.frame, given[0]) if given else UNKNOWN
    return None


def _last_of(values: Values) -> Values:
    """The last of what a list holds whose length the text shows."""
    parts = [way.parts for way in values.ways]
    return join(part[-1] if part else UNKNOWN for part in parts) if parts else UNKNOWN


def is_layer(way: Held) -> bool:
    """Whether it is a layer of torch whose output is a tensor."""
    if way.kind != "module" or not isinstance(way.node, ast.Call):
        return False
    if any(item.arg == "return_indices" for item in way.node.keywords):
        return False
    head, _, last = way.frame.text.callee(way.node).rpartition(".")
    return head == "torch.nn" and last in NN_CLASSES and last not in _NO_TENSOR
