"""The live half: parameters that one step, or one loop, moves twice."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Optimizer, Run, Scene
from ...source.cells import parse
from . import RULE


@RULE.probe
def parameters_stepped_twice(scene: Scene) -> Iterator[Verdict]:
    """Confirms for optimizers and pairs of them; refutes claims about clean ones."""
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    for optimizer in scene.optimizers:
        subject = Subject("name", "", optimizer.name)
        files = frozenset([optimizer.bound.file] if optimizer.bound else [])
        count = Counter((group, id(tensor)) for group, tensor in optimizer.parameters)
        twice = {key for (_, key), times in count.items() if times > 1}
        if twice:
            evidence = (
                f"{words.count(len(twice), 'parameter')} of "
                f"{words.number(len({key for _, key in count}))} "
                f"{words.form(len(twice), 'is', 'are')} listed more than once: "
                f"{_names(scene, twice)}"
            )
            yield _verdict(subject, optimizer, len(twice), evidence, files)
        elif subject in claimed:
            yield Verdict(subject, "refuted", built_from=files)
    if len(scene.optimizers) < 10:
        for one, other in combinations(scene.optimizers, 2):
            yield from _pair(scene, one, other)


def _pair(scene: Scene, one: Optimizer, other: Optimizer) -> Iterator[Verdict]:
    held = {id(tensor) for _, tensor in one.parameters}
    both = held & {id(tensor) for _, tensor in other.parameters}
    if not both or one.optimizer is other.optimizer:
        return
    made = [optimizer.bound.number for optimizer in (one, other) if optimizer.bound]
    # A loop that ran before stepped the optimizers that had these names then.
    runs = [run for run in scene.runs if run.number >= max(made, default=0)]
    if any(_steps_both(run, one.name, other.name) for run in runs):
        evidence = (
            f"{words.code(one.name)} and {words.code(other.name)} both hold "
            f"{words.count(len(both), 'parameter')}, and one loop steps both: "
            f"{_names(scene, both)}"
        )
        subject = Subject("name", "", other.name)
        yield _verdict(subject, other, len(both), evidence, frozenset())


def _steps_both(run: Run, one: str, other: str) -> bool:
    """Whether one block of a cell has `one.step()` and `other.step()`."""
    if not {one, other, "step"} <= provenance.words(run.source):
        return False
    for loop in provenance.nodes(parse(run.source).tree, ast.For):
        stepped = {
            ast.unparse(node.value.func.value)
            for node in loop.body
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr == "step"
        }
        if {one, other} <= stepped:
            return True
    return False


def _names(scene: Scene, wanted: set[int]) -> str:
    names = [
        f"{model.name}.{fqn}"
        for model in scene.models
        for fqn, tensor in model.parameters
        if id(tensor) in wanted
    ]
    return words.listing(names or ["a tensor"])


def _verdict(
    subject: Subject,
    optimizer: Optimizer,
    count: int,
    evidence: str,
    files: frozenset[str],
) -> Verdict:
    bound = optimizer.bound
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "optimizer": words.clean(optimizer.name),
            "n": words.count(count, "parameter"),
        },
        evidence=(evidence,),
        built_from=files,
        object=optimizer.name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, optimizer.name),
        cause=optimizer.name,
    )
