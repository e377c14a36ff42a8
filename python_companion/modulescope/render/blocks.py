"""The blocks that HTML is made of: `<details>` and `<table>`, nothing else.

It stays readable when styles are stripped, as code hosts do, and it has no script, no
SVG, no links, and no `id`, `name` or class from the kernel's data.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .escape import markup, shown
from .numbers import count

CODE = re.compile(r"`([^`\n]+)`")
CHIP = "border:1px solid;border-radius:3px;padding:0 4px;font-size:85%;opacity:0.85"


def sentence(text: str) -> str:
    """One line, with names in backticks set apart."""
    body = CODE.sub(r"<code>\1</code>", html.escape(shown(text, 400)))
    return f"<bdi>{body}</bdi>"


def table_html(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table."""
    cells = "".join(f"<th>{markup(each)}</th>" for each in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{markup(each)}</td>" for each in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def status_html(status: Mapping[str, Any], text: str) -> str:
    """The status: the lines of its text, and the models as a table."""
    rows = [
        (m["name"], m["class_name"], count(m["numel"]), m["cell"] or "")
        for m in status["models"][:50]
    ]
    lines = [line for line in text.split("\n") if not line.startswith("  ")]
    head = "".join(f"<div>{markup(line, 400)}</div>" for line in lines)
    table = table_html(("Name", "Class", "Parameters", "Cell"), rows) if rows else ""
    return f"<div>{head}{table}</div>"
