"""The page of a rule as text and HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from ..render.blocks import CODE, sentence
from ..render.escape import markup, shown, shown_lines


def page_text(page: Mapping[str, Any]) -> str:
    """The page of a rule."""
    head = shown(f"{page['code']} {page['name']} ({page['severity']})")
    lines = [head, "=" * len(head), shown_lines(page["title"])]
    for section in page["sections"]:
        heading = shown(section["heading"])
        lines += ["", heading, "-" * len(heading), *_section(section["text"])]
    return "\n".join(lines)


def _section(text: str) -> list[str]:
    """The lines of a section; code is indented instead of fenced."""
    lines, inside = [], False
    for line in text.strip().split("\n"):
        if line.startswith("```"):
            inside = not inside
        else:
            lines.append(("    " if inside else "") + shown(line, 10_000))
    return lines


_FENCE = re.compile(r"^```[^\n]*\n?", re.MULTILINE)


def page_html(page: Mapping[str, Any]) -> str:
    """The page of a rule."""
    sections = "".join(
        f"<h4>{markup(section['heading'])}</h4>{_paragraphs(section['text'])}"
        for section in page["sections"]
    )
    return (
        f"<div><h3>{markup(page['code'])} {markup(page['name'])} "
        f"<small>{markup(page['severity'])}</small></h3>"
        f"<p>{sentence(page['title'])}</p>{sections}</div>"
    )


def _paragraphs(text: str) -> str:
    """Prose as written, with `code` set apart; fenced lines as a block of code."""
    parts = []
    for number, part in enumerate(_FENCE.split(text.strip())):
        if number % 2:
            parts.append(f"<pre>{html.escape(shown_lines(part.rstrip()))}</pre>")
        elif part.strip():
            body = CODE.sub(r"<code>\1</code>", html.escape(shown_lines(part.strip())))
            parts.append(f'<div style="white-space:pre-wrap">{body}</div>')
    return "".join(parts)
