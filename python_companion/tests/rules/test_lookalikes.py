"""Code that looks like a bug and is none: no finding, before it runs or after."""

from __future__ import annotations

from pathlib import Path

import pytest
from modulescope.files.reading import Document, lint_document
from modulescope.source.cells import Cell
from page import IMPORTS, Page

FOLDER = Path(__file__).parent / "lookalikes"
FILES = sorted(FOLDER.glob("*.py"))


def cells(file: Path) -> list[str]:
    return file.read_text("utf-8").split("# %%\n")


def test_all_that_a_rule_could_take_for_a_bug_is_here():
    assert {file.stem for file in FILES} >= {
        "accumulated_gradients",
        "balance_loss",
        "checkpointed_blocks",
        "ema_copy",
        "frozen_teacher",
        "functional_call",
        "gan_with_two_optimizers",
        "key_value_cache",
        "lora",
        "meta_initialised",
        "model_parallel",
        "model_parallel_on_two_devices",
        "monte_carlo_dropout",
        "optimizer_per_fold",
        "steering_hooks",
        "target_network",
        "tied_weights",
        "weight_clipping",
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_text_alone_gives_no_finding(file: Path):
    sources = [IMPORTS, *cells(file)]
    book = [Cell(str(number), source) for number, source in enumerate(sources)]
    report = lint_document(Document(book, [*range(len(book))]))
    assert [f"{f.code} {f.message}" for f in report] == [] and not report.failed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_cell_gives_a_finding_after_it_ran(page: Page, file: Path):
    for number, source in enumerate(cells(file)):
        page.run(source, f"cell-{number}")
        assert not page.failed
        found = page.check().findings
        assert [f"{f.code} {f.message}" for f in found] == [], f"after cell {number}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_finding_comes_when_the_last_cell_runs_again(page: Page, file: Path):
    for number, source in enumerate(cells(file)):
        page.run(source, f"cell-{number}")
        assert not page.failed
    page.run(cells(file)[-1], f"cell-{number}")
    assert not page.failed
    assert [f"{f.code} {f.message}" for f in page.check().findings] == []
