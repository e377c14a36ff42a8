"""The live half: what a hook's code reads, and what its module returns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import CodeType
from typing import Any

from ...objects import classes, registries
from ...objects.bytecode import has_try, steps
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Verdict
from ...session.scene import Scene
from . import ALWAYS, HARMLESS, LOOKING, RULE, TUPLES

_METHODS = {
    registries.FORWARD: "register_forward_hook",
    registries.FORWARD_PRE: "register_forward_pre_hook",
    registries.BACKWARD: "register_full_backward_hook",
    registries.BACKWARD_PRE: "register_full_backward_pre_hook",
}


@RULE.probe
def tuples_as_tensors(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per function."""
    seen: set[CodeType] = set()
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    for hooked in user_hooks(scene, _METHODS):
        if hooked.function is None or hooked.function.__code__ in seen:
            continue
        code = hooked.function.__code__
        found = _attribute(hooked, code)
        if found is not None:
            seen.add(code)
            yield _verdict(scene, hooked, *found)
    for hooked in user_hooks(scene, _METHODS):
        function = hooked.function
        if function and hooked.subject in claimed and function.__code__ not in seen:
            seen.add(function.__code__)
            yield Verdict(hooked.subject, "refuted", built_from=hooked.files)


def _attribute(hooked: Hooked, code: CodeType) -> tuple[str, str, bool] | None:
    """The argument, its attribute, and whether the module's class makes it a tuple."""
    method = _METHODS[hooked.entry.registry]
    count = code.co_argcount - len(hooked.function.__defaults__ or ())  # type: ignore[union-attr]
    names = code.co_varnames[:count]
    first = int(_is_bound(hooked))
    reads = _reads(code)
    for position in ALWAYS[method]:
        if first + position < len(names):
            name = names[first + position]
            if name in reads:
                return name, reads[name], False
    is_forward = method == "register_forward_hook"
    if is_forward and len(names) > first + 2 and _returns_tuple(hooked):
        if names[-1] in reads:
            return names[-1], reads[names[-1]], True
    return None


def _is_bound(hooked: Hooked) -> bool:
    return classes.class_name(hooked.entry.function) == "method"


def _returns_tuple(hooked: Hooked) -> bool:
    """Whether the module is one of torch's that return a tuple, not a subclass."""
    kind = type(hooked.entry.module)
    return classes.is_torch(kind) and classes.name(kind) in TUPLES


@lru_cache(maxsize=1024)
def _reads(code: CodeType) -> dict[str, str]:
    """By argument: the first attribute of a tensor that straight code reads from it."""
    if LOOKING & set(code.co_names) or has_try(code):
        return {}
    found: dict[str, str] = {}
    stored: set[Any] = set()
    last: Any = None
    for step in steps(code):
        if step.is_branch:
            break
        if step.name == "STORE_FAST":
            stored.add(step.value)
        elif step.name == "LOAD_ATTR" and last is not None:
            if last not in stored and step.value not in HARMLESS:
                found.setdefault(last, step.value)
        last = step.value if step.name == "LOAD_FAST" else None
    return found


def _verdict(
    scene: Scene, hooked: Hooked, argument: str, attribute: str, by_class: bool
) -> Verdict:
    assert hooked.function is not None
    cell, range = provenance.function_range(scene, hooked.function.__code__)
    where, kind = words.code(hooked.path), classes.class_name(hooked.entry.module)
    if by_class:
        said = f"{where} is a {words.code(kind)}, which returns a tuple"
    else:
        said = f"{where} has the hook; torch gives it {words.code(argument)} as a tuple"
    return Verdict(
        subject=hooked.subject,
        kind="confirmed",
        values={
            "function": hooked.name,
            "argument": words.clean(argument),
            "attribute": words.clean(attribute),
            "path": words.clean(hooked.path),
        },
        evidence=(said,),
        built_from=hooked.files,
        object=hooked.path,
        cell=cell,
        range=range,
        cause=hooked.qualname,
    )
