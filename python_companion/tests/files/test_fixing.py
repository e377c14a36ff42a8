"""Edits of files and notebooks: nothing changes but what an edit changes."""

from __future__ import annotations

import ast
import importlib
import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modulescope.cli.main import main
from modulescope.files import fixing
from modulescope.files.fixing import Unfixable, fix, replace_file
from modulescope.files.notebooktext import line_of, sources, with_sources
from modulescope.files.reading import Document
from modulescope.findings import Edit, Finding, Fix, Position, Range, Severity, Status
from modulescope.rules import all_rules
from modulescope.source.cells import Cell

BUG = """from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(64, 64) for _ in range(8)]
        self.heads = [nn.Linear(64, 1)]
"""
FIXED = BUG.replace(
    "[nn.Linear(64, 64) for _ in range(8)]",
    "nn.ModuleList([nn.Linear(64, 64) for _ in range(8)])",
).replace("[nn.Linear(64, 1)]", "nn.ModuleList([nn.Linear(64, 1)])")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    return CliRunner().invoke(main, ["check", *map(str, words)])


# --- files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("# -*- coding: latin-1 -*-\n# é\n", "latin-1"),
        ("# coding: cp1252\n# €\n", "cp1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_keeps_its_encoding_and_line_ends(here, head, encoding, end):
    file = Path("net.py")
    file.write_bytes((head + BUG).replace("\n", end).encode(encoding))
    result = run("net.py", "--fix")
    assert result.exit_code == 0
    assert "Fixed 2 findings in 1 file." in result.stdout
    assert file.read_bytes() == (head + FIXED).replace("\n", end).encode(encoding)


def test_a_file_keeps_its_mode_and_the_link_to_it(here):
    file = Path("net.py")
    file.write_text(BUG)
    file.chmod(0o750)
    Path("link.py").symlink_to("net.py")
    assert run("link.py", "--fix").exit_code == 0
    assert Path("link.py").is_symlink() and file.read_text() == FIXED
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert sorted(os.listdir()) == ["link.py", "net.py"]


def test_a_write_that_fails_leaves_the_file_and_no_rest(here, monkeypatch):
    Path("net.py").write_text(BUG)
    monkeypatch.setattr(os, "fsync", _full)
    result = run("net.py", "--fix")
    assert result.exit_code == 2
    assert result.stderr == "modulescope: net.py: No space left on device\n"
    assert Path("net.py").read_text() == BUG and os.listdir() == ["net.py"]


def _full(handle):
    raise OSError(28, "No space left on device")


def test_a_file_that_changed_meanwhile_is_left_alone(here):
    document = Document([Cell(None, "x = 1\n")], [None], "net.py")
    Path("net.py").write_text("x = 2\n")
    fixed = fixing.Fixed(document, document._replace(cells=[Cell(None, "x = 3\n")]), 1)
    with pytest.raises(Unfixable, match="changed meanwhile"):
        fixing.write(Path("net.py"), fixed)
    assert Path("net.py").read_text() == "x = 2\n"


def test_a_character_that_the_encoding_lacks_is_told(here):
    text = "# coding: latin-1\nx = 1\n"
    Path("net.py").write_text(text)
    document = Document([Cell(None, text)], [None], "net.py")
    after = document._replace(cells=[Cell(None, text.replace("1\n", "'€'\n"))])
    with pytest.raises(Unfixable, match="nothing written"):
        fixing.write(Path("net.py"), fixing.Fixed(document, after, 1))


def test_findings_of_the_baseline_are_not_fixed(here):
    Path("net.py").write_text(BUG)
    assert run("net.py", "--write-baseline", "base.json").exit_code == 0
    Path("net.py").write_text(BUG + "        self.tails = [nn.Linear(64, 2)]\n")
    assert run("net.py", "--baseline", "base.json", "--fix").exit_code == 0
    assert Path("net.py").read_text() == (
        BUG + "        self.tails = nn.ModuleList([nn.Linear(64, 2)])\n"
    )


def test_only_what_is_selected_is_fixed(here):
    Path("net.py").write_text(BUG + "y = 1  # nn: ignore[NN102]\n")
    assert run("net.py", "--fix", "--select", "NN001").exit_code == 0
    assert Path("net.py").read_text() == BUG + "y = 1\n"


def test_the_diff_is_a_patch(here):
    import shutil
    import subprocess

    Path("net.py").write_bytes((BUG + "x = 1").encode())
    text = run("net.py", "--diff").stdout
    assert Path("net.py").read_text() == BUG + "x = 1"
    Path("net.patch").write_text(text)
    if shutil.which("patch"):
        subprocess.run(["patch", "-p0", "-i", "net.patch"], check=True)
    else:
        subprocess.run(["git", "apply", "-p0", "net.patch"], check=True)
    assert Path("net.py").read_text() == FIXED + "x = 1"


def test_with_fix_the_diff_shows_what_fix_would_write(here):
    Path("net.py").write_text(BUG.replace("[nn.Linear(64, 1)]", "(nn.Linear(64, 1),)"))
    both = run("net.py", "--diff").stdout
    safe = run("net.py", "--diff", "--fix").stdout
    assert both.count("\n+ ") == 2 and safe.count("\n+ ") == 1
    assert Path("net.py").read_text().count("ModuleList") == 0


# --- rounds -----------------------------------------------------------------------


def finding(*edits: tuple[int, int, str], cell=None, safe=True) -> Finding:
    made = tuple(
        Edit(cell, Range(Position(0, start), Position(0, end)), text)
        for start, end, text in edits
    )
    return Finding(
        "id", "NN998", "x", Severity.ERROR, Status.STATIC, "m",
        fixes=(Fix("t", "edit", safe, made),),
    )  # fmt: skip


def text(source: str) -> Document:
    return Document([Cell(None, source)], [None], "a.py")


def test_edits_that_touch_are_made_one_after_the_other():
    def find(document):
        source = document.cells[0].source
        return [finding((0, 1, "b")), finding((0, 2, "c"))] if source == "aa" else []

    done = fix(text("aa"), find(text("aa")), find)
    assert (done.after.cells[0].source, done.num_fixed) == ("ba", 1)


def test_rounds_go_on_until_nothing_is_offered():
    def find(document):
        size = len(document.cells[0].source)
        return [finding((size, size, "a"))] if size < 5 else []

    done = fix(text("a"), find(text("a")), find)
    assert (done.after.cells[0].source, done.num_fixed) == ("aaaaa", 4)


def test_edits_that_chase_each_other_end_and_write_nothing():
    def find(document):
        return [finding((0, 1, "b" if document.cells[0].source == "a" else "a"))]

    with pytest.raises(Unfixable, match="do not end"):
        fix(text("a"), find(text("a")), find)


def test_an_edit_that_breaks_the_syntax_writes_nothing():
    with pytest.raises(Unfixable, match="would not be Python"):
        fix(text("a"), [finding((0, 1, "a ="))], lambda document: [])


def test_edits_to_review_are_not_made():
    done = fix(text("a"), [finding((0, 1, "b"), safe=False)], lambda document: [])
    assert done.changes == []


# --- notebooks --------------------------------------------------------------------


def layouts(notebook):
    yield json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    yield json.dumps(notebook, indent=4, sort_keys=True)
    yield json.dumps(notebook)
    yield json.dumps(notebook, separators=(",", ":")) + "\n\n"
    yield json.dumps(notebook, indent="\t").replace("\n", "\r\n")


def notebook_of(source, number_of_format=4):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# é\n", BUG]},
        {
            "source": source,
            "outputs": [{"source": [BUG], "data": {"text/plain": ["é\u2028", "😀"]}}],
            "metadata": {"source": BUG, "cells": [{"source": BUG}], "a": 1.0, "b": 1e3},
            "id": "x/y",
            "execution_count": None,
            "cell_type": "code",
        },
    ]
    return {
        "metadata": {"cells": {"source": BUG}, "é": "\u00e9"},
        "cells": cells,
        "nbformat_minor": 5,
        "nbformat": 4,
    }


