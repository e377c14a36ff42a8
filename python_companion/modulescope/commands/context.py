"""What the subcommands ask of the shell, the kernel's companion and its models."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from ..choices import Choices
from ..command import Refused, Words
from ..live import roots
from ..live.scene import Scene
from ..live.usage import used_last
from ..objects import walk
from ..objects.paths import NoSuchPath, module_at
from ..session.current import Companion, installed


def choices() -> Choices:
    """What this kernel leaves out until it restarts."""
    return companion().choices


def companion() -> Companion:
    """The companion of this kernel.

    Raises:
        Refused: There is none.
    """
    found = installed()
    if found is None:
        raise Refused("%nn: the companion is not installed in this kernel.")
    return found


def known_rule(code: str, command: str) -> Any:
    """The rule of a code or name.

    Raises:
        Refused: There is none.
    """
    from ..rules import closest_rule, get_rule

    rule = get_rule(code)
    if rule is None:
        near = closest_rule(code)
        hint = f" Closest: {near}." if near else ""
        raise Refused(f'%nn {command}: no rule "{code}".{hint}')
    return rule


def current_scene(shell: Any) -> Scene:
    """What the companion of this shell knows, else what its names show."""
    from ..live.objects import scene_of

    found = installed()
    if found is not None and found.shell is shell:
        return found.session.scene()
    return scene_of(user_names(shell))


def user_names(shell: Any) -> dict[str, Any]:
    """The names that the user bound, without IPython's own."""
    return roots.user_names(shell.user_ns, getattr(shell, "user_ns_hidden", {}))


def chosen_model(shell: Any, words: Words, command: str) -> tuple[str, Any, list[str]]:
    """The module that is meant, and what has to be said about the choice."""
    if words.argument:
        module = resolved(shell, words.argument, command)
        return words.argument, module, _compiled(words.argument, module)
    scene = current_scene(shell)
    models = scene.models
    if not models:
        if walk.loaded_torch() is None and not _can_import_torch():
            raise Refused("%nn: torch is not installed in this kernel.")
        raise Refused(f"%nn {command}: no nn.Module in this namespace yet.")
    chosen, used = used_last(scene, models)
    notes = _compiled(chosen.name, chosen.module)
    if len(models) > 1:
        others = ", ".join(m.name for m in models if m is not chosen)
        notes.append(
            f"%nn {command}: {len(models)} models here; showing {chosen.name} "
            f"({'used last' if used else 'newest'}). Others: {others}."
        )
    return chosen.name, chosen.module, notes


def _can_import_torch() -> bool:
    try:
        return find_spec("torch") is not None
    except ImportError:
        # What lies beside the notebook by that name is not torch.
        return False


def _compiled(name: str, module: Any) -> list[str]:
    if walk.class_name(module) != "OptimizedModule":
        return []
    return [
        f"%nn: `{name}` is compiled; hooks and gradients are read from the original "
        "module."
    ]


def resolved(shell: Any, expression: str, command: str) -> Any:
    """The module that an expression means.

    Raises:
        Refused: It does not exist or is no module.
    """
    models = [model.name for model in current_scene(shell).models]
    try:
        return module_at(expression, user_names(shell), models)
    except NoSuchPath as problem:
        raise Refused(f"%nn {command}: {problem}") from None
