"""`%%nn watch` on a cell: recorded while it runs, drawn in its output.

The line never wraps the cell. A cleanup transformer blanks it, so line numbers,
`await`, the error status, `Out[n]` and the history stay those of the cell;
`pre_run_cell` starts the recorder and `post_run_cell` ends it.
"""

from __future__ import annotations

import ast
import importlib
import re
import shlex
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from ..objects import raw
from ..recording import models
from ..recording.governor import Governor
from ..recording.options import RecordingOptions
from ..render.numbers import several
from ..session.import_guard import inside, outside
from ..values.numpy_presence import INSTALL, has_numpy
from .document import LIVE_BYTES, MIME, encode_gradients
from .picture import gradients_png
from .render import gradients_text
from .watch import GradientWatch
from .watching import forget, watching

_LINE = re.compile(r"\s*%%nn[ \t]+watch\b(?P<arguments>[^\r\n]*)")
_UPDATE_S = 0.25
"""At most four updates per second."""

_FIRST_UPDATE_S = 1.0

# Of the budget; showing must leave time for recording.
_SHARE_SHOWING = 0.5


@dataclass(frozen=True)
class Options:
    """What stands on the `%%nn watch` line."""

    expressions: tuple[str, ...] = ()
    every: int | None = None
    budget: float | None = None
    """A fraction; the line gives percent."""
    ratio: bool = False
    """Record |Δw|/|w|, too."""
    light: bool = False
    """Record norms and counts of what is not finite only."""
    quiet: bool = False
    problems: tuple[str, ...] = field(default=(), compare=False)


def directive(cell: str) -> str | None:
    """What follows `%%nn watch` in a cell; None without such a line.

    It is the first line, or stands below other cell magics (`%%time`).
    """
    for line in cell.splitlines():
        if match := _LINE.match(line):
            return match["arguments"]
        if line.strip() and not line.lstrip().startswith("%%"):
            return None
    return None


def parse(arguments: str) -> Options:
    """Reads the options; what is wrong is told, and the rest still holds."""
    try:
        words = shlex.split(arguments, posix=False)
    except ValueError:
        words = arguments.split()
    expressions: list[str] = []
    problems: list[str] = []
    found: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in ("--every", "--budget"):
            text = value if equals else next(rest, "")
            number = _number(name, text)
            if number is None:
                wanted = "a positive integer" if name == "--every" else "a percentage"
                problems.append(f'{name} needs {wanted}, got "{text}".')
            else:
                found[name[2:]] = number
        elif word in ("--quiet", "--ratio", "--light"):
            found[word[2:]] = True
        elif word.startswith("-"):
            problems.append(
                f'unknown option "{word}". Known: --every N, --budget PCT, --ratio, '
                "--light, --quiet."
            )
        else:
            expressions += [one for one in word.split(",") if one]
    return Options(tuple(expressions), **found, problems=tuple(problems))


def _number(name: str, text: str) -> int | float | None:
    try:
        if name == "--every":
            return int(text) if int(text) > 0 else None
        percent = float(text.rstrip("%"))
        return percent / 100 if 0 < percent <= 100 else None
    except ValueError:
        return None


def blank(lines: list[str]) -> list[str]:
    """The cleanup transformer: empties the line, and keeps the number of lines."""
    for index, line in enumerate(lines):
        if _LINE.match(line):
            rest = lines[index + 1 :]
            if index == 0 and rest and rest[0].lstrip().startswith("%%"):
                # IPython knows a cell magic only in the first line.
                return rest
            return [*lines[:index], "\n", *rest]
        if line.strip() and not line.lstrip().startswith("%%"):
            break
    return lines


class WatchedCells:
    """Starts and ends the watches of one shell."""

    def __init__(self, shell: Any) -> None:
        """Does nothing yet; see `register`."""
        self._shell = shell
        self._running: list[_Run | None] = []

    @inside
    def pre_run_cell(self, info: Any) -> None:
        """Starts a watch if the cell asks for one."""
        run = None
        try:
            arguments = directive(info.raw_cell)
            if arguments is not None and self._compiles(info.raw_cell):
                run = _Run(self._shell, parse(arguments))
                watching(self._shell).last = run.watch
                run.start()
        except Exception as error:
            _report(error)
        finally:
            # One entry per cell: cells nest (`%%capture`, `get_ipython().run_cell`).
            self._running.append(run)

    @inside
    def post_run_cell(self, result: Any) -> None:
        """Ends the watch of the cell that ended."""
        run = self._running.pop() if self._running else None
        if run is not None:
            try:
                run.finish(result.error_in_exec is not None)
            except Exception as error:
                _report(error)

    def abandon(self) -> None:
        """Takes all recorders off."""
        for run in self._running:
            if run is not None:
                run.watch.stop()
        self._running.clear()

    def _compiles(self, cell: str) -> bool:
        """Whether the cell will run at all; if not, its error is output enough."""
        try:
            with outside():
                code = self._shell.transform_cell(cell)
            compile(code, "<cell>", "exec", _PARSE_ONLY)
        except Exception:
            return False
        return True


_PARSE_ONLY = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def _report(error: Exception) -> None:
    print(
        f"%%nn watch: internal error ({type(error).__name__}). "
        "Your code was not affected."
    )