@pytest.mark.parametrize("as_list", [True, False])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_notebook_keeps_every_byte_but_the_changed_strings(here, as_list, mark):
    source = "x = 'é😀'\n" + BUG.rstrip()
    before = notebook_of(source.splitlines(True) if as_list else source)
    wanted = "x = 'é😀'\n" + FIXED.rstrip()
    after = notebook_of(wanted.splitlines(True) if as_list else wanted)
    for old, new in zip(layouts(before), layouts(after), strict=True):
        Path("a.ipynb").write_bytes(mark + old.encode())
        assert run("a.ipynb", "--fix").exit_code == 0
        assert Path("a.ipynb").read_bytes() == mark + new.encode()


def test_escapes_of_unchanged_characters_stay_as_they_were():
    raw = r'{"cells": [{"source": "a\u00e9\/\ud83d\ude00 = 1é"}]}'
    new = with_sources(raw, {0: "aé/😀 = 22é"})
    assert new == r'{"cells": [{"source": "a\u00e9\/\ud83d\ude00 = 22é"}]}'


def test_lines_are_added_and_removed_in_the_layout_of_the_list():
    raw = '{"cells": [{"source": [\n   "a\\n",\n   "b"\n  ]}]}'
    assert with_sources(raw, {0: "a\nx\nb"}) == (
        '{"cells": [{"source": [\n   "a\\n",\n   "x\\n",\n   "b"\n  ]}]}'
    )
    assert with_sources(raw, {0: "b"}) == '{"cells": [{"source": [\n   "b"\n  ]}]}'
    assert with_sources(raw, {0: ""}) == '{"cells": [{"source": []}]}'


