"""`modulescope check`: reads files, keeps what was asked for, edits on request."""

from __future__ import annotations

import difflib
import importlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .files import UnreadableFile, find_files, lint_document, read
from .findings import Finding, Fix, Report, Severity
from .render import terminal
from .render.text import report_markdown
from .rules import get_rule
from .source.positions import apply_edits, split_lines


@dataclass(frozen=True)
class Wanted:
    """Which findings to show; what the command line leaves open the project says."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_severity: Severity | None = None

    @classmethod
    def from_options(
        cls, select: str | None, ignore: str | None, min_severity: str | None
    ) -> Wanted:
        """From the words of the command line."""
        return cls(
            _codes(select),
            _codes(ignore),
            Severity(min_severity) if min_severity else None,
        )

    def over(self, project: Wanted) -> Wanted:
        """These settings, and where they are open those of a project."""
        return Wanted(
            self.select if self.select is not None else project.select,
            self.ignore if self.ignore is not None else project.ignore,
            self.min_severity or project.min_severity,
        )

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is asked for. A code's beginning means all that have it."""
        words = (finding.code, finding.name)
        if self.select and not _names(self.select, *words):
            return False
        if self.ignore and _names(self.ignore, *words):
            return False
        least = self.min_severity or Severity.HINT
        return finding.severity.rank <= least.rank


def _codes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _names(words: Iterable[str], code: str, name: str) -> bool:
    return any(
        word.lower() == name
        or (word.upper().startswith("NN") and code.startswith(word.upper()))
        for word in words
    )


@dataclass(frozen=True)
class File:
    """One file that was checked."""

    path: Path
    sources: Mapping[str | None, str]
    """The texts of its cells by id; of a Python file its text under None."""
    findings: tuple[Finding, ...]
    num_cells: int

    @property
    def is_notebook(self) -> bool:
        """Whether it consists of cells."""
        return self.path.suffix == ".ipynb"


