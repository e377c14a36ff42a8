"""What the static rules say about notebooks in a folder, with the code to judge it by.

    python python_companion/benchmarks/notebooks.py DIR… [--select NN505] [--lines 8]

Prints each finding with the lines before and after it, and how many there are of each
rule, for reading: only a reader can tell whether a finding is true.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from modulescope.checking.claims import Found, find_claims, forget
from modulescope.files.reading import UnreadableFile, find_files, read
from modulescope.rules import all_rules


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--select", default="", help="codes, or how they begin")
    parser.add_argument("--lines", type=int, default=8, help="printed before a finding")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    files = [path for path in find_files(options.folders) if path.suffix == ".ipynb"]
    for path in files:
        for number, found in findings(path, tuple(options.select.split(","))):
            counts[found.rule.code] += 1
            show(path, number, found, options.lines)
    print(f"{len(files)} notebooks:", dict(sorted(counts.items())))


def findings(path: Path, selected: tuple[str, ...]) -> Iterator[tuple[int, Found]]:
    """The findings of a notebook, each with the number of its code cell."""
    rules = [r for r in all_rules() if r.default_on and r.code.startswith(selected)]
    forget()
    try:
        cells = read(path).cells
    except UnreadableFile as error:
        print(f"not read: {error}")
        return
    for found in find_claims(cells, rules):
        yield cells.index(found.cell), found


def show(path: Path, number: int, found: Found, lines: int) -> None:
    claim = found.claim
    message = found.rule.claim.format_map(dict(claim.values))
    line = claim.range.start.line
    print(f"{found.rule.code} {path} code cell {number}, line {line + 1}: {message}")
    source = found.cell.source.split("\n")
    for text in source[max(0, line - lines) : line + 4]:
        print(f"    | {text}")


if __name__ == "__main__":
    main()
