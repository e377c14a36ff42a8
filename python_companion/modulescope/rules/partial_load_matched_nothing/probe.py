"""The live half: how many entries the filter has kept."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import Severity
from ...rulekit import words
from ...rulekit.loading import Loaded, files, loaded
from ...rulekit.rule import Claim, Verdict
from ...session.scene import Scene
from . import RULE


@RULE.probe
def kept_entries(scene: Scene) -> Iterator[Verdict]:
    """Confirms where less than half of the model was kept, else refutes."""
    for claim in scene.claims.get(RULE.code, ()):
        model, source = claim.values["model"], claim.values["source"]
        if claim.subject.owner or not source:
            continue
        found = loaded(scene, model, source, "load_state_dict", may_be_empty=True)
        if found:
            yield _verdict(claim, found, files(scene, found))


def _verdict(claim: Claim, found: Loaded, built_from: frozenset[str]) -> Verdict:
    kept = [name for name in found.given if name in found.own]
    if 2 * len(kept) >= len(found.own):
        return Verdict(claim.subject, "refuted", built_from=built_from)
    source, model = words.code(claim.values["source"]), claim.values["model"]
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        values={
            "k": words.number(len(kept)),
            "tensors": words.count(len(found.own), "tensor"),
        },
        evidence=(
            f"{source} has {words.count(len(kept), 'entry', 'entries')} of the model's "
            f"{words.number(len(found.own))}",
            f"not in it: {words.listing(n for n in found.own if n not in found.given)}",
        ),
        severity=None if kept else Severity.ERROR,
        built_from=built_from,
        object=model,
        cell=found.run.cell,
        cause=model,
    )
