"""What plain containers hold, read past all code of their classes."""

from __future__ import annotations

from modulescope.objects.containers import container_kind, items


class Asked(Exception):
    """Code of the user ran."""


class Comparing(type):
    """A metaclass whose classes cannot be compared."""

    def __eq__(cls, other: object) -> bool:
        raise Asked

    def __hash__(cls) -> int:
        raise Asked


class Chain(list, metaclass=Comparing):
    """A list whose class cannot be compared."""


def test_the_class_of_a_container_is_not_compared() -> None:
    assert container_kind(Chain([1, 2])) == "list"
    assert items(Chain([1, 2])) == [1, 2]
