"""The live half: equal functions in one registry of one module."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType, FunctionType, MethodType
from typing import Any

from ...findings import CellRef, Fix, Place
from ...objects import callables, classes, closures, raw, registries
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import HookEntry, Run, Scene
from . import RULE

# Registry: what torch calls the hook, when it runs, and the methods that register it.
_KINDS = {
    registries.FORWARD: ("forward", "forward", ("register_forward_hook",)),
    registries.FORWARD_PRE: ("forward pre", "forward", ("register_forward_pre_hook",)),
    registries.BACKWARD: (
        "backward",
        "backward",
        ("register_full_backward_hook", "register_backward_hook"),
    ),
    registries.BACKWARD_PRE: (
        "backward pre",
        "backward",
        ("register_full_backward_pre_hook",),
    ),
    registries.STATE_DICT: (
        "state dict",
        "`state_dict()`",
        ("register_state_dict_post_hook", "_register_state_dict_hook"),
    ),
    registries.STATE_DICT_PRE: (
        "state dict pre",
        "`state_dict()`",
        ("register_state_dict_pre_hook",),
    ),
    registries.LOAD_STATE_DICT_PRE: (
        "load state dict pre",
        "`load_state_dict()`",
        ("register_load_state_dict_pre_hook", "_register_load_state_dict_pre_hook"),
    ),
    registries.LOAD_STATE_DICT_POST: (
        "load state dict post",
        "`load_state_dict()`",
        ("register_load_state_dict_post_hook",),
    ),
}


@dataclass
class _Group:
    """The equal hooks in one registry of one module, oldest first."""

    path: str
    entries: list[HookEntry] = field(default_factory=list)


@RULE.probe
def repeated_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per function and kind, however many modules it sits on.

    A factory makes one hook for each module: what they close over tells which are
    copies of each other, and is no cause of its own.
    """
    causes: dict[tuple[Any, ...], list[_Group]] = {}
    for model in scene.models:
        groups: dict[tuple[Any, ...], _Group] = {}
        for entry in scene.hooks.get(id(model.module), ()):
            if entry.registry not in _KINDS:
                continue
            if (identity := _identity(entry.function)) is not None:
                key = (id(entry.module), entry.registry, identity)
                path = words.path(model.name, entry.fqn)
                groups.setdefault(key, _Group(path)).entries.append(entry)
        for (_, registry, _), group in groups.items():
            if len(group.entries) > 1:
                code = _code(group.entries[0].function)
                causes.setdefault((registry, code), []).append(group)
    for found in causes.values():
        yield _verdict(scene, found)


def _identity(hook: Any) -> tuple[Any, ...] | None:
    """Equal for copies of one hook; None for what is never compared.

    The same code must close over the same things: a factory makes hooks that share
    their code and differ in what they close over.
    """
    hook = callables.unwrapped(hook)
    if type(hook) is MethodType:
        inner = _identity(hook.__func__)
        return inner and ("method", id(hook.__self__), *inner)
    if type(hook) is not FunctionType or classes.is_installed(
        hook.__code__.co_filename
    ):
        return None
    defaults = (*(hook.__defaults__ or ()), *(hook.__kwdefaults__ or {}).items())
    return (
        "function",
        hook.__qualname__,
        _code_identity(hook.__code__),
        tuple(_value_identity(_content(cell)) for cell in hook.__closure__ or ()),
        tuple(_value_identity(value) for value in defaults),
    )


def _code(hook: Any) -> tuple[Any, ...]:
    """Equal for all hooks of one definition, whatever they close over."""
    function = closures.function_of(hook)
    assert function is not None
    return function.__qualname__, *_code_identity(function.__code__)


def _code_identity(code: CodeType) -> tuple[Any, ...]:
    constants = tuple(
        _code_identity(constant) if type(constant) is CodeType else repr(constant)
        for constant in code.co_consts
    )
    return (code.co_code, code.co_names, code.co_freevars, constants)


_EMPTY = object()


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return _EMPTY


def _value_identity(value: Any) -> tuple[Any, ...]:
    """Plain values by value, everything else by identity."""
    if value is None or classes.is_exactly(
        value, (bool, int, float, complex, str, bytes)
    ):
        return (type(value).__name__, repr(value) if type(value) is float else value)
    if type(value) is tuple:
        return ("tuple", *(_value_identity(item) for item in value))
    return ("object", id(value))


