"""The page of a rule: as data for the panel, as text, as Markdown.

A page is the docstring of the rule's folder, with the first example and the numbers
that its `harm.py` claims. Torch is not needed: `harm.py` is read, not run.
"""

from __future__ import annotations

import ast
import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from . import all_rules
from .base import Invalid, Rule

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
    """The page of a rule."""
    title, sections = _docstring(rule)
    by_heading = dict(sections)
    extra = [Section("Fix", rule.advice), *_example(rule), _measured(rule)]
    order = ["What it does", "Why it is bad"]
    first = [Section(heading, by_heading.pop(heading)) for heading in order]
    rest = [Section(heading, text) for heading, text in by_heading.items()]
    return Page(
        code=rule.code,
        name=rule.name,
        severity=rule.severity.value,
        title=title,
        sections=(*first, *extra, *rest),
    )


def page_text(rule: Rule) -> str:
    """The page as plain text, for `%nn explain` and `modulescope explain`."""
    found = page(rule)
    parts = [f"{found.code} {found.name} ({found.severity})\n\n{found.title}"]
    for heading, text in found.sections:
        plain = "\n".join(
            line for line in text.split("\n") if not line.startswith("```")
        )
        indented = "\n".join(f"  {line}".rstrip() for line in plain.split("\n"))
        parts.append(f"{heading}\n{indented}")
    return "\n\n".join(parts) + "\n"


def page_markdown(rule: Rule) -> str:
    """The page as Markdown, for `docs/rules/`."""
    found = page(rule)
    parts = [f"# {found.code} {found.name}", found.title, _facts(rule)]
    parts += (f"## {heading}\n\n{text}" for heading, text in found.sections)
    return "\n\n".join(parts) + "\n"


def index_markdown() -> str:
    """The table of all rules, as Markdown."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity.value} "
        f"| {_halves(rule)} | {_docstring(rule)[0]} |"
        for rule in all_rules()
    ]
    head = "| code | name | severity | halves | what it finds |\n|---|---|---|---|---|"
    return "# Rules\n\n" + "\n".join([head, *rows]) + "\n"


def write_pages(folder: Path) -> list[Path]:
    """Writes every page and the table; returns the files."""
    texts = {f"{rule.code}.md": page_markdown(rule) for rule in all_rules()}
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
    return f"{severity} · {_halves(rule)} · since {rule.since}"


def _halves(rule: Rule) -> str:
    live = not dict(_docstring(rule)[1])["Live evidence"].startswith("None")
    names = [("static", bool(rule.checks)), ("live", live)]
    return " and ".join(name for name, there in names if there)


def _package(rule: Rule) -> str:
    return f"{__package__}.{rule.name.replace('-', '_')}"


def _docstring(rule: Rule) -> tuple[str, list[tuple[str, str]]]:
    """The first line, and the sections below it."""
    text = (importlib.import_module(_package(rule)).__doc__ or "").strip()
    title, *parts = text.split("\n## ")
    sections = [part.partition("\n") for part in parts]
    return title.strip(), [(head.strip(), body.strip()) for head, _, body in sections]


def _example(rule: Rule) -> list[Section]:
    examples = importlib.import_module(f"{_package(rule)}.examples")
    first: Invalid = examples.INVALID[0]
    sections = [Section("Example", _fence(first.code))]
    if first.fixed:
        sections.append(Section("Fixed", _fence(first.fixed)))
    return sections


def _fence(code: str) -> str:
    return f"```python\n{code.strip()}\n```"


def _measured(rule: Rule) -> Section:
    lines = [f"- {what}: {_value(value)}" for what, value in harm_claim(rule).items()]
    run = f"Run it with `modulescope explain {rule.code} --prove`."
    return Section("Measured", "\n".join([*lines, "", run]))


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
    for file in write_pages(Path(sys.argv[1])):
        print(file)
