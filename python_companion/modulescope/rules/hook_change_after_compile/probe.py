"""The live half: hooks that are newer than the first call of a compiled module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

from ...findings import Place
from ...objects import classes, closures, registries
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Verdict
from ...session.scene import Model, Run, Scene
from ...source.cells import parse
from . import RULE

_REGISTRIES = (registries.FORWARD, registries.FORWARD_PRE)
_METHODS = ("register_forward_hook", "register_forward_pre_hook")
_INNER = "_orig_mod"


@RULE.probe
def hooks_after_compile(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each function and compiled model."""
    compiled = [model for model in scene.models if _is_compiled(model)]
    if not compiled or _guards_hooks():
        return
    names = {model.name for model in compiled}
    hooks = [h for h in user_hooks(scene, _REGISTRIES) if h.model.name in names]
    seen: set[tuple[str, str]] = set()
    for hooked in hooks:
        key = (hooked.model.name, hooked.qualname)
        if key in seen or not _is_new(hooked, hooks):
            continue
        call = _call_before(scene, hooked)
        if call is not None and not _is_reset_after(scene, hooked):
            seen.add(key)
            yield _verdict(scene, hooked, call)


def _is_compiled(model: Model) -> bool:
    return classes.class_name(model.module) == "OptimizedModule"


def _guards_hooks() -> bool:
    config = sys.modules.get("torch._dynamo.config")
    if config is None:
        return True
    try:
        return config.skip_nnmodule_hook_guards is not True
    except AttributeError:
        return True


def _is_new(hooked: Hooked, hooks: list[Hooked]) -> bool:
    """Whether it is its module's first hook, inside of what is compiled, and idle."""
    entry = hooked.entry
    if entry.module is hooked.model.module or entry.registered is None:
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


def _call_before(scene: Scene, hooked: Hooked) -> tuple[Run, ast.Call] | None:
    """The first call of the compiled variable, if the hook came later."""
    registered, model = hooked.entry.registered, hooked.model
    first = model.bound.number if model.bound else 0
    name = model.name
    for run in scene.runs:
        if registered is None or run.number > registered.number:
            return None
        if run.number < first or name.split("[")[0] not in run.source:
            continue
        calls = [
            node
            for node in provenance.nodes(parse(run.source).tree, ast.Call)
            if isinstance(node.func, ast.Name) and node.func.id == name
        ]
        if run.number == registered.number:
            span = provenance.call_range(run, _METHODS, hooked.name)
            limit = span.start.line + 1 if span else 0
            calls = [call for call in calls if call.lineno < limit]
        if calls:
            return run, min(calls, key=lambda call: call.lineno)
    return None


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


def _verdict(scene: Scene, hooked: Hooked, call: tuple[Run, ast.Call]) -> Verdict:
    run = hooked.entry.registered
    assert run is not None
    called = call[0]
    path = _path(scene, hooked)
    evidence = [f"{words.code(hooked.model.name)} was first called{_in(called)}"]
    evidence.append(f"{words.code(path)} had no hook then; it got this one{_in(run)}")
    span = parse(called.source).lines.range(call[1])
    return Verdict(
        subject=hooked.subject,
        kind="confirmed",
        values={
            "function": hooked.name,
            "path": words.clean(path),
            "compiled": words.clean(hooked.model.name),
        },
        evidence=tuple(evidence),
        built_from=hooked.files,
        object=hooked.model.name,
        cell=run.cell,
        range=provenance.call_range(run, _METHODS, hooked.name),
        related=(Place(called.cell, span, "The compiled model was called here"),),
        cause=f"{hooked.model.name} {hooked.qualname}",
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
