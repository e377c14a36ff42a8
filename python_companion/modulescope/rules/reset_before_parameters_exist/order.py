"""What `reset_parameters` reads when the `__init__` of a torch layer calls it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts, Method, self_name
from ...source.tree import dotted_name, walk
from ...source.values import class_level

# The layers whose `__init__` always calls `self.reset_parameters()` (torch 2.13; a test
# asks torch). An `nn.Embedding` with `_weight=` does not.
RESETTING = frozenset(
    """
    BatchNorm1d BatchNorm2d BatchNorm3d Bilinear Conv1d Conv2d Conv3d ConvTranspose1d
    ConvTranspose2d ConvTranspose3d Embedding EmbeddingBag GRU GRUCell GroupNorm
    InstanceNorm1d InstanceNorm2d InstanceNorm3d LSTM LSTMCell LayerNorm Linear PReLU
    RMSNorm RNN RNNCell SyncBatchNorm
    """.split()
)
# What these layers have set by then.
SET_BY_TORCH = frozenset(
    """
    affine batch_first bias bias_hh bias_ih bidirectional dilation dropout
    elementwise_affine embedding_dim eps groups hidden_size in1_features
    in2_features in_channels in_features include_last_offset init input_size
    kernel_size max_norm mode momentum nonlinearity norm_type normalized_shape
    num_batches_tracked num_channels num_embeddings num_features num_groups
    num_layers num_parameters out_channels out_features output_padding padding
    padding_idx padding_mode process_group proj_size running_mean running_var
    scale_grad_by_freq sparse stride track_running_stats training transposed weight
    weight_hh weight_ih
    """.split()
)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
_DEFERRED = (
    ast.Lambda,
    ast.GeneratorExp,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.IfExp,
    ast.BoolOp,
    ast.FunctionDef,
    ast.ClassDef,
)
_DECIDING = frozenset(("__getattr__", "__getattribute__", "__setattr__", "__new__"))


class EarlyRead(NamedTuple):
    """An attribute that is read before it is set."""

    node: ast.Attribute
    store: ast.expr
    base: str


def early_read(facts: ClassFacts) -> EarlyRead | None:
    """The first attribute that the override certainly reads too early."""
    base = _torch_layer(facts)
    init = facts.methods.get("__init__")
    if not base or init is None:
        return None
    late = _set_late(facts, init)
    if not late or (base.startswith("Embedding") and _may_give_weight(facts)):
        return None
    known = SET_BY_TORCH | _known_names(facts)
    written: set[str] = set()
    for node in _read(facts, facts.methods["reset_parameters"], 0):
        if not isinstance(node.ctx, ast.Load):
            written.add(node.attr)
        elif node.attr in late and node.attr not in known | written:
            if not node.attr.startswith(("weight_", "bias_")):
                return EarlyRead(node, late[node.attr], base)
    return None


def _torch_layer(facts: ClassFacts) -> str:
    """The layer of torch at the end of a line of single bases; empty for another."""
    for member in facts.family:
        if len(member.node.bases) != 1 or member.node.keywords:
            return ""
        if member.node.decorator_list or _DECIDING & member.methods.keys():
            return ""
        base = member.node.bases[0]
        if member.text.class_facts(base) is None:
            head, _, last = member.text.resolve(base).rpartition(".")
            return last if head == "torch.nn" and last in RESETTING else ""
        if member is not facts and not _calls_super(member):
            return ""
    return ""


def _calls_super(member: ClassFacts) -> bool:
    """Whether the `__init__` of a base in between goes on to torch's, in any case."""
    init = member.methods.get("__init__")
    return init is None or any(_super_call(member, item) for item in init.body)


def _super_call(member: ClassFacts, statement: ast.stmt) -> ast.Call | None:
    """The call in a statement `super().__init__(…)` that runs the base's own.

    Also as `nn.Linear.__init__(self, …)`.
    """
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if call.func.attr != "__init__":
        return None
    if isinstance(owner, ast.Call):
        return call if member.text.resolve(owner.func) == "super" else None
    first = call.args[0] if call.args else None
    me = self_name(member.methods["__init__"])
    is_base = dotted_name(owner) == dotted_name(member.node.bases[0]) != ""
    return call if is_base and isinstance(first, ast.Name) and first.id == me else None


def _may_give_weight(facts: ClassFacts) -> bool:
    """Whether an embedding may be built with `_weight`: then it resets nothing."""
    calls = [
        call
        for member in facts.family
        if (init := member.methods.get("__init__")) is not None
        for statement in init.body
        if (call := _super_call(member, statement)) is not None
    ]
    return any(
        isinstance(argument, ast.Starred) for call in calls for argument in call.args
    ) or any(
        keyword.arg in ("_weight", None) for call in calls for keyword in call.keywords
    )


