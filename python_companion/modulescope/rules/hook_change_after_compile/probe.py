"""The live half: hooks that are newer than the first call of a compiled module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any, NamedTuple

from ...findings import Place
from ...objects import classes, closures, registries
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Verdict
from ...session.scene import Model, Run, Scene
from ...source.cells import parse
from ...source.tree import dotted_name
from . import RULE

_REGISTRIES = (registries.FORWARD, registries.FORWARD_PRE)
_METHODS = ("register_forward_hook", "register_forward_pre_hook")
_INNER = "_orig_mod"
# What `torch.compile` leaves on a function that it wraps.
_MARK = "_torchdynamo_orig_callable"


class _Compiled(NamedTuple):
    """What was compiled, by its variable: a module, or a function that names one."""

    name: str
    model: Model
    is_function: bool = False


@RULE.probe
def hooks_after_compile(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each function and compiled variable."""
    compiled = list(_compiled(scene))
    if not compiled or _guards_hooks():
        return
    for whole in compiled:
        hooks = [h for h in user_hooks(scene, _REGISTRIES) if h.model is whole.model]
        seen: set[str] = set()
        for hooked in hooks:
            if hooked.qualname in seen or not _is_new(whole, hooked, hooks):
                continue
            call = _call_before(scene, whole, hooked)
            if call is not None and not _is_reset_after(scene, hooked):
                seen.add(hooked.qualname)
                yield _verdict(scene, whole, hooked, call)


def _compiled(scene: Scene) -> Iterator[_Compiled]:
    for model in scene.models:
        if classes.class_name(model.module) == "OptimizedModule":
            yield _Compiled(model.name, model)
    for name, value in scene.namespace.items():
        if type(value) is not FunctionType or _MARK not in value.__dict__:
            continue
        named = {id(found.value) for found in closures.variables(value)}
        for model in scene.models:
            if id(model.module) in named:
                yield _Compiled(name, model, is_function=True)


def _guards_hooks() -> bool:
    config = sys.modules.get("torch._dynamo.config")
    if config is None:
        return True
    try:
        return config.skip_nnmodule_hook_guards is not True
    except AttributeError:
        return True


def _is_new(whole: _Compiled, hooked: Hooked, hooks: list[Hooked]) -> bool:
    """Whether it is its module's first hook, inside of what is compiled, and idle."""
    entry = hooked.entry
    if entry.registered is None:
        return False
    if entry.module is hooked.model.module and not whole.is_function:
        return False
    for other in hooks:
        if other.entry.module is entry.module:
            known = other.entry.registered
            if known is None or known.number < entry.registered.number:
                return False
    for variable in closures.variables(entry.function):
        if closures.tensors_in(variable) or _is_filled(variable.value):
            # What it stores is there: it ran, compiled or not.
            return False
    return True


def _is_filled(value: Any) -> bool:
    return classes.is_exactly(value, (list, dict, set)) and bool(value)


def _call_before(
    scene: Scene, whole: _Compiled, hooked: Hooked
) -> tuple[Run, ast.Call] | None:
    """The first call of the compiled variable, if the hook came later."""
    registered, model = hooked.entry.registered, hooked.model
    first = model.bound.number if model.bound else 0
    name, callers = whole.name, _callers(scene, whole)
    for run in scene.runs:
        if registered is None or run.number > registered.number:
            return None
        if run.number < first or name.split("[")[0].split(".")[0] not in run.source:
            continue
        calls = [
            node
            for node in provenance.nodes(parse(run.source).tree, ast.Call)
            if dotted_name(node.func) in callers
        ]
        if run.number == registered.number:
            span = provenance.call_range(run, _METHODS, hooked.name)
            limit = span.start.line + 1 if span else 0
            calls = [call for call in calls if call.lineno < limit]
        if calls:
            return run, min(calls, key=lambda call: call.lineno)
    return None


def _callers(scene: Scene, whole: _Compiled) -> frozenset[str]:
    """What calls it: its name, and `trainer.fit` if that reads `self.model`."""
    owner, _, attr = whole.name.rpartition(".")
    value = scene.namespace.get(owner)
    methods = [
        name
        for base in (classes.mro(type(value)) if value is not None else ())
        for name, member in classes.members(base).items()
        if type(member) is FunctionType and attr in member.__code__.co_names
    ]
    found = {owner if name == "__call__" else f"{owner}.{name}" for name in methods}
    return frozenset({whole.name, *found})


def _is_reset_after(scene: Scene, hooked: Hooked) -> bool:
    """Whether compiled code was dropped since, or the model compiled anew."""
    registered = hooked.entry.registered
    assert registered is not None
    return any(
        "reset" in provenance.words(run.source)
        and ("_dynamo.reset" in run.source or "compiler.reset" in run.source)
        for run in scene.runs
        if run.number >= registered.number
    )


def _verdict(
    scene: Scene, whole: _Compiled, hooked: Hooked, call: tuple[Run, ast.Call]
) -> Verdict:
    run = hooked.entry.registered
    assert run is not None
    called = call[0]
    path = _path(scene, hooked)
    evidence = [f"{words.code(whole.name)} was first called{_in(called)}"]
    evidence.append(f"{words.code(path)} had no hook then; it got this one{_in(run)}")
    span = parse(called.source).lines.range(call[1])
    return Verdict(
        subject=hooked.subject,
        kind="confirmed",
        values={
            "function": hooked.name,
            "path": words.clean(path),
            "compiled": words.clean(whole.name),
        },
        evidence=tuple(evidence),
        built_from=hooked.files,
        object=hooked.model.name,
        cell=run.cell,
        range=provenance.call_range(run, _METHODS, hooked.name),
        related=(Place(called.cell, span, "The compiled code was called here"),),
        cause=f"{whole.name} {hooked.qualname}",
    )


def _in(run: Run) -> str:
    where = words.cell(run.cell)
    return f" in {where}" if where else ""


def _path(scene: Scene, hooked: Hooked) -> str:
    """The module as the user names it: below the variable of what was compiled."""
    inner = registries.read(hooked.model.module, "_modules").get(_INNER)
    below = hooked.entry.fqn.removeprefix(_INNER).removeprefix(".")
    for name, value in scene.namespace.items():
        if value is inner and not name.startswith("_"):
            return words.path(name, below)
    return words.path(hooked.model.name, below)
