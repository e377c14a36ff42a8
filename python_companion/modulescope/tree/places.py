"""Where the parameters of one pass are: which are the same, and where each is first.

A pass only notes what it meets. That it meets no parameter twice, as in most models, is
then told for all at once, which is quicker than to ask for each.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .facts import Facts


class Places:
    """The parameters that a pass meets, in its order; `settle` numbers them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._identities: dict[int, Hashable] = {}
        self._hooks: dict[int, tuple[int, int]] = {}
        self._known: set[Hashable] = set()
        self.tensors: list[Any] = []
        """As many as there are places; held, so that an id stays its own."""

    def has(self, tensor: Any) -> bool:
        """Whether a tensor was met as a parameter, once they are settled."""
        return id(tensor) in self._known

    def add(self, index: int, name: str, spec: int, tensor: Any) -> None:
        """Notes a parameter; a pass that meets many plain ones does it itself."""
        self._facts.places.append(index)
        self._facts.place_names.append(name)
        self._facts.tensor_specs.append(spec)
        self.tensors.append(tensor)

    def tell_last(
        self, hooks: tuple[int, int] = (0, 0), identity: Hashable = None
    ) -> None:
        """More of the parameter that was met last.

        Args:
            hooks: Tensor hooks and post-accumulate hooks.
            identity: What it is known by, if not by the id of its object.
        """
        place = len(self.tensors) - 1
        if any(hooks):
            self._hooks[place] = hooks
        if identity is not None:
            self._identities[place] = identity

    def settle(self) -> None:
        """Leaves in the facts each parameter where it was first, and its repeats."""
        self._known = set(map(id, self.tensors))
        if self._identities or len(self._known) < len(self.tensors):
            self._leave_first()
        for place, counts in self._hooks.items():
            index, hooks = self._facts.places[place], self._facts.tensor_hooks
            before = hooks.get(index, (0, 0))
            hooks[index] = (before[0] + counts[0], before[1] + counts[1])

    def _leave_first(self) -> None:
        facts = self._facts
        met = list(
            zip(facts.places, facts.place_names, facts.tensor_specs, strict=True)
        )
        numbers: dict[Hashable, int] = {}
        firsts: list[int] = []
        for place, tensor in enumerate(self.tensors):
            number = numbers.get(id(tensor))
            if number is None:
                known = self._identities.get(place, id(tensor))
                number = numbers[id(tensor)] = numbers.setdefault(known, len(firsts))
            if number == len(firsts):
                firsts.append(place)
                continue
            first, other = met[firsts[number]][:2], met[place][:2]
            # A registry that another thread changed is read once more.
            if first != other:
                facts.repeats.setdefault(number, [first]).append(other)
        facts.places[:] = [met[place][0] for place in firsts]
        facts.place_names[:] = [met[place][1] for place in firsts]
        facts.tensor_specs[:] = [met[place][2] for place in firsts]
        new = {place: number for number, place in enumerate(firsts)}
        self._hooks = {new[at]: n for at, n in self._hooks.items() if at in new}
