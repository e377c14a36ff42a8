"""One identity: in the notebook, on the command line, in mutes and in baselines."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from modulescope.checking.ids import LONGEST_SUBJECT, About, ids_of, subject_of
from modulescope.checking.linter import Linter
from modulescope.cli.main import main
from modulescope.files.reading import Document, lint, lint_document, read
from modulescope.rulekit.rule import Claim, Rule, Subject
from modulescope.rules import all_rules
from modulescope.session.mutes import Mutes
from modulescope.source.cells import Cell
from modulescope.source.text import Text
from page import Page

OLD = Path(__file__).parents[1] / "data" / "before_ids"
NET = """import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(4, 4) for _ in range(3)]
"""
TWICE = NET + NET.split("\n", 1)[1]
SUBJECT = Subject("attr", "Net", "blocks")


def abouts(*cells: str | None) -> list[About]:
    return [About("NN102", SUBJECT, cell) for cell in cells]


def mutes(words: Iterable[str], cells: Iterable[str], keeps_ids: bool = True) -> Mutes:
    return Mutes(tuple(words), tuple(cells), keeps_ids)


def content(
    cells: dict[str, str], muted: Iterable[str] = (), minor: int = 5
) -> dict[str, Any]:
    """A notebook as JupyterLab saves it."""
    own = {"modulescope": {"mute": [*muted]}} if muted else {}
    return {
        "cells": [
            {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
            | ({"id": name} if minor > 4 else {})
            for name, source in cells.items()
        ],
        "metadata": own,
        "nbformat": 4,
        "nbformat_minor": minor,
    }


def in_file(path: Path, cells: dict[str, str], *muted: str, minor: int = 5) -> Any:
    path.write_text(json.dumps(content(cells, muted, minor)))
    return [finding.id for finding in lint(path)]


def in_kernel(page: Page, cells: dict[str, str], words: Mutes | None = None) -> Any:
    found = Linter(page.session).check(list(cells), cells, live=False, mutes=words)
    return [finding.id for finding in found.findings if finding.code == "NN102"]


def shown(name: str) -> list[tuple[int | None, int]]:
    """By cell and line: what the command line says of a file."""
    output = (
        CliRunner().invoke(main, ["check", "--format=json", str(OLD / name)]).output
    )
    places = [finding["where"] for finding in json.loads(output)["findings"]]
    return [(place["cell_index"], place["line"]) for place in places]


class TestIds:
    def test_an_id_names_the_rule_the_cell_and_the_subject(self):
        assert ids_of(abouts("a")) == ["NN102@a:attr:Net:blocks"]
        assert subject_of("NN102@a#2:attr:Net:blocks") == "attr:Net:blocks"

    def test_equal_findings_of_one_cell_differ(self):
        ids = ids_of(abouts("a", "a", "a"))
        assert ids[1:] == ["NN102@a#2:attr:Net:blocks", "NN102@a#3:attr:Net:blocks"]

    def test_what_stands_above_changes_no_id(self):
        own = ids_of(abouts("b", "b"))
        assert ids_of(abouts("a", "b", "b"))[1:] == own
        assert ids_of([About("NN101", SUBJECT, "b"), *abouts("b", "b")])[1:] == own

    def test_a_file_that_keeps_no_ids_is_counted_through(self):
        expected = ["NN102:attr:Net:blocks", "NN102#2:attr:Net:blocks"]
        assert ids_of(abouts("a", "b"), mutes([], ["a", "b"], False)) == expected
        assert ids_of(abouts(None, None)) == expected

    def test_ids_of_the_longest_cell_and_subject_fit_into_a_message(self):
        subject = Subject("attr", "N" * 400, "blocks")
        [first, second] = ids_of([About("NN102", subject, "c" * 128)] * 2)
        assert first != second and len(second) <= 300
        assert subject_of(first) == subject_of(second)
        assert len(subject_of(first)) == LONGEST_SUBJECT

    def test_signs_of_a_cell_that_no_valid_notebook_has_cannot_confuse(self):
        assert [subject_of(i) for i in ids_of(abouts("a:b@#c"))] == ["attr:Net:blocks"]


class TestFormerIds:
    OLD = "NN102:attr:Net.blocks"

    def kept(self, *words: str, cells: tuple[str, ...] = ("a", "b", "c")) -> list[bool]:
        ids = ids_of(abouts("a", "b", "b"), mutes(words, cells))
        return [ident in words for ident in ids]

    def test_each_old_id_means_the_finding_that_had_it(self):
        assert self.kept(self.OLD) == [True, False, False]
        assert self.kept(f"{self.OLD}@b") == [False, True, False]
        assert self.kept(f"{self.OLD}#2") == [False, False, True]
        assert self.kept(self.OLD, f"{self.OLD}#2") == [True, False, True]

    def test_the_second_one_stays_muted_when_the_first_is_gone(self):
        [ident] = ids_of(abouts("b"), mutes([f"{self.OLD}@b"], ["b"]))
        assert ident == f"{self.OLD}@b"

    def test_an_old_id_of_something_else_changes_nothing(self):
        words = (
            "NN102:attr:Net.other",
            "NN101:attr:Net.blocks",
            "NN102:attr:Net.blocks@z",
        )
        assert ids_of(abouts("a"), mutes(words, ["a"])) == ids_of(abouts("a"))


class TestMovedCode:
    WORD = "NN102@gone:attr:Net:blocks"

    def test_what_is_muted_stays_so_in_the_cell_where_its_code_went(self):
        assert ids_of(abouts("a"), mutes([self.WORD], ["a"])) == [self.WORD]

    def test_a_mute_never_leaves_a_cell_that_is_there(self):
        assert ids_of(abouts("a"), mutes([self.WORD], ["a", "gone"])) == [
            "NN102@a:attr:Net:blocks"
        ]

    def test_one_mute_hides_one_finding(self):
        ids = ids_of(abouts("a", "b"), mutes([self.WORD], ["a", "b"]))
        assert ids == [self.WORD, "NN102@b:attr:Net:blocks"]

    def test_where_the_file_keeps_no_ids_a_mute_of_the_second_is_not_of_the_first(self):
        words = mutes(["NN102#2:attr:Net:blocks"], ["a"], False)
        assert ids_of(abouts("a"), words) == ["NN102:attr:Net:blocks"]

    def test_a_notebook_that_begins_to_keep_ids_keeps_its_mutes(self):
        words = ["NN102:attr:Net:blocks"]
        assert ids_of(abouts("a", "b"), mutes(words, ["a", "b"]))[0] == words[0]


class TestEverywhere:
    def test_the_kernel_and_the_command_line_give_a_text_the_same_ids(
        self, page: Page, tmp_path: Path
    ):
        cells = {"a": NET, "b": TWICE, "c": NET.replace("Net", "Other")}
        found = in_kernel(page, cells)
        assert len(set(found)) == 4
        assert sorted(in_file(tmp_path / "a.ipynb", cells)) == sorted(found)

    def test_they_do_in_a_notebook_that_keeps_no_ids(self, page: Page, tmp_path: Path):
        cells = {"x": NET, "y": TWICE}
        found = in_kernel(page, cells, mutes([], cells, keeps_ids=False))
        path = tmp_path / "a.ipynb"
        assert sorted(in_file(path, cells, minor=4)) == sorted(found)
        assert len(set(found)) == 3

    def test_a_copy_in_an_inserted_cell_takes_no_id_and_no_mute(
        self, page: Page, tmp_path: Path
    ):
        [own] = in_kernel(page, {"a": NET})
        later = {"new": NET, "a": NET}
        assert own in in_kernel(page, later)
        assert in_file(tmp_path / "a.ipynb", later, own) == [
            "NN102@new:attr:Net:blocks"
        ]

    def test_a_comment_on_an_equal_finding_above_changes_no_id(self, tmp_path: Path):
        ignored = NET.replace("range(3)]", "range(3)]  # nn: ignore[NN102]")
        path = tmp_path / "a.ipynb"
        expected = ["NN102@a:attr:Net:blocks"]
        assert in_file(path, {"i": ignored, "a": NET}) == expected

    def test_objects_change_no_id(self, page: Page):
        page.run(NET, "net")
        [static] = page.findings("NN102")
        page.run("model = Net()", "build")
        [live] = page.findings("NN102")
        page.edit("net", "[nn.Linear(4, 4) for _ in range(3)]", "nn.ModuleList()")
        [stale] = page.findings("NN102", live=False)
        assert {static.id, live.id, stale.id} == {"NN102@net:attr:Net:blocks"}
        assert [f.status.value for f in (static, live, stale)] == [
            "static",
            "live",
            "stale",
        ]

    def test_a_mute_of_a_group_hides_all_of_it(self):
        own = {"code": "NN998", "claim": "`{name}`", "checks": [], "probes": []}
        rule = Rule(**{**vars(all_rules()[0]), **own})
        abouts = [Subject("attr", "Net", name) for name in ("left", "right")]

        @rule.on(ast.Import)
        def alike(node: Any, text: Text) -> Iterator[Claim]:
            for about in abouts:
                yield text.claim(node, subject=about, name=about.name)

        found = Document([Cell("a", "import torch")], [0])
        [group] = lint_document(found, [rule])
        assert group.id.endswith("left")
        muted = found._replace(mutes=mutes([group.id], []))
        assert not lint_document(muted, [rule])


class TestFilesWrittenBefore:
    def test_a_mute_of_the_first_hides_the_first(self):
        assert shown("muted-first.ipynb") == [(1, 7), (2, 13)]

    def test_a_mute_of_the_second_hides_the_second(self):
        assert shown("muted-second.ipynb") == [(0, 7), (2, 7), (3, 7)]

    def test_a_notebook_that_keeps_no_ids_shows_what_it_showed(self):
        assert shown("muted-without-ids.ipynb") == [(1, 7), (2, 13)]

    @pytest.mark.parametrize("name", ["muted-first.ipynb", "muted-second.ipynb"])
    def test_the_notebook_hides_the_same(self, page: Page, name: str):
        old = read(OLD / name)
        cells = {str(cell.id): cell.source for cell in old.cells}
        left = set(in_kernel(page, cells, old.mutes)) - set(old.mutes.words)
        assert left == {finding.id for finding in lint(OLD / name)}

    def test_a_baseline_knows_all_that_it_knew(self, tmp_path: Path, monkeypatch):
        for file in OLD.iterdir():
            shutil.copy(file, tmp_path)
        monkeypatch.chdir(tmp_path)
        words = ["check", "--baseline", "old-baseline.json", "old.py", "old.ipynb"]
        result = CliRunner().invoke(main, words)
        assert (result.exit_code, "8 findings of the baseline" in result.output) == (
            0,
            True,
        )

    def test_a_baseline_is_written_as_it_was(self, tmp_path: Path, monkeypatch):
        for file in OLD.iterdir():
            shutil.copy(file, tmp_path)
        monkeypatch.chdir(tmp_path)
        words = ["check", "--write-baseline", "new.json", "old.py", "old.ipynb"]
        CliRunner().invoke(main, words)
        assert Path("new.json").read_text() == Path("old-baseline.json").read_text()
