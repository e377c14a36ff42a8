"""What the subcommands of `%nn` answer; the magics print it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from .choices import Choices
from .findings import Finding, Report
from .live import walk
from .live.paths import NoSuchPath, resolve
from .live.scene import Model, Scene
from .live.tree import ModuleTree, tree
from .options import Command, Refused, Words
from .pages import rule_page
from .render import html, text
from .version import __version__

_JSON = {"--json": "flag", "--help": "flag"}

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command(
            "status",
            "[status] [--json]",
            "one screen: version, models, findings, hooks, watch",
            _JSON,
            ("%nn", "%nn status --json"),
        ),
        Command(
            "check",
            "check [--cell N] [--static] [--rule CODE] [--json] [--markdown]",
            "findings of this notebook",
            {
                "--cell": "number",
                "--static": "flag",
                "--rule": "text",
                "--markdown": "flag",
                **_JSON,
            },
            ("%nn check", "%nn check --rule NN102"),
        ),
        Command(
            "tree",
            "tree [EXPR] [--depth N] [--filter Q] [--all] [--json]",
            "the modules of a model, equal neighbours folded",
            {"--depth": "number", "--filter": "text", "--all": "flag", **_JSON},
            ("%nn tree model.encoder[3]", '%nn tree --filter "type:~norm"'),
        ),
        Command(
            "explain",
            "explain CODE [--json]",
            "what a rule means, why, example, fix, measured harm",
            _JSON,
            ("%nn explain NN102", "%nn explain stale-optimizer"),
        ),
        Command(
            "grads",
            "grads [--csv FILE] [--json]",
            "the gradients that were recorded last",
            {"--csv": "text", **_JSON},
            ("%nn grads", "%nn grads --csv gradients.csv"),
        ),
        Command(
            "watch",
            "watch on|off [EXPR]",
            "record gradients across cells",
            {"--help": "flag"},
            ("%nn watch on", "%nn watch off"),
        ),
        Command(
            "mute",
            "mute [CODE]",
            "hide a rule's findings until the kernel restarts; alone: which are muted",
            {"--help": "flag"},
            ("%nn mute NN308", "%nn mute init-scale"),
        ),
        Command(
            "unmute",
            "unmute CODE",
            "show a rule's findings again",
            {"--help": "flag"},
            ("%nn unmute NN308",),
        ),
        Command("pause", "pause", "stop live checks", {"--help": "flag"}),
        Command("resume", "resume", "start live checks again", {"--help": "flag"}),
    )
}


@dataclass(frozen=True)
class Answer:
    """What to print: notes first, then JSON, Markdown or a display."""

    data: Mapping[str, Any] = field(default_factory=dict)
    bundle: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""
    notes: Sequence[str] = ()


def status(shell: Any, words: Words) -> Answer:
    """Versions, models, findings, hooks, watch."""
    scene = _scene(shell)
    report, failed = _checked(shell, live=True)
    counts = {severity: 0 for severity in ("error", "warning", "info", "hint")}
    found, muted = _unmuted(list(report), None)
    for finding in found:
        counts[finding.severity.value] += 1
    torch = sys.modules.get("torch")
    data = {
        "version": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "torch": None if torch is None else str(getattr(torch, "__version__", "")),
        "models": [_model_entry(model) for model in scene.models],
        "hooks": sum(len(entries) for entries in scene.hooks.values()),
        "findings": counts,
        "muted": len(muted),
        "paused": _is_paused(),
        "failed": failed,
        "watch": "recording" if _handles(shell).get("watch") else "off",
    }
    plain = text.status_text(data)
    markup = html.status_html(data, plain)
    return Answer(data, {"text/plain": plain, "text/html": markup})


def _is_paused() -> bool:
    from .kernel import installed

    companion = installed()
    return companion is not None and companion.choices.paused


def _model_entry(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "class_name": walk.class_name(model.module),
        "numel": tree(model.module).totals.numel,
        "cell": model.bound.cell.execution_count if model.bound else None,
    }


def check(shell: Any, words: Words) -> Answer:
    """Findings of the notebook."""
    wanted = words["--rule"]
    if wanted:
        wanted = _rule(wanted, "check").code
    report, failed = _checked(shell, live=not words["--static"])
    found = [f for f in report if wanted in (None, f.code)]
    if words["--cell"] is not None:
        ids = _cell_ids(shell, words["--cell"])
        found = [f for f in found if f.cell and f.cell.cell_id in ids]
    found, muted = _unmuted(found, wanted)
    report = Report(tuple(found), report.num_cells, report.unparsed)
    data = report.to_dict()
    notes = [
        f"%nn: internal error in rule {rule}. Your code was not affected. "
        "Report: %nn status --json"
        if rule.startswith("NN")
        # The settings of the project, which could not be read.
        else f"%nn: {rule}"
        for rule in failed
    ]
    if muted:
        codes = ", ".join(dict.fromkeys(finding.code for finding in muted))
        notes.append(f"{len(muted)} muted: {codes}. %nn unmute CODE shows them again.")
    return Answer(
        data,
        {"text/plain": text.report_text(data), "text/html": html.report_html(data)},
        text.report_markdown(data, "Findings of this notebook"),
        notes,
    )


def _unmuted(
    found: list[Finding], wanted: str | None
) -> tuple[list[Finding], list[Finding]]:
    """What is shown and what is muted; who asks for a rule by its code sees it."""
    from .kernel import installed

    companion = installed()
    codes = set(companion.choices.muted if companion else ()) - {wanted}
    return (
        [finding for finding in found if finding.code not in codes],
        [finding for finding in found if finding.code in codes],
    )


def show_tree(shell: Any, words: Words) -> Answer:
    """The tree of one model."""
    name, module, notes = _model(shell, words, "tree")
    found = tree(module)
    found.name = name
    if words["--filter"]:
        return _filtered(found, words, notes)
    data = found.to_dict()
    plain = text.tree_text(data, bool(words["--all"]), words["--depth"])
    return Answer(
        data, {"text/plain": plain, "text/html": html.tree_html(data)}, notes=notes
    )


def _filtered(found: ModuleTree, words: Words, notes: list[str]) -> Answer:
    matches = found.find(words["--filter"])
    if matches.problem:
        notes = [*notes, f"%nn tree: {matches.problem}"]
    data = {**found.to_dict(), "rows": list(matches.rows)}
    total = found.totals.modules
    line = f"{len(matches):,} of {total:,} modules match."
    if not len(matches):
        return Answer(data, notes=[*notes, "No module matches."])
    plain = text.tree_text(data, bool(words["--all"]), words["--depth"])
    bundle = {"text/plain": plain, "text/html": html.tree_html(data)}
    return Answer(data, bundle, notes=[*notes, line])


def explain(shell: Any, words: Words) -> Answer:
    """The page of a rule."""
    if not words.argument:
        raise Refused("%nn explain: which rule? For example: %nn explain NN102")
    page = rule_page(_rule(words.argument, "explain"))
    return Answer(
        page, {"text/plain": text.page_text(page), "text/html": html.page_html(page)}
    )


def grads(shell: Any, words: Words) -> Answer:
    """The last recorded gradients."""
    from . import watched_cells

    last = _handles(shell).get("last") or watched_cells.register(shell).last
    if last is None or not last.recorded:
        scene = _scene(shell)
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
    handles = _handles(shell)
    if state == "on":
        from .watch import watch as start

        names, module = _names(shell), None
        if expression:
            module = _resolve(shell, expression, "watch")
        if running := handles.pop("watch", None):
            running.stop()
        handles["watch"] = start(module) if module is not None else start()
        handles["watch"].start()
        where = expression or "all models of the namespace"
        return Answer(
            notes=[f"Recording {where}. %nn watch off ends it."] * bool(names)
        )
    if state == "off":
        running = handles.pop("watch", None)
        if running is None:
            raise Refused("%nn watch: nothing is being recorded.")
        running.stop()
        handles["last"] = running
        return Answer(running.to_dict(), running._repr_mimebundle_())
    raise Refused(
        f'%nn watch: on or off? got "{state}". To record one cell, put %%nn watch '
        "on its first line."
    )


def mute(shell: Any, words: Words) -> Answer:
    """Mutes a rule, or says which are muted."""
    choices = _choices()
    if not words.argument:
        muted = ", ".join(choices.muted) or "no rule"
        return Answer(notes=[f"Muted until the kernel restarts: {muted}."])
    rule = _rule(words.argument, "mute")
    choices.mute([rule.code])
    return Answer(notes=[f"Muted {rule.code} {rule.name} until the kernel restarts."])


def unmute(shell: Any, words: Words) -> Answer:
    """Shows a rule's findings again."""
    if not words.argument:
        raise Refused("%nn unmute: which rule? For example: %nn unmute NN308")
    rule = _rule(words.argument, "unmute")
    choices = _choices()
    if rule.code not in choices.muted:
        raise Refused(f"%nn unmute: {rule.code} is not muted in this kernel.")
    choices.unmute([rule.code])
    return Answer(notes=[f"{rule.code} {rule.name} is shown again."])