@dataclass(frozen=True)
class Result:
    """All files of one call, and what could not be read."""

    files: tuple[File, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """The findings of all files."""
        return [finding for file in self.files for finding in file.findings]


def check(paths: Sequence[Path], wanted: Wanted) -> Result:
    """Checks files and folders; a file that cannot be read is one problem."""
    files: list[File] = []
    problems: list[str] = []
    notes: list[str] = []
    problems += _unknown(wanted)
    found = list(dict.fromkeys(find_files(paths)))
    for path in found:
        if path.suffix not in (".py", ".ipynb"):
            problems.append(f"{path}: neither a .py nor a .ipynb file.")
            continue
        try:
            file, unparsed = _check_file(path, wanted)
        except UnreadableFile as error:
            problems.append(str(error))
            continue
        files.append(file)
        notes += unparsed
    if not found:
        problems.append("no .py or .ipynb file there.")
    return Result(tuple(files), tuple(problems), tuple(notes))


def _unknown(wanted: Wanted) -> list[str]:
    words = [*(wanted.select or ()), *(wanted.ignore or ())]
    return [
        f'there is no rule "{word}".'
        for word in words
        if not (word.upper().startswith("NN") and len(word) < 5)
        and get_rule(word) is None
    ]


def _check_file(path: Path, wanted: Wanted) -> tuple[File, tuple[str, ...]]:
    document = read(path)
    report = lint_document(document)
    wanted = wanted.over(_project(path))
    findings = tuple(finding for finding in report if wanted.covers(finding))
    sources = {cell.id: cell.source for cell in document.cells}
    return File(path, sources, findings, len(document.cells)), report.unparsed


def _project(path: Path) -> Wanted:
    """`[tool.modulescope]` of the nearest pyproject.toml; nothing if it is broken."""
    try:
        tomllib = importlib.import_module("tomllib")
    except ImportError:
        # Python 3.10 cannot read TOML by itself.
        return Wanted()
    for folder in path.resolve().parents:
        file = folder / "pyproject.toml"
        if file.is_file():
            try:
                tool = tomllib.loads(file.read_text("utf-8")).get("tool", {})
                return _from_table(tool.get("modulescope", {}))
            except (OSError, ValueError, AttributeError):
                return Wanted()
    return Wanted()


def _from_table(table: Mapping[str, Any]) -> Wanted:
    def words(key: str) -> tuple[str, ...] | None:
        value = table.get(key)
        return tuple(map(str, value)) if isinstance(value, list) else None

    least = table.get("min-severity")
    known = least in [severity.value for severity in Severity]
    return Wanted(words("select"), words("ignore"), Severity(least) if known else None)


def report(result: Result, style: str, statistics: bool, colour: bool) -> str:
    """What to print of a result."""
    data = Report(tuple(result.findings)).to_dict()
    if style == "json":
        return json.dumps(data, ensure_ascii=True)
    if statistics:
        return terminal.statistics(data["findings"]) or "No problems."
    if style == "markdown":
        return report_markdown(data, "modulescope")
    paint = terminal.coloured if colour else terminal.plain
    blocks = [
        terminal.finding_text(entry, _lines(file, finding), finding.why, paint)
        for file, finding, entry in _entries(result)
    ]
    blocks += [f"not parsed: {note}" for note in result.notes]
    return "\n\n".join([*blocks, _summary(result, data)])


def _entries(result: Result) -> Iterable[tuple[File, Finding, dict[str, Any]]]:
    for file in result.files:
        entries = Report(file.findings).to_dict()["findings"]
        for finding, entry in zip(file.findings, entries, strict=True):
            yield file, finding, entry


def _lines(file: File, finding: Finding) -> list[str]:
    cell = finding.cell.cell_id if finding.cell else None
    return split_lines(file.sources.get(cell, ""))


def _summary(result: Result, data: Mapping[str, Any]) -> str:
    notebooks = [file for file in result.files if file.is_notebook]
    return terminal.summary(
        data["findings"],
        len(notebooks),
        len(result.files) - len(notebooks),
        sum(file.num_cells for file in notebooks),
        sum(_edit(finding, safe=True) is not None for finding in result.findings),
    )


def _edit(finding: Finding, safe: bool) -> Fix | None:
    for fix in finding.fixes:
        if fix.kind == "edit" and fix.edits and (fix.safe or not safe):
            return fix
    return None


def diff_text(result: Result) -> str:
    """All edits as unified diffs, cell by cell."""
    parts: list[str] = []
    for file in result.files:
        for cell, before, after in _edited(file, safe=False):
            name = f"{file.path}" + (f" ({cell})" if cell else "")
            parts += difflib.unified_diff(
                before.splitlines(keepends=True),
                after.splitlines(keepends=True),
                name,
                name,
            )
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


def _edited(file: File, safe: bool) -> Iterable[tuple[str | None, str, str]]:
    """Cell, text before and text after, for each cell that an edit changes."""
    edits: dict[str | None, list[tuple[Any, str]]] = {}
    for finding in file.findings:
        fix = _edit(finding, safe)
        if fix is None:
            continue
        new: dict[str | None, list[tuple[Any, str]]] = {}
        for edit in fix.edits:
            new.setdefault(edit.cell_id, []).append((edit.range, edit.text))
        if not any(_overlap(edits.get(cell, []), spans) for cell, spans in new.items()):
            for cell, spans in new.items():
                edits.setdefault(cell, []).extend(spans)
    for cell, found in edits.items():
        before = file.sources.get(cell)
        if before is not None:
            yield cell, before, apply_edits(before, found)


def _overlap(left: Iterable[tuple[Any, str]], right: Iterable[tuple[Any, str]]) -> bool:
    """Two fixes that touch the same text are applied one after the other."""
    return any(
        (a.start < b.end and b.start < a.end) or a == b
        for a, _ in left
        for b, _ in right
    )


def apply_fixes(result: Result, wanted: Wanted) -> Result:
    """Writes the safe edits, and checks again what was written."""
    files = []
    problems = list(result.problems)
    for file in result.files:
        changes = {cell: after for cell, _, after in _edited(file, safe=True)}
        if changes:
            try:
                _write(file.path, changes)
                file, _ = _check_file(file.path, wanted)
            except OSError as error:
                problems.append(f"{file.path}: {error.strerror or error}")
        files.append(file)
    return replace(result, files=tuple(files), problems=tuple(problems))


def _write(path: Path, changes: Mapping[str | None, str]) -> None:
    if path.suffix != ".ipynb":
        # Binary, so that the line ends stay what they are.
        path.write_bytes(changes[None].encode("utf-8"))
        return
    text = path.read_bytes().decode("utf-8-sig")
    notebook = json.loads(text)
    seen: set[str] = set()
    for index, cell in enumerate(notebook["cells"]):
        if cell.get("cell_type") != "code":
            continue
        # The same names as `files.read` gives.
        name = str(cell.get("id") or f"cell-{index}")
        name = name if name not in seen else f"{name}-{index}"
        seen.add(name)
        if name in changes:
            listed = isinstance(cell["source"], list)
            after = changes[name]
            cell["source"] = after.splitlines(keepends=True) if listed else after
    end = "\n" if text.endswith("\n") else ""
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + end, "utf-8")
