"""The live half: what hooks can reach, searched for tensors with a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ...objects import closures, graph, raw, registries, walk
from ...objects.containers import container_kind
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene
from . import RULE

_KINDS = {
    registries.FORWARD: "Forward",
    registries.FORWARD_PRE: "Forward pre",
    registries.BACKWARD: "Full backward",
    registries.BACKWARD_PRE: "Full backward pre",
}
_BACKWARD = (registries.BACKWARD, registries.BACKWARD_PRE)


@dataclass
class _Store:
    """What one variable of a hook function holds, for all modules it hooks."""

    function: Any
    variable: closures.Variable
    kind: str
    tensors: list[Any]
    paths: list[str] = field(default_factory=list)
    differentiates: bool = False
    """A backward hook sits on the same module: its gradient is wanted."""


@RULE.probe
def graphs_in_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each function whose store holds graphs; refutes for clean ones."""
    claimed = {claim.subject.name for claim in scene.claims.get(RULE.code, ())}
    for store in _stores(scene):
        function = store.function
        with_graph = [t for t in store.tensors if graph.grad_fn(t) is not None]
        subject = Subject("function", "", function.__qualname__)
        files = frozenset({function.__code__.co_filename})
        # Claims stand where the hook is registered.
        name = function.__name__
        files |= provenance.files_using(scene, name, f"def {name}")
        if not with_graph:
            if store.tensors and subject.name in claimed:
                yield Verdict(subject, "refuted", built_from=files)
        elif not _is_wanted(scene, store, with_graph):
            if verdict := _verdict(scene, store, with_graph, subject, files):
                yield verdict


def _stores(scene: Scene) -> list[_Store]:
    found: dict[tuple[int, int, str], _Store] = {}
    for model in scene.models:
        entries = scene.hooks.get(id(model.module), ())
        backward = {id(e.module) for e in entries if e.registry in _BACKWARD}
        for entry in entries:
            if entry.registry not in _KINDS:
                continue
            function = closures.function_of(entry.function)
            if function is None or not closures.fills_something(function):
                continue
            for variable in closures.variables(entry.function):
                # Many modules may share one function, and many functions one store.
                key = (id(function.__code__), id(variable.value), entry.registry)
                store = found.get(key)
                if store is None:
                    tensors = _tensors(variable)
                    kind = _KINDS[entry.registry]
                    store = found[key] = _Store(function, variable, kind, tensors)
                store.paths.append(words.path(model.name, entry.fqn))
                store.differentiates |= id(entry.module) in backward
    return [store for store in found.values() if store.tensors]


def _tensors(variable: closures.Variable) -> list[Any]:
    return [t for t in closures.tensors_in(variable) if not walk.is_parameter(t)]


def _is_wanted(scene: Scene, store: _Store, tensors: list[Any]) -> bool:
    """Whether gradients of what is stored are used: Grad-CAM, feature losses."""
    if store.differentiates or any(map(_keeps_gradient, tensors)):
        return True
    name = store.variable.name.removeprefix("self.")
    for run in scene.runs:
        said = provenance.words(run.source)
        if name in said and said & {"backward", "grad", "retain_grad"}:
            return True
    return False


def _keeps_gradient(tensor: Any) -> bool:
    torch = raw.loaded_torch()
    if torch is None:
        return False
    try:
        with torch._C.DisableTorchFunction():
            retains = bool(torch.Tensor.retains_grad.__get__(tensor))
    except Exception:
        return False
    return retains or bool(registries.of_tensor(tensor)[0])


def _verdict(
    scene: Scene,
    store: _Store,
    tensors: list[Any],
    subject: Subject,
    files: frozenset[str],
) -> Verdict | None:
    size = graph.measure(tensors)
    grows = container_kind(store.variable.value) in ("list", "deque")
    if size.freed and not (grows and len(tensors) > 1):
        # A backward has used it, and the next forward pass overwrites it.
        return None
    function = store.function
    cell, range = provenance.function_range(scene, function.__code__)
    name, k = words.code(store.variable.name), len(tensors)
    n = len(store.tensors)
    paths = words.listing(dict.fromkeys(store.paths))
    evidence = [
        f"{name} holds {words.count(n, 'tensor')} from {paths}; "
        f"{words.count(k, 'has', 'have')} a `grad_fn`"
    ]
    if size.num_bytes:
        at_least = "at least " if size.capped else ""
        kept = f"{at_least}{words.size(size.num_bytes)} of activations"
        graphs = words.form(k, "its graph keeps", "their graphs keep")
        evidence.append(f"{graphs} {kept}")
    elif size.freed:
        evidence.append("a `backward()` has freed the graphs, but not these tensors")
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "function": words.clean(function.__name__),
            "kind": store.kind,
            "var": words.clean(store.variable.name),
            "path": words.clean(store.paths[0]),
            "n": n,
            "k": k,
        },
        evidence=tuple(evidence),
        built_from=files,
        object=store.paths[0],
        cell=cell,
        range=range,
        cause=f"{function.__qualname__} {store.variable.name}",
    )
