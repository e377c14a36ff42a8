"""Static findings of `.py` and `.ipynb` files and of source texts.

Nothing is executed, and neither torch nor IPython is needed.
"""

from __future__ import annotations

import io
import json
import os
import re
import stat
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ..checking.claims import Failure, Found, find_claims, unparsed_cells
from ..checking.grouping import group
from ..checking.ids import claim_ids
from ..checking.notices.find import find_notices
from ..checking.notices.needless import Silenced
from ..checking.report import Report
from ..checking.static import static_finding
from ..checking.wanted import ALL, Wanted
from ..findings import Finding
from ..rulekit.rule import Rule
from ..session.mutes import Mutes
from ..source.cells import Cell
from ..source.filenames import SUFFIXES, is_path

# Read into memory as a whole; a notebook this large is all output.
MAX_FILE_BYTES = 50_000_000
_SKIPPED_FOLDERS = frozenset(("node_modules", "__pycache__", "build", "dist", "venv"))


class LeavesOut(Protocol):
    """Tells what of a folder is not checked."""

    def begin(self, root: Path) -> None:
        """Says which folder is read next."""

    def __call__(self, folder: str, name: str, is_folder: bool) -> bool:
        """Whether a file or folder is left out."""


class UnreadableFile(ValueError):
    """A file that is missing or is no Python file or notebook; says which and why."""


class Document(NamedTuple):
    """The code cells of a file or text, with their place among all cells."""

    cells: Sequence[Cell]
    indices: Sequence[int | None]
    path: str | None = None
    package: str = ""
    mutes: Mutes = Mutes()
    """What the notebook's own metadata mute."""


def lint(
    source_or_path: str | os.PathLike[str], rules: Sequence[Rule] | None = None
) -> Report:
    """Reads a text, a Python file or a notebook for what the rules claim about it.

    Args:
        source_or_path: Source code, or the path of a `.py` or `.ipynb` file: a
            `pathlib.Path`, or a string that names a file that exists, or that ends in
            `.py` or `.ipynb` and is no statement, magic or comment.
        rules: The rules to ask; all that are on by default if left out.

    Returns:
        What was found, and in `failed` the rules that broke down: never an exception.

    Raises:
        UnreadableFile: The file is missing, not text, or no notebook.
    """
    return lint_document(document(source_or_path), rules)


def document(source_or_path: str | os.PathLike[str]) -> Document:
    """The cells of a text or file; see `lint`."""
    if isinstance(source_or_path, str) and not is_path(source_or_path):
        return Document([Cell(None, source_or_path)], [None])
    return read(Path(source_or_path))


def lint_document(
    found: Document,
    rules: Sequence[Rule] | None = None,
    on_failure: Failure | None = None,
) -> Report:
    """What the rules claim about the cells of a file, worst first.

    Args:
        found: The cells.
        rules: The rules and notices to ask; those that are on by default if left out.
        on_failure: Told of a check that raised; the report names its rule anyway.
    """
    if rules is None:
        rules = Wanted(muted=found.mutes.rules).rules()
    index = {
        cell.id: place for cell, place in zip(found.cells, found.indices, strict=True)
    }
    failed: dict[str, str] = {}

    def fail(rule: Rule, error: Exception) -> None:
        failed[rule.code] = type(error).__name__
        if on_failure is not None:
            on_failure(rule, error)

    silenced: list[Found] = []
    claims = find_claims(
        found.cells,
        rules,
        package=found.package,
        on_failure=fail,
        silenced=silenced,
    )
    problems = unparsed_cells(found.cells, found.package)
    claims += find_notices(
        found.cells,
        rules,
        [Silenced(entry.rule, entry.cell, entry.claim.range) for entry in silenced],
        problems,
        _judge(found, rules, problems, failed),
    )
    grouped, _ = group(list(_worded(found, claims, index, fail)))
    findings = [finding for finding in grouped if finding.id not in found.mutes.ids]
    findings.sort(key=_order)
    return Report(
        findings=tuple(findings),
        num_cells=len(found.cells),
        unparsed=tuple(
            f"{_place(found, name, index)}: {problem}"
            for name, problem in problems.items()
        ),
        failed=tuple(f"{code} ({error})" for code, error in failed.items()),
    )


