"""`%nn hooks`: the hooks of one model."""

from __future__ import annotations

from typing import Any

from ..command import Answer, Command, Refused, Words
from ..session.chosen import chosen_model, current_scene
from .edits import CannotEdit
from .render import hooks_html, hooks_text
from .table import HookTable, table_of


def show_hooks(shell: Any, words: Words) -> Answer:
    """The hooks of one model; with `--remove`, those that are left."""
    name, module, notes = chosen_model(shell, words, "hooks")
    scene = current_scene(shell)
    found = table_of(scene, module, name)
    if words["--remove"]:
        notes = [*notes, _remove(found, words["--remove"])]
        found = table_of(scene, module, name)
    data = found.to_dict()
    plain = hooks_text(data, name, bool(words["--all"]))
    markup = hooks_html(data, name)
    return Answer(data, {"text/plain": plain, "text/html": markup}, notes=notes)


def _remove(found: HookTable, ids: list[str]) -> str:
    known = {part for row in found for part in (row.hook, row.hook.partition("-")[0])}
    missing = [ident for ident in ids if ident not in known]
    if missing:
        raise Refused(f'%nn hooks: there is no hook "{missing[0]}" here.')
    try:
        return repr(found.remove(ids=ids))
    except CannotEdit as problem:
        raise Refused(f"%nn hooks: nothing was removed. {problem}") from None


COMMANDS = (
    Command(
        "hooks",
        "hooks [EXPR] [--remove ID…] [--all] [--json]",
        "all hooks: what they run, where they were registered, what they hold",
        show_hooks,
        ("%nn hooks model.encoder", "%nn hooks model --remove f17-3fa2"),
    ),
)
