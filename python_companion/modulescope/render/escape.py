"""Makes names from the kernel harmless to show: what is invisible is written out."""

from __future__ import annotations

import html
import re

# Control, bidirectional, zero-width and other invisible characters, lone surrogates:
# they hide text, reorder a line, move the cursor of a terminal or end a line.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


def shown(text: object, limit: int = 200) -> str:
    r"""One line of visible characters: `\u202e` stands where the character was."""
    found = text if type(text) is str else str(text)
    cut = found if len(found) <= limit else found[: limit - 1] + "…"
    return _INVISIBLE.sub(_written_out, cut)


def shown_lines(text: str) -> str:
    """The same for texts of several lines, such as pages."""
    return "\n".join(shown(line, 10_000) for line in text.split("\n"))


def markup(text: object, limit: int = 200) -> str:
    """For HTML, and isolated, so that right-to-left names do not reorder a row."""
    return f"<bdi>{html.escape(shown(text, limit))}</bdi>"


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
