"""The live half: dictionaries that share memory with a model that trained on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...rulekit import provenance, statedicts, words
from ...rulekit.rule import Subject, Verdict
from ...rulekit.statedicts import Tensors
from ...session.scene import Model, Run, Scene
from . import RULE


class _Alias(NamedTuple):
    """A variable whose state dict is the model's own memory."""

    name: str
    model: Model
    states: int
    """How many state dicts it holds that are."""
    shared: int
    """How many tensors of the first of them."""
    total: int


@RULE.probe
def aliases(scene: Scene) -> Iterator[Verdict]:
    """Confirms for dictionaries that training changed; refutes for copies."""
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    trained = [m for m in scene.models if m.since.changed or m.since.backward]
    if not claimed and not trained:
        return
    for name, states in statedicts.state_dicts(scene.namespace):
        subject = Subject("name", "", name)
        bound = _binding(scene, name)
        alias = _alias(scene, name, states)
        if alias is None:
            if subject in claimed:
                yield Verdict(
                    subject, "refuted", built_from=provenance.files_with(scene, name)
                )
        elif bound and (
            changed := _changed_after(scene, alias, bound, subject in claimed)
        ):
            yield _verdict(scene, alias, bound, changed)


def _alias(scene: Scene, name: str, states: list[Tensors]) -> _Alias | None:
    memories = [
        [statedicts.storage(tensor) for tensor in state.values()] for state in states
    ]
    for model in scene.models:
        own = statedicts.storages(model)
        shared = [sum(s in own for s in memory) for memory in memories]
        same = [count for count in shared if count]
        if same:
            first = shared.index(same[0])
            return _Alias(name, model, len(same), same[0], len(memories[first]))
    return None


def _binding(scene: Scene, name: str) -> Run | None:
    """The last run that bound a variable."""
    for run in reversed(scene.runs):
        if name in run.source and provenance.name_range(run, name):
            return run
    return None


def _changed_after(
    scene: Scene, alias: _Alias, bound: Run, claimed: bool
) -> Run | None:
    """The run that changed the model under a dictionary that is kept for later."""
    since = alias.model.since
    loading = {run.number for run in scene.runs if _loads(run, alias.name)}
    # To load what is the model's own memory writes to it, and changes nothing.
    only_loading = loading - set(since.backward_runs)
    numbers = [
        number
        for number in since.changed_runs
        if number > bound.number and number not in only_loading
    ]
    if claimed:
        # The text says that the training comes after it.
        trained = bound.number in (*since.changed_runs, *since.backward_runs)
        numbers += [bound.number] if trained else []
    elif alias.states == 1:
        # It may have been looked at only, before the training.
        later = [run for run in scene.runs if numbers and run.number >= numbers[0]]
        numbers = numbers if any(_loads(run, alias.name) for run in later) else []
    return next(
        (run for run in scene.runs if run.number == min(numbers, default=0)), None
    )


def _loads(run: Run, name: str) -> bool:
    return "load_state_dict" in run.source and name in provenance.words(run.source)


def _verdict(scene: Scene, alias: _Alias, bound: Run, changed: Run) -> Verdict:
    target, model = words.code(alias.name), words.code(alias.model.name)
    if alias.states > 1:
        first = (
            f"{words.count(alias.states, 'state dict')} in {target} are all the memory "
            f"of {model}, so they are equal"
        )
    else:
        first = (
            f"{words.number(alias.shared)} of {words.count(alias.total, 'tensor')} in "
            f"{target} {words.form(alias.shared, 'shares its', 'share their')} memory "
            f"with {model}"
        )
    when = f"{model} changed in {words.cell(changed.cell) or 'a later cell'}"
    if changed.number == bound.number:
        when += f", which also made {target}"
    else:
        when += f", after {words.cell(bound.cell) or 'the cell'} made {target}"
    return Verdict(
        subject=Subject("name", "", alias.name),
        kind="confirmed",
        values={
            "target": words.clean(alias.name),
            "model": words.clean(alias.model.name),
        },
        evidence=(first, when),
        built_from=provenance.files_with(scene, alias.name),
        object=alias.name,
        cell=bound.cell,
        range=provenance.name_range(bound, alias.name),
        cause=alias.name,
    )
