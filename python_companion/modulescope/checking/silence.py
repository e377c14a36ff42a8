"""Why no live object has spoken for a claim, as the rest of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..objects import classes, raw
from ..rulekit.rule import Claim, Rule
from ..session.scene import Scene, class_files


@dataclass(frozen=True)
class Seen:
    """What the last sweep met; names only."""

    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By class name: the code files of the classes that have instances."""
    names: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    """Codes of the rules that answered."""
    failed: Iterable[str] = ()


def seen_in(scene: Scene, asked: frozenset[str], failed: Iterable[str]) -> Seen:
    """What a sweep met."""
    kinds: dict[int, Any] = {}
    for model in scene.models:
        for node in model.nodes:
            kinds.setdefault(id(type(node.module)), type(node.module))
    files: dict[str, frozenset[str]] = {}
    for kind in kinds.values():
        for base in classes.mro(kind):
            name = classes.name(base)
            files[name] = files.get(name, frozenset()) | class_files(base)
    return Seen(files, frozenset(scene.namespace), asked, tuple(failed))


def silence(rule: Rule, claim: Claim, seen: Seen | None, busy: bool, ran: bool) -> str:
    """The reason, without a full stop; empty for a rule that reads text only.

    Args:
        rule: Whose claim it is.
        claim: The claim.
        seen: What the last sweep met; None before the first.
        busy: Whether a cell is running.
        ran: Whether its cell ran with its present text.
    """
    if not rule.probes:
        return ""
    if raw.loaded_torch() is None:
        return "torch is not imported in this kernel"
    if seen is None:
        return "the kernel is busy" if busy else "the kernel was not read yet"
    failed = next((f for f in seen.failed if f.startswith(rule.code)), None)
    if failed is not None:
        return f"the live check failed, {failed}"
    if not ran:
        return "this cell has not run with its present text"
    if busy:
        return "the kernel is busy"
    if rule.code not in seen.asked:
        return "the live check was put off to save time"
    return _of_subject(claim, seen)


def _of_subject(claim: Claim, seen: Seen) -> str:
    subject = claim.subject
    owner = subject.owner or (subject.name if subject.kind == "class" else "")
    if owner and owner not in seen.classes:
        return f"`{owner}` has no instance in this kernel yet"
    if subject.kind == "name" and subject.name.split(".")[0] not in seen.names:
        return f"`{subject.name}` is not defined in this kernel"
    if owner:
        return f"no instance of `{owner}` was made from this text"
    return "the objects in this kernel do not show it"
