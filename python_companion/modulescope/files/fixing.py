"""`--fix` and `--diff`: edits in rounds, and files written whole or not at all."""

from __future__ import annotations

import difflib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..findings import Edit, Finding, Fix
from ..source.cells import Cell, parse
from ..source.positions import apply_edits
from . import notebooktext
from .reading import Document, code_cells, decode, read_bytes

# An edit can make room for another; more rounds than this are edits that chase each
# other.
MOST_ROUNDS = 20

Find = Callable[[Document], Sequence[Finding]]


class Unfixable(ValueError):
    """Why nothing was written, in one line."""


@dataclass(frozen=True)
class Fixed:
    """A document after its edits."""

    before: Document
    after: Document
    num_fixed: int

    @property
    def changes(self) -> list[tuple[Cell, str]]:
        """The cells that changed, as they were, with their new text."""
        return [
            (old, new.source)
            for old, new in zip(self.before.cells, self.after.cells, strict=True)
            if old.source != new.source
        ]


def fix(
    document: Document, findings: Sequence[Finding], find: Find, safe: bool = True
) -> Fixed:
    """Applies edits until no more is offered.

    Args:
        document: The cells as they are.
        findings: What was found in them.
        find: Finds what is left after a round.
        safe: Only edits that keep the meaning except for the bug.

    Raises:
        Unfixable: An edit would leave text that is not Python, or there is no end.
    """
    now, total = document, 0
    for _ in range(MOST_ROUNDS):
        fixes = _together(findings, safe)
        if not fixes:
            return Fixed(document, now, total)
        now = now._replace(cells=[_edited(cell, fixes) for cell in now.cells])
        total += len(fixes)
        _check_syntax(document, now)
        findings = find(now)
    raise Unfixable(f"nothing written, its edits do not end after {MOST_ROUNDS} rounds")


def _together(findings: Iterable[Finding], safe: bool) -> list[Fix]:
    """The edits that touch different text; the others wait for the next round."""
    chosen: list[Fix] = []
    for finding in findings:
        for offered in finding.fixes:
            if offered.kind != "edit" or not offered.edits:
                continue
            if safe and not offered.safe:
                continue
            if not any(_overlap(offered.edits, other.edits) for other in chosen):
                chosen.append(offered)
            break
    return chosen


def _overlap(left: Sequence[Edit], right: Sequence[Edit]) -> bool:
    return any(
        a.cell_id == b.cell_id
        and a.range.start <= b.range.end
        and b.range.start <= a.range.end
        for a in left
        for b in right
    )


def _edited(cell: Cell, fixes: Sequence[Fix]) -> Cell:
    edits = [e for found in fixes for e in found.edits if e.cell_id == cell.id]
    if not edits:
        return cell
    end = "\r\n" if _is_crlf(cell.source) else "\n"
    replacements = [(e.range, e.text.replace("\n", end)) for e in edits]
    return cell._replace(source=apply_edits(cell.source, replacements))


def _is_crlf(source: str) -> bool:
    return "\r\n" in source and source.count("\r\n") == source.count("\n")


def _check_syntax(before: Document, after: Document) -> None:
    for old, new in zip(before.cells, after.cells, strict=True):
        if old.source == new.source:
            continue
        problem = parse(new.source).problem
        if problem is not None and parse(old.source).problem is None:
            raise Unfixable(f"nothing written, an edit would not be Python: {problem}")


def write(path: Path, fixed: Fixed) -> None:
    """Writes the changed cells of a file, and nothing else.

    Raises:
        Unfixable: The file changed meanwhile, or would not be read as intended.
        OSError: It cannot be written.
    """
    data = read_bytes(path)
    if path.suffix == ".ipynb":
        new = _notebook_bytes(data, fixed)
    else:
        text, encoding = decode(path, data)
        _expect(text == fixed.before.cells[0].source)
        try:
            new = fixed.after.cells[0].source.encode(encoding)
        except UnicodeEncodeError as error:
            raise Unfixable(f"nothing written, not in {encoding}: {error}") from error
    replace_file(path, new)


def _expect(unchanged: bool) -> None:
    if not unchanged:
        raise Unfixable("nothing written, the file changed meanwhile")


def _notebook_bytes(data: bytes, fixed: Fixed) -> bytes:
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.decode("utf-8-sig")
    content = json.loads(text)
    cells = list(code_cells(content))
    _expect(
        [(name, source) for _, name, source in cells]
        == [(cell.id, cell.source) for cell in fixed.before.cells]
    )
    indices = {name: index for index, name, _ in cells}
    changes = {indices[cell.id or ""]: source for cell, source in fixed.changes}
    new = notebooktext.with_sources(text, changes)
    _check_notebook(content, new, changes)
    return mark + new.encode("utf-8")


def _check_notebook(content: Any, new: str, changes: dict[int, str]) -> None:
    """The new text must be the same notebook with the new sources."""
    after = json.loads(new)
    texts = {index: source for index, _, source in code_cells(after)}
    right = all(texts[index] == source for index, source in changes.items())
    for data in (content, after):
        sheets = data.get("worksheets")
        cells = sheets[0]["cells"] if sheets else data["cells"]
        for index in changes:
            for key in ("source", "input"):
                cells[index].pop(key, None)
    if not right or content != after:
        raise Unfixable("nothing written, its JSON is laid out in an unknown way")


def replace_file(path: Path, data: bytes) -> None:
    """Writes a file as a whole or not at all; its mode and links to it stay."""
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(name, target.stat().st_mode & 0o7777)
        else:
            os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def diff(path: Path, fixed: Fixed) -> str:
    """The edits as a unified diff, cell by cell."""
    indices = {
        cell.id: index
        for cell, index in zip(fixed.before.cells, fixed.before.indices, strict=True)
    }
    parts: list[str] = []
    for cell, after in fixed.changes:
        index = indices[cell.id]
        name = f"{path}" if index is None else f"{path}: cell {index + 1}"
        # Cells seldom end with a line end, and no tool applies a patch to them.
        end = "\n" if index is not None else "\n\\ No newline at end of file\n"
        lines = difflib.unified_diff(_lines(cell.source), _lines(after), name, name)
        parts += (line if line.endswith("\n") else line + end for line in lines)
    return "".join(parts)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended
