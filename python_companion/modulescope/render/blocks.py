"""The blocks that HTML is made of: `<details>` and `<table>`, nothing else.

It stays readable when styles are stripped, as code hosts do, and it has no script, no
SVG, no links, and no `id`, `name` or class from the kernel's data.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .escape import markup, shown
from .lines import chip_texts, class_text, totals_line
from .numbers import count, size

CODE = re.compile(r"`([^`\n]+)`")
_MOST_ROWS = 2000
_DEEPEST = 40
"""Browsers stop nesting at some hundreds of levels."""
_MONO = "font-family:monospace"
CHIP = "border:1px solid;border-radius:3px;padding:0 4px;font-size:85%;opacity:0.85"
_INDENT = "margin-left:1.4em"


def tree_html(tree: Mapping[str, Any]) -> str:
    """A module tree: a row that has rows inside can be opened."""
    if not tree["is_module"]:
        return "<div>Not an nn.Module.</div>"
    rows = tree["rows"][:_MOST_ROWS]
    more = len(tree["rows"]) - len(rows)
    left = f"<div>… {more:,} more rows</div>" if more else ""
    head = f"<div>{markup(totals_line(tree['totals']), 400)}</div>"
    return f"<div>{head}{''.join(_nested(rows))}{left}</div>"


def _nested(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Opens and closes `<details>` along the depths of the rows."""
    open_depths: list[int] = []
    for number, row in enumerate(rows):
        while open_depths and open_depths[-1] >= row["depth"]:
            open_depths.pop()
            yield "</div></details>"
        following = rows[number + 1]["depth"] if number + 1 < len(rows) else 0
        if following > row["depth"] and len(open_depths) < _DEEPEST:
            first = " open" if row["depth"] == 0 else ""
            yield f"<details{first}><summary>{_row(row)}</summary>"
            yield f'<div style="{_INDENT}">'
            open_depths.append(row["depth"])
        else:
            yield f"<div>{_row(row)}</div>"
    yield "</div></details>" * len(open_depths)


def _row(row: Mapping[str, Any]) -> str:
    name = markup(row["name"]) if row["name"] else "model"
    ghost = row["kind"] == "ghost"
    style = f"{_MONO};font-style:italic" if ghost else _MONO
    parts = [
        f'<b style="{style}">{"! " if ghost else ""}{name}</b>',
        markup(class_text(row)),
        f"{count(row['numel'])} parameters, {size(row['bytes'])}",
    ]
    if row["note"]:
        parts.append(f"<i>{markup(row['note'])}</i>")
    parts += [f'<span style="{CHIP}">{markup(text)}</span>' for text in chip_texts(row)]
    return " &#183; ".join(parts)


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