def _worded(
    found: Document,
    claims: Sequence[Found],
    index: Mapping[str | None, int | None],
    fail: Failure,
) -> Iterator[Finding]:
    """A finding for each claim, also for those that the notebook mutes."""
    for claimed, ident in zip(claims, claim_ids(claims, found.mutes), strict=True):
        try:
            yield static_finding(claimed, ident, found.path, index[claimed.cell.id])
        except Exception as error:
            fail(claimed.rule, error)


def _order(finding: Finding) -> tuple[int, int, int, int, str]:
    """Worst first, then from top to bottom."""
    line, character = finding.range.start if finding.range else (0, 0)
    return finding.severity.rank, finding.cell_index or 0, line, character, finding.code


# A script that is a notebook too (jupytext's percent and light formats).
_CELL_MARK = re.compile(r"^# ?(?:%%|\+(?:\s|$))", re.MULTILINE)


def _judge(
    found: Document,
    rules: Sequence[Rule],
    problems: Mapping[str | None, str],
    failed: Mapping[str, str],
) -> Callable[[str, Cell | None], bool]:
    """Which rules have said all: live objects speak about notebooks only."""
    is_file = (found.path or "").endswith(".py") and not any(
        _CELL_MARK.search(cell.source) for cell in found.cells
    )
    final = {rule.code for rule in rules if rule.checks and not rule.probes}
    if is_file:
        final |= {rule.code for rule in rules if rule.checks}
    final -= failed.keys()

    def judged(code: str, cell: Cell | None) -> bool:
        return code in final and (
            not problems if cell is None else cell.id not in problems
        )

    return judged


def _place(
    found: Document, cell_id: str | None, index: dict[str | None, int | None]
) -> str:
    if cell_id is None:
        return found.path or "<text>"
    return f"{found.path}: cell {(index[cell_id] or 0) + 1}"


def read(path: Path) -> Document:
    """The cells of a `.py` or `.ipynb` file.

    Raises:
        UnreadableFile: The file is missing, not text, or no notebook.
    """
    data = read_bytes(path)
    if path.suffix == ".ipynb":
        return _notebook(path, data)
    text = decode(path, data)[0]
    return Document([Cell(None, text)], [None], str(path), package(path))


def read_bytes(path: Path) -> bytes:
    """What is in a file.

    Raises:
        UnreadableFile: It is missing, no file, or too large.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            # A pipe would be waited for, without end.
            raise UnreadableFile(f"{path}: not a file")
        if facts.st_size > MAX_FILE_BYTES:
            size = f"{facts.st_size / 1e6:,.0f} MB"
            most = f"{MAX_FILE_BYTES // 1_000_000} MB"
            raise UnreadableFile(f"{path}: not read, {size} is more than {most}")
        return path.read_bytes()
    except FileNotFoundError as error:
        reason = "a link to nothing" if path.is_symlink() else error.strerror
        raise UnreadableFile(f"{path}: {reason}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"{path}: {reason}") from error


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """The text of a Python file, and its encoding.

    Raises:
        UnreadableFile: It is not text.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"line {line} is not {error.encoding}"
        raise UnreadableFile(f"{path}: not Python source text ({reason})") from error
    except (SyntaxError, LookupError) as error:
        raise UnreadableFile(f"{path}: not Python source text ({error})") from error


def _notebook(path: Path, data: bytes) -> Document:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not a notebook (not UTF-8)") from error
    except (ValueError, RecursionError) as error:
        reason = "empty" if not data.strip() else f"not JSON: {error}"
        raise UnreadableFile(f"{path}: not a notebook ({reason})") from error
    try:
        entries = list(code_cells(content))
        names = [name for _, name, _ in entries]
        words = _muted(content.get("metadata"))
        mutes = Mutes(words, tuple(names), _keeps_ids(content))
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        reason = "it has no list of cells"
        raise UnreadableFile(f"{path}: not a notebook ({reason})") from error
    return Document(
        [Cell(name, source) for _, name, source in entries],
        [index for index, _, _ in entries],
        str(path),
        "",
        mutes,
    )


