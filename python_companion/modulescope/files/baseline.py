"""A baseline: the findings that a project had when it started to check.

A finding is known by its file, its rule, what it is about, and the text of its line,
not by its place: lines and cells may move.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from ..checking.ids import LONGEST_SUBJECT, subject_of
from ..findings import Finding

_VERSION = 1


class BrokenBaseline(ValueError):
    """Why a baseline cannot be used, in one line."""


class Key(NamedTuple):
    """What a finding is known by."""

    path: str
    """Relative to the folder of the baseline, with `/`."""
    code: str
    subject: str
    line: str
    """A hash of the text of its line, without its indentation."""


def line_hash(line: str) -> str:
    """A hash of the text of a line."""
    text = line.strip().encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=8).hexdigest()


@dataclass(frozen=True)
class Baseline:
    """How often each finding is known."""

    folder: Path
    counts: Mapping[Key, int] = field(default_factory=dict)

    def key(self, finding: Finding, line: str) -> Key:
        """What a finding is known by here."""
        path = Path(finding.path or "")
        try:
            name = Path(os.path.relpath(path.resolve(), self.folder)).as_posix()
        except (OSError, ValueError):
            # On another drive.
            name = path.as_posix()
        return Key(name, finding.code, subject_of(finding.id), line_hash(line))

    def known(self, findings: Iterable[tuple[Finding, str]]) -> list[bool]:
        """For each finding with its line: whether the baseline has it.

        Of several with one key, the first ones are known.
        """
        left = Counter(self.counts)
        known = []
        for finding, line in findings:
            key = self.key(finding, line)
            known.append(left[key] > 0)
            left[key] -= 1
        return known


def read_baseline(file: Path) -> Baseline:
    """Reads a baseline.

    Raises:
        BrokenBaseline: It is missing, or not one of ours.
    """
    try:
        data: Any = json.loads(file.read_bytes().decode("utf-8"))
        if data["version"] != _VERSION:
            raise BrokenBaseline(f"{file}: a baseline of another version.")
        counts: Counter[Key] = Counter()
        for entry in data["findings"]:
            key = Key(*(str(entry[name]) for name in Key._fields))
            # Before ids had a longest subject, all of it was written.
            key = key._replace(subject=key.subject[:LONGEST_SUBJECT])
            counts[key] += int(entry["count"])
    except OSError as error:
        raise BrokenBaseline(f"{file}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, BrokenBaseline):
            raise
        raise BrokenBaseline(f"{file}: not a baseline.") from error
    return Baseline(file.resolve().parent, counts)


def baseline_text(folder: Path, findings: Iterable[tuple[Finding, str]]) -> str:
    """The text of a baseline that knows these findings; sorted, one a line."""
    baseline = Baseline(folder.resolve())
    counts = Counter(baseline.key(finding, line) for finding, line in findings)
    rows = [
        json.dumps({**key._asdict(), "count": counts[key]}, ensure_ascii=False)
        for key in sorted(counts)
    ]
    listed = ",\n  ".join(rows)
    return f'{{"version": {_VERSION}, "findings": [\n  {listed}\n]}}\n'