class _Run:
    """One watched run of a cell, with its output."""

    def __init__(self, shell: Any, options: Options) -> None:
        self._shell = shell
        self._options = options
        self._problems = list(options.problems)
        self._thread = threading.get_ident()
        self._display_id: str | None = None
        # In a terminal an update would print again; there the end is shown once.
        self._live = not options.quiet and getattr(shell, "kernel", None) is not None
        budget = options.budget or watching(shell).budget
        self._governor = Governor(_SHARE_SHOWING * budget, _UPDATE_S)
        self.watch = GradientWatch(
            self._models if options.expressions else None,
            RecordingOptions(options.every, budget, options.ratio, options.light),
            namespace=lambda: dict(shell.user_ns),
        )

    def start(self) -> None:
        if raw.loaded_torch() is None and not _import_torch():
            return
        if not has_numpy():
            return
        if self._live:
            self.watch.listeners.append(self._update)
        self.watch.start()
        if self._live:
            self._show("waiting", "Waiting for the first backward()")

    def finish(self, failed: bool) -> None:
        self.watch.stop()
        watch = self.watch
        if not has_numpy():
            # What draws the recording needs it, too.
            print(f"%%nn watch: {INSTALL}")
            return
        problems = [f"%%nn watch: {text}" for text in self._problems]
        if not watch.recorded:
            problems += [self._why_nothing()]
        elif failed:
            steps = several(watch.steps, "step")
            problems += [f"%%nn watch: stopped after {steps}; data kept."]
        if watch.problem:
            problems += [
                f"%%nn watch: internal error ({watch.problem}). "
                "Your code was not affected."
            ]
        if not self._options.quiet or self._problems:
            self._show("stopped" if failed else "done", "\n".join(problems), last=True)

    def _models(self) -> Mapping[str, Any]:
        found = {}
        for one in self._options.expressions:
            try:
                found[one] = models.resolve(one, self._shell.user_ns)
            except LookupError:
                # It may be made later in the cell; at the end it is told.
                continue
        return found

    def _why_nothing(self) -> str:
        if raw.loaded_torch() is None:
            return "%%nn watch: torch is not installed in this kernel."
        for one in self._options.expressions:
            try:
                models.resolve(one, self._shell.user_ns)
            except LookupError as problem:
                return f"%%nn watch: {problem}"
        names = ", ".join(self._options.expressions) or (
            ", ".join(models.roots(self._shell.user_ns)) or "a model"
        )
        if steps := self.watch.steps:
            passes = several(steps, "backward()", "backward() calls")
            return (
                f"%%nn watch: no parameter of {names} received a gradient in {passes}."
            )
        return f"%%nn watch: the cell finished without a backward() through {names}."

    def _update(self, start_s: float, is_last: bool) -> None:
        """Called after a recorded step; shows it at most four times per second."""
        if is_last:
            # Shown by `finish`.
            return
        if self._governor.next_s == 0.0:
            # A loop that ends within a second is shown once, at its end.
            self._governor.next_s = start_s + _FIRST_UPDATE_S
        if start_s < self._governor.next_s or threading.get_ident() != self._thread:
            return
        self._show(self.watch.state, "")
        now_s = perf_counter()
        self._governor.done(now_s, now_s - start_s)

    def _show(self, state: str, message: str, last: bool = False) -> None:
        limits = {} if last else {"limit": LIVE_BYTES}
        document = encode_gradients(self.watch, state, message, **limits)
        data: dict[str, Any] = {MIME: document}
        if last:
            data["text/plain"] = gradients_text(document)
            if png := _picture(document):
                data["image/png"] = png
        else:
            data["text/plain"] = message or f"Recording… step {self.watch.steps:,}"
        first = self._display_id is None
        if first:
            self._display_id = uuid.uuid4().hex
        self._shell.display_pub.publish(
            data,
            transient={"display_id": self._display_id},
            update=not first,
        )


def _picture(document: Mapping[str, Any]) -> str | None:
    """The PNG; a fault of the drawing library must not cost the rest."""
    try:
        return gradients_png(document)
    except Exception:
        return None


def _import_torch() -> bool:
    """Imports torch for a cell that will import it itself.

    The user asked for a watch, and nothing can be watched before.
    """
    try:
        importlib.import_module("torch")
    except Exception:
        return False
    return True


_registered: dict[int, WatchedCells] = {}


def register(shell: Any) -> WatchedCells:
    """Makes `%%nn watch` work in a shell; a second call changes nothing."""
    if id(shell) in _registered:
        return _registered[id(shell)]
    cells = _registered[id(shell)] = WatchedCells(shell)
    shell.input_transformer_manager.cleanup_transforms.append(blank)
    shell.events.register("pre_run_cell", cells.pre_run_cell)
    shell.events.register("post_run_cell", cells.post_run_cell)
    return cells


def unregister(shell: Any) -> None:
    """Leaves the shell as it was before `register`."""
    cells = _registered.pop(id(shell), None)
    if cells is None:
        return
    cells.abandon()
    forget(shell)
    transforms = shell.input_transformer_manager.cleanup_transforms
    if blank in transforms:
        transforms.remove(blank)
    shell.events.unregister("pre_run_cell", cells.pre_run_cell)
    shell.events.unregister("post_run_cell", cells.post_run_cell)
