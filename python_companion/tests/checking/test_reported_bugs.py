"""The bugs that people reported are sound: they run, and so do their cures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from modulescope.rules import all_rules

# Behind the folders of the tests, so that nothing there is hidden.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from reports import number, part_of, reports

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "reports.py"
REPORTS = dict(reports())


def test_thirty_are_there_to_build_with_and_thirty_are_held_back():
    assert [number(name) for name in REPORTS] == [*range(1, 61)]
    parts = [part_of(name) for name in REPORTS]
    assert parts.count("build") == parts.count("held") == 30


def test_each_is_another_bug_of_another_thread():
    words = {name.partition("_")[2] for name in REPORTS}
    sources = {report.source for report in REPORTS.values()}
    assert len(words) == len(sources) == len(REPORTS)


def test_what_is_right_can_be_said():
    codes = {rule.code for rule in all_rules()}
    for name, report in REPORTS.items():
        assert set(report.codes) <= codes, name
        assert set(report.cells) <= {*range(1, len(report.bug) + 1)}, name
        assert report.known_from in ("text", "objects", "run"), name
        assert report.bug != report.twin, name


def test_all_of_them_run():
    command = [sys.executable, str(SCRIPT), "--run"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
