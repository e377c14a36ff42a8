"""The live half: the keys of what was loaded, and the names of the model's tensors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from ...findings import Severity
from ...objects import walk
from ...rulekit import words
from ...rulekit.loading import Loaded, files, loaded
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Scene
from . import RULE

# What wrappers put before each name: DataParallel, `torch.compile`, Lightning.
_PREFIX = re.compile(r"(module|_orig_mod|model|net|network|backbone|encoder)\.")
_HEADS = re.compile(
    r"(fc|head|heads|classifier|cls|classif\w*|logits|out|output|last_linear|\w*_head|"
    r"\w*head)(\.|$)"
)


@RULE.probe
def keys_that_do_not_match(scene: Scene) -> Iterator[Verdict]:
    """Confirms where tensors were left out; refutes where all keys matched."""
    for claim in scene.claims.get(RULE.code, ()):
        if claim.subject.owner:
            continue
        found = loaded(
            scene, claim.values["model"], claim.values["source"], "load_state_dict"
        )
        if found:
            yield _verdict(scene, claim, found)


def _verdict(scene: Scene, claim: Claim, found: Loaded) -> Verdict:
    missing = [name for name in found.own if name not in found.given]
    unexpected = [
        name
        for name, value in found.given.items()
        if name not in found.own and walk.is_tensor(value)
    ]
    built_from = files(scene, found)
    subject: Subject = claim.subject
    if not missing and not unexpected:
        return Verdict(subject, "refuted", built_from=built_from)
    if missing and _is_new_head(missing, found.own):
        return Verdict(subject, "refuted", built_from=built_from)
    prefix = _common_prefix(unexpected)
    mostly = 2 * len(missing) > len(found.own)
    values: dict[str, Any] = {
        "n": words.number(len(found.own) - len(missing)),
        "tensors": words.count(len(found.own), "tensor"),
    }
    return Verdict(
        subject=subject,
        kind="confirmed",
        values=values,
        evidence=tuple(_evidence(claim, found, missing, unexpected, prefix)),
        severity=Severity.ERROR if missing and (mostly or prefix) else None,
        built_from=built_from,
        object=claim.values["model"],
        cell=found.run.cell,
        cause=claim.values["model"],
    )


def _evidence(
    claim: Claim,
    found: Loaded,
    missing: list[str],
    unexpected: list[str],
    prefix: str,
) -> Iterator[str]:
    source = words.code(claim.values["source"])
    if missing:
        yield f"not in {source}: {words.listing(missing)}"
    else:
        total = len(found.own)
        names = words.form(total, "the name", f"all {words.number(total)} names")
        yield f"{names} of the model {words.form(total, 'is', 'are')} in {source}"
    if unexpected:
        yield f"in {source}, but not in the model: {words.listing(unexpected)}"
    if prefix:
        yield (
            f"each of these keys starts with {words.code(prefix)}: a wrapper saved them"
        )


def _is_new_head(missing: list[str], own: dict[str, Any]) -> bool:
    """Whether what is missing is exactly one submodule that is named like a head."""
    parts = [name.split(".")[:-1] for name in missing]
    levels = takewhile(lambda level: len(set(level)) == 1, zip(*parts, strict=False))
    shared = [level[0] for level in levels]
    if not shared or not _HEADS.match(shared[-1]):
        return False
    top = ".".join(shared) + "."
    below = [name for name in own if name.startswith(top)]
    return len(below) == len(missing) and 2 * len(missing) <= len(own)


def _common_prefix(keys: list[str]) -> str:
    found = _PREFIX.match(keys[0]) if keys else None
    if found and all(key.startswith(found[0]) for key in keys):
        return found[0]
    return ""
