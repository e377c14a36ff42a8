"""Loads `%nn` with the first cell that uses it: most kernels never do."""

from __future__ import annotations

from typing import Any

from ..session.import_guard import inside


class FirstUse:
    """An input transformer that waits for `%nn`, then makes room for the real one."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def begin(self) -> None:
        """Starts to look at cells before they run."""
        self._transforms.append(self._look)

    def end(self) -> None:
        """Stops looking; may be called twice."""
        if self._look in self._transforms:
            self._transforms.remove(self._look)

    @property
    def _transforms(self) -> list[Any]:
        transforms: list[Any] = self._shell.input_transformers_cleanup
        return transforms

    @inside
    def _look(self, lines: list[str]) -> list[str]:
        if not any("%nn" in line for line in lines):
            return lines
        try:
            register(self._shell)
            self.end()
            from ..gradients import cell

            # Transformers that are added now see the next cell only.
            return cell.blank(lines)
        except Exception:
            # A transformer that raises is taken off, and prints into the cell.
            return lines


def register(shell: Any) -> None:
    """Adds `%nn`, `%%nn` and watched cells."""
    from ..gradients import cell
    from . import magics

    magics.register(shell)
    cell.register(shell)


def unregister(shell: Any) -> None:
    """Takes off what `register` added."""
    from ..gradients import cell
    from . import magics

    cell.unregister(shell)
    magics.unregister(shell)
