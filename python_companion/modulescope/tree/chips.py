"""Chips: what deviates from most of the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from .facts import Facts, Spec
from .folding import HOISTED
from .sums import Sums

Chip = dict[str, str]
_MOST_CHIPS = 12


class Chips:
    """Finds the chips of a row; what most of the model is gets none."""

    def __init__(self, facts: Facts, sums: Sums, usual: Facts | None = None) -> None:
        self._facts = facts
        self._sums = sums
        # Ghosts are compared with the model that they are no part of.
        self._usual = usual or facts

    def of(self, members: Sequence[int]) -> list[Chip]:
        """The chips of a module, or of a run of equal ones."""
        facts, index = self._facts, members[0]
        if facts.is_cycle(index):
            return [_chip("cycle", "contains itself")]
        first = facts.alias_of.get(index)
        if first is not None:
            return [_chip("shared", f"same module as {facts.fqn(first) or 'the root'}")]
        found = [
            *self._placement(members),
            *self._mode(index),
            *self._frozen(members),
            *self._hooks(index),
            *self._shared(index),
            *self._own(index),
        ]
        return found[:_MOST_CHIPS]

    def _placement(self, members: Sequence[int]) -> list[Chip]:
        chips = []
        count = self._count(members, "tensors", lambda spec: 1)
        for kind, usual, value in (
            ("device", self._usual_device, _device_of),
            ("dtype", self._usual_dtype, _dtype_of),
        ):
            present = [
                each
                for each in sorted({value(spec) for spec in self._facts.specs})
                if self._count(members, (kind, each), _is(value, each))
            ]
            if kind == "device" and present == ["meta"]:
                if usual != "meta" or self._is_root(members):
                    chips.append(_chip("meta", "meta"))
            elif count and usual not in present:
                chips.append(_chip(kind, ", ".join(present)))
        return chips

    def _mode(self, index: int) -> list[Chip]:
        mode = self._facts.mode[index]
        if mode is None or mode is self._usual_mode:
            return []
        return [_chip("mode", "train" if mode else "eval")]

    def frozen(self, members: Sequence[int]) -> tuple[int, int]:
        """How many parameters there are below, and how many do not require grad."""
        count = self._count(members, "tensors", lambda spec: 1)
        frozen = self._count(members, "frozen", lambda spec: not spec.requires_grad)
        return count, frozen

    def _frozen(self, members: Sequence[int]) -> list[Chip]:
        count, frozen = self.frozen(members)
        if not count:
            return []
        if 0 < frozen < count:
            return [_chip("half_frozen", f"{frozen}/{count} frozen")]
        if not frozen:
            return [_chip("differs", "trainable")] if self._usually_frozen else []
        if self._usually_frozen and self._inside_frozen(members[0]):
            return []
        return [_chip("frozen", "frozen")]

    def _inside_frozen(self, index: int) -> bool:
        """Whether the parent is frozen as well, and says so for all below it."""
        parent = self._facts.parents[index]
        # A plain container may have no row to say it.
        while parent >= 0 and self._facts.kinds[parent].name in HOISTED:
            parent = self._facts.parents[parent]
        if parent < 0:
            return False
        count, frozen = self.frozen([parent])
        return count == frozen

    def _hooks(self, index: int) -> list[Chip]:
        counts = self._facts.hooks.get(index, ())
        total = sum(counts) + sum(self._facts.tensor_hooks.get(index, ()))
        return [_chip("hooks", f"hook {total}")] if total else []

    def _shared(self, index: int) -> list[Chip]:
        chips = []
        for name, other in self._tied.get(index, {}).items():
            more = f" and {len(other) - 1} more" if len(other) > 1 else ""
            at, other_name = other[0]
            fqn = self._facts.fqn(at)
            place = f"{fqn}.{other_name}" if fqn else other_name
            subject = "" if len(self._tied[index]) == 1 else f"{name} "
            chips.append(_chip("shared", f"{subject}shared with {place}{more}"))
        return chips[:3]

    def _own(self, index: int) -> list[Chip]:
        facts, chips = self._facts, []
        parameters, buffers = facts.layouts[facts.layout[index]]
        if any(facts.specs[spec].lazy for _, spec in parameters):
            chips.append(_chip("lazy", "lazy"))
        away = {facts.specs[spec].device for _, spec in buffers}
        away -= {self._usual_device, *(facts.specs[s].device for _, s in parameters)}
        if away:
            chips.append(_chip("device", f"buffer on {', '.join(sorted(away))}"))
        for child in facts.children[index]:
            if facts.names[child] == "parametrizations":
                names = [facts.names[below] for below in facts.children[child]]
                chips.append(_chip("parametrized", f"parametrized {', '.join(names)}"))
        return chips

    def _count(
        self, members: Sequence[int], name: object, measure: Callable[[Spec], int]
    ) -> int:
        return self._sums.below(members, name, measure)

    def _is_root(self, members: Sequence[int]) -> bool:
        return members[0] == 0 and self._usual is self._facts

    @cached_property
    def _tied(self) -> dict[int, dict[str, list[tuple[int, str]]]]:
        """By position and name: the other places of a parameter."""
        found: dict[int, dict[str, list[tuple[int, str]]]] = {}
        for places in self._facts.repeats.values():
            for index, name in places:
                others = [place for place in places if place != (index, name)]
                found.setdefault(index, {})[name] = others
        return found

    @cached_property
    def _usual_device(self) -> str:
        return _majority(self._usual, _device_of)

    @cached_property
    def _usual_dtype(self) -> str:
        return _majority(self._usual, _dtype_of)

    @cached_property
    def _usually_frozen(self) -> bool:
        return _majority(self._usual, lambda spec: str(spec.requires_grad)) == "False"

    @cached_property
    def _usual_mode(self) -> bool | None:
        counts = Counter(mode for mode in self._usual.mode if mode is not None)
        if counts[True] == counts[False]:
            return self._usual.mode[0] if self._usual.mode else None
        return counts[True] > counts[False]


def _majority(facts: Facts, value: Callable[[Spec], str]) -> str:
    """What most elements of the parameters have; lazy parameters count as one."""
    weights: Counter[str] = Counter()
    for number, times in Counter(facts.tensor_specs).items():
        spec = facts.specs[number]
        weights[value(spec)] += max(spec.numel, 1) * times
    return weights.most_common(1)[0][0] if weights else ""


def _chip(kind: str, text: str) -> Chip:
    return {"kind": kind, "text": text[:2000]}


def _device_of(spec: Spec) -> str:
    return spec.device


def _dtype_of(spec: Spec) -> str:
    return spec.dtype


def _is(value: Callable[[Spec], str], wanted: str) -> Callable[[Spec], int]:
    return lambda spec: value(spec) == wanted
