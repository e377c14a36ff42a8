"""The live half: containers with one module under several names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from ...objects import classes, metadata, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.hidden import parameters_below
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Run, Scene
from ...source.cells import parse
from . import RULE

_DELIBERATE = re.compile(r"shar|tied|tying", re.IGNORECASE)
# Without a claim two equal entries may be written out, and meant.
_MIN_REPEATS = 3


@RULE.probe
def repeated_modules(scene: Scene) -> Iterator[Verdict]:
    """Confirms for containers that repeat modules, refutes claims about others."""
    torch = raw.loaded_torch()
    if torch is None:
        return
    claims = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    seen: set[Subject] = set()
    for model in scene.models:
        for node in model.of_type(*_containers(torch.nn)):
            entries = list(registries.read(node.module, "_modules").values())
            subject, owner = _subject(model, node)
            if isinstance(node.module, torch.nn.ModuleDict) and subject not in claims:
                # Keys may share a layer on purpose, as their names say.
                continue
            repeated = _repeated(entries, subject in claims)
            if not repeated:
                if entries and subject in claims:
                    files = provenance.files_of(scene, owner, model.name)
                    yield Verdict(subject, "refuted", built_from=files)
            elif subject not in seen:
                seen.add(subject)
                found = _Found(model, node, subject, owner, entries, repeated)
                if _is_meant(scene, found, subject in claims):
                    continue
                yield _verdict(scene, found)


def _containers(nn: Any) -> tuple[type, ...]:
    return nn.ModuleList, nn.Sequential, nn.ModuleDict


class _Found:
    """A container that has some of its entries several times."""

    def __init__(
        self,
        model: Model,
        node: walk.Node,
        subject: Subject,
        owner: type | None,
        entries: list[Any],
        repeated: list[Any],
    ) -> None:
        self.model, self.node, self.subject, self.owner = model, node, subject, owner
        self.entries, self.repeated = entries, repeated
        self.parameters = parameters_below(tuple(repeated))
        self.times = max(map([id(e) for e in entries].count, map(id, repeated)))
        self.path = words.path(model.name, node.fqn)


def _repeated(entries: list[Any], claimed: bool) -> list[Any]:
    """The modules that a container has several times, each once.

    Without a claim only if it repeats them from start to end; where the text says that
    one is repeated, others may stand beside it.
    """
    ids = [id(entry) for entry in entries]
    period = _period(ids)
    if period < len(entries):
        return entries[:period]
    by_id = {id(entry): entry for entry in entries if claimed}
    return [entry for ident, entry in by_id.items() if ids.count(ident) > 1]


def _period(ids: list[int]) -> int:
    """After how many entries a list begins again; its length if it does not."""
    if len(set(ids)) == len(ids):
        return len(ids)
    period = len(set(ids))
    whole = len(ids) % period == 0
    again = all(one == other for one, other in zip(ids, ids[period:], strict=False))
    return period if whole and again else len(ids)


def _subject(model: Model, node: walk.Node) -> tuple[Subject, type | None]:
    """The attribute that holds a container, with its class; or the variable."""
    if node.parent is None:
        return Subject("name", "", model.name), None
    cls = type(model.nodes[node.parent].module)
    owner = classes.storing_class(cls, node.name) or cls
    return Subject("attr", classes.name(owner), node.name), owner


def _is_meant(scene: Scene, found: _Found, claimed: bool) -> bool:
    """Whether the sharing is harmless, deliberate, or somebody else's."""
    if not found.parameters:
        return True
    if found.owner is not None and classes.is_library(found.owner):
        return not classes.is_torch(found.owner) or not claimed
    owner = classes.name(found.owner) if found.owner else ""
    if _DELIBERATE.search(f"{found.path} {owner}"):
        return True
    if claimed:
        return False
    if len(found.entries) < _MIN_REPEATS * len(found.repeated):
        return True
    return any(_is_written_out(run) for run in _runs(scene, found))


def _runs(scene: Scene, found: _Found) -> Iterator[Run]:
    if found.owner is not None:
        yield from provenance.class_runs(scene, found.owner)
    elif found.model.bound is not None:
        yield found.model.bound


def _is_written_out(run: Run) -> bool:
    """Whether a text says that it shares, or names one variable twice in a call."""
    if _DELIBERATE.search(run.source):
        return True
    for node in provenance.nodes(parse(run.source).tree, ast.expr):
        items: list[ast.expr] = []
        if isinstance(node, ast.Call):
            items = node.args
        elif isinstance(node, (ast.List, ast.Tuple)):
            items = node.elts
        names = [ast.dump(i) for i in items if isinstance(i, (ast.Name, ast.Attribute))]
        if len(set(names)) < len(names):
            return True
    return False


def _verdict(scene: Scene, found: _Found) -> Verdict:
    entries = found.entries
    name = words.clean(classes.class_name(_largest(found.repeated)))
    distinct = list({id(entry): entry for entry in entries}.values())
    once = metadata.numel(parameters_below(tuple(distinct)))
    separate = sum(metadata.numel(parameters_below((entry,))) for entry in entries)
    cell, range = None, None
    if found.owner is not None:
        cell, range = provenance.attribute_range(scene, found.owner, found.subject.name)
    elif found.model.bound is not None:
        cell = found.model.bound.cell
        range = provenance.name_range(found.model.bound, found.model.name)
    path = words.clean(found.path)
    files = provenance.files_of(scene, found.owner, found.model.name)
    return Verdict(
        subject=found.subject,
        kind="confirmed",
        values={"owner": path, "cls": name, "times": words.count(found.times, "time")},
        evidence=(
            f"`{path}` has {words.count(len(entries), 'entry', 'entries')}, and only "
            f"{words.count(len(distinct), 'module')}",
            f"{words.parameters(once)} in all; "
            f"{words.count(len(entries), 'separate module')} would have "
            f"{words.total(separate)}",
        ),
        built_from=files,
        object=found.path,
        cell=cell,
        range=range,
        cause=f"{found.subject.owner}.{found.subject.name}",
    )


def _largest(modules: list[Any]) -> Any:
    """The module with the most parameters."""
    return max(modules, key=lambda item: metadata.numel(parameters_below((item,))))
