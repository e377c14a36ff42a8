"""`modulescope check`: reads files, keeps what was asked for."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ..checking.claims import forget
from ..checking.codes import closest_rule
from ..checking.notices import is_notice
from ..checking.project import BrokenProject, project_of
from ..checking.wanted import Wanted, unknown
from ..closest import suggestion
from ..files.baseline import Baseline
from ..files.left_out import LeftOut
from ..files.reading import Document, UnreadableFile, find_files, lint_document, read
from ..findings import Finding, Severity
from ..render.numbers import several
from ..rulekit.rule import Rule
from ..source.positions import split_lines

# Below this a second process costs more than it saves.
_FILES_A_PROCESS = 20
_PROGRESS_AFTER_S = 2.0
_PROGRESS_EVERY_S = 0.1


@dataclass(frozen=True)
class File:
    """What was found in one file; it can be sent between processes."""

    path: Path
    findings: tuple[Finding, ...] = ()
    lines: tuple[str, ...] = ()
    """The first line of each finding."""
    num_cells: int = 0
    problems: tuple[str, ...] = ()
    was_read: bool = True

    @property
    def is_notebook(self) -> bool:
        """Whether it consists of cells."""
        return self.path.suffix == ".ipynb"

    @property
    def entries(self) -> Iterator[tuple[Finding, str]]:
        """The findings, each with its line."""
        return zip(self.findings, self.lines, strict=True)

    def without(self, known: Sequence[bool]) -> File:
        """The same with fewer findings."""
        kept = [
            entry
            for entry, is_known in zip(self.entries, known, strict=True)
            if not is_known
        ]
        return replace(
            self,
            findings=tuple(finding for finding, _ in kept),
            lines=tuple(line for _, line in kept),
        )


@dataclass(frozen=True)
class Result:
    """All files of one call, and what went wrong."""

    files: tuple[File, ...] = ()
    problems: tuple[str, ...] = ()
    num_known: int = 0
    """Findings that the baseline has."""
    fixed: tuple[Path, ...] = ()
    num_fixed: int = 0

    @property
    def findings(self) -> list[Finding]:
        """The findings of all files."""
        return [finding for file in self.files for finding in file.findings]

    def fails(self, wanted: Wanted) -> bool:
        """Whether there is a finding that counts: a notice does if it is asked for."""
        return (wanted.select is not None and bool(self.findings)) or any(
            not is_notice(finding.code) for finding in self.findings
        )


def wanted_from(
    select: str | None, ignore: str | None, min_severity: str | None
) -> Wanted:
    """The words of the command line.

    Raises:
        ValueError: A word that means no rule, and what is close; or nothing selected.
    """
    wanted = Wanted(
        _codes(select), _codes(ignore), Severity(min_severity) if min_severity else None
    )
    if wanted.select == ():
        # An empty variable of a script: to check nothing would read as no problems.
        raise ValueError("--select names no rule.")
    for word in unknown((*(wanted.select or ()), *(wanted.ignore or ()))):
        hint = suggestion(closest_rule(word))
        raise ValueError(f'there is no rule "{word}".{hint}')
    return wanted


def words_of(texts: Sequence[str]) -> tuple[str, ...]:
    """What options that may be given again say, each a list with commas."""
    return tuple(word for text in texts for word in _codes(text) or ())


def _codes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(part.strip() for part in text.split(",") if part.strip())


def check(
    paths: Sequence[Path],
    wanted: Wanted,
    jobs: int | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
    exclude: Sequence[str] = (),
) -> Result:
    """Checks files and folders; a file that cannot be read is one problem.

    Args:
        paths: Files and folders.
        wanted: What the command line says.
        jobs: How many processes at most; one for each processor if left out.
        tell: Told how many files of how many are done.
        exclude: Patterns of what is not read in folders.

    Raises:
        BrokenPattern: One of the patterns has no meaning.
    """
    problems: list[str] = []
    left_out = LeftOut(exclude, problems.append)
    found = list(dict.fromkeys(find_files(paths, problems.append, left_out)))
    if not found and not problems:
        problems.append("no .py or .ipynb file there.")
    files: list[File] = []
    for file in _checked(found, wanted, jobs or _processors()):
        files.append(file)
        tell(len(files), len(found))
    problems += (problem for file in files for problem in file.problems)
    read_files = tuple(file for file in files if file.was_read)
    return Result(read_files, tuple(dict.fromkeys(problems)))


def _checked(found: Sequence[Path], wanted: Wanted, jobs: int) -> Iterator[File]:
    """The files in their order, whoever checks them."""
    one = partial(check_file, wanted=wanted)
    jobs = min(jobs, len(found) // _FILES_A_PROCESS)
    if jobs < 2:
        yield from map(one, found)
        return
    done = 0
    size = max(1, min(16, len(found) // (jobs * 8)))
    with ProcessPoolExecutor(jobs, initializer=_quiet) as pool:
        try:
            for file in pool.map(one, found, chunksize=size):
                done += 1
                yield file
            return
        except BrokenProcessPool:
            # A process was killed, most likely for its memory. Alone it may fit.
            pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    yield from map(one, found[done:])


def _quiet() -> None:
    """The first process alone says that it was stopped."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_file(path: Path, wanted: Wanted) -> File:
    """Checks one file; never raises for what the file is."""
    if path.suffix not in (".py", ".ipynb"):
        reason = "neither a .py nor a .ipynb file."
        if not os.path.lexists(path):
            reason = "No such file or directory"
        return File(path, problems=(f"{path}: {reason}",), was_read=False)
    try:
        document = read(path)
    except UnreadableFile as error:
        return File(path, problems=(str(error),), was_read=False)
    except MemoryError:
        problem = f"{path}: not read, it does not fit into memory"
        return File(path, problems=(problem,), was_read=False)
    settings, problems = settings_of(path, document, wanted)
    return check_document(path, document, settings, problems)


