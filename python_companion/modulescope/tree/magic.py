"""`%nn tree`: the modules of one model."""

from __future__ import annotations

from typing import Any

from ..command import Answer, Command, Words
from ..render.numbers import form, several
from ..session.chosen import chosen_model
from . import render
from .api import tree
from .tree import ModuleTree


def show_tree(shell: Any, words: Words) -> Answer:
    """The tree of one model."""
    name, module, notes = chosen_model(shell, words, "tree")
    found = tree(module)
    found.name = name
    if words["--filter"]:
        return _filtered(found, words, notes)
    data = found.to_dict()
    plain = render.tree_text(data, bool(words["--all"]), words["--depth"], found.mode)
    return Answer(
        data, {"text/plain": plain, "text/html": render.tree_html(data)}, notes=notes
    )


def _filtered(found: ModuleTree, words: Words, notes: list[str]) -> Answer:
    matches = found.find(words["--filter"])
    if matches.problem:
        notes = [*notes, f"%nn tree: {matches.problem}"]
    data = {**found.to_dict(), "rows": list(matches.rows)}
    # The totals count what is registered; a filter finds the rest as well.
    total = max(len(found.find("", limit=0)), len(matches))
    verb = form(len(matches), "matches", "match")
    line = f"{len(matches):,} of {several(total, 'module')} {verb}."
    if not len(matches):
        return Answer(data, notes=[*notes, "No module matches."])
    plain = render.tree_text(data, bool(words["--all"]), words["--depth"])
    bundle = {"text/plain": plain, "text/html": render.tree_html(data)}
    return Answer(data, bundle, notes=[*notes, line])


COMMANDS = (
    Command(
        "tree",
        "tree [EXPR] [--depth N] [--filter Q] [--all] [--json]",
        "the modules of a model, equal neighbours folded",
        show_tree,
        ("%nn tree model.encoder[3]", '%nn tree --filter "type:~norm"'),
    ),
)
