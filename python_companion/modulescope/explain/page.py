"""The page of a rule: as data for the panel, and as Markdown.

A page is the docstring of the rule's folder, with the first example and the numbers
that its `harm.py` claims. Torch is not needed: `harm.py` is read, not run.
"""

from __future__ import annotations

import ast
import importlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .. import rules as rule_folders
from ..checking import notices
from ..checking.claims import find_claims
from ..checking.codes import all_notices
from ..rulekit.rule import Invalid, Rule
from ..rules import all_rules
from ..source.cells import Cell

# What the docstring of a rule has; the page puts numbers, code and cure in between.
HEADINGS = (
    "What it does",
    "Why it is bad",
    "Live evidence",
    "Not reported",
    "References",
)


class Section(NamedTuple):
    """A heading, and its text as Markdown."""

    heading: str
    text: str


@dataclass(frozen=True)
class Page:
    """What `%nn explain` says about a rule."""

    code: str
    name: str
    severity: str
    title: str
    sections: tuple[Section, ...]


def page(rule: Rule) -> Page:
    """The page of a rule or notice."""
    title, sections = _docstring(rule)
    text = dict(sections)
    ordered = [
        *_named(text, *HEADINGS[:2]),
        *_measured(rule),
        *_example(rule),
        Section("Fix", _fix(rule)),
        *_named(text, *HEADINGS[2:4]),
        Section("When it speaks", _when(rule)),
        *_named(text, *HEADINGS[4:]),
    ]
    return Page(
        code=rule.code,
        name=rule.name,
        severity=rule.severity.value,
        title=title,
        sections=tuple(ordered),
    )


def _named(text: dict[str, str], *headings: str) -> list[Section]:
    return [Section(heading, text[heading]) for heading in headings]


def page_markdown(rule: Rule) -> str:
    """The page as Markdown, for `docs/rules/`."""
    found = page(rule)
    parts = [f"# {found.code} {found.name}", found.title, _facts(rule)]
    parts += (f"## {heading}\n\n{text}" for heading, text in found.sections)
    return "\n\n".join(parts) + "\n"


def index_markdown() -> str:
    """The tables of all rules and notices, as Markdown."""
    notices = (
        "What modulescope says about its own work. These are no bugs, and do not "
        "change the exit code unless `--select` names them."
    )
    return (
        f"# Rules\n\n{_table(all_rules())}\n\n"
        f"## Notices\n\n{notices}\n\n{_table(all_notices())}\n"
    )


def _table(rules: Sequence[Rule]) -> str:
    head = "| code | name | severity | halves | what it finds |\n|---|---|---|---|---|"
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity.value}"
        f"{'' if rule.default_on else ', off by default'} "
        f"| {_halves(rule)} | {_docstring(rule)[0]} |"
        for rule in rules
    ]
    return "\n".join([head, *rows])


def write_pages(folder: Path) -> list[Path]:
    """Writes every page and the table; returns the files."""
    rules = (*all_notices(), *all_rules())
    texts = {f"{rule.code}.md": page_markdown(rule) for rule in rules}
    texts["README.md"] = index_markdown()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def _facts(rule: Rule) -> str:
    severity = f"Severity: {rule.severity.value}"
    static = rule.static_severity
    if rule.checks and static is not None and static != rule.severity:
        severity += f" once live objects confirm it, {static.value} until then"
    default = "" if rule.default_on else " · off by default"
    return f"{severity} · {_halves(rule)}{default} · since {rule.since}"


def _halves(rule: Rule) -> str:
    if is_notice(rule):
        return "notice"
    names = [("static", bool(rule.checks)), ("live", bool(rule.probes))]
    return " and ".join(name for name, there in names if there)


def is_notice(rule: Rule) -> bool:
    """Whether it speaks about the check and not about the model."""
    return rule in all_notices()


def _when(rule: Rule) -> str:
    """Severity, halves and default in words, and how to silence it."""
    severity = _ARTICLES[rule.severity.value]
    static = (rule.static_severity or rule.severity).value
    if is_notice(rule):
        said = (
            f"It is {severity} about the check itself, in notebooks after a cell ran. "
            "It does not change the exit code, unless `--select` names it."
        )
    elif not rule.checks:
        said = (
            f"It is {severity}, and needs live objects: a notebook whose cells ran. "
            "`modulescope check` reads the text only, and never reports it."
        )
    elif not rule.probes:
        said = f"It is {severity}, and reads the text only; no cell has to run."
    elif static == rule.severity.value:
        said = f"It is {severity}, from the text alone and from live objects."
    else:
        said = (
            f"From the text alone it is {_ARTICLES[static]}. Once live objects confirm "
            f"it, it is {severity}; once they refute it, it is gone."
        )
    if not rule.default_on:
        said += (
            f" It is off by default: `--select {rule.code}`, or `select` in "
            "`[tool.modulescope]`, turns it on."
        )
    return (
        f"{_filled(said)}\n\n`# nn: ignore[{rule.code}]` silences it on its line, "
        f'`ignore = ["{rule.code}"]` in\n`[tool.modulescope]` everywhere.'
    )


