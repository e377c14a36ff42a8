"""`%nn` and `%%nn`: parses the line, calls, prints. Nothing here raises into a cell."""

from __future__ import annotations

import json
import re
from typing import Any

from ..closest import closest, suggestion
from ..command import Refused
from ..session.import_guard import inside
from .options import parse, split


def register(shell: Any) -> None:
    """Adds the magics and their completion; a second call changes nothing."""
    if _is_registered(shell):
        return
    magics = Magics(shell)

    def nn(line: str) -> None:
        magics.line(line)

    # `%nn?` prints this.
    nn.__doc__ = table()
    shell.register_magic_function(nn, "line", "nn")
    shell.register_magic_function(magics.cell, "cell", "nn")
    for key in ("%nn", "nn"):
        shell.set_hook("complete_command", _complete, str_key=key)


def unregister(shell: Any) -> None:
    """Takes off what `register` added, and only that."""
    if not _is_registered(shell):
        return
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("nn", None)
    completers = shell.strdispatchers.get("complete_command")
    for key in ("%nn", "nn"):
        if completers is not None:
            completers.strs.pop(key, None)


def _is_registered(shell: Any) -> bool:
    found = shell.magics_manager.magics["cell"].get("nn")
    return type(getattr(found, "__self__", None)).__name__ == Magics.__name__


class Magics:
    """The magics of one shell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def line(self, line: str) -> None:
        """Answers one `%nn` line."""
        self._guard(line)

    def cell(self, line: str, cell: str) -> None:
        """`%%nn watch` stands on the first line of a cell: see `%nn?`.

        The watch never wraps the cell, so only unknown words arrive here, and what
        calls the magic as a function.
        """
        words = split(line)
        name = words[0] if words else ""
        if name == "watch":
            problem = "%%nn watch: it records only as the first line of a cell."
        else:
            hint = suggestion(closest(name, ["watch"]))
            problem = f'%%nn: no cell magic "{name}".{hint}'
        print(f"{problem} The cell was not run.")

    @inside
    def _guard(self, line: str) -> None:
        try:
            self._run(line)
        except Refused as refused:
            print(refused)
        except Exception as error:
            name = (split(line) or ["status"])[0]
            print(
                f"%nn: internal error in {name} ({type(error).__name__}). "
                "Your code was not affected. Report: %nn status --json"
            )

    def _run(self, line: str) -> None:
        # The commands load what they need; importing the magics has to stay cheap.
        from .subcommands import COMMANDS

        if split(line)[:1] in (["help"], ["-h"], ["--help"], ["?"]):
            print(table())
            return
        words = parse(line, COMMANDS, default="status")
        if words["--help"]:
            print(help_of(words.command))
            return
        answer = words.command.run(self._shell, words)
        for note in answer.notes:
            print(note)
        if words["--json"]:
            print(json.dumps(answer.data, ensure_ascii=True))
        elif words["--markdown"]:
            print(answer.markdown)
        elif answer.bundle:
            self._shell.display_pub.publish(answer.bundle)


def help_of(command: Any) -> str:
    """Usage, options and examples of one subcommand."""
    lines = [f"%nn {command.usage}", f"    {command.does}"]
    lines += [
        f"    {option.name} {option.value}".rstrip()
        for option in command.options.values()
        if option.name != "--help"
    ]
    lines += [f"Example: {example}" for example in command.examples]
    return "\n".join(lines)


def table() -> str:
    """All subcommands, each with what it does."""
    from .subcommands import COMMANDS

    rows = [(f"%nn {command.usage}", command.does) for command in COMMANDS.values()]
    rows.append(
        (
            "%%nn watch [EXPR] [--every N] [--budget PCT] [--ratio] [--light] "
            "[--quiet]",
            "run the cell, record gradients after each backward, show the widget",
        )
    )
    width = max(len(usage) for usage, _ in rows)
    lines = [f"{usage:<{width}}  {does}" for usage, does in rows]
    head = "EXPR is a variable or a path, such as model.encoder[3]."
    return "\n".join([head, "", *lines])


@inside
def _complete(shell: Any, event: Any) -> list[str]:
    """Completes subcommands, options, models, submodule paths and rule codes."""
    try:
        from .completion import complete

        text = re.sub(r"^\s*%?%?nn\b", "", event.text_until_cursor)
        return complete(shell, text)
    except Exception:
        return []
