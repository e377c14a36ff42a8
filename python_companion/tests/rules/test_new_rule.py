"""A rule is added by one folder and one command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from modulescope.rules import all_rules

ROOT = Path(__file__).parents[3]
# What is made, and what is as large as it is beside the point.
MADE = [".git", ".venv", "node_modules", "lib", "labextension", "__pycache__", "*cache"]
TESTS = [
    "rules/test_rules.py",
    "rules/test_examples.py",
    "explain",
    "test_documents.py",
]
# The new rule's tests, and those of what is written about all rules.
CHOSEN = "NN599 or table or nothing_else or listed or test_documents"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the clone, with one rule more: a small one under another name."""
    root = tmp_path_factory.mktemp("clone") / "modulescope"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*MADE))
    for name in (".venv", "node_modules"):
        (root / name).symlink_to(ROOT / name, target_is_directory=True)
    rules = root / "python_companion" / "modulescope" / "rules"
    shutil.copytree(rules / "dead_units", rules / "dormant_units")
    for file in (rules / "dormant_units").iterdir():
        text = file.read_text("utf-8").replace("NN510", "NN599")
        file.write_text(text.replace("dead-units", "dormant-units"), "utf-8")
    yield root
    shutil.rmtree(root)


def generate(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["node", "scripts/generate.mjs", *words]
    return subprocess.run(command, cwd=clone, capture_output=True, text=True)


def run_tests(clone: Path) -> subprocess.CompletedProcess[str]:
    tests = clone / "python_companion" / "tests"
    files = [str(tests / name) for name in TESTS]
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-k",
            CHOSEN,
            *files,
        ],
        cwd=clone,
        # Before the package that is installed.
        env={**os.environ, "PYTHONPATH": str(clone / "python_companion")},
        capture_output=True,
        text=True,
    )


def test_a_new_folder_and_one_command_pass_all_tests(clone):
    before = generate(clone, "--check")
    assert before.returncode == 1
    told = [
        line.split(" ")[0] for line in before.stderr.splitlines() if "run `" in line
    ]
    pages = "python_companion/docs/rules"
    assert told == [f"{pages}/NN599.md", f"{pages}/README.md", "README.md"]

    assert generate(clone).returncode == 0
    assert generate(clone, "--check").returncode == 0
    after = run_tests(clone)
    assert after.returncode == 0, after.stdout
    training = sum(rule.code.startswith("NN5") for rule in all_rules())
    assert f"| NN5xx | {training + 1} |" in (clone / "README.md").read_text("utf-8")


def test_a_page_without_its_rule_is_told_and_goes(clone):
    page = clone / "python_companion" / "docs" / "rules" / "NN598.md"
    page.write_text("# NN598 a-rule-that-left\n", "utf-8")
    assert "rules/NN598.md differs" in generate(clone, "--check").stderr
    generate(clone)
    assert not page.exists()