def settings_of(
    path: Path, document: Document, wanted: Wanted
) -> tuple[Wanted, tuple[str, ...]]:
    """What the notebook, the command line and the project say, in this order."""
    problems: tuple[str, ...] = ()
    try:
        project = project_of(path.parent).for_file(path)
    except BrokenProject as error:
        project, problems = Wanted(), (str(error),)
    return Wanted(muted=document.mutes.rules).over(wanted.over(project)), problems


def check_document(
    path: Path,
    document: Document,
    settings: Wanted,
    problems: tuple[str, ...] = (),
) -> File:
    """Checks the cells of one file, and forgets them."""
    failed: list[str] = []

    def fail(rule: Rule, error: Exception) -> None:
        what = f"{type(error).__name__}: {error}"
        failed.append(f"{path}: internal error in {rule.code} ({what})")

    rules = settings.rules()
    shown = {rule.code for rule in rules}
    if shown and all(map(is_notice, shown)):
        # Whether a comment is needless is seen by asking the rules.
        rules += replace(settings, select=None).rules()
    try:
        report = lint_document(document, rules, fail)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        problems = (*problems, f"{path}: internal error ({what})")
        return File(path, num_cells=len(document.cells), problems=problems)
    finally:
        forget()
    sources = {cell.id: split_lines(cell.source) for cell in document.cells}
    findings = tuple(
        finding
        for finding in report
        if finding.code in shown and settings.shows(finding)
    )
    return File(
        path,
        findings,
        tuple(_line(finding, sources) for finding in findings),
        len(document.cells),
        (*problems, *dict.fromkeys(failed)),
    )


def _line(finding: Finding, sources: dict[str | None, list[str]]) -> str:
    lines = sources.get(finding.cell.cell_id if finding.cell else None, [])
    number = finding.range.start.line if finding.range else -1
    return lines[number] if 0 <= number < len(lines) else ""


def without_known(result: Result, baseline: Baseline) -> Result:
    """What a baseline does not have."""
    files = [(file, baseline.known(file.entries)) for file in result.files]
    return replace(
        result,
        files=tuple(file.without(known) for file, known in files),
        num_known=sum(sum(known) for _, known in files),
    )


@dataclass
class Progress:
    """One line on a terminal that says how far a long check is."""

    started: float = field(default_factory=time.monotonic)
    _told: float = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Says so, if the check takes long."""
        now = time.monotonic()
        is_due = now - max(self.started + _PROGRESS_AFTER_S, self._told) >= 0
        if is_due and sys.stderr.isatty():
            self._told = now + _PROGRESS_EVERY_S
            sys.stderr.write(f"\r\x1b[KChecked {done:,} of {several(total, 'file')}")
            sys.stderr.flush()

    def end(self) -> None:
        """Takes the line away."""
        if self._told:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
