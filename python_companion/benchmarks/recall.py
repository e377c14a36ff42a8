"""How many injected faults the static rules find, and what else they say.

Puts faults (`faults/`) into real classes of timm, monai and diffusers and checks the
result. Each fault has several variants; each is put into several classes.

    python python_companion/benchmarks/recall.py [--corpus DIR] [--select NN1] [--min R]

Prints for each kind and variant how many were injected and found, then the misses and
the findings of other rules that were not there before. Recall is given twice: over all
faults, and over those that can be told from text at all; `faults/uncovered.py` names
the others, with the reasons.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from modulescope.checking.claims import Found, find_claims
from modulescope.rules import all_rules

sys.path.insert(0, str(Path(__file__).parent))

from faults import KINDS, NOT_COVERED, Kind, Uncovered, uncovered
from faults.donor import Donor, donors
from faults.mutant import Mutant, mutate, unharmed
from precision import unpacked

PACKAGES = ("timm", "monai", "diffusers")
_POOL = 1200


@dataclass
class Score:
    """What became of the mutants of one variant."""

    kind: Kind
    variant: str
    injected: int = 0
    found: int = 0
    hidden: int = 0
    """How many of them cannot be told from text; see `faults/uncovered.py`."""
    found_hidden: int = 0
    misses: list[str] = field(default_factory=list)
    extra: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    options = parser.parse_args()
    return run(options)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=Path, help="a folder with a folder per wheel")
    parser.add_argument("--cache", type=Path, default=Path(".cache/precision"))
    parser.add_argument("--each", type=int, default=6, help="classes per variant")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--select", default="", help="codes, or how they begin")
    parser.add_argument("--min", type=float, default=0.0)
    parser.add_argument("--misses", type=int, default=2, help="printed per variant")
    parser.add_argument("--dump", type=Path, help="write missed mutants there")


def run(options: argparse.Namespace) -> int:
    folders = [
        options.corpus / name if options.corpus else unpacked(name, options.cache)
        for name in PACKAGES
    ]
    pool = donors(folders, options.seed, _POOL)
    wanted = tuple(filter(None, options.select.split(",")))
    kinds = [kind for kind in KINDS if not wanted or kind.code.startswith(wanted)]
    print(f"{len(pool)} classes of {', '.join(PACKAGES)}; {len(kinds)} kinds")
    scores = [score for kind in kinds for score in _scores(kind, pool, options)]
    _print_table(scores, options.misses)
    _print_uncovered(scores)
    recall = _print_recall(scores, len(kinds))
    return 1 if recall < options.min else 0


def _print_uncovered(scores: Sequence[Score]) -> None:
    for code, reason in NOT_COVERED.items():
        print(f"not covered by the static half: {code}: {reason}")
    told: dict[Uncovered, list[Score]] = {}
    for score in scores:
        entry = uncovered(score.kind, score.variant)
        if entry is not None and score.hidden:
            told.setdefault(entry, []).append(score)
    for entry, own in told.items():
        names = ", ".join(f"{s.variant} ({s.hidden} of {s.injected})" for s in own)
        print(f"not covered by the static half: {entry.code} {entry.fault}: {names}")
        print(f"    {entry.reason}")
        if entry.live:
            print(f"    the live half finds the bug where it is one: {entry.live}")


def _print_recall(scores: Sequence[Score], kinds: int) -> float:
    """Prints both recalls; returns that over what the static halves cover."""
    injected, found = sum(s.injected for s in scores), sum(s.found for s in scores)
    covered = injected - sum(s.hidden for s in scores)
    told = found - sum(s.found_hidden for s in scores)
    print(f"recall of all faults: {_rate(found, injected)}")
    print(f"recall of those that text can show: {_rate(told, covered)}")
    extra = sum(sum(score.extra.values()) for score in scores)
    print(f"{kinds} kinds, {extra} extra findings")
    return told / covered if covered else 0.0


def _rate(found: int, injected: int) -> str:
    return f"{found / max(1, injected):.3f}, {found} of {injected}"


def _scores(
    kind: Kind, pool: Sequence[Donor], options: argparse.Namespace
) -> Iterator[Score]:
    first = next(iter(kind.variants.values()))
    variants = [(name, fault, "plain") for name, fault in kind.variants.items()]
    variants += [(style, first, style) for style in kind.styles]
    for name, fault, style in variants:
        score = Score(kind, name)
        order = list(pool)
        random.Random(f"{options.seed} {kind.code} {name}").shuffle(order)
        for donor in order:
            if score.injected == options.each:
                break
            if kind.needs and not kind.needs(donor):
                continue
            mutant = mutate(donor, fault, style)
            if mutant is not None:
                _judge(score, donor, mutant, options.dump)
        yield score


_rules = [rule for rule in all_rules() if rule.default_on]
_before: dict[Path, list[Found]] = {}


def _judge(score: Score, donor: Donor, mutant: Mutant, dump: Path | None) -> None:
    if donor.path not in _before:
        _before[donor.path] = find_claims(
            unharmed(donor), _rules, package=donor.package
        )
    before = _before[donor.path]
    code = score.kind.code
    span = range(donor.node.lineno - 1, donor.node.end_lineno)
    if any(f.rule.code == code and f.claim.range.start.line in span for f in before):
        return
    score.injected += 1
    after = find_claims(mutant.cells, _rules, package=donor.package)
    new = Counter(map(_key, after)) - Counter(map(_key, before))
    hits = [
        found
        for found in after
        if found.rule.code == code
        and mutant.expects(found.cell.id, found.claim.range.start.line)
    ]
    entry = uncovered(score.kind, score.variant)
    is_hidden = entry is not None and entry.when(mutant)
    score.hidden += is_hidden
    if hits:
        score.found += 1
        score.found_hidden += is_hidden
    else:
        hidden = ", not covered" if is_hidden else ""
        place, span = next(iter(mutant.expected.items()))
        score.misses.append(
            f"{donor.path}:{donor.node.lineno} {donor.name} ({place}{hidden})"
        )
        if dump and not is_hidden:
            _write(dump, score, donor, mutant)
    for key, count in new.items():
        if key[0] != code and key[0] not in score.kind.also:
            score.extra[key[0]] += count
            score.examples.setdefault(key[0], f"{key[1]} in {donor.name}")


def _key(found: Found) -> tuple[str, str]:
    return found.rule.code, found.rule.claim.format_map(dict(found.claim.values))


def _write(dump: Path, score: Score, donor: Donor, mutant: Mutant) -> None:
    dump.mkdir(parents=True, exist_ok=True)
    words = f"{score.kind.code}-{score.variant}-{donor.name}".replace(" ", "_")
    text = "\n\n# %%\n".join(cell.source for cell in mutant.cells)
    (dump / f"{words}.py").write_text(text, "utf-8")


def _print_table(scores: Sequence[Score], misses: int) -> None:
    kind = None
    for score in scores:
        if score.kind is not kind:
            kind = score.kind
            own = [s for s in scores if s.kind is kind]
            injected, found = sum(s.injected for s in own), sum(s.found for s in own)
            rate = f"{found / injected:.2f}" if injected else "none"
            print(f"{kind.code} {kind.fault}: {found}/{injected} ({rate})")
        extra = ", ".join(f"{code} × {n}" for code, n in score.extra.items())
        more = f"; also {extra}" if extra else ""
        note = f", {score.hidden} not covered" if score.hidden else ""
        print(f"    {score.variant:24} {score.found}/{score.injected}{note}{more}")
        for miss in score.misses[:misses]:
            print(f"        missed {miss}")
        for code, text in score.examples.items():
            print(f"        extra {code}: {text}")


if __name__ == "__main__":
    raise SystemExit(main())
