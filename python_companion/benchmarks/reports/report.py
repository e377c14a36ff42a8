"""What a report is: a bug that somebody met, written anew, and its smallest cure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Stands between the cells of a notebook.
CELL = "# %%\n"


@dataclass(frozen=True)
class Report:
    """A bug of a real project as a notebook, and what a perfect tool says of it."""

    source: str
    """The project and the number of the thread."""
    date: str
    wrong: str
    """What went wrong."""
    right: str
    """What a perfect tool says."""
    known_from: str
    """`text`, `objects` or `run`: the least that one must see to know it."""
    cells: tuple[int, ...]
    """Where it may be said; the first cell is 1."""
    notebook: str
    fix: Mapping[str, str]
    """Each text that the cure replaces, which is there once, and what it becomes."""
    codes: tuple[str, ...] = ()
    """The rules whose pages promise to say it; none if no rule does yet."""
    info: bool = False
    """Whether an info is the right severity."""
    runs: tuple[int, ...] = ()
    """The cells in the order in which they ran, if not each once."""

    @property
    def bug(self) -> list[str]:
        """The cells."""
        return _cells(self.notebook)

    @property
    def twin(self) -> list[str]:
        """The cells after the cure."""
        text = self.notebook
        for old, new in self.fix.items():
            if text.count(old) != 1:
                raise ValueError(f"{self.source}: {text.count(old)} times {old!r}")
            text = text.replace(old, new)
        return _cells(text)

    @property
    def order(self) -> tuple[int, ...]:
        """The numbers of the cells as they ran."""
        return self.runs or tuple(range(1, len(self.bug) + 1))


def _cells(notebook: str) -> list[str]:
    return [cell.strip("\n") for cell in notebook.split(CELL)]
