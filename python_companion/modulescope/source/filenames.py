"""Whether a string names a file, or is the text of one."""

from __future__ import annotations

import keyword
import os
import re

from .cells import parse

SUFFIXES = frozenset((".py", ".ipynb"))
# Without what magics, comments, calls, texts and assignments need.
_PATH = re.compile(r"[\w.\-+~/\\: ]+")


def is_path(text: str) -> bool:
    """Whether a string is the path of a Python file or notebook.

    It is if it ends like one and such a file exists, or if it looks like nothing else:
    then a misspelt name is told. `%run m.py`, `# m.py` and `import m.py` are texts.
    """
    if "\n" in text or os.path.splitext(text)[1] not in SUFFIXES:
        return False
    return os.path.lexists(text) or not _is_code(text)


def _is_code(text: str) -> bool:
    if not _PATH.fullmatch(text):
        return True
    words = text.split()
    # `missing.py` and `a/b.py` are expressions, but nobody means them.
    return len(words) > 1 and (keyword.iskeyword(words[0]) or _parses(text))


def _parses(text: str) -> bool:
    return parse(text).problem is None
