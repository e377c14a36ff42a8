"""The documents say what is so."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from modulescope.rules import all_rules

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "python_companion" / "modulescope"


def rules_table() -> list[str]:
    """One line for each rule, as README.md quotes them."""
    lines = []
    for rule in all_rules():
        page = __import__("sys").modules[_folder(rule.name)].__doc__ or ""
        summary = page.strip().splitlines()[0]
        lines.append(
            f"| {rule.code} | {rule.name} | {rule.severity.value} | {summary} |"
        )
    return lines


def _folder(name: str) -> str:
    return f"modulescope.rules.{name.replace('-', '_')}"


def test_the_readme_quotes_rules_as_their_pages_say_them() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    quoted = [line for line in text.splitlines() if re.match(r"\| NN\d\d\d ", line)]
    assert len(quoted) == 15
    assert set(quoted) <= set(rules_table())


def test_the_readme_counts_the_rules_of_each_group() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"\| NN(\d)xx \| (\d+) \|", text))
    counted = Counter(rule.code[2] for rule in all_rules())
    assert told == {group: str(number) for group, number in counted.items()}


def test_the_readme_stays_short() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 160


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_that_a_document_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w.-]*)`|\]\(([\w./-]+)\)", text)
    starts = ("src/", "style/", "schema/", "scripts/", "ui-tests/", "python_companion/")
    paths = [first or second for first, second in named]
    missing = [
        path for path in paths if path.startswith(starts) and not (ROOT / path).exists()
    ]
    assert missing == []


# Where a path of a document may begin.
BEGINNINGS = (ROOT, ROOT / "python_companion", PACKAGE, ROOT / "src")
GUIDES = ["ARCHITECTURE.md", "CONTRIBUTING.md"]


def named_paths(text: str) -> list[str]:
    """What looks like a file or folder of the clone in code and links of a text."""
    code = re.findall(r"```.*?```|`[^`]+`|\]\([^)]+\)", text, re.DOTALL)
    words = re.split(r"[\s`()\]]+", " ".join(code))
    path = r"[\w-][\w.-]*(?:/[\w.-]*)+|\w+\.(?:py|tsx?|mjs|css|md)"
    return [word for word in words if re.fullmatch(path, word)]


def exists(path: str) -> bool:
    """Whether a path is there; a bare name may lie in any folder of the halves."""
    if any((beginning / path).exists() for beginning in BEGINNINGS):
        return True
    halves = (PACKAGE, ROOT / "src")
    return "/" not in path and any(any(half.rglob(path)) for half in halves)


@pytest.mark.parametrize("name", GUIDES)
def test_every_path_and_file_name_in_a_guide_exists(name: str) -> None:
    paths = named_paths((ROOT / name).read_text(encoding="utf-8"))
    assert len(paths) > 50
    assert [path for path in paths if not exists(path)] == []


def test_at_least_twenty_questions_are_answered_by_a_path_each() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+\?) \| ([^|]+) \|$", text, re.MULTILINE)
    assert len(rows) >= 20
    assert [question for question, answer in rows if not named_paths(answer)] == []
