"""What a text does with the weights of a model: takes, loads and initialises them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .nodes import called, is_true
from .tree import dotted_name, walk

if TYPE_CHECKING:
    from .text import Text

_SHALLOW = frozenset(("dict", "collections.OrderedDict", "copy.copy"))
_SAME_TENSOR = frozenset(("data", "detach"))
_INITIALISES = re.compile(r"init|reset_param|xavier|kaiming|he_normal")
_DRAWS = frozenset(
    "normal_ uniform_ fill_ zero_ trunc_normal_ xavier_uniform_ xavier_normal_ "
    "kaiming_uniform_ kaiming_normal_ orthogonal_ constant_ ones_ zeros_ dirac_ eye_ "
    "sparse_ reset_parameters".split()
)
RANDOM = _DRAWS - frozenset("fill_ zero_ constant_ ones_ zeros_".split())
TRAINS = re.compile(r"train|fit|learn|optimi[sz]e|epoch")
_LOADERS = frozenset(("from_pretrained", "load_from_checkpoint"))


class Snapshot(NamedTuple):
    """An expression whose value shares the tensors of a model."""

    call: ast.Call
    """The call of `state_dict`."""
    model: str
    """The dotted name of what it is called on."""


def snapshot(text: Text, value: ast.AST | None) -> Snapshot | None:
    """The state dict that an expression holds, if its tensors are the model's own.

    `model.state_dict()`, shallow copies of it, and dictionaries that have it as a
    value.
    """
    if isinstance(value, ast.IfExp):
        return snapshot(text, value.body) or snapshot(text, value.orelse)
    if isinstance(value, ast.Dict):
        found = (snapshot(text, item) for item in value.values)
        return next((taken for taken in found if taken), None)
    if isinstance(value, ast.DictComp):
        return _comprehension(text, value)
    if not isinstance(value, ast.Call):
        return None
    if isinstance(value.func, ast.Attribute):
        if value.func.attr == "state_dict" and not value.args:
            owner = dotted_name(value.func.value)
            return Snapshot(value, owner) if owner else None
        if value.func.attr == "copy" and not value.args:
            return snapshot(text, value.func.value)
    if len(value.args) == 1 and text.resolve(value.func) in _SHALLOW:
        return snapshot(text, value.args[0])
    return None


def _comprehension(text: Text, node: ast.DictComp) -> Snapshot | None:
    """`{k: v for k, v in model.state_dict().items()}`, also with `v.detach()`."""
    source, target = node.generators[0].iter, node.generators[0].target
    value = node.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        value = value.func
    while isinstance(value, ast.Attribute) and value.attr in _SAME_TENSOR:
        value = value.value
    same = (
        isinstance(value, ast.Name)
        and isinstance(target, ast.Tuple)
        and isinstance(target.elts[-1], ast.Name)
        and target.elts[-1].id == value.id
    )
    if same and isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute):
        if source.func.attr == "items":
            return snapshot(text, source.func.value)
    return None


def names_in(node: ast.AST) -> tuple[str, ...]:
    """The dotted names that an expression reads, longest first."""
    found: dict[str, None] = {}
    for item in walk(node):
        if isinstance(item, (ast.Name, ast.Attribute)) and (name := dotted_name(item)):
            found[name] = None
    return tuple(found)


def loads(text: Text, value: ast.AST | None) -> bool:
    """Whether an expression makes a model that has trained weights."""
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    if isinstance(function, ast.Attribute):
        if function.attr in _LOADERS:
            return True
        if isinstance(function.value, ast.Call) and function.attr in (
            "to",
            "cuda",
            "eval",
            "train",
        ):
            return loads(text, function.value)
    for item in value.keywords:
        if item.arg == "pretrained" and is_true(item.value):
            return True
        if item.arg == "weights" and isinstance(
            item.value, (ast.Constant, ast.Attribute)
        ):
            return not isinstance(item.value, ast.Constant) or bool(item.value.value)
    return False


def applies_init(text: Text, call: ast.Call) -> bool:
    """Whether `model.apply(function)` draws weights of every layer again."""
    if len(call.args) != 1:
        return False
    function = call.args[0]
    body = _body(text, function)
    if body is not None:
        return _draws_all(text, body)
    last = dotted_name(function).rpartition(".")[2]
    return bool(_INITIALISES.search(last.lower()))


def _body(text: Text, function: ast.AST) -> list[ast.AST] | None:
    if isinstance(function, ast.Lambda):
        return [function.body]
    if isinstance(function, ast.Name):
        for _, node in reversed(text.definitions(function)):
            if isinstance(node, ast.FunctionDef):
                return list(node.body)
    if isinstance(function, ast.Attribute):
        facts = text.enclosing_class(function)
        if facts and dotted_name(function.value) == "self":
            for relative in facts.family:
                if method := relative.methods.get(function.attr):
                    return list(method.body)
    return None


def _draws_all(text: Text, body: list[ast.AST]) -> bool:
    """Whether statements draw weights, for every layer of a kind."""
    draws = False
    for node in walk(*body):
        if isinstance(node, ast.Call) and called(node) in _DRAWS:
            draws = True
        elif isinstance(node, ast.If) and not is_about_kind(text, node.test):
            # `if 'head' in name`, `if m is self.head`: a part is meant.
            return False
    return draws


def is_about_kind(text: Text, test: ast.AST) -> bool:
    """Whether a condition asks for a torch layer, for a tensor's shape or for None."""
    for node in walk(test):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            # `hasattr(m, 'bias')` asks for a kind, `hasattr(m, 'keep')` for a mark.
            if node.value not in ("weight", "bias", "reset_parameters"):
                return False
        elif isinstance(node, ast.Call) and called(node) == "isinstance":
            kinds = walk(*node.args[1:])
            names = [k for k in kinds if isinstance(k, (ast.Name, ast.Attribute))]
            if not any(text.resolve(name).startswith("torch.nn.") for name in names):
                return False
        elif isinstance(node, ast.Compare):
            if isinstance(node.ops[0], (ast.Is, ast.IsNot)) and not (
                isinstance(node.comparators[0], ast.Constant)
            ):
                return False
    return True


