"""The live half: one function under one key in the registries of two modules."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import classes, closures, registries
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene
from . import RULE


@RULE.probe
def copied_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per pair of models."""
    first: dict[tuple[str, int, int], Hooked] = {}
    pairs: dict[tuple[str, str], list[tuple[Hooked, Hooked]]] = {}
    ages = {name: number for number, name in enumerate(scene.namespace)}
    for hooked in sorted(
        user_hooks(scene, registries.AROUND_FORWARD), key=lambda h: _age(h, ages)
    ):
        function = hooked.function
        if function is None or not closures.stores_something(function.__code__):
            continue
        entry = hooked.entry
        key = (entry.registry, entry.key, id(entry.function))
        original = first.setdefault(key, hooked)
        if original.entry.module is not entry.module:
            names = (original.model.name, hooked.model.name)
            pairs.setdefault(names, []).append((original, hooked))
    for found in pairs.values():
        yield _verdict(found)


def _age(hooked: Hooked, ages: dict[str, int]) -> tuple[int, int]:
    """Of the model: the run that bound it, then its place in the namespace."""
    model = hooked.model
    root = model.name.partition(".")[0].partition("[")[0]
    return (model.bound.number if model.bound else 0, ages.get(root, 0))


def _verdict(found: list[tuple[Hooked, Hooked]]) -> Verdict:
    original, copied = found[0]
    run = copied.model.bound
    name = copied.model.name
    functions = list(dict.fromkeys(pair.name for _, pair in found))
    paths = [pair.path for _, pair in found]
    return Verdict(
        subject=Subject("name", "", name),
        kind="confirmed",
        values={
            "copy": words.clean(name),
            "original": words.clean(original.model.name),
            "hooks": words.count(len(found), "hook"),
            "function": copied.name,
        },
        evidence=(
            f"{words.listing(functions)} on {words.layers(paths)} is the function on "
            f"{words.code(original.path)}, under its key {copied.entry.key}",
            *_place(copied),
        ),
        object=name,
        cell=run.cell if run else None,
        range=provenance.name_range(run, name),
        cause=f"{original.model.name} {name}",
    )


def _place(copied: Hooked) -> Iterator[str]:
    """What both fill, if a variable of the hook is a container."""
    names = [
        variable.name
        for variable in closures.variables(copied.entry.function)
        if classes.is_exactly(variable.value, (list, dict))
    ]
    if names:
        yield f"both write to {words.listing(names)}"
