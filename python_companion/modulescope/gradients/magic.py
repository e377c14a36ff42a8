"""`%nn grads` and `%nn watch`: recorded gradients."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..command import Answer, Command, Refused, Words
from ..objects import raw
from ..recording import models
from ..render.numbers import several
from ..session.chosen import current_scene, resolved
from ..values.numpy_presence import INSTALL, has_numpy
from .document import MIME, encode_gradients
from .picture import gradients_png
from .render import gradients_table, gradients_text
from .watching import watching

if TYPE_CHECKING:
    from .watch import GradientWatch


def grads(shell: Any, words: Words) -> Answer:
    """The last recorded gradients: as they were drawn, as a table, or in a file."""
    _require_numpy("grads")
    last = _of(watching(shell).last, words)
    if last is None:
        scene = current_scene(shell)
        name = words.argument or (scene.models[0].name if scene.models else "")
        what = f"for `{name}`" if name else "yet"
        raise Refused(f"%nn grads: no gradients recorded {what}. {_advice(shell)}")
    document = encode_gradients(last, last.state, last_columns=words["--last"])
    notes = []
    try:
        if words["--csv"]:
            last.save_csv(words["--csv"], words["--last"])
            notes.append(f"Saved {words['--csv']}.")
        if words["--png"]:
            _save_png(document, words["--png"])
            notes.append(f"Saved {words['--png']}.")
    except OSError as problem:
        raise Refused(f"%nn grads: {problem}") from None
    if notes:
        return Answer(notes=notes)
    if words["--table"]:
        plain = gradients_table(document)
        return Answer(document, {"text/plain": plain})
    return Answer(document, {MIME: document, "text/plain": gradients_text(document)})


def _require_numpy(command: str) -> None:
    if not has_numpy():
        raise Refused(f"%nn {command}: {INSTALL}")


def _advice(shell: Any) -> str:
    """What to do: name what the last watch recorded, else watch."""
    last = watching(shell).last
    if last is None:
        return "Use %%nn watch on the training cell."
    if last.recorded:
        return f"The last watch recorded {', '.join(last.histories)}."
    return (
        f"The last watch saw {several(last.steps, 'backward()', 'backward() calls')}."
    )


def _of(watch: GradientWatch | None, words: Words) -> GradientWatch | None:
    """The last watch, if it recorded what is asked for."""
    if watch is None or not watch.recorded:
        return None
    name = words.argument
    return watch if not name or name in watch.histories else None


def _save_png(document: Mapping[str, Any], path: str) -> None:
    picture = gradients_png(document)
    if picture is None:
        raise Refused("%nn grads: --png needs matplotlib: pip install modulescope[png]")
    Path(path).write_bytes(base64.b64decode(picture))


def watch(shell: Any, words: Words) -> Answer:
    """Records across cells, from `on` to `off`."""
    state, _, name = words.argument.partition(" ")
    here = watching(shell)
    if state == "on":
        if raw.loaded_torch() is None:
            raise Refused("%nn watch: import torch first.")
        _require_numpy("watch")
        source: Callable[[], Mapping[str, Any]] | None = None
        if name:
            resolved(shell, name, "watch")
            source = partial(models.named, name, shell.user_ns)
        here.begin(name, source, light=bool(words["--light"]))
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
        "grads [EXPR] [--last N] [--table] [--csv FILE] [--png FILE] [--json]",
        "the gradients that were recorded last",
        grads,
        ("%nn grads --last 20 --table", "%nn grads --csv gradients.csv"),
    ),
    Command(
        "watch",
        "watch on|off [EXPR] [--light]",
        "record gradients across cells",
        watch,
        ("%nn watch on", "%nn watch off"),
    ),
)
