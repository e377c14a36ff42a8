"""The live half: reads tensors that may have changed since they were last read."""

from __future__ import annotations

import weakref
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ...objects import classes, raw, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Run, Scene
from ...values import finite
from . import RULE

_MAX_SEARCHED = 200
_Facts = tuple[str, Any, walk.TensorFacts]


class _Result(NamedTuple):
    """What reading a model gave; holds no tensor."""

    counted: finite.Count | None
    """Of the first bad tensor; None if there is none."""
    bad: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    numel: int = 0


@dataclass
class _Memory:
    """The last reading of a root module."""

    reference: weakref.ref[Any]
    key: Hashable
    result: _Result
    finite_after: Run | None
    """The last run after which all values were finite."""


_memories: dict[int, _Memory] = {}


@RULE.probe
def non_finite(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per model, at its first bad tensor."""
    edit = _last_data_edit(scene)
    kept: dict[int, _Memory] = {}
    for model in scene.models:
        memory = kept[id(model.module)] = _read(scene, model, edit)
        if memory.result.counted and not _was_never_filled(scene, model, memory):
            yield _verdict(scene, model, memory)
    _memories.clear()
    _memories.update(kept)


def _was_never_filled(scene: Scene, model: Model, memory: _Memory) -> bool:
    """Whether NN301 or NN304 say it: all bad tensors are as they were allocated."""
    if not scene.claims.get("NN301") and not any(
        "to_empty" in r.source for r in scene.runs
    ):
        return False
    bad = set(memory.result.bad)
    tensors = (*model.parameter_facts, *model.buffer_facts)
    return all(facts.version == 0 for fqn, _, facts in tensors if fqn in bad)


def _last_data_edit(scene: Scene) -> int:
    """The latest run that names `.data`: what it writes no version counter shows."""
    edits = (run.number for run in reversed(scene.runs) if ".data" in run.source)
    return next(edits, 0)


def _read(scene: Scene, model: Model, edit: int) -> _Memory:
    memory = _memories.get(id(model.module))
    if memory is None or memory.reference() is not model.module:
        memory = _Memory(weakref.ref(model.module), None, _Result(None), None)
    tensors = [*model.parameter_facts, *model.buffer_facts]
    versions = [(id(tensor), facts.version) for _, tensor, facts in tensors]
    key = hash((edit, model.since.backward_runs[-1:], *versions))
    if key != memory.key:
        result = _look(model)
        memory = _Memory(memory.reference, key, result, memory.finite_after)
    if memory.result.counted is None and scene.runs:
        memory.finite_after = scene.runs[-1]
    return memory


def _look(model: Model) -> _Result:
    wanted = [*model.parameter_facts, *filter(_was_written, model.buffer_facts)]
    first_buffer = len(model.parameter_facts)
    found = finite.are_finite([entry[1:] for entry in wanted])
    bad: list[str] = []
    first: tuple[finite.Count, int] | None = None
    for index in [i for i, good in enumerate(found) if not good]:
        fqn, tensor, facts = wanted[index]
        # Masks hold -inf, also those that are kept as a frozen parameter.
        may_be_infinite = index >= first_buffer or not facts.requires_grad
        if first is None or may_be_infinite:
            counted = finite.count(tensor, facts)
            if not counted.nan and (may_be_infinite or not counted.inf):
                found[index] = True
                continue
            first = first or (counted, facts.numel)
        bad.append(fqn)
    if first is None:
        return _Result(None)
    good = tuple(
        entry[0] for entry, is_good in zip(wanted, found, strict=True) if is_good
    )
    return _Result(first[0], tuple(bad), good, first[1])


def _was_written(entry: _Facts) -> bool:
    """Whether a buffer is more than what it was created as; one NaN may be a mark."""
    facts = entry[2]
    return facts.numel > 1 and facts.version != 0


def _verdict(scene: Scene, model: Model, memory: _Memory) -> Verdict:
    result = memory.result
    assert result.counted is not None
    counts = (("NaN", result.counted.nan), ("infinite", result.counted.inf))
    bound, bad = model.bound, result.counted.nan + result.counted.inf
    name = words.path(model.name, result.bad[0])
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "n": words.number(bad),
            "values": words.count(result.numel, "value"),
            "are": words.form(bad, "is", "are"),
            "name": words.clean(name),
            "what": " or ".join(what for what, number in counts if number),
        },
        evidence=tuple(_evidence(scene, model, memory)),
        object=name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, model.name),
        cause=model.name,
        when_gone=_now_finite(model.name),
    )


def _evidence(scene: Scene, model: Model, memory: _Memory) -> Iterator[str]:
    result = memory.result
    assert result.counted is not None
    if result.counted.read < result.numel:
        read = words.count(result.counted.read, "value")
        yield f"counted in the first {read} only"
    total = len(result.bad) + len(result.finite)
    yield (
        f"{words.number(len(result.bad))} of {words.count(total, 'tensor')} of "
        f"{words.code(model.name)} {words.form(len(result.bad), 'holds', 'hold')} NaN "
        f"or infinite values: {words.listing(result.bad)}"
    )
    if result.finite:
        yield f"still finite: {words.listing(result.finite)}"
    after = words.cell(memory.finite_after.cell) if memory.finite_after else ""
    if after:
        yield f"all were finite after {after}"
    bad = {
        fqn: facts
        for fqn, _, facts in (*model.parameter_facts, *model.buffer_facts)
        if fqn in result.bad
    }
    if copies := _finite_copies(scene, bad):
        yield f"finite copies of them are in {words.listing(copies)}"
    for optimizer in scene.optimizers:
        if _has_bad_state(optimizer.optimizer, model):
            yield (
                f"the state of {words.code(optimizer.name)} is not finite, either: it "
                "would spoil reloaded weights at the next step"
            )


def _finite_copies(scene: Scene, bad: dict[str, walk.TensorFacts]) -> list[str]:
    """Variables that hold a state dict with all of these tensors, finite."""
    found: list[str] = []
    dicts = [e for e in scene.namespace.items() if classes.derives(type(e[1]), dict)]
    for name, value in dicts[:_MAX_SEARCHED]:
        state = raw.copy_dict(value)
        entries: list[finite.Entry] = []
        for fqn, wanted in bad.items():
            tensor = state.get(fqn)
            facts = walk.tensor_facts(tensor) if walk.is_tensor(tensor) else None
            if facts is None or facts.shape != wanted.shape:
                break
            entries.append((tensor, facts))
        if len(entries) == len(bad) and all(finite.are_finite(entries)):
            found.append(name)
    return found


def _has_bad_state(optimizer: Any, model: Model) -> bool:
    """Whether the moments of the first few parameters are spoilt."""
    held = raw.dict_items(raw.instance_dict(optimizer).get("state"))
    state = {id(parameter): moments for parameter, moments in held}
    entries: list[finite.Entry] = []
    for _, parameter in model.parameters[:8]:
        for tensor in raw.copy_dict(state.get(id(parameter))).values():
            facts = walk.tensor_facts(tensor) if walk.is_tensor(tensor) else None
            if facts is not None:
                entries.append((tensor, facts))
    return not all(finite.are_finite(entries))


def _now_finite(name: str) -> Any:
    def sentence(scene: Scene) -> str | None:
        model = next((m for m in scene.models if m.name == name), None)
        if model is None or _look(model).counted:
            return None
        return f"All values of `{name}` are finite now."

    return sentence