def pause(shell: Any, words: Words) -> Answer:
    """Stops live checks in all pages of this kernel."""
    _choices().pause(True)
    return Answer(notes=["Live checks are paused. %nn resume starts them again."])


def resume(shell: Any, words: Words) -> Answer:
    """Starts live checks again."""
    _choices().pause(False)
    return Answer(notes=["Live checks are on."])


def _choices() -> Choices:
    from .kernel import installed

    companion = installed()
    if companion is None:
        raise Refused("%nn: the companion is not installed in this kernel.")
    return companion.choices


RUN: dict[str, Callable[[Any, Words], Answer]] = {
    "status": status,
    "check": check,
    "tree": show_tree,
    "explain": explain,
    "grads": grads,
    "watch": watch,
    "mute": mute,
    "unmute": unmute,
    "pause": pause,
    "resume": resume,
}


def _rule(code: str, command: str) -> Any:
    from .rules import closest_rule, get_rule

    rule = get_rule(code)
    if rule is None:
        near = closest_rule(code)
        hint = f" Closest: {near}." if near else ""
        raise Refused(f'%nn {command}: no rule "{code}".{hint}')
    return rule


def _scene(shell: Any) -> Scene:
    from .kernel import installed
    from .live.objects import scene_of

    companion = installed()
    if companion is not None and companion.shell is shell:
        scene: Scene = companion.session.scene()
        return scene
    return scene_of(_names(shell))