def _set_late(facts: ClassFacts, init: Method) -> dict[str, ast.expr]:
    """What `__init__` sets only after `super().__init__()`, with the place."""
    me = self_name(init)
    late: dict[str, ast.expr] = {}
    early: set[str] = set()
    called = False
    for statement in init.body:
        names = dict(_set_names(statement, me))
        if called:
            for name, place in names.items():
                late.setdefault(name, place)
            continue
        early |= names.keys()
        if _super_call(facts, statement) is not None:
            called = True
        elif _leaves_or_helps(statement, me):
            return {}
    return {
        name: place
        for name, place in late.items()
        if name not in early
        and all(store.method is init for store in facts.stores.get(name, ()))
    }


def _leaves_or_helps(statement: ast.stmt, me: str) -> bool:
    """Whether `__init__` may end here, or hands the object to other code."""
    for node in walk(statement):
        if isinstance(node, (ast.Return, ast.Try)):
            return True
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(node.func, ast.Attribute):
                given.append(node.func.value)
            if any(isinstance(item, ast.Name) and item.id == me for item in given):
                return True
    return False


def _set_names(statement: ast.stmt, me: str) -> Iterator[tuple[str, ast.expr]]:
    """The attributes that a statement assigns or registers."""
    for node in walk(statement):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name) and node.value.id == me:
                yield node.attr, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == me and node.args:
                first = node.args[0]
                if node.func.attr in ("register_buffer", "register_parameter"):
                    if isinstance(first, ast.Constant) and type(first.value) is str:
                        yield first.value, first


def _known_names(facts: ClassFacts) -> set[str]:
    """What the class bodies define, and what the bases set themselves."""
    names: set[str] = set()
    for member in facts.family:
        names |= member.methods.keys()
        names.update(target.id for target, _ in class_level(member))
        names.update(
            node.name for node in member.node.body if isinstance(node, ast.ClassDef)
        )
        if member is not facts:
            names |= member.stores.keys() | member.registered.keys()
    return names


def _read(facts: ClassFacts, method: Method, depth: int) -> Iterator[ast.Attribute]:
    """The attributes of the module that each run of a method uses, in order."""
    yield from _used(facts, method, method.body, depth)


def _used(
    facts: ClassFacts, method: Method, body: list[ast.stmt], depth: int
) -> Iterator[ast.Attribute]:
    me = self_name(method)
    for statement in body:
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from _attributes(item.context_expr, me)
            yield from _used(facts, method, statement.body, depth)
            if _leaves(statement):
                return
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from _attributes(statement.iter, me)
            yield from _stored(statement, me)
            if _leaves(statement):
                return
        elif isinstance(statement, ast.Return):
            if statement.value is not None:
                yield from _attributes(statement.value, me)
            return
        elif isinstance(statement, _SIMPLE):
            yield from _attributes(statement, me)
            helper = _helper(facts, statement, me)
            if helper is not None and depth < 3:
                yield from _read(facts, helper, depth + 1)
        else:
            if _leaves(statement):
                return
            yield from _stored(statement, me)


def _leaves(statement: ast.stmt) -> bool:
    kinds = (ast.Return, ast.Raise, ast.Try, ast.Assert)
    return any(isinstance(node, kinds) for node in walk(statement))


def _attributes(root: ast.AST, me: str) -> Iterator[ast.Attribute]:
    """The attributes of the module in an expression, values before targets."""
    stored: list[ast.Attribute] = []
    pending: list[ast.AST] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, _DEFERRED):
            continue
        if isinstance(node, ast.Call) and _asks(node):
            continue
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == me:
                if isinstance(node.ctx, ast.Load):
                    yield node
                else:
                    stored.append(node)
        pending += reversed(list(ast.iter_child_nodes(node)))
    yield from stored


def _asks(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in ("hasattr", "getattr")


def _stored(statement: ast.stmt, me: str) -> Iterator[ast.Attribute]:
    """What a statement may set; what it reads is not certain."""
    for node in walk(statement):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name) and node.value.id == me:
                yield node


def _helper(facts: ClassFacts, statement: ast.stmt, me: str) -> Method | None:
    """The method of the class that a statement `self.helper()` runs."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        owner = call.func.value
        if isinstance(owner, ast.Name) and owner.id == me:
            return facts.methods.get(call.func.attr)
    return None
