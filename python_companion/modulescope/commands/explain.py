"""`%nn explain`: the page of a rule."""

from __future__ import annotations

from typing import Any

from ..options import JSON, Command, Refused, Words
from ..pages import rule_page
from ..render import html, text
from .answer import Answer
from .context import known_rule


def explain(shell: Any, words: Words) -> Answer:
    """The page of a rule."""
    if not words.argument:
        raise Refused("%nn explain: which rule? For example: %nn explain NN102")
    page = rule_page(known_rule(words.argument, "explain"))
    return Answer(
        page, {"text/plain": text.page_text(page), "text/html": html.page_html(page)}
    )


COMMANDS = (
    Command(
        "explain",
        "explain CODE [--json]",
        "what a rule means, why, example, fix, measured harm",
        explain,
        JSON,
        ("%nn explain NN102", "%nn explain stale-optimizer"),
    ),
)
