"""What of a folder is not checked: by `.gitignore`, and by `exclude` of its project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..checking.project import BrokenProject, Project, project_of
from .reading import is_usually_left_out

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class BrokenPattern(ValueError):
    """A pattern that has no meaning; says where it stands."""


class _Patterns(NamedTuple):
    """Patterns as in `.gitignore`, for what is below a folder."""

    folder: Path
    spec: GitIgnoreSpec

    def says(self, path: Path, is_folder: bool) -> bool | None:
        """Whether a path is left out; None if no pattern means it."""
        inside = path.relative_to(self.folder).as_posix()
        return self.spec.check_file(f"{inside}/" if is_folder else inside).include


class LeftOut:
    """What one call leaves out of the folders that it was given.

    Those folders themselves, and files that are named, are always checked.
    """

    def __init__(self, exclude: Sequence[str], on_error: Callable[[str], None]) -> None:
        """Reads nothing yet.

        Args:
            exclude: More patterns, relative to the working folder.
            on_error: Told of a pattern of a project that has no meaning.

        Raises:
            BrokenPattern: One of the patterns has no meaning.
        """
        self._here = _patterns(Path.cwd(), exclude, "--exclude")
        self._on_error = on_error
        self._root = Path()
        self._above: tuple[_Patterns, ...] = ()

    def begin(self, root: Path) -> None:
        """Says which folder is read next."""
        self._root = root.resolve()
        above = [found for found in map(_ignored_by_git, _to_repository(self._root))]
        self._above = tuple(found for found in above if found is not None)
        if any(_says(self._above, part, True) for part in _to_repository(self._root)):
            # It was asked for by its name.
            self._above = ()

    def __call__(self, folder: str, name: str, is_folder: bool) -> bool:
        """Whether a file or folder is left out."""
        path = Path(folder).resolve() / name
        project = self._project(path.parent)
        if is_folder and project.exclude is None and is_usually_left_out(name):
            return True
        excluded = (self._here, self._excluded(project))
        if any(each and _says((each,), path, is_folder) for each in excluded):
            return True
        return _says(self._ignored(path.parent), path, is_folder)

    def _ignored(self, folder: Path) -> tuple[_Patterns, ...]:
        """The `.gitignore` files that speak of a folder's content, nearest first."""
        below = [folder, *folder.parents]
        inside = below[: below.index(self._root)] if self._root in below else []
        found = (_ignored_by_git(each) for each in (*inside, self._root))
        return (*(each for each in found if each is not None), *self._above)

    def _project(self, folder: Path) -> Project:
        try:
            return project_of(folder)
        except BrokenProject:
            # Each file that is checked tells it.
            return Project()

    def _excluded(self, project: Project) -> _Patterns | None:
        patterns = (*(project.exclude or ()), *project.extend_exclude)
        try:
            return _patterns(project.folder, patterns, "[tool.modulescope] exclude")
        except BrokenPattern as error:
            self._on_error(f"{project.folder / 'pyproject.toml'}: {error}")
            return None


def _says(rules: Sequence[_Patterns], path: Path, is_folder: bool) -> bool:
    """What the first of some rules says that speaks of a path at all."""
    for each in rules:
        if path != each.folder and path.is_relative_to(each.folder):
            said = each.says(path, is_folder)
            if said is not None:
                return said
    return False


def _to_repository(folder: Path) -> Iterator[Path]:
    """A folder and those above it, until the one of its git repository; else none."""
    found = []
    for place in (folder, *folder.parents):
        found.append(place)
        if os.path.lexists(place / ".git"):
            yield from found
            return


@lru_cache(maxsize=256)
def _ignored_by_git(folder: Path) -> _Patterns | None:
    """The patterns of a folder's own `.gitignore`."""
    try:
        text = (folder / ".gitignore").read_text("utf-8", "replace")
    except (OSError, ValueError):
        return None
    try:
        return _patterns(folder, tuple(text.splitlines()), ".gitignore")
    except BrokenPattern:
        # Git passes by what it does not understand.
        return None


@lru_cache(maxsize=256)
def _compiled(folder: Path, lines: tuple[str, ...]) -> _Patterns:
    from pathspec import GitIgnoreSpec

    return _Patterns(folder, GitIgnoreSpec.from_lines(lines))


def _patterns(folder: Path, lines: Sequence[str], where: str) -> _Patterns | None:
    if not lines:
        return None
    try:
        return _compiled(folder.resolve(), tuple(lines))
    except ValueError as error:
        raise BrokenPattern(f"{where}: {error}.") from error
