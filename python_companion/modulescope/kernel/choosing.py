"""`%nn mute|unmute|pause|resume`: what this kernel leaves out until it restarts."""

from __future__ import annotations

from typing import Any

from ..checking.codes import known_rule
from ..command import Answer, Command, Refused, Words
from ..session.choices import Choices
from ..session.chosen import companion


def mute(shell: Any, words: Words) -> Answer:
    """Mutes a rule, or says which are muted."""
    session = choices()
    if not words.argument:
        muted = ", ".join(session.muted) or "no rule"
        return Answer(notes=[f"Muted until the kernel restarts: {muted}."])
    rule = known_rule(words.argument, "mute")
    session.mute([rule.code])
    return Answer(notes=[f"Muted {rule.code} {rule.name} until the kernel restarts."])


def unmute(shell: Any, words: Words) -> Answer:
    """Shows a rule's findings again."""
    rule = known_rule(words.argument, "unmute")
    session = choices()
    if rule.code not in session.muted:
        raise Refused(f"%nn unmute: {rule.code} is not muted in this kernel.")
    session.unmute([rule.code])
    return Answer(notes=[f"{rule.code} {rule.name} is shown again."])


def pause(shell: Any, words: Words) -> Answer:
    """Stops live checks in all pages of this kernel."""
    choices().pause(True)
    return Answer(notes=["Live checks are paused. %nn resume starts them again."])


def resume(shell: Any, words: Words) -> Answer:
    """Starts live checks again."""
    choices().pause(False)
    return Answer(notes=["Live checks are on."])


COMMANDS = (
    Command(
        "mute",
        "mute [CODE]",
        "hide a rule's findings until the kernel restarts; alone: which are muted",
        mute,
        ("%nn mute NN308", "%nn mute init-scale"),
    ),
    Command(
        "unmute",
        "unmute CODE",
        "show a rule's findings again",
        unmute,
        ("%nn unmute NN308",),
    ),
    Command(
        "pause",
        "pause",
        "stop live checks",
        pause,
    ),
    Command(
        "resume",
        "resume",
        "start live checks again",
        resume,
    ),
)


def choices() -> Choices:
    """What this kernel leaves out until it restarts."""
    return companion().choices
