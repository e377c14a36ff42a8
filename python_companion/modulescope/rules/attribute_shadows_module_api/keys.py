"""Static: names of submodules, parameters and buffers that torch refuses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...rulekit.rule import Claim, Subject
from ...source.text import Text
from ...source.torchnames import MODULE_METHODS
from ...source.values import text_constant

# What `hasattr` finds on every module, and on the containers besides.
_TAKEN = MODULE_METHODS | {"training", "dump_patches", "call_super_init"}
_OF_DICT = _TAKEN | {"keys", "items", "values", "pop", "clear", "update"}
_OF_SEQUENTIAL = _TAKEN | {"append", "extend", "insert", "pop"}
REGISTERING = {
    "register_buffer": "buffer",
    "register_parameter": "parameter",
    "register_module": "module",
    "add_module": "module",
}


def keys_of(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims keys that `add_module` refuses."""
    callee = text.callee(node)
    taken = {
        "torch.nn.ModuleDict": _OF_DICT,
        "torch.nn.Sequential": _OF_SEQUENTIAL,
    }.get(callee)
    if taken is None or len(node.args) != 1:
        return
    made = callee.rpartition(".")[2]
    argument = node.args[0]
    if made == "Sequential" and text.callee(argument) != "collections.OrderedDict":
        return
    for key, name in _keys(text, argument):
        if name in taken:
            yield text.claim(
                key,
                subject=Subject("name", "", name),
                where=f"Key `{name}`",
                effect=f"is refused by `nn.{made}`, which has that attribute itself",
            )


def _keys(text: Text, node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """The constant keys of a dictionary: displayed, as pairs, or as arguments."""
    if isinstance(node, ast.Dict):
        for key in node.keys:
            if key is not None:
                yield key, text_constant(key)
    elif isinstance(node, (ast.List, ast.Tuple)):
        for pair in node.elts:
            if isinstance(pair, (ast.List, ast.Tuple)) and len(pair.elts) == 2:
                yield pair.elts[0], text_constant(pair.elts[0])
    elif isinstance(node, ast.Call):
        if text.resolve(node.func) in ("dict", "collections.OrderedDict"):
            for keyword in node.keywords:
                yield keyword.value, keyword.arg or ""
            for argument in node.args[:1]:
                yield from _keys(text, argument)


def name_of(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims `self.register_buffer("half", …)`."""
    name = text_constant(node.args[0]) if node.args else ""
    if name not in _TAKEN or not isinstance(node.func, ast.Attribute):
        return
    owner = node.func.value
    function = text.tree.function(node)
    facts = text.enclosing_class(node)
    if facts is None or not facts.is_module or not isinstance(owner, ast.Name):
        return
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return
    special = {"register_buffer", "add_module", "register_parameter", name}
    if function.args.args[0].arg != owner.id or any(
        special & member.methods.keys() for member in facts.family
    ):
        return
    yield text.claim(
        node.args[0],
        subject=Subject("attr", facts.name, name),
        where=f"The {REGISTERING[node.func.attr]} name `{name}`",
        effect="is refused: every module has an attribute of that name",
    )
