"""The live half: instances whose forward pass raises, or can only give None."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from ...objects import classes, raw
from ...objects.bytecode import steps
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from . import RULE
from .names import is_misspelt


@RULE.probe
def unusable_forwards(scene: Scene) -> Iterator[Verdict]:
    """Confirms for classes of the user without a usable forward, refutes claims."""
    claims = scene.claims.get(RULE.code, ())
    claimed = {claim.subject.name for claim in claims}
    seen: set[int] = set()
    for model in scene.models:
        for node in model.nodes:
            cls = type(node.module)
            if id(cls) in seen:
                continue
            seen.add(id(cls))
            if classes.is_library(cls):
                continue
            name = classes.name(cls)
            reason, evidence = _problem(cls, name in claimed)
            given = "forward" in raw.instance_dict(node.module)
            if reason and not given:
                yield _verdict(scene, model, node.fqn, cls, reason, evidence)
            elif name in claimed:
                subject = Subject("class", "", name)
                yield Verdict(subject, "refuted", built_from=class_files(cls))


def _problem(cls: type, is_claimed: bool) -> tuple[str, str]:
    """Why calls of a class fail, and what shows it; empty if they work."""
    owner = next(b for b in classes.mro(cls) if "forward" in classes.members(b))
    if not classes.is_torch(owner):
        code = dict(classes.functions(owner)).get("forward")
        if is_claimed and code is not None and _gives_none(code):
            return "it has no `return`", "the code of `forward` can only return `None`"
        return "", ""
    if classes.name(owner) not in ("Module", "ModuleList", "ModuleDict"):
        return "", ""
    evidence = "a call raises `NotImplementedError`: `forward` is that of `nn.Module`"
    for base in classes.mro(cls):
        if classes.is_library(base):
            break
        for name, code in classes.functions(base):
            if is_misspelt(name, "forward"):
                return f"its method is called `{words.clean(name)}`", evidence
            if name == "__init__" and any(
                type(constant) is CodeType and constant.co_name == "forward"
                for constant in code.co_consts
            ):
                return f"it is defined inside `{name}`", evidence
    return "", ""


@lru_cache(maxsize=1024)
def _gives_none(code: CodeType) -> bool:
    """Whether every way out of a function returns the constant None."""
    if code.co_flags & 0x2A0:  # A generator or coroutine.
        return False
    before = None
    returned = False
    for step in steps(code):
        if step.name == "RAISE_VARARGS":
            return False
        if step.name == "RETURN_VALUE":
            if before != ("LOAD_CONST", None):
                return False
            returned = True
        before = step
    return returned


def _verdict(
    scene: Scene, model: Model, fqn: str, cls: type, reason: str, evidence: str
) -> Verdict:
    cell, range = provenance.class_range(scene, cls)
    path, name = words.path(model.name, fqn), classes.name(cls)
    return Verdict(
        subject=Subject("class", "", name),
        kind="confirmed",
        values={"cls": words.clean(name), "reason": reason},
        evidence=(f"{words.code(path)} is a {words.code(name)}", evidence),
        built_from=class_files(cls),
        object=path,
        cell=cell,
        range=range,
        cause=name,
    )