def _keeps_ids(content: Any) -> bool:
    """Whether JupyterLab leaves the ids of cells in the file; see `@jupyter/ydoc`."""
    major, minor = content.get("nbformat", 4), content.get("nbformat_minor", 5)
    return bool(major == 4 and minor >= 5)


def _muted(metadata: Any) -> tuple[str, ...]:
    """What a notebook's metadata turn off: `{"modulescope": {"mute": [...]}}`."""
    own = metadata.get("modulescope") if isinstance(metadata, dict) else None
    if not isinstance(own, dict):
        return ()
    if own.get("checks") == "off":
        return (ALL,)
    words = own.get("mute")
    return tuple(map(str, words)) if isinstance(words, list) else ()


def code_cells(content: Any) -> Iterator[tuple[int, str, str]]:
    """Index, id and source of the code cells of a notebook in format 3 or 4."""
    metadata = content.get("metadata", {})
    kernel = metadata.get("kernelspec", {}).get("language")
    language = metadata.get("language_info", {}).get("name") or kernel or "python"
    sheets = content.get("worksheets")
    cells = sheets[0]["cells"] if sheets else content["cells"]
    if not isinstance(cells, list):
        raise TypeError("cells")
    if not language.lower().startswith(("python", "ipython")):
        return
    seen: set[str] = set()
    for index, cell in enumerate(cells):
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        text = source if isinstance(source, str) else "".join(source)
        # Notebooks before format 4.5 have no ids; copies of cells may share one.
        name = str(cell.get("id") or f"cell-{index}")
        name = name if name not in seen else f"{name}-{index}"
        seen.add(name)
        yield index, name, text


def package(path: Path) -> str:
    """The dotted name of the package that a file is in; empty if in none."""
    parts: list[str] = []
    folder = path.resolve().parent
    # Not `Path.exists`: it raises where a folder above may not be entered.
    while os.path.exists(folder / "__init__.py") and folder.name:
        parts.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(parts))


def find_files(
    paths: Iterable[str | os.PathLike[str]],
    on_error: Callable[[str], None] | None = None,
    left_out: LeavesOut | None = None,
) -> Iterator[Path]:
    """The files to check: those named, and what folders contain, sorted.

    Hidden folders, checkpoints and virtual environments are never read.

    Args:
        paths: Files and folders.
        on_error: Told of a folder that cannot be listed.
        left_out: What else is not read; build outputs and packages of node if left out.
    """

    def fail(error: OSError) -> None:
        if on_error is not None:
            on_error(f"{error.filename}: {error.strerror or error}")

    for path in map(Path, paths):
        if not os.path.isdir(path):
            yield path
            continue
        if left_out is not None:
            left_out.begin(path)
        for folder, folders, names in os.walk(path, onerror=fail):
            folders[:] = sorted(
                name for name in folders if _is_entered(folder, name, left_out)
            )
            yield from (
                Path(folder, name)
                for name in sorted(names)
                if Path(name).suffix in SUFFIXES
                and not (left_out is not None and left_out(folder, name, False))
            )


def _is_entered(folder: str, name: str, left_out: LeavesOut | None) -> bool:
    if name.startswith(".") or _is_environment(os.path.join(folder, name)):
        return False
    if left_out is None:
        return not is_usually_left_out(name)
    return not left_out(folder, name, True)


def is_usually_left_out(name: str) -> bool:
    """Whether a folder of that name holds what a build or a package manager made."""
    return name in _SKIPPED_FOLDERS


def _is_environment(folder: str) -> bool:
    """Whether a folder is a virtual environment, of venv or of conda."""
    return any(
        os.path.exists(os.path.join(folder, mark))
        for mark in ("pyvenv.cfg", "conda-meta")
    )