_WALKS = frozenset(("modules", "named_modules", "parameters", "named_parameters"))


def init_loop(text: Text, node: ast.For) -> str:
    """The model whose layers a loop draws again; empty for other loops."""
    owner = _walked(node)
    return owner if owner and _draws_all(text, list(node.body)) else ""


def _walked(node: ast.For) -> str:
    """The model over whose modules a loop goes; empty for other loops."""
    source = node.iter
    if (
        isinstance(source, ast.Call)
        and isinstance(source.func, ast.Attribute)
        and source.func.attr in _WALKS
    ):
        return dotted_name(source.func.value)
    return ""


def eval_loop(node: ast.For) -> str:
    """The model of which a loop puts modules in eval mode; empty for other loops."""
    owner = _walked(node)
    return owner if owner and puts_in_eval(list(node.body)) else ""


def applies_eval(text: Text, call: ast.Call) -> bool:
    """Whether `model.apply(function)` puts modules in eval mode."""
    body = _body(text, call.args[0]) if len(call.args) == 1 else None
    return body is not None and puts_in_eval(body)


def puts_in_eval(body: Sequence[ast.AST]) -> bool:
    """Whether statements call `eval()`, or write `training`, of anything."""
    return any(
        isinstance(node, ast.Attribute)
        and (node.attr == "eval" or (node.attr == "training" and _is_stored(node)))
        for node in walk(*body)
    )


def _is_stored(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def given(node: ast.Call) -> Iterator[str]:
    """The dotted names that a call gets as arguments."""
    for argument in (*node.args, *(item.value for item in node.keywords)):
        if name := dotted_name(argument):
            yield name


def draws_at_random(node: ast.AST) -> bool:
    """Whether any statement below a node draws weights."""
    return any(
        isinstance(call, ast.Call) and called(call) in RANDOM for call in walk(node)
    )
