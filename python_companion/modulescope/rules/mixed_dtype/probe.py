"""The live half: linear and convolution layers in several floating types."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...objects import classes, raw, registries, walk
from ...objects.containers import items
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from ...source.cells import parse
from . import RULE

_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})
# Adapters are kept in float32 on purpose, and cast what they are given.
_ADAPTERS = ("lora", "adapter")
_KEPT = ("_keep_in_fp32_modules", "_keep_in_fp32_modules_strict")
_CASTS = frozenset(
    {"to", "float", "half", "bfloat16", "double", "type", "type_as", "autocast"}
)


class _Layer(NamedTuple):
    position: int
    """Among the nodes of the model."""
    fqn: str
    dtype: str


@RULE.probe
def several_types(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per model, unless the notebook works under autocast."""
    if any("autocast" in run.source for run in scene.runs):
        return
    for model in scene.models:
        for root in _parts(model):
            if verdict := _verdict(scene, model, root):
                yield verdict
                break


def _parts(model: Model) -> list[int]:
    """The roots of what feeds each other: containers only hold models side by side."""
    roots = [0]
    while len(roots) < len(model.nodes):
        root = roots[0]
        kind = classes.class_name(model.nodes[root].module)
        if kind not in ("ModuleList", "ModuleDict"):
            break
        roots = roots[1:] + [
            index for index, node in enumerate(model.nodes) if node.parent == root
        ]
        if not roots:
            break
    return roots


def _layers(model: Model, root: int) -> list[_Layer]:
    torch = raw.loaded_torch()
    if torch is None:
        return []
    conv = torch.nn.modules.conv._ConvNd
    kinds = (torch.nn.Linear, torch.nn.Bilinear, conv)
    inside: set[int] = set()
    found = []
    for index, node in enumerate(model.nodes):
        if index != root and node.parent not in inside:
            continue
        inside.add(index)
        if not any(classes.derives(type(node.module), kind) for kind in kinds):
            continue
        weight = registries.read(node.module, "_parameters").get("weight")
        facts = walk.tensor_facts(weight) if walk.is_tensor(weight) else None
        if facts and facts.dtype in _FLOATS and not facts.lazy:
            found.append(_Layer(index, node.fqn, facts.dtype))
    return found


def _verdict(scene: Scene, model: Model, root: int) -> Verdict | None:
    layers = _layers(model, root)
    dtypes = Counter(layer.dtype for layer in layers)
    if len(dtypes) < 2:
        return None
    major = dtypes.most_common(1)[0][0]
    away = [
        layer
        for layer in layers
        if layer.dtype != major and not _is_meant(scene, model, layer)
    ]
    if not away:
        return None
    tops = _tops(model, layers, away)
    module = words.path(model.name, tops[0])
    names = [name for name, _ in dtypes.most_common()]
    minor = Counter(layer.dtype for layer in away)
    parts = [f"{words.count(n, 'is', 'are')} {dtype}" for dtype, n in minor.items()]
    bound = model.bound
    cell = bound.cell if bound else None
    range = provenance.name_range(bound, model.name)
    # A layer that was put in later is marked there: that line is what differs.
    paths = [words.path(model.name, top) for top in tops]
    if stored := provenance.stored_range(scene, paths, bound.number if bound else 0):
        cell, range = stored
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "model": words.clean(model.name),
            "dtypes": words.sentence(names),
            "module": words.clean(module),
            "dtype": away[0].dtype,
        },
        evidence=(
            f"of {words.count(len(layers), 'linear or convolution layer')} "
            f"{words.count(dtypes[major], 'is', 'are')} {major}, "
            f"{words.sentence(parts)}",
            f"{minor.most_common(1)[0][0]}: {words.layers(tops)}",
        ),
        object=module,
        cell=cell,
        range=range,
        cause=model.name,
    )


def _is_meant(scene: Scene, model: Model, layer: _Layer) -> bool:
    """Whether a layer differs on purpose: its class or its parent says so."""
    lowered = layer.fqn.lower()
    if any(word in lowered for word in _ADAPTERS):
        return True
    parts = layer.fqn.split(".")
    index: int | None = layer.position
    above: list[Any] = []
    while index is not None:
        above.append(model.nodes[index].module)
        index = model.nodes[index].parent
    if layer.dtype == "float32" and any(
        name in parts for module in above for name in _kept_names(module)
    ):
        return True
    # The nearest class that is the user's own must not cast around the layer.
    for module in above[1:]:
        if not classes.is_library(type(module)):
            return _casts(scene, type(module), parts)
    return False


def _kept_names(module: Any) -> list[str]:
    found: list[str] = []
    bases = classes.mro(type(module))
    for space in (raw.instance_dict(module), *map(classes.members, bases)):
        for key in _KEPT:
            found += [name for name in items(space.get(key)) if type(name) is str]
    return found


def _casts(scene: Scene, cls: type, parts: list[str]) -> bool:
    """Whether a class casts what it gives to, or gets from, one of these attributes.

    `self.head(x.float())`, `self.head(x).to(dtype)`, or a cast in a statement that
    calls it.
    """
    for run in provenance.class_runs(scene, cls):
        definition = provenance.class_node(parse(run.source), cls)
        if definition is None:
            continue
        for statement in provenance.nodes(definition, ast.stmt):
            if isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
                continue
            called = {
                node.attr
                for node in provenance.nodes(statement, ast.Attribute)
                if isinstance(node.value, ast.Name) and node.value.id == "self"
            }
            cast = any(
                isinstance(call.func, ast.Attribute) and call.func.attr in _CASTS
                for call in provenance.nodes(statement, ast.Call)
            )
            if cast and called & set(parts):
                return True
    return False


def _tops(model: Model, layers: list[_Layer], away: list[_Layer]) -> list[str]:
    """The largest modules all of whose layers differ, in order."""
    total: Counter[int] = Counter()
    differing: Counter[int] = Counter()
    wanted = {layer.position for layer in away}
    for layer in layers:
        index: int | None = layer.position
        while index is not None:
            total[index] += 1
            differing[index] += layer.position in wanted
            index = model.nodes[index].parent
    found: dict[int, None] = {}
    for layer in away:
        top = layer.position
        parent = model.nodes[top].parent
        while parent is not None and total[parent] == differing[parent]:
            top, parent = parent, model.nodes[parent].parent
        found[top] = None
    return [model.nodes[index].fqn for index in found]