def _names(shell: Any) -> dict[str, Any]:
    from .live.roots import user_names

    return user_names(shell.user_ns, getattr(shell, "user_ns_hidden", {}))


def _checked(shell: Any, live: bool) -> tuple[Report, list[str]]:
    """All findings of the cells that ran last, and the rules that failed."""
    from .kernel import installed
    from .lint import Linter

    companion = installed()
    if companion is None:
        return Report(()), []
    cells: dict[str, str] = {}
    for run in companion.session.log.runs:
        # A cell without an id (a console) is known by its text.
        key = run.cell.cell_id or f"run-{hash(run.source)}"
        cells[key] = run.source
    outcome = Linter(companion.session).check(
        list(cells), cells, live=live, in_cell=True
    )
    return Report(tuple(outcome.findings), len(cells)), outcome.failed


def _cell_ids(shell: Any, number: int) -> set[str | None]:
    from .kernel import installed

    companion = installed()
    runs = companion.session.log.runs if companion else ()
    ids = {r.cell.cell_id for r in runs if r.cell.execution_count == number}
    if not ids:
        raise Refused(f"%nn check: no cell ran as [{number}].")
    return ids


def _model(shell: Any, words: Words, command: str) -> tuple[str, Any, list[str]]:
    """The module that is meant, and what has to be said about the choice."""
    if words.argument:
        module = _resolve(shell, words.argument, command)
        return words.argument, module, _compiled(words.argument, module)
    models = _scene(shell).models
    if not models:
        if walk.loaded_torch() is None and find_spec("torch") is None:
            raise Refused("%nn: torch is not installed in this kernel.")
        raise Refused(f"%nn {command}: no nn.Module in this namespace yet.")
    chosen, used = _chosen(models)
    notes = _compiled(chosen.name, chosen.module)
    if len(models) > 1:
        others = ", ".join(m.name for m in models if m is not chosen)
        notes.append(
            f"%nn {command}: {len(models)} models here; showing {chosen.name} "
            f"({'used last' if used else 'newest'}). Others: {others}."
        )
    return chosen.name, chosen.module, notes


def _chosen(models: Sequence[Model]) -> tuple[Model, bool]:
    """The model that a run used last, else the newest; and which of both it is."""
    last = max(models, key=lambda model: _last_use(model))
    return last, _last_use(last) > 0


def _last_use(model: Model) -> int:
    since = model.since
    return max((*since.backward_runs, *since.changed_runs), default=0)


def _compiled(name: str, module: Any) -> list[str]:
    if walk.class_name(module) != "OptimizedModule":
        return []
    return [
        f"%nn: `{name}` is compiled; hooks and gradients are read from the original "
        "module."
    ]


def _resolve(shell: Any, expression: str, command: str) -> Any:
    models = [model.name for model in _scene(shell).models]
    try:
        found = resolve(expression, _names(shell), models)
    except NoSuchPath as problem:
        raise Refused(f"%nn {command}: {problem}") from None
    if not walk.is_module(found):
        raise Refused(
            f"%nn {command}: `{expression}` is {_kind(found)}, not an nn.Module."
        )
    return found


def _kind(value: Any) -> str:
    """`a Tensor [64, 3]`, `an int`."""
    name = walk.class_name(value)
    article = "an" if name[:1].lower() in "aeiou" else "a"
    shape = ""
    if walk.is_tensor(value) and (facts := walk.tensor_facts(value)) is not None:
        shape = f" {list(facts.shape)}"
    return f"{article} {name}{shape}"


def _handles(shell: Any) -> dict[str, Any]:
    """The watches that run across cells; they end with the shell."""
    found: dict[str, Any] = shell.__dict__.setdefault("_modulescope_watches", {})
    return found