def test_old_notebooks_are_edited_too(here):
    cell = {"cell_type": "code", "input": BUG.splitlines(True), "prompt_number": 1}
    old = {"worksheets": [{"cells": [cell]}], "nbformat": 3, "metadata": {}}
    Path("a.ipynb").write_text(json.dumps(old, indent=2))
    assert run("a.ipynb", "--fix").exit_code == 0
    cell["input"] = FIXED.splitlines(True)
    assert Path("a.ipynb").read_text() == json.dumps(old, indent=2)


texts = st.text(
    st.one_of(
        st.sampled_from('ab \n\t\r\x0c\u2028\u00e9\\"/#[]{},:é😀'), st.characters()
    ),
    max_size=30,
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(width=32), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(texts, st.sampled_from(["cells", "source", "input"])),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)


@st.composite
def documents(draw):
    cells = []
    for _ in range(draw(st.integers(1, 3))):
        source = draw(texts)
        if draw(st.booleans()):
            source = source.splitlines(True)
        pairs = [("source", source), ("id", draw(texts)), ("outputs", draw(values))]
        cells.append(dict(draw(st.permutations(pairs))))
    pairs = [("metadata", draw(values)), ("cells", cells), ("nbformat", 4)]
    return dict(draw(st.permutations(pairs)))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    documents(),
    st.lists(texts, min_size=3, max_size=3),
    st.sampled_from([None, 1, 4, "\t"]),
    st.booleans(),
)
def test_any_notebook_gets_exactly_the_new_sources(document, new, indent, ascii_only):
    try:
        text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(document, indent=indent)
    found = sources(text)
    for number, cell in enumerate(document["cells"]):
        place = found[number]
        assert json.dumps(json.loads(text[place.start : place.end])) == json.dumps(
            cell["source"]
        )
    changes = {number: new[number] for number in range(len(document["cells"]))}
    after = with_sources(text, changes)
    for number, cell in enumerate(document["cells"]):
        listed = isinstance(cell["source"], list)
        cell["source"] = new[number].splitlines(True) if listed else new[number]
        place = sources(after)[number]
        inside = json.loads(after[place.start : place.end])
        assert ("".join(inside) if listed else inside) == new[number]
    joined = json.loads(after)
    for cell, wanted in zip(joined["cells"], document["cells"], strict=True):
        cell["source"] = wanted["source"]
    assert json.dumps(joined) == json.dumps(document)
    outside = [text[: found[0].start], text[found[max(found)].end :]]
    assert after.startswith(outside[0]) and after.endswith(outside[1])


@settings(max_examples=200, deadline=None)
@given(documents())
def test_a_notebook_that_does_not_change_stays_as_it_is(document):
    text = json.dumps(document, indent=1)
    same = {
        number: "".join(cell["source"]) for number, cell in enumerate(document["cells"])
    }
    assert with_sources(text, same) == text


def test_a_line_of_a_cell_is_found_in_the_text_of_the_notebook():
    text = '{"cells": [\n{"source": [\n"a\\n",\n"b\\n",\n"c"]},\n{"source": "x\\ny"}]}'
    found = sources(text)
    assert [line_of(text, found[0], line) for line in range(3)] == [2, 3, 4]
    assert line_of(text, found[1], 1) == 5


def test_a_new_file_gets_the_usual_mode(here):
    replace_file(Path("new.json"), b"{}")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(Path("new.json").stat().st_mode) == 0o666 & ~mask


# --- the rules' own edits ---------------------------------------------------------


def edited_examples():
    for rule in all_rules():
        folder = rule.name.replace("-", "_")
        examples = importlib.import_module(f"modulescope.rules.{folder}.examples")
        for number, example in enumerate(examples.INVALID):
            if example.fixed is not None:
                yield pytest.param(rule, example.code, id=f"{rule.code}-{number}")


@pytest.mark.parametrize(("rule", "code"), edited_examples())
def test_edits_of_a_notebook_end_parse_and_leave_nothing_to_do(rule, code, tmp_path):
    texts = code.strip("\n").split("\n# %%\n")
    cells = [{"cell_type": "code", "id": f"c{n}", "source": t.splitlines(True)}
             for n, t in enumerate(texts)]  # fmt: skip
    file = tmp_path / "a.ipynb"
    file.write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1))
    first = file.read_bytes()
    words = [str(file), "--fix", "--select", f"{rule.code},NN002"]
    assert run(*words).stderr == ""
    second = file.read_bytes()
    left = run(*words, "--format", "json")
    assert file.read_bytes() == second
    found = json.loads(left.stdout)["findings"]
    assert not [f for f in found if f["fix"] and f["fix"]["safe"]]
    assert "NN002" not in [f["code"] for f in found]
    for cell in json.loads(second)["cells"]:
        ast.parse("".join(cell["source"]))
    before = json.loads(first)
    for old, new in zip(before["cells"], json.loads(second)["cells"], strict=True):
        old["source"] = new["source"]
    assert before == json.loads(second)