def _verdict(scene: Scene, groups: list[_Group]) -> Verdict:
    first = max(groups, key=lambda group: len(group.entries))
    entry = first.entries[-1]
    function = closures.function_of(entry.function)
    assert function is not None
    n = len(first.entries)
    kind, event, methods = _KINDS[entry.registry]
    runs = _runs(groups)
    cell, range = _place(scene, runs, methods, function)
    name = words.clean(function.__name__)
    paths = [group.path for group in groups]
    extra = sum(len(group.entries) - 1 for group in groups)
    return Verdict(
        subject=Subject("function", "", function.__qualname__),
        kind="confirmed",
        values={
            "function": name,
            "times": words.count(n, "time"),
            "kind": kind,
            "where": _where(first.path, len(groups)),
        },
        evidence=tuple(_evidence(groups, first, event, name)),
        # Where it is defined, and where it was registered.
        built_from=frozenset(
            {function.__code__.co_filename, *(run.file for run in runs)}
        ),
        object=first.path,
        cell=cell,
        range=range,
        related=tuple(
            Place(
                run.cell, provenance.call_range(run, methods, function.__name__), note
            )
            for run in provenance.latest_of_cells(runs)
            if run.cell.cell_id != (cell.cell_id if cell else None)
            for note in [f"`{name}` was registered here, too"]
        ),
        fixes=(
            Fix(
                f"Remove {words.count(extra, 'extra hook')}",
                "kernel",
                confirm=_confirmation(runs),
            ),
        ),
        action=_removal(groups, name, paths),
        cause=f"{entry.registry} {function.__qualname__}",
        when_gone=None,
    )


def _where(path: str, modules: int) -> str:
    more = f" and {words.count(modules - 1, 'more module')}" if modules > 1 else ""
    return f"{words.code(path)}{more}"


def _evidence(
    groups: list[_Group], first: _Group, event: str, name: str
) -> Iterator[str]:
    n = len(first.entries)
    runs = [entry.registered for entry in first.entries]
    cells = [words.cell(run.cell) for run in runs if run]
    per = f"it runs {words.count(n, 'time')} per {event}"
    if len(cells) == len(runs) and all(cells):
        yield f"registered in {words.sentence(cells)}; {per}"
    else:
        equal = words.count(len(runs), "equal function is", "equal functions are")
        yield f"{equal} in its registry; {per}"
    if len(groups) > 1:
        fqns = [group.path for group in groups]
        modules = words.count(len(groups), "module has", "modules have")
        yield f"{modules} it: {words.layers(fqns)}"


def _runs(groups: list[_Group]) -> list[Run]:
    """The runs that registered the hooks, each once, in the order of execution."""
    found = {
        entry.registered.number: entry.registered
        for group in groups
        for entry in group.entries
        if entry.registered
    }
    return [found[number] for number in sorted(found)]


def _place(
    scene: Scene, runs: list[Run], methods: tuple[str, ...], function: FunctionType
) -> Any:
    """The call that registered the newest copy, else where the function is defined."""
    called = runs[-1].cell if runs else None
    span = provenance.call_range(runs[-1], methods, function.__name__) if runs else None
    if span is not None:
        return called, span
    # The cell that ran may call what another cell defines.
    cell, span = provenance.function_range(scene, function.__code__)
    return (cell, span) if span is not None or not runs else (called, None)


def _confirmation(runs: list[Run]) -> str:
    text = "This changes the live object in the kernel. Your code is not edited"
    cells = [words.cell(CellRef(*run.cell)) for run in provenance.latest_of_cells(runs)]
    if cells and all(cells):
        return f"{text}: running {words.sentence(cells)} again registers it again."
    return f"{text}."


def _removal(groups: list[_Group], name: str, paths: list[str]) -> Callable[[], str]:
    """Takes all but the newest copy off; holds no model while it waits."""
    planned = [
        (weakref.ref(entry.module), entry.registry, entry.key, id(entry.function))
        for group in groups
        for entry in group.entries[:-1]
    ]
    where = words.listing(paths)

    def remove() -> str:
        removed = sum(_remove(*plan) for plan in planned)
        if removed == 0:
            return f"The extra hooks `{name}` were already gone. Nothing was removed."
        return f"Removed {words.count(removed, 'extra hook')} `{name}` from {where}."

    return remove


def _remove(module_ref: Any, registry: str, key: int, function: int) -> bool:
    """Removes one hook as its handle would; False if it is no longer that hook."""
    module = module_ref()
    if module is None:
        return False
    attributes = raw.raw_dict(module)
    hooks = dict.get(attributes, registry)
    if not isinstance(hooks, dict) or id(hooks.get(key)) != function:
        return False
    del hooks[key]
    for sidecar in registries.notes(registry):
        extra = dict.get(attributes, sidecar)
        if isinstance(extra, dict):
            extra.pop(key, None)
    return True
