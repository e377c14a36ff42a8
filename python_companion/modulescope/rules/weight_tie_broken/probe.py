"""The live half: parameters that share memory, or that a constructor tied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...objects import classes, walk
from ...rulekit import provenance, statedicts, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from ...source.cells import parse
from . import RULE
from .ties import Tie, ties_in

_MAY_TIE = re.compile(r"\.(weight|bias)\s*=\s*\w+\.")


class _Broken(NamedTuple):
    first: str
    second: str
    evidence: tuple[str, ...]
    files: frozenset[str]
    subject: Subject


@RULE.probe
def broken_ties(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per model; refutes for claimed models that are still tied."""
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    ties: dict[type, list[tuple[Tie, type]]] = {}
    for model in scene.models:
        kept: list[_Broken] = []
        broken = next(_broken(scene, model, ties, kept), None) or _shared(scene, model)
        if broken is not None:
            yield _verdict(scene, model, broken, claimed)
        else:
            for tie in kept:
                for subject in (tie.subject, Subject("name", "", model.name)):
                    if subject in claimed:
                        yield Verdict(subject, "refuted", built_from=tie.files)


def _broken(
    scene: Scene,
    model: Model,
    ties: dict[type, list[tuple[Tie, type]]],
    kept: list[_Broken],
) -> Iterator[_Broken]:
    """Pairs that a class ties and that are two tensors; the tied ones go to `kept`."""
    for node in model.nodes:
        kind = type(node.module)
        if kind not in ties:
            ties[kind] = _ties(scene, kind)
        for tie, base in ties[kind]:
            one, other = _at(node.module, tie.first), _at(node.module, tie.second)
            if one is None or other is None:
                continue
            first, second = _below(node.fqn, tie.first), _below(node.fqn, tie.second)
            subject = Subject("attr", classes.name(base), tie.first)
            what = f"`{classes.name(base)}.__init__` ties them"
            found = _Broken(
                first,
                second,
                (what, _memory(one, other)),
                class_files(base) | provenance.files_of(scene, model),
                subject,
            )
            if one is other:
                kept.append(found)
            elif _is_real(one) and _is_real(other):
                yield found


def _ties(scene: Scene, kind: type) -> list[tuple[Tie, type]]:
    found: list[tuple[Tie, type]] = []
    for base in classes.mro(kind):
        if classes.is_library(base):
            continue
        for run in provenance.class_runs(scene, base):
            if _MAY_TIE.search(run.source):
                definition = provenance.class_node(parse(run.source), base)
                if definition is not None:
                    found += ((tie, base) for tie in ties_in(definition))
                break
    return found


def _at(module: Any, path: str) -> Any:
    """The plain parameter at a path; None if something else is there now."""
    *above, last = path.split(".")
    for name in above:
        module = walk.registry(module, "_modules").get(name)
    torch = walk.loaded_torch()
    found = walk.registry(module, "_parameters").get(last)
    return found if torch and type(found) is torch.nn.Parameter else None


def _is_real(tensor: Any) -> bool:
    facts = walk.tensor_facts(tensor)
    return facts is not None and facts.device_type != "meta" and not facts.lazy


def _memory(one: Any, other: Any) -> str:
    if statedicts.storage(one) == statedicts.storage(other):
        return "they are two `Parameter` objects over the same memory"
    return "they are two `Parameter` objects with memory of their own"


def _shared(scene: Scene, model: Model) -> _Broken | None:
    """Two trainable parameters that start at the same place of one memory."""
    torch = walk.loaded_torch()
    assert torch is not None
    if len(statedicts.storages(model)) == len(model.parameters):
        return None
    seen: dict[tuple[Any, ...], str] = {}
    for fqn, tensor, facts in model.parameter_facts:
        if not facts.requires_grad or not facts.numel or facts.device_type == "meta":
            continue
        if type(tensor) is not torch.nn.Parameter:
            continue
        memory = statedicts.storage(tensor)
        key = (memory, torch.Tensor.storage_offset(tensor), facts.shape)
        if memory is not None and key in seen:
            text = "they are two `Parameter` objects over the same memory"
            subject = Subject("name", "", model.name)
            return _Broken(
                fqn,
                seen[key],
                (text, _twice(scene, model)),
                provenance.files_of(scene, model),
                subject,
            )
        seen[key] = fqn
    return None


def _twice(scene: Scene, model: Model) -> str:
    own = {id(tensor) for _, tensor in model.parameters}
    names = [
        optimizer.name
        for optimizer in scene.optimizers
        if any(id(tensor) in own for _, tensor in optimizer.parameters)
    ]
    if names:
        return f"{words.listing(names)} holds this memory twice"
    return f"`parameters()` of {words.code(model.name)} lists this memory twice"


def _below(fqn: str, path: str) -> str:
    return f"{fqn}.{path}" if fqn else path


def _verdict(
    scene: Scene, model: Model, broken: _Broken, claimed: set[Subject]
) -> Verdict:
    bound = model.bound
    subject = Subject("name", "", model.name)
    owners = [s for s in claimed if s.kind == "attr" and broken.first.endswith(s.name)]
    if subject not in claimed and owners:
        subject = owners[0]
    files = broken.files
    if subject.kind == "attr":
        for node in model.nodes:
            for base in classes.mro(type(node.module)):
                if classes.name(base) == subject.owner:
                    files |= class_files(base)
    first = words.path(model.name, broken.first)
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "a": words.clean(first),
            "b": words.clean(words.path(model.name, broken.second)),
            "how": "`nn.Parameter(…)`",
        },
        evidence=broken.evidence,
        built_from=files,
        object=first,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, model.name),
        cause=model.name,
    )
