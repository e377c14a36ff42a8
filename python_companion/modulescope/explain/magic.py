"""`%nn explain`: the page of a rule."""

from __future__ import annotations

from typing import Any

from ..checking.codes import known_rule
from ..command import Answer, Command, Words
from . import render
from .data import rule_page


def explain(shell: Any, words: Words) -> Answer:
    """The page of a rule."""
    page = rule_page(known_rule(words.argument, "explain"))
    return Answer(
        page,
        {"text/plain": render.page_text(page), "text/html": render.page_html(page)},
    )


COMMANDS = (
    Command(
        "explain",
        "explain CODE [--json]",
        "what a rule means, why, example, fix, measured harm",
        explain,
        ("%nn explain NN102", "%nn explain stale-optimizer"),
    ),
)