_ARTICLES = {
    "error": "an error",
    "warning": "a warning",
    "info": "an info",
    "hint": "a hint",
}


def _package(rule: Rule) -> str:
    home = notices if is_notice(rule) else rule_folders
    return f"{home.__name__}.{rule.name.replace('-', '_')}"


def _docstring(rule: Rule) -> tuple[str, list[tuple[str, str]]]:
    """The first line, and the sections below it."""
    text = (importlib.import_module(_package(rule)).__doc__ or "").strip()
    title, *parts = text.split("\n## ")
    sections = [part.partition("\n") for part in parts]
    return title.strip(), [(head.strip(), body.strip()) for head, _, body in sections]


def _examples(rule: Rule) -> Any:
    """What has `VALID` and `INVALID`; a notice has both in its own file."""
    package = _package(rule)
    name = package if is_notice(rule) else f"{package}.examples"
    return importlib.import_module(name)


def shown_example(rule: Rule) -> tuple[str, str | None]:
    """The code that the page shows: with the bug, and without it."""
    invalid: list[Invalid] = _examples(rule).INVALID
    cured = [example for example in invalid if example.fixed or example.twin]
    first = cured[0] if cured else invalid[0]
    return first.code.strip("\n"), _right(first)


def _right(example: Invalid) -> str | None:
    if example.fixed is None:
        return None if example.twin is None else example.twin.strip("\n")
    # `fixed` is the text of one cell.
    cells = example.code.strip("\n").split("\n# %%\n")
    cells[example.cell] = example.fixed.strip("\n")
    return "\n# %%\n".join(cells)


def _example(rule: Rule) -> list[Section]:
    wrong, right = shown_example(rule)
    sections = [Section("Wrong", _fence(wrong))]
    if right is not None:
        sections.append(Section("Right", _fence(right)))
    return sections


def _fence(code: str) -> str:
    return f"```python\n{code.strip()}\n```"


def _fix(rule: Rule) -> str:
    """The cure, and whether there is an edit for it."""
    if is_notice(rule):
        return rule.advice
    safe = _edits(rule)
    if not safe:
        return rule.advice
    if all(safe):
        told = "The edit keeps the meaning except for the bug: `--fix` applies it."
    elif any(safe):
        told = (
            "`--fix` applies the edit where it keeps the meaning except for the bug; "
            "elsewhere `--diff` and the preview show it."
        )
    else:
        told = "The edit is shown before it is applied: by `--diff`, and in a preview."
    return _filled(f"{rule.advice} {told}")


def _filled(text: str) -> str:
    """As wide as the text of the docstrings."""
    return textwrap.fill(text, 86, break_long_words=False, break_on_hyphens=False)


def _edits(rule: Rule) -> list[bool]:
    """For each edit that the examples get: whether it is safe."""
    return [
        found.claim.safe
        for example in _examples(rule).INVALID
        if example.fixed is not None
        for found in find_claims(_cells(example.code), [rule])
        if found.claim.edits
    ]


def _cells(code: str) -> list[Cell]:
    sources = code.strip("\n").split("\n# %%\n")
    return [Cell(f"cell{number}", source) for number, source in enumerate(sources)]


def _measured(rule: Rule) -> list[Section]:
    if is_notice(rule):
        return []
    lines = [f"- {what}: {_value(value)}" for what, value in harm_claim(rule).items()]
    run = f"`modulescope explain {rule.code} --prove` measures it on your machine."
    return [Section("Measured", "\n".join([*lines, "", run]))]


def _value(value: Any) -> str:
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "none"
    return str(value) if value != "" else "no error"


def harm_claim(rule: Rule) -> dict[str, Any]:
    """The `CLAIM` of a rule's `harm.py`, read without running it."""
    package = importlib.import_module(_package(rule))
    source = Path(package.__path__[0], "harm.py").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CLAIM":
            claim: dict[str, Any] = ast.literal_eval(node.value)
            return claim
    return {}


if __name__ == "__main__":
    # Only who writes pages needs it: the kernel reads pages without.
    import click

    @click.command()
    @click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
    def main(folder: Path) -> None:
        """Writes the page of every rule, and the table of all, to FOLDER."""
        for file in write_pages(folder):
            click.echo(file)

    main()
