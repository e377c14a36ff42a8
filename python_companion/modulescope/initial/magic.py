"""`%nn init`: initial values against what is expected of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..command import Answer, Command, Words
from ..session.chosen import chosen_model, current_scene, owner
from .render import init_html, init_text
from .report import report


def show_init(shell: Any, words: Words) -> Answer:
    """The parameters of one module with their expected initial values."""
    name, module, notes = chosen_model(shell, words, "init")
    scene = current_scene(shell)
    model, fqn = owner(scene, module)
    found = replace(report(scene, model, fqn, exact=bool(words["--exact"])), name=name)
    data = found.to_dict()
    plain = init_text(data, bool(words["--all"]))
    return Answer(
        data, {"text/plain": plain, "text/html": init_html(data)}, notes=notes
    )


COMMANDS = (
    Command(
        "init",
        "init [EXPR] [--exact] [--all] [--json]",
        "initial values of parameters against the scale that keeps a signal",
        show_init,
        ("%nn init model.encoder", "%nn init model.head --exact"),
    ),
)
