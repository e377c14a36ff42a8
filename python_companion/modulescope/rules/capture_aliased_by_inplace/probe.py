"""The live half: stored tensors whose version counter moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...objects import classes, closures, dataflow, registries, walk
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, flow_of, index_of, user_hooks
from ...rulekit.rule import Claim, Verdict
from ...session.scene import Scene
from . import RULE

_OUTPUT = registries.FORWARD
_REGISTRIES = (_OUTPUT, registries.FORWARD_PRE)


class _Store(NamedTuple):
    """What one variable of a hook holds."""

    hooked: Hooked
    name: str
    facts: list[walk.TensorFacts]
    operation: str
    side: str


@RULE.probe
def overwritten_captures(scene: Scene) -> Iterator[Verdict]:
    """Confirms where a stored tensor was changed; refutes where none was."""
    claims = {claim.subject: claim for claim in scene.claims.get(RULE.code, ())}
    seen: set[Any] = set()
    known: dict[int, list[walk.TensorFacts]] = {}
    for hooked in user_hooks(scene, _REGISTRIES):
        function = hooked.function
        if function is None or not closures.stores_something(function.__code__):
            continue
        claim = claims.get(hooked.subject)
        found = _changed_by(hooked, claim)
        if found is None or hooked.subject in seen:
            continue
        for store in _stores(hooked, *found, known):
            if any(_was_changed(facts, claim) for facts in store.facts):
                seen.add(hooked.subject)
                yield _confirmed(scene, store)
                break
            if claim is not None:
                yield Verdict(hooked.subject, "refuted", built_from=hooked.files)


def _changed_by(hooked: Hooked, claim: Claim | None) -> tuple[str, str] | None:
    """The operation that writes to a tensor after the hook saw it, and which tensor."""
    module = hooked.entry.module
    if dataflow.works_in_place(module):
        # Its output is the tensor it overwrote: only an input that was kept suffers.
        return (_operation(module), "input") if claim or _is_pre(hooked) else None
    if _is_pre(hooked):
        return None
    index = index_of(hooked.model, module)
    after = flow_of(hooked.model).following(index)
    if after is not None:
        if dataflow.works_in_place(after.module):
            return _operation(after.module), "output"
        return None
    if claim is None:
        return None
    return str(claim.values["operation"]), str(claim.values["side"])


def _is_pre(hooked: Hooked) -> bool:
    return hooked.entry.registry != _OUTPUT


def _operation(module: Any) -> str:
    return f"{words.clean(classes.class_name(module))}(inplace=True)"


def _stores(
    hooked: Hooked,
    operation: str,
    side: str,
    known: dict[int, list[walk.TensorFacts]],
) -> Iterator[_Store]:
    for variable in closures.variables(hooked.entry.function):
        key = id(variable.value)
        if key not in known:
            # Many hooks may fill one store.
            known[key] = _facts(variable)
        if known[key]:
            yield _Store(hooked, variable.name, known[key], operation, side)


def _facts(variable: closures.Variable) -> list[walk.TensorFacts]:
    return [
        found
        for tensor in closures.tensors_in(variable)
        if not walk.is_parameter(tensor)
        if (found := walk.tensor_facts(tensor)) is not None
    ]


def _was_changed(facts: walk.TensorFacts, claim: Claim | None) -> bool:
    if facts.version is None:
        # Inference tensors count no versions; the text says that it is a view.
        return claim is not None
    return facts.version > 0


def _confirmed(scene: Scene, store: _Store) -> Verdict:
    hooked = store.hooked
    assert hooked.function is not None
    cell, range = provenance.function_range(scene, hooked.function.__code__)
    versions = [facts.version for facts in store.facts if facts.version]
    name, total = words.code(store.name), words.count(len(store.facts), "tensor")
    if versions:
        evidence = (
            f"{name} holds {total}; the version counter of {len(versions)} is above 0: "
            f"{words.form(len(versions), 'it was', 'they were')} written to after "
            f"{words.form(len(versions), 'it was', 'they were')} made"
        )
    else:
        evidence = f"{name} holds {total} in the memory that the operation wrote to"
    return Verdict(
        subject=hooked.subject,
        kind="confirmed",
        values={
            "function": hooked.name,
            "var": words.clean(store.name),
            "path": words.clean(hooked.path),
            "side": store.side,
            "operation": store.operation,
        },
        evidence=(evidence,),
        built_from=hooked.files,
        object=hooked.path,
        cell=cell,
        range=range,
        cause=hooked.qualname,
    )
