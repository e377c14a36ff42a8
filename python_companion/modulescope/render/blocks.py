"""The blocks that HTML is made of: `<details>` and `<table>`, nothing else.

It stays readable when styles are stripped, as code hosts do, and it has no script, no
SVG, no links, and no `id`, `name` or class from the kernel's data.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from .escape import markup, shown

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
