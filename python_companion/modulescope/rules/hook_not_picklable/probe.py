"""The live half: hook functions that their own name does not lead to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from ...findings import Place
from ...objects import callables, classes
from ...objects.registries import HOOK_REGISTRIES
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Verdict
from ...session.scene import Scene
from . import RULE
from .saves import Save, saves


@RULE.probe
def unpicklable_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per function, where its model is pickled."""
    found: dict[str, list[tuple[Hooked, str]]] = {}
    for hooked in user_hooks(scene, HOOK_REGISTRIES):
        if reason := _reason(hooked.entry.function):
            found.setdefault(hooked.qualname, []).append((hooked, reason))
    if not found:
        return
    calls = saves(scene)
    for group in found.values():
        for hooked, reason in group:
            save = next((s for s in calls if _concerns(s, hooked)), None)
            if save is not None:
                yield _verdict(scene, hooked, reason, save, len(group))
                break


def _concerns(save: Save, hooked: Hooked) -> bool:
    """Whether a call pickled this module, and not what had its name before."""
    bound = hooked.model.bound
    built = bound.number if bound else 0
    return save.covers(hooked.path) and save.run.number >= built


def _reason(hook: Any) -> str:
    """Why pickle cannot name a hook; empty if it can, or if that is not known."""
    hook = callables.unwrapped(hook)
    for _ in range(10):
        if type(hook) is partial:
            hook = hook.func
        elif type(hook) is MethodType:
            hook = type(hook.__self__) if type(hook.__self__) is not type else None
        else:
            break
    if type(hook) is FunctionType:
        return _of_function(hook)
    kind = hook if classes.derives(type(hook), type) else type(hook)
    name = classes.qualname(kind)
    return "its class is local to a function" if "<locals>" in name else ""


def _of_function(function: FunctionType) -> str:
    qualname = function.__qualname__
    if "<lambda>" in qualname:
        return "it is a lambda"
    if "<locals>" in qualname:
        return f"it is local to {words.code(qualname.partition('.<locals>')[0])}"
    if "." in qualname or function.__globals__.get("__name__") != function.__module__:
        return ""
    held = dict.get(function.__globals__, qualname)
    if held is function:
        return ""
    if held is None:
        return "no variable has its name any more"
    if type(held) is FunctionType:
        return "its name stands for a newer function"
    return ""


def _verdict(
    scene: Scene, hooked: Hooked, reason: str, save: Save, count: int
) -> Verdict:
    run = hooked.entry.registered
    cell, range = None, None
    if run is not None:
        cell = run.cell
        range = provenance.call_range(run, _methods(hooked), hooked.name)
    where = words.cell(save.run.cell)
    said = f"{words.code(save.call)} pickles it"
    evidence = [reason, f"{said} in {where}" if where else said]
    if count > 1:
        evidence.append(f"{words.count(count, 'hook')} of this name are on the model")
    return Verdict(
        subject=hooked.subject,
        kind="confirmed",
        values={
            "function": hooked.name,
            "path": words.clean(hooked.path),
            "call": words.clean(save.call),
        },
        evidence=tuple(evidence),
        built_from=hooked.files,
        object=hooked.path,
        cell=cell,
        range=range,
        related=(Place(save.run.cell, save.range, "The model is pickled here"),),
        cause=hooked.qualname,
    )


def _methods(hooked: Hooked) -> tuple[str, ...]:
    name = hooked.entry.registry.strip("_").removesuffix("s")
    return (f"register_{name}", f"register_full_{name}")
