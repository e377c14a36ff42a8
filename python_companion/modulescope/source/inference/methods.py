"""What methods of modules, tensors, optimizers and containers return."""

from __future__ import annotations

import ast

from ..frames import Frame
from ..torchnames import RETURNS_SELF, TENSOR_METHODS
from .containers import items_of
from .held import (
    CONTAINERS,
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
from .library import LAUNCHERS

_NUMBERS = frozenset(
    "item tolist numpy size dim numel nelement stride ndimension data_ptr element_size "
    "is_contiguous is_floating_point storage_offset get_device".split()
)
_PREPARES = frozenset("prepare setup setup_module setup_optimizers".split())
_ALL: dict[str, Kind] = {
    "modules": "module",
    "children": "module",
    "parameters": "parameter",
    "buffers": "buffer",
}
_PAIRS: dict[str, Kind] = {
    "named_modules": "module",
    "named_children": "module",
    "named_parameters": "parameter",
    "named_buffers": "buffer",
}


def method_of(ask: Ask, frame: Frame, node: ast.Call, owner: Values) -> Values | None:
    """What a method returns by its name and the kind of what it is called on.

    None if that does not say: it may be a method that the notebook defines.
    """
    assert isinstance(node.func, ast.Attribute)
    name = node.func.attr
    if name == "state_dict":
        return Values((Held("state", frame, node, of=owner),), True)
    if name.startswith("register_") and name.endswith("_hook"):
        return Values((Held("handle", frame, node, of=owner),), True)
    if name in _PREPARES and node.args and _is_launcher(owner):
        return _prepared(ask, frame, node)
    if owner.only("module"):
        return _of_module(frame, node, name, owner)
    if owner.only(*TENSORS):
        return _of_tensor(frame, node, name)
    if owner.only(*CONTAINERS):
        return _of_container(ask, frame, node, name, owner)
    return _known_by_name(frame, node, name, owner)


def _is_launcher(owner: Values) -> bool:
    return owner.only("object") and all(
        way.frame.text.callee(way.node) in LAUNCHERS for way in owner.ways
    )


def _prepared(ask: Ask, frame: Frame, node: ast.Call) -> Values:
    """`accelerator.prepare(model, optimizer)` wraps each thing that it is given."""
    if len(node.args) == 1:
        return ask(frame, node.args[0])
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return UNKNOWN
    parts = tuple(ask(frame, argument) for argument in node.args)
    return Values((Held("tuple", frame, node, join(parts), parts),), True)


def _of_module(frame: Frame, node: ast.Call, name: str, owner: Values) -> Values | None:
    if name in RETURNS_SELF:
        return owner
    if name in _ALL or name in _PAIRS:
        return _walked(frame, node, name, owner)
    if name == "get_submodule":
        return one("module", frame, node)
    if name == "get_parameter":
        return one("parameter", frame, node)
    return _of_dict(frame, node, name, owner)


def _pair(frame: Frame, node: ast.Call, value: Values) -> Values:
    """A name and a value."""
    parts = one("text", frame, node), value
    return Values((Held("tuple", frame, node, join(parts), parts),), True)


def _walked(
    frame: Frame, node: ast.Call, name: str, owner: Values, sure: bool = True
) -> Values:
    """What a walk over a module yields, with or without names."""
    kind = _ALL.get(name) or _PAIRS[name]
    item = Values((Held(kind, frame, node, of=owner, sure=sure),), True)
    if name in _ALL:
        return holding("iterator", frame, node, item)
    return holding("iterator", frame, node, _pair(frame, node, item))


def _of_dict(frame: Frame, node: ast.Call, name: str, owner: Values) -> Values | None:
    """`heads.values()` of a ModuleDict."""
    if name == "values" and not node.args:
        return owner
    return None


def _of_tensor(frame: Frame, node: ast.Call, name: str) -> Values:
    return one("number" if name in _NUMBERS else "tensor", frame, node)


def _of_container(
    ask: Ask, frame: Frame, node: ast.Call, name: str, owner: Values
) -> Values:
    items = items_of(ask, owner)
    if name == "copy":
        return owner
    if name in ("pop", "popleft", "get", "setdefault"):
        return items
    if name == "values":
        return holding("iterator", frame, node, items)
    if name == "items":
        return holding("iterator", frame, node, _pair(frame, node, items))
    if name in ("index", "count"):
        return one("number", frame, node)
    return UNKNOWN if name in ("keys", "popitem") else one("none", frame, node)


def _known_by_name(
    frame: Frame, node: ast.Call, name: str, owner: Values
) -> Values | None:
    """Methods whose names say enough, whatever they are called on."""
    if name == "item" and not node.args:
        return one("number", frame, node)
    if name in ("parameters", "named_parameters") and not node.args:
        return _walked(frame, node, name, owner, sure=False)
    if name in (*_PAIRS, *_ALL) and not node.args and not owner.ways:
        return _walked(frame, node, name, owner, sure=False)
    if name in TENSOR_METHODS and not owner.some("module", "object", "class"):
        return one("tensor", frame, node)
    if name in RETURNS_SELF and owner.some("module", "tensor"):
        return owner
    return None
