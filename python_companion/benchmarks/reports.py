"""How many bugs that people reported are found, and what is said of their cures.

    python python_companion/benchmarks/reports.py [--part build] [--watch] [--misses]

Checks each notebook of `reports/`, and its fixed twin, as text and in a shell in which
its cells ran; with `--watch` they run under `%%nn watch`. Prints for each bug which of
both found it, and all errors and warnings about the twins: whether these are false,
only a reader can tell. What is said of single bugs that are held back is printed for
`--part held` only. `--misses` prints what would be right, and what was said instead.

`--run` checks nothing: it runs all notebooks and prints which of them fail.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from modulescope.checking.claims import find_claims, forget
from modulescope.checking.static import static_finding
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from page import open_page
from reports import PARTS, part_of, reports
from reports.verdict import Said, Verdict, cell_id, said, told_once

# The runs are short: each step counts.
_WATCH = "%%nn watch --every 1 --quiet\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--watch", action="store_true", help="record gradients")
    parser.add_argument("--misses", action="store_true", help="print what was said")
    parser.add_argument("--run", action="store_true", help="only run the notebooks")
    options = parser.parse_args()
    # Read when torch is loaded: threads for tiny tensors only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if options.run:
        return sum(_failures(options.part))
    verdicts = list(_verdicts(options.part, options.watch))
    for verdict in verdicts:
        if part_of(verdict.name) in (PARTS[0], options.part):
            _print(verdict, options.misses)
    for part in PARTS:
        if own := [v for v in verdicts if part_of(v.name) == part]:
            _print_totals(part, own)
    return 0


def _failures(part: str) -> Iterator[bool]:
    """Whether each bug and each twin fails, with the reason printed."""
    for name, report in reports(part):
        for cells in (report.bug, report.twin):
            try:
                with _quiet(), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    _execute([cells[number - 1] for number in report.order])
            except Exception:
                print(f"{name} fails: {traceback.format_exc(limit=-1)}")
                yield True


def _execute(cells: Sequence[str]) -> None:
    names = {"__name__": "__main__"}
    for cell in cells:
        exec(compile(cell, "<cell>", "exec"), names)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):
        yield


def _verdicts(part: str, watch: bool) -> Iterator[Verdict]:
    """One process for each: global modes and hooks of a bug would reach the next."""
    tasks = [(name, watch) for name, _ in reports(part)]
    with get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        yield from pool.imap(_examine, tasks, chunksize=1)


def _examine(task: tuple[str, bool]) -> Verdict:
    name, watch = task
    report = dict(reports())[name]
    bug, twin = (
        (_read(cells), _lived(name, cells, report.order, watch))
        for cells in (report.bug, report.twin)
    )
    return Verdict(name, report, bug, twin)


def _read(cells: Sequence[str]) -> list[Said]:
    """What the rules say of the text."""
    forget()
    rules = [rule for rule in all_rules() if rule.default_on]
    texts = [Cell(cell_id(number), text) for number, text in enumerate(cells, 1)]
    return [
        said(static_finding(found, found.rule.code), found.cell.id)
        for found in find_claims(texts, rules)
    ]


def _lived(
    name: str, cells: Sequence[str], order: Sequence[int], watch: bool
) -> list[Said]:
    """What a page says after the cells ran."""
    with open_page() as page:
        for number in order:
            with _quiet():
                page.run((_WATCH if watch else "") + cells[number - 1], cell_id(number))
            if page.failed:
                raise RuntimeError(f"{name}: cell {number} failed")
        return [said(f, f.cell and f.cell.cell_id) for f in page.check().findings]


def _print(verdict: Verdict, misses: bool) -> None:
    found = " and ".join(verdict.found) or "missed"
    codes = ", ".join(verdict.report.codes) or "no rule yet"
    print(f"{verdict.name:38} {found:16} {codes}")
    if misses and not verdict.found:
        print(f"    right: {verdict.report.right} ({verdict.report.known_from})")
        _print_said("said", told_once(verdict.bug, lambda one: True))
    _print_said("of the twin", verdict.alarms)


def _print_said(about: str, told: Sequence[Said]) -> None:
    for one in told:
        print(f"    {about}: {one.severity.value} {one.code} {one.message}")


def _print_totals(part: str, verdicts: Sequence[Verdict]) -> None:
    static, live = (
        sum(half in v.found for v in verdicts) for half in ("static", "live")
    )
    found = sum(bool(v.found) for v in verdicts)
    ruled = sum(bool(v.report.codes) for v in verdicts)
    alarms = [len(v.alarms) for v in verdicts if v.alarms]
    print(
        f"{part}: found {found} of {len(verdicts)} ({static} static, {live} live), "
        f"{ruled} of them have a rule; "
        f"{sum(alarms)} errors or warnings about {len(alarms)} twins"
    )


if __name__ == "__main__":
    raise SystemExit(main())
