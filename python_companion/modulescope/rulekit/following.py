"""What the output of a layer meets next: an activation, a norm layer, a sum.

Read from the order of `nn.Sequential` and from the text of the enclosing class;
no forward pass runs. What cannot be read counts as unknown, and unknown is silent.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from ..objects import classes, raw, registries
from ..session.scene import Model, Run, Scene
from ..source.cells import parse
from . import provenance

RELU, NORM, SUM, RETURNED, UNKNOWN = "relu", "norm", "sum", "returned", "unknown"
# The next layer's output meets a norm layer: a wrong scale goes no further.
NEXT_NORM = "next norm"
Fates = frozenset[str]

# Activations with the gain of ReLU or close to it (`torch/nn/init.py`, calculate_gain;
# GELU and SiLU are ReLU-shaped).
_RELU = frozenset(
    """
    relu relu_ relu6 leaky_relu leaky_relu_ prelu elu elu_ gelu silu mish celu selu
    rrelu softplus hardswish threshold
    """.split()
)
_RELU_CLASSES = frozenset(
    """
    ReLU ReLU6 LeakyReLU PReLU ELU GELU SiLU Mish CELU SELU RReLU Softplus Hardswish
    """.split()
)
_NORM = frozenset(
    """
    batch_norm layer_norm group_norm instance_norm rms_norm normalize
    local_response_norm
    """.split()
)
# None of these changes the scale much: the next meeting decides.
_PASSING = frozenset(
    """
    dropout dropout1d dropout2d dropout3d alpha_dropout flatten view reshape permute
    transpose contiguous squeeze unsqueeze max_pool1d max_pool2d max_pool3d avg_pool1d
    avg_pool2d adaptive_avg_pool2d adaptive_max_pool2d interpolate pad chunk split
    movedim rearrange clone t tanh sigmoid softmax log_softmax logsigmoid
    """.split()
)
_PASSING_CLASSES = (
    "Dropout",
    "Identity",
    "Flatten",
    "Unflatten",
    "Pool",
    "Pad",
    "Upsample",
    "PixelShuffle",
    "Tanh",
    "Sigmoid",
    "Softmax",
)
_MAX_STEPS = 12


class Following:
    """The fates of the layers of one model."""

    def __init__(self, scene: Scene, model: Model) -> None:
        self._scene = scene
        self._nodes = model.nodes
        self._index = {id(node.module): i for i, node in enumerate(model.nodes)}
        self._fates: dict[int, Fates] = {}
        self._uses: dict[tuple[Any, ...], Fates] = {}

    def of(self, index: int) -> Fates:
        """What the output of a node meets; `unknown` if that cannot be read."""
        if index not in self._fates:
            self._fates[index] = frozenset({UNKNOWN})  # A cycle is unknown.
            self._fates[index] = self._of(index)
        return self._fates[index]

    def _of(self, index: int) -> Fates:
        node = self._nodes[index]
        if node.parent is None:
            return frozenset({RETURNED})
        parent = self._nodes[node.parent]
        cls = type(parent.module)
        kind = classes.class_name(parent.module)
        if _is_container(cls, "Sequential"):
            return self._after_siblings(index, node.parent)
        if kind in ("ModuleList", "ModuleDict") and classes.is_torch(cls):
            # A list has no forward: the class around it calls its members.
            return self.of(node.parent)
        if kind == "OptimizedModule" and classes.is_torch(cls):
            # What `torch.compile` returns calls the one module in it.
            return self.of(node.parent)
        return self._in_class(node.parent, node.name)

    def _after_siblings(self, index: int, parent: int) -> Fates:
        children = list(
            registries.read(self._nodes[parent].module, "_modules").values()
        )
        own = self._nodes[index].module
        start = next((i for i, child in enumerate(children) if child is own), None)
        if start is None:
            return frozenset({UNKNOWN})
        found: set[str] = set()
        for child in children[start + 1 :]:
            fate, goes_on = self._met(child)
            found |= fate
            if not goes_on:
                return frozenset(found) | self._branch(parent)
        return frozenset(found) | self.of(parent)

    def _branch(self, parent: int) -> Fates:
        """A branch that ends in a sum may start small on purpose, all of it."""
        return self.of(parent) & {SUM, UNKNOWN}

    def _met(self, module: Any) -> tuple[Fates, bool]:
        """What a module is for the layer before it, and whether to look past it."""
        name = classes.class_name(module)
        if name in _RELU_CLASSES:
            return frozenset({RELU}), True
        if "Norm" in name:
            return frozenset({NORM}), False
        if any(part in name for part in _PASSING_CLASSES):
            return frozenset(), True
        index = self._index.get(id(module))
        if index is not None and not registries.read(module, "_modules"):
            meets_norm = NORM in self.of(index)
            return frozenset({NEXT_NORM} if meets_norm else ()), False
        if _is_container(type(module), "Sequential"):
            for child in registries.read(module, "_modules").values():
                fate, goes_on = self._met(child)
                if fate or not goes_on:
                    return fate, goes_on
            return frozenset(), True
        return frozenset(), False

    def _in_class(self, parent: int, attr: str) -> Fates:
        module = self._nodes[parent].module
        cls = type(module)
        if classes.is_library(cls):
            return frozenset({UNKNOWN})
        definition = _definition(self._scene, cls)
        if definition is None:
            return frozenset({UNKNOWN})
        members = registries.read(module, "_modules")
        # Equal classes with equal members use them alike.
        key = (id(cls), attr, *((k, type(v)) for k, v in members.items()))
        own = self._uses.get(key)
        if own is None:
            own = _Uses(definition, attr, members, self._met).fates()
            self._uses[key] = own
        if UNKNOWN in own:
            return own
        if RETURNED in own:
            return (own - {RETURNED}) | self.of(parent)
        return own | self._branch(parent)


def _is_container(cls: type, name: str) -> bool:
    """Whether a class is torch's container of this name, with torch's own forward."""
    torch = raw.loaded_torch()
    base = getattr(torch.nn, name) if torch else None
    if base is None or not classes.derives(cls, base):
        return False
    for found in classes.mro(cls):
        if "forward" in classes.members(found):
            return found is base
    return False


def _definition(scene: Scene, cls: type) -> ast.ClassDef | None:
    """The statement of the class in an MRO that defines `forward`."""
    for base in classes.mro(cls):
        code = dict(classes.functions(base)).get("forward")
        if code is None:
            continue
        run = scene.run_of_file(code.co_filename)
        return _class_of(run, base) if run else None
    return None


def _class_of(run: Run, cls: type) -> ast.ClassDef | None:
    return provenance.class_node(parse(run.source), cls)


class _Uses:
    """Follows the results of calls of `self.<attr>` through one class."""

    def __init__(
        self, definition: ast.ClassDef, attr: str, members: Any, met: Any
    ) -> None:
        self._attr = attr
        self._members = members
        self._met = met
        self._methods = [
            node
            for node in definition.body
            if isinstance(node, ast.FunctionDef) and node.name != "__init__"
        ]

    def fates(self) -> Fates:
        """What all calls meet, together; unknown if there is none."""
        found: set[str] = set()
        called = False
        for method in self._methods:
            parents = _parents(method)
            aliases = _aliases(method)
            for call in provenance.nodes(method, ast.Call):
                if _attribute(call.func, aliases) == self._attr:
                    called = True
                    found |= self._climb(call, method, parents, aliases)
        return frozenset(found) if called else frozenset({UNKNOWN})

    def _climb(
        self,
        node: ast.AST,
        method: ast.FunctionDef,
        parents: dict[ast.AST, ast.AST],
        aliases: dict[str, str],
    ) -> set[str]:
        found: set[str] = set()
        pending: list[ast.AST] = [node]
        for _ in range(_MAX_STEPS):
            if not pending:
                break
            step = pending.pop(0)
            parent = parents.get(step)
            if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
                target = parent.targets[0]
                if not isinstance(target, ast.Name):
                    found.add(UNKNOWN)
                else:
                    pending += _next_loads(method, parent, target.id)
                continue
            fate, goes_on = self._meeting(step, parent, aliases)
            found |= fate
            if goes_on and parent is not None:
                # A method call `x.relu()` continues at the call, not at `x.relu`.
                above = parents.get(parent)
                is_method = isinstance(parent, ast.Attribute)
                pending.append(above if is_method and above is not None else parent)
        return found

    def _meeting(
        self, node: ast.AST, parent: ast.AST | None, aliases: dict[str, str]
    ) -> tuple[set[str], bool]:
        """What an expression becomes part of; whether to follow the result."""
        if isinstance(parent, ast.Return):
            return {RETURNED}, False
        if isinstance(parent, ast.AugAssign):
            is_sum = isinstance(parent.op, (ast.Add, ast.Sub))
            return {SUM if is_sum else UNKNOWN}, False
        if isinstance(parent, ast.BinOp):
            if isinstance(parent.op, (ast.Add, ast.Sub)):
                other = parent.right if node is parent.left else parent.left
                is_constant = isinstance(other, ast.Constant)
                return (set(), True) if is_constant else ({SUM}, False)
            # A factor is a scale of its own.
            return {UNKNOWN}, False
        if isinstance(parent, ast.Attribute):
            return _named(parent.attr)
        if isinstance(parent, ast.Call) and node in parent.args:
            attr = _attribute(parent.func, aliases)
            if attr is not None:
                fate, goes_on = self._met(self._members.get(attr))
                return set(fate), goes_on
            return _named(_last_name(parent.func))
        if isinstance(parent, (ast.IfExp, ast.NamedExpr, ast.Starred)):
            return {UNKNOWN}, False
        return set(), False


def _named(name: str) -> tuple[set[str], bool]:
    if name in _RELU:
        return {RELU}, True
    if name in _NORM or "norm" in name.lower():
        return {NORM}, False
    return set(), name in _PASSING


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {
        child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)
    }


def _aliases(method: ast.FunctionDef) -> dict[str, str]:
    """Names that stand for a member: loop variables and plain assignments."""
    found: dict[str, str] = {}
    for node in ast.walk(method):
        if isinstance(node, (ast.For, ast.comprehension)):
            source, target = node.iter, node.target
            if isinstance(source, ast.Call) and source.args:
                name = _last_name(source.func)
                if name == "enumerate" and isinstance(target, ast.Tuple):
                    source, target = source.args[0], target.elts[-1]
                elif name == "reversed":
                    source = source.args[0]
                elif name == "zip" and isinstance(target, ast.Tuple):
                    _pair(found, source.args, target.elts)
                    continue
                elif name in ("values", "children"):
                    pass
            if isinstance(source, ast.Call) and _last_name(source.func) in (
                "values",
                "children",
            ):
                source = getattr(source.func, "value", source)
            _pair(found, [source], [target])
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            _pair(found, [node.value], [node.targets[0]])
    return found


def _pair(found: dict[str, str], sources: Any, targets: Any) -> None:
    for source, target in zip(sources, targets, strict=False):
        attr = _attribute(source, found)
        if attr is not None and isinstance(target, ast.Name):
            found[target.id] = attr


def _attribute(node: ast.AST, aliases: dict[str, str]) -> str | None:
    """The member `a` of `self.a`, `self.a[i]`, `self.a[i:]` or an alias of one."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        return aliases.get(node.id)
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ):
        return node.attr
    return None


def _next_loads(
    method: ast.FunctionDef, assign: ast.Assign, name: str
) -> Iterator[ast.AST]:
    """The reads of a name in the first statement after its assignment that reads it."""
    end = assign.end_lineno or assign.lineno
    loads = [
        node
        for node in provenance.nodes(method, ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Load) and node.lineno > end
    ]
    first = min((node.lineno for node in loads), default=None)
    return (node for node in loads if node.lineno == first)
