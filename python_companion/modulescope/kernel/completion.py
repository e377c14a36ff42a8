"""Tab completion of `%nn`: subcommands, options, models, submodule paths, codes."""

from __future__ import annotations

import re
from typing import Any

from ..objects import registries, walk
from ..objects.paths import NoSuchPath, resolve
from ..session.chosen import current_scene, user_names
from ..snapshots.magic import shelf
from .choosing import choices
from .subcommands import COMMANDS

_PATH = re.compile(r"(?P<owner>.*?)(?P<mark>[.\[])(?P<last>[^.\[\]]*)$")
_MOST = 200


def complete(shell: Any, text: str) -> list[str]:
    """What the last word of the text after `%nn` can become."""
    words = text.split()
    last = "" if not words or text[-1:].isspace() else words[-1]
    before = words[:-1] if last else words
    if not before:
        return sorted(COMMANDS)
    command = COMMANDS.get(before[0])
    if command is None:
        return []
    if last.startswith("-"):
        return [option for option in command.options if option not in before]
    if command.name == "unmute":
        return list(choices().muted)
    if command.name in ("explain", "mute") or before[-1] == "--rule":
        from ..rules import all_rules

        return [word for rule in all_rules() for word in (rule.code, rule.name)]
    if command.name == "watch" and len(before) == 1:
        return ["off", "on"]
    if command.name == "diff" or (command.name == "snapshot" and len(before) == 1):
        # The first word after `snapshot` is a new name.
        kept = shelf().all() if command.name == "diff" else ()
        return list(dict.fromkeys(found.name for found in kept))
    if "EXPR" in command.usage:
        return _paths(shell, last)
    return []


def _paths(shell: Any, last: str) -> list[str]:
    match = _PATH.match(last)
    if match is None:
        return [model.name for model in current_scene(shell).models][:_MOST]
    try:
        owner = resolve(match["owner"], user_names(shell), ())
    except NoSuchPath:
        return []
    children = [
        walk.str_name(key)
        for key in registries.read(owner, "_modules")
        if key is not None
    ][:_MOST]
    if match["mark"] == "[":
        return [f"{match['owner']}[{key}]" for key in children if key.isdigit()]
    return [f"{match['owner']}.{key}" for key in children if key.isidentifier()]
