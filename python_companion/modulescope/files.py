"""Static findings of `.py` and `.ipynb` files and of source texts.

Nothing is executed, and neither torch nor IPython is needed.
"""

from __future__ import annotations

import io
import json
import os
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .findings import Finding, Report
from .rules import all_rules
from .rules.base import Rule
from .rules.report import static_finding
from .rules.walk import find_claims, unparsed_cells
from .source.cells import Cell

_SKIPPED_FOLDERS = frozenset(("node_modules", "__pycache__", "build", "dist", "venv"))
_SUFFIXES = frozenset((".py", ".ipynb"))


class UnreadableFile(ValueError):
    """A file that is missing or is no Python file or notebook; says which and why."""


class Document(NamedTuple):
    """The code cells of a file or text, with their place among all cells."""

    cells: Sequence[Cell]
    indices: Sequence[int | None]
    path: str | None = None
    package: str = ""


def lint(
    source_or_path: str | os.PathLike[str], rules: Sequence[Rule] | None = None
) -> Report:
    """Reads a text, a Python file or a notebook for what the rules claim about it.

    Args:
        source_or_path: Source code, or the path of a `.py` or `.ipynb` file.
        rules: The rules to ask; all that are on by default if left out.

    Raises:
        UnreadableFile: The file is missing, not text, or no notebook.
    """
    return lint_document(document(source_or_path), rules)


def document(source_or_path: str | os.PathLike[str]) -> Document:
    """The cells of a text or file; see `lint`."""
    if isinstance(source_or_path, str) and not _is_path(source_or_path):
        return Document([Cell(None, source_or_path)], [None])
    return read(Path(source_or_path))


def _is_path(text: str) -> bool:
    return "\n" not in text and Path(text).suffix in _SUFFIXES


def lint_document(found: Document, rules: Sequence[Rule] | None = None) -> Report:
    """What the rules claim about the cells of a file, worst first."""
    if rules is None:
        rules = [rule for rule in all_rules() if rule.default_on]
    index = {cell.id: place for cell, place in zip(found.cells, found.indices, strict=True)}
    findings: list[Finding] = [
        static_finding(rule, claim, cell.id, found.path, index[cell.id])
        for rule, cell, claim in find_claims(found.cells, rules, package=found.package)
    ]
    findings.sort(key=lambda finding: finding.severity.rank)
    problems = unparsed_cells(found.cells)
    return Report(
        findings=tuple(findings),
        num_cells=len(found.cells),
        unparsed=tuple(
            f"{_place(found, name, index)}: {problem}"
            for name, problem in problems.items()
        ),
    )


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
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error
    if path.suffix == ".ipynb":
        return _notebook(path, data)
    return Document([Cell(None, _decode(path, data))], [None], str(path), package(path))


def _decode(path: Path, data: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(f"{path}: not Python source text ({error})") from error


def _notebook(path: Path, data: bytes) -> Document:
    try:
        content = json.loads(data.decode("utf-8-sig"))
        entries = [*_code_cells(content)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(f"{path}: not a notebook ({error})") from error
    return Document(
        [Cell(name, source) for _, name, source in entries],
        [index for index, _, _ in entries],
        str(path),
    )


def _code_cells(content: Any) -> Iterator[tuple[int, str, str]]:
    """Index, id and source of the code cells of a notebook in format 3 or 4."""
    metadata = content.get("metadata", {})
    kernel = metadata.get("kernelspec", {}).get("language")
    language = metadata.get("language_info", {}).get("name") or kernel or "python"
    if not language.lower().startswith(("python", "ipython")):
        return
    sheets = content.get("worksheets")
    cells = sheets[0]["cells"] if sheets else content["cells"]
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
    while (folder / "__init__.py").exists() and folder.name:
        parts.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(parts))


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """The files to check: those named, and what folders contain, sorted.

    Hidden folders, checkpoints, environments and build outputs are left out.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and name not in _SKIPPED_FOLDERS
            )
            yield from (
                Path(folder, name)
                for name in sorted(names)
                if Path(name).suffix in _SUFFIXES
            )
