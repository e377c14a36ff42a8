"""`%nn grads` and `%nn watch`: recorded gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..live import expression, walk
from ..options import HELP, JSON, Command, Refused, Words
from ..watching import watching
from .answer import Answer
from .context import current_scene, resolved


def grads(shell: Any, words: Words) -> Answer:
    """The last recorded gradients."""
    last = watching(shell).last
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
    state, _, name = words.argument.partition(" ")
    here = watching(shell)
    if state == "on":
        if walk.loaded_torch() is None:
            raise Refused("%nn watch: import torch first.")
        source: Callable[[], Mapping[str, Any]] | None = None
        if name:
            resolved(shell, name, "watch")
            source = partial(expression.named, name, shell.user_ns)
        here.begin(name, source)
        where = name or "all models of the namespace"
        return Answer(notes=[f"Recording {where}. %nn watch off ends it."])
    if state == "off":
        ended = here.end()
        if ended is None:
            raise Refused("%nn watch: nothing is being recorded.")
        return Answer(ended.to_dict(), ended._repr_mimebundle_())
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
