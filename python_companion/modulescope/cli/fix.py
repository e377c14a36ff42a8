"""`modulescope check --fix` and `--diff`: the edits of all files of one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..checking.wanted import Wanted
from ..files import fixing
from ..files.baseline import Baseline
from ..files.fixing import Fixed, Unfixable
from ..files.reading import Document, UnreadableFile, read
from ..findings import Finding
from .check import File, Result, check_document, settings_of


def apply_fixes(result: Result, wanted: Wanted, baseline: Baseline | None) -> Result:
    """Writes the safe edits; the result says what is left."""
    files: list[File] = []
    problems = list(result.problems)
    fixed_paths = []
    num_fixed = 0
    for file in result.files:
        try:
            found = _fixed(file, wanted, baseline, safe=True)
            if found is not None and found[0].changes:
                fixing.write(file.path, found[0])
                file = found[1]
                fixed_paths.append(file.path)
                num_fixed += found[0].num_fixed
        except (Unfixable, UnreadableFile, OSError) as error:
            problems.append(_problem(file, error))
        files.append(file)
    return replace(
        result,
        files=tuple(files),
        problems=tuple(problems),
        fixed=tuple(fixed_paths),
        num_fixed=num_fixed,
    )


def diff_text(
    result: Result, wanted: Wanted, baseline: Baseline | None, safe: bool
) -> tuple[str, list[str]]:
    """The edits as unified diffs, and what went wrong; nothing is written."""
    parts: list[str] = []
    problems: list[str] = []
    for file in result.files:
        try:
            found = _fixed(file, wanted, baseline, safe)
        except (Unfixable, UnreadableFile, OSError) as error:
            problems.append(_problem(file, error))
            continue
        if found is not None:
            parts.append(fixing.diff(file.path, found[0]))
    return "".join(parts), problems


def _problem(file: File, error: Exception) -> str:
    if isinstance(error, UnreadableFile):
        return str(error)
    if isinstance(error, OSError):
        return f"{file.path}: {error.strerror or error}"
    return f"{file.path}: {error}"


def _fixed(
    file: File, wanted: Wanted, baseline: Baseline | None, safe: bool
) -> tuple[Fixed, File] | None:
    """The file after its edits, and what is found in it then."""
    if not any(
        offered.kind == "edit" and offered.edits and (offered.safe or not safe)
        for finding in file.findings
        for offered in finding.fixes
    ):
        return None
    document = read(file.path)
    settings, _ = settings_of(file.path, document, wanted)
    last = file

    def find(now: Document) -> Sequence[Finding]:
        nonlocal last
        last = check_document(file.path, now, settings)
        if baseline is not None:
            last = last.without(baseline.known(last.entries))
        return last.findings

    return fixing.fix(document, file.findings, find, safe), last
