"""The live half: hooks whose modules cannot be called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...objects import classes, raw, registries, walk
from ...recording.calls import LEAST_CALLS
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, index_of, user_hooks
from ...rulekit.rule import Verdict
from ...session.scene import Model, Scene
from . import RULE

_METHODS = (
    "register_forward_hook",
    "register_forward_pre_hook",
    "register_full_backward_hook",
    "register_full_backward_pre_hook",
    "register_backward_hook",
)


class _Idle(NamedTuple):
    """A hook, and why its module is never called."""

    hooked: Hooked
    reason: str


@RULE.probe
def idle_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per function, if none of the modules it sits on can be called."""
    found: dict[Any, list[_Idle]] = {}
    known: dict[int, bool] = {}
    for hooked in user_hooks(scene, registries.AROUND_FORWARD):
        code = hooked.function.__code__ if hooked.function else hooked.entry.function
        reason = _reason(hooked.model, hooked.entry.module, known)
        found.setdefault(id(code), []).append(_Idle(hooked, reason))
    for group in found.values():
        if all(idle.reason for idle in group):
            yield _verdict(scene, group)


def _reason(model: Model, module: Any, known: dict[int, bool]) -> str:
    """Why a module is never called; empty if it may be."""
    torch = raw.loaded_torch()
    if torch is None:
        return ""
    kind = words.clean(classes.class_name(module))
    key = id(type(module))
    if key not in known:
        known[key] = _has_no_forward(type(module), torch)
    if known[key] and "forward" not in raw.instance_dict(module):
        return f"a `{kind}` has no `forward`"
    node = model.nodes[index_of(model, module)]
    if node.parent is None:
        return ""
    parent = model.nodes[node.parent].module
    if (
        node.name == "out_proj"
        and type(parent) is torch.nn.MultiheadAttention
        and classes.is_torch(type(module))
    ):
        return "`MultiheadAttention` uses its weight, but never calls it"
    above = node.parent
    while above is not None:
        if classes.derives(type(model.nodes[above].module), torch.jit.ScriptModule):
            where = words.path(model.name, model.nodes[above].fqn)
            return f"{words.code(where)} runs compiled code, not this Python object"
        above = model.nodes[above].parent  # type: ignore[assignment]
    return _watched_reason(model, module)


def _watched_reason(model: Model, module: Any) -> str:
    """What a watch of the model saw: it was called again and again, this was not."""
    seen = model.recording.calls if model.recording else None
    root = model.nodes[0].module
    if seen is None or seen.count(root) < LEAST_CALLS or seen.count(module):
        return ""
    times = words.count(seen.count(root), "watched call")
    return f"in {times} of {words.code(model.name)} it was not called"


def _has_no_forward(kind: type, torch: Any) -> bool:
    base = vars(torch.nn.Module)
    if classes.derives(kind, torch.jit.ScriptModule):
        return False
    return all(_member(kind, name) is base[name] for name in ("forward", "__call__"))


def _member(cls: type, name: str) -> Any:
    for base in classes.mro(cls):
        members = classes.members(base)
        if name in members:
            return members[name]
    return None


def _verdict(scene: Scene, group: list[_Idle]) -> Verdict:
    hooked, reason = group[0]
    run = hooked.entry.registered
    cell, range = None, None
    if run is not None:
        cell, range = run.cell, provenance.call_range(run, _METHODS, hooked.name)
    elif hooked.function is not None:
        cell, range = provenance.function_range(scene, hooked.function.__code__)
    evidence = [f"{words.code(hooked.path)}: {reason}"]
    if len(group) > 1:
        fqns = [idle.hooked.path for idle in group]
        modules = words.count(len(fqns), "such module")
        evidence.append(f"it sits on {modules}: {words.layers(fqns)}")
    if inside := _called_inside(hooked):
        evidence.append(f"what is called instead: {inside}")
    return Verdict(
        subject=hooked.subject,
        kind="confirmed",
        values={
            "function": hooked.name,
            "path": words.clean(hooked.path),
            "kind": words.clean(classes.class_name(hooked.entry.module)),
        },
        evidence=tuple(evidence),
        built_from=hooked.files,
        object=hooked.path,
        cell=cell,
        range=range,
        cause=hooked.qualname,
    )


def _called_inside(hooked: Hooked) -> str:
    """The elements of a container, as the hook could be registered on them."""
    children = registries.read(hooked.entry.module, "_modules")
    fqns = [words.path(hooked.path, walk.str_name(key)) for key in children]
    return words.layers(fqns)
