"""Every rule's examples, edits, harm and page."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from modulescope.checking.claims import Found, find_claims
from modulescope.checking.codes import all_notices, get_rule
from modulescope.explain.page import (
    HEADINGS,
    harm_claim,
    index_markdown,
    page,
    page_markdown,
)
from modulescope.rulekit.rule import Invalid, Rule, Valid
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from modulescope.source.positions import apply_edits

RULES = all_rules()
# What a user sees who has chosen nothing.
DEFAULT = [rule for rule in RULES if rule.default_on]
PAGES = Path(__file__).parents[2] / "docs" / "rules"


def part(rule: Rule, name: str):
    return importlib.import_module(
        f"modulescope.rules.{rule.name.replace('-', '_')}.{name}"
    )


def cells_of(code: str) -> list[Cell]:
    """The cells of an example; a line `# %%` separates them."""
    sources = code.strip("\n").split("\n# %%\n")
    return [Cell(f"cell{number}", source) for number, source in enumerate(sources)]


def claims_of(example: Valid | Invalid, rules) -> list[Found]:
    """What the rules claim of an example's cells, in the order in which they ran."""
    executed = [f"cell{number}" for number in example.order]
    return find_claims(cells_of(example.code), rules, executed)


def with_defaults(rule: Rule) -> list[Rule]:
    """The rules that are on when one that may be off is switched on."""
    return DEFAULT if rule.default_on else [*DEFAULT, rule]


def valid_examples():
    for rule in RULES:
        for example in part(rule, "examples").VALID:
            yield pytest.param(rule, example, id=f"{rule.code}-{example.why}")


def invalid_examples(with_line: bool):
    for rule in RULES:
        for number, example in enumerate(part(rule, "examples").INVALID):
            if (example.line is not None) is with_line:
                yield pytest.param(rule, example, id=f"{rule.code}-{number}")


def marked(rule: Rule, example: Invalid) -> Found:
    """The one claim of a rule at the line that an example names."""
    found = [
        entry
        for entry in claims_of(example, [rule])
        if entry.cell.id == f"cell{example.cell}"
        and entry.claim.range.start.line + 1 == example.line
    ]
    assert len(found) == 1
    return found[0]


def fixed(entry: Found) -> str:
    edits = [(edit.range, edit.text) for edit in entry.claim.edits]
    return apply_edits(entry.cell.source, edits)


def test_every_rule_has_a_code_of_its_own_and_a_page_and_nothing_else_has():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    told = {rule.code for rule in (*all_notices(), *RULES)}
    assert told == {path.stem for path in PAGES.glob("NN*.md")}


def test_a_rule_is_found_by_code_and_by_name_in_any_case():
    assert get_rule("nn102") is get_rule("modules-in-plain-container")
    assert get_rule("NN999") is None


@pytest.mark.parametrize(("rule", "example"), valid_examples())
def test_near_misses_are_silent_for_all_rules(rule: Rule, example: Valid):
    assert claims_of(example, with_defaults(rule)) == []


@pytest.mark.parametrize(("rule", "example"), invalid_examples(with_line=True))
def test_bugs_are_marked_at_their_line_and_by_their_rule_only(rule, example):
    entry = marked(rule, example)
    title = rule.claim.format(**entry.claim.values)
    assert len(title) <= 90 and not title.endswith(".")
    others = {e.rule.code for e in claims_of(example, with_defaults(rule))}
    assert others == {rule.code}


@pytest.mark.parametrize(("rule", "example"), invalid_examples(with_line=False))
def test_what_only_live_objects_show_is_not_claimed(rule, example):
    assert claims_of(example, [rule]) == []


@pytest.mark.parametrize(("rule", "example"), invalid_examples(with_line=True))
def test_edits_give_the_text_that_the_example_shows(rule, example):
    entry = marked(rule, example)
    if example.fixed is None:
        assert entry.claim.edits == ()
    else:
        assert fixed(entry) == example.fixed.strip("\n")


@pytest.mark.parametrize(("rule", "example"), invalid_examples(with_line=True))
def test_edits_parse_and_remove_their_claim(rule, example):
    entry = marked(rule, example)
    if not entry.claim.edits:
        return
    text = fixed(entry)
    ast.parse(text)
    assert [line for line in comments(text)] == comments(entry.cell.source)
    cells = [
        c if c.id != entry.cell.id else Cell(c.id, text) for c in cells_of(example.code)
    ]
    executed = [f"cell{number}" for number in example.order]
    subjects = [e.claim.subject for e in find_claims(cells, [rule], executed)]
    assert entry.claim.subject not in subjects


@pytest.mark.parametrize(("rule", "example"), invalid_examples(with_line=True))
def test_edits_work_with_any_line_end_and_after_astral_characters(rule, example):
    code = example.code.strip("\n").replace("\n", "\r\n")
    cells = [
        Cell(cell.id, "'𝔘';" + "\r\n" + cell.source)
        for cell in cells_of(code.replace("\r\n", "\n"))
    ]
    executed = [f"cell{number}" for number in example.order]
    found = [
        e
        for e in find_claims(cells, [rule], executed)
        if e.cell.id == f"cell{example.cell}"
    ]
    assert example.line + 1 in [e.claim.range.start.line + 1 for e in found]
    for entry in found:
        ast.parse(fixed(entry))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_harm_is_measured_as_claimed(rule):
    harm = part(rule, "harm")
    measured = harm.measure()
    assert measured.keys() == harm.CLAIM.keys()
    for what, value in harm.CLAIM.items():
        if isinstance(value, float):
            assert measured[what] == pytest.approx(value, rel=0.05, abs=0.01), what
        else:
            assert measured[what] == value, what


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_has_every_heading_and_names_its_numbers(rule):
    module = importlib.import_module(f"modulescope.rules.{rule.name.replace('-', '_')}")
    headings = [
        line.removeprefix("## ")
        for line in module.__doc__.split("\n")
        if line.startswith("## ")
    ]
    assert headings == list(HEADINGS)
    assert harm_claim(rule) == part(rule, "harm").CLAIM
    assert rule.code in page_markdown(rule)
    assert [heading for heading, _ in page(rule).sections if not heading] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_texts_keep_their_form(rule):
    assert rule.why.count(". ") <= 1 and rule.why.endswith(".")
    assert rule.advice.endswith(".") and ". " not in rule.advice
    for template in (rule.claim, rule.message):
        fields = [name for _, name, _, _ in Formatter().parse(template) if name]
        filled = template.format(**dict.fromkeys(fields, "optimizer"))
        assert len(filled) <= 95
        assert not filled.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_near_miss_and_a_bug_are_shown(rule):
    examples = part(rule, "examples")
    assert examples.VALID and examples.INVALID
    assert bool(rule.checks) == any(e.line is not None for e in examples.INVALID)


# Pages and table are what holds codes, names, severities and defaults: who changes one
# has to run `npm run generate`, and shows the change where users read it.


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_generated_page_is_current(rule):
    text = (PAGES / f"{rule.code}.md").read_text(encoding="utf-8")
    assert text == page_markdown(rule)


def test_the_generated_table_is_current():
    assert (PAGES / "README.md").read_text(encoding="utf-8") == index_markdown()


def test_rules_and_pages_load_without_torch():
    code = (
        "import sys; from modulescope.rules import all_rules;"
        "from modulescope.explain.page import page_markdown;"
        "[page_markdown(rule) for rule in all_rules()];"
        "assert not {'torch', 'numpy', 'IPython'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.split("\n") if "#" in line]
