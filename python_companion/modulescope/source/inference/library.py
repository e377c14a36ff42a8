"""What calls of torch, of builtins and of well-known libraries return."""

from __future__ import annotations

import ast
from collections.abc import Callable

from ..frames import Frame
from ..torchnames import MODULE_MAKERS, TENSOR_FUNCTIONS, TENSOR_MAKERS
from .containers import items_of
from .held import (
    TENSORS,
    UNKNOWN,
    Ask,
    Held,
    Kind,
    Values,
    holding,
    join,
    one,
)

_MAKERS: dict[str, Kind] = {
    "torch.nn.Parameter": "parameter",
    "torch.nn.UninitializedParameter": "parameter",
    "torch.nn.Buffer": "buffer",
    "str": "text",
    "repr": "text",
    "format": "text",
}
_NUMBERS = frozenset("len int float bool hash id ord round isinstance hasattr".split())
# Their value is that of their first argument, or a copy of it.
_GIVES_BACK = frozenset(
    "copy.deepcopy copy.copy torch.compile torch.jit.script torch.jit.trace "
    "torch.nn.utils.weight_norm torch.nn.utils.spectral_norm "
    "torch.nn.utils.parametrizations.weight_norm "
    "torch.nn.utils.parametrizations.spectral_norm".split()
)
# They run the training: accelerate and Lightning's Fabric.
LAUNCHERS = frozenset(
    "accelerate.Accelerator accelerate.accelerator.Accelerator lightning.Fabric "
    "lightning.fabric.Fabric lightning_fabric.Fabric".split()
)
_COPIES: dict[str, Kind] = {
    "list": "list",
    "sorted": "list",
    "tuple": "tuple",
    "set": "set",
    "frozenset": "set",
    "reversed": "iterator",
    "iter": "iterator",
    "dict": "dict",
    "collections.deque": "list",
    "collections.OrderedDict": "dict",
    "itertools.chain": "iterator",
}


def made_by_library(ask: Ask, frame: Frame, node: ast.Call, dotted: str) -> Values:
    """What a call of a function or class that no cell defines returns."""
    if dotted in _MAKERS:
        return one(_MAKERS[dotted], frame, node)
    if dotted in _NUMBERS or dotted.startswith("math."):
        return one("number", frame, node)
    if dotted in TENSOR_MAKERS or dotted.startswith("torch.nn.functional."):
        return one("tensor", frame, node)
    if dotted in _GIVES_BACK:
        return ask(frame, node.args[0]) if node.args else UNKNOWN
    if dotted in _COPIES:
        return _copied(ask, frame, node, _COPIES[dotted])
    if dotted in _SPECIAL:
        return _SPECIAL[dotted](ask, frame, node)
    if MODULE_MAKERS.fullmatch(dotted):
        return one("module", frame, node)
    return _by_family(ask, frame, node, dotted)


def _by_family(ask: Ask, frame: Frame, node: ast.Call, dotted: str) -> Values:
    head, _, last = dotted.rpartition(".")
    if is_optimizer_class(dotted):
        return optimizer(ask, frame, node)
    if dotted in LAUNCHERS:
        return one("object", frame, node)
    if head == "torch.optim.lr_scheduler" and last[:1].isupper():
        return one("scheduler", frame, node)
    if head == "torch.special" or (head == "torch" and last in TENSOR_FUNCTIONS):
        return one("tensor", frame, node)
    if head == "torch" and node.args and ask(frame, node.args[0]).some(*TENSORS):
        return one("tensor", frame, node)
    return UNKNOWN


def is_optimizer_class(dotted: str) -> bool:
    """Whether a name is an optimizer class of torch."""
    head, _, last = dotted.rpartition(".")
    return head == "torch.optim" and last[:1].isupper()


def optimizer(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """An optimizer over the tensors that it is given."""
    named = [item.value for item in node.keywords if item.arg == "params"]
    given = [*node.args[:1], *named]
    stepped = ask(frame, given[0]) if given else UNKNOWN
    return Values((Held("optimizer", frame, node, of=stepped),), True)


def _copied(ask: Ask, frame: Frame, node: ast.Call, kind: Kind) -> Values:
    """`list(layers)`, `OrderedDict([("a", layer)])`, `dict(a=layer)`."""
    given = [ask(frame, argument) for argument in node.args]
    found = [_values_of(ask, kind, values) for values in given]
    found += [ask(frame, item.value) for item in node.keywords if item.arg]
    kept = _parts(kind, given[0]) if len(given) == 1 and not node.keywords else ()
    return Values((Held(kind, frame, node, join(found), kept),), True)


def _parts(kind: Kind, given: Values) -> tuple[Values, ...]:
    """The elements of a copy, if the text shows them all."""
    parts = given.ways[0].parts if len(given.ways) == 1 else ()
    if kind != "dict":
        return parts if kind in ("list", "tuple") else ()
    pairs = [values.ways[0].parts for values in parts if len(values.ways) == 1]
    whole = len(pairs) == len(parts) and all(len(pair) == 2 for pair in pairs)
    return tuple(pair[1] for pair in pairs) if whole else ()


def _values_of(ask: Ask, kind: Kind, values: Values) -> Values:
    """What a copy takes over; a dict takes the second of each pair."""
    items = items_of(ask, values)
    if kind != "dict" or values.some("dict"):
        return items
    pairs = [w.parts[1] if len(w.parts) == 2 else UNKNOWN for w in items.ways]
    return join([*pairs, *([] if items.whole else [UNKNOWN])])


def _tuples(frame: Frame, node: ast.Call, *parts: Values) -> Values:
    """An iterator over tuples."""
    item = Held("tuple", frame, node, join(parts), parts)
    return holding("iterator", frame, node, Values((item,), True))


def _enumerated(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    if not node.args:
        return UNKNOWN
    items = items_of(ask, ask(frame, node.args[0]))
    return _tuples(frame, node, one("number", frame, node), items)


def _zipped(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return UNKNOWN
    parts = [items_of(ask, ask(frame, argument)) for argument in node.args]
    return _tuples(frame, node, *parts)


def _ranged(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    return holding("iterator", frame, node, one("number", frame, node))


def _next(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    return items_of(ask, ask(frame, node.args[0])) if node.args else UNKNOWN


def _summed(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """`sum`, `min` and `max` give what they add up or choose from."""
    found = [ask(frame, argument) for argument in node.args]
    if len(found) == 1 or frame.text.callee(node) == "sum":
        found = [items_of(ask, found[0])] if found else []
    every = join(found)
    if every.some(*TENSORS):
        return one("tensor", frame, node)
    return every if found and every.whole else UNKNOWN


def _emptied(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    return holding("dict", frame, node, Values((), True))


def _partial(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """`partial(keep, name)`: a function, whatever it calls."""
    called = ask(frame, node.args[0]) if node.args else UNKNOWN
    return Values((Held("function", frame, node, of=called),), True)


def _grouped(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """`filter(test, values)` and `map(function, values)`."""
    if len(node.args) != 2 or frame.text.callee(node) == "map":
        return UNKNOWN
    items = items_of(ask, ask(frame, node.args[1]))
    return holding("iterator", frame, node, items)


_SPECIAL: dict[str, Callable[[Ask, Frame, ast.Call], Values]] = {
    "enumerate": _enumerated,
    "zip": _zipped,
    "range": _ranged,
    "next": _next,
    "sum": _summed,
    "min": _summed,
    "max": _summed,
    "abs": _summed,
    "filter": _grouped,
    "collections.defaultdict": _emptied,
    "functools.partial": _partial,
}
