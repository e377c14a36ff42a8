"""`%nn grads` and `%nn watch`: recorded gradients."""

from __future__ import annotations

from typing import Any

from ..options import HELP, JSON, Command, Refused, Words
from .answer import Answer
from .context import current_scene, handles, resolved, user_names


def grads(shell: Any, words: Words) -> Answer:
    """The last recorded gradients."""
    from .. import watched_cells

    last = handles(shell).get("last") or watched_cells.register(shell).last
    if last is None or not last.recorded:
        scene = current_scene(shell)
        name = scene.models[0].name if scene.models else "a model"
        raise Refused(
            f"%nn grads: no gradients recorded for `{name}`. "
            "Use %%nn watch on the training cell."
        )
    if words["--csv"]:
        last.save_csv(words["--csv"])
        return Answer(notes=[f"Saved {words['--csv']}."])
    return Answer(last.to_dict(), last._repr_mimebundle_())


def watch(shell: Any, words: Words) -> Answer:
    """Records across cells, from `on` to `off`."""
    state, _, expression = words.argument.partition(" ")
    kept = handles(shell)
    if state == "on":
        from ..watch import watch as start

        names, module = user_names(shell), None
        if expression:
            module = resolved(shell, expression, "watch")
        if running := kept.pop("watch", None):
            running.stop()
        kept["watch"] = start(module) if module is not None else start()
        kept["watch"].start()
        where = expression or "all models of the namespace"
        return Answer(
            notes=[f"Recording {where}. %nn watch off ends it."] * bool(names)
        )
    if state == "off":
        running = kept.pop("watch", None)
        if running is None:
            raise Refused("%nn watch: nothing is being recorded.")
        running.stop()
        kept["last"] = running
        return Answer(running.to_dict(), running._repr_mimebundle_())
    raise Refused(
        f'%nn watch: on or off? got "{state}". To record one cell, put %%nn watch '
        "on its first line."
    )


COMMANDS = (
    Command(
        "grads",
        "grads [--csv FILE] [--json]",
        "the gradients that were recorded last",
        grads,
        {"--csv": "text", **JSON},
        ("%nn grads", "%nn grads --csv gradients.csv"),
    ),
    Command(
        "watch",
        "watch on|off [EXPR]",
        "record gradients across cells",
        watch,
        HELP,
        ("%nn watch on", "%nn watch off"),
    ),
)
