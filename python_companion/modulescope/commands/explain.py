"""`%nn explain`: the page of a rule."""

from __future__ import annotations

from typing import Any

from ..checking.codes import known_rule
from ..command import JSON, Answer, Command, Refused, Words
from ..pages import rule_page
from ..render import blocks, lines


def explain(shell: Any, words: Words) -> Answer:
    """The page of a rule."""
    if not words.argument:
        raise Refused("%nn explain: which rule? For example: %nn explain NN102")
    page = rule_page(known_rule(words.argument, "explain"))
    return Answer(
        page, {"text/plain": lines.page_text(page), "text/html": blocks.page_html(page)}
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
