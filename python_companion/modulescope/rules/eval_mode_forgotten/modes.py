"""In which mode a text leaves a model before a call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from ...source.classes import ClassFacts
from ...source.frames import is_argument
from ...source.instances import instance
from ...source.modefacts import ModeFact, mode_facts, outermost
from ...source.state import TRAINS
from ...source.text import Text
from ...source.tree import dotted_name
from .contexts import Context
from .layers import WRAPPERS, given_by_callers, made_from

Mode = Literal["train", "eval", "unknown"]
# Functions that are given a model and may put it in eval mode: `set_eval(model)`.
_EVALUATING = ("eval", "freeze", "inference", "no_dropout")
# They look at a model, and leave its mode as it was.
_HARMLESS = ("torch.", "copy.", "torchinfo.", "torchsummary.")


class _Reader:
    """The facts of a notebook about one model, read before one call."""

    def __init__(self, text: Text, call: ast.Call, root: ast.Name) -> None:
        self.text = text
        self.call = call
        self.chain = list(names_of(text, root))
        self.function = outermost(text, call)
        self.names = frozenset((*self.chain, *map(self._scoped, self.chain)))
        end = call.func.end_lineno or 0, call.func.end_col_offset or 0
        facts = mode_facts(text)
        self.own = [(place, fact) for place, fact in facts if place < end]
        later = [fact for place, fact in facts if place >= end]
        before, after = text.notebook.mode_facts(text.cell)
        self.before = before
        self.every = [*before, *(f for _, f in self.own), *later, *after]

    def _scoped(self, name: str) -> str:
        return f"{self.function}.{name}"

    def concerns(self, fact: ModeFact) -> bool:
        return not fact.name or fact.name in self.names

    def mode(self) -> tuple[Mode, tuple[int, int] | None]:
        """The mode, and where the cell itself sets train mode last."""
        mode: Mode | None = None
        place = None
        for at, fact in self._relevant():
            found = self._effect(fact)
            if found == "eval" and at is None and not fact.name:
                # Another cell means some model or other.
                found = "unknown"
            if found is not None:
                mode, place = found, at if fact.kind == "train" else None
        if mode is None:
            mode = "eval" if self._is_set_by_its_class() else self._at_entry()
        return mode, place

    def _relevant(self) -> Iterator[tuple[tuple[int, int] | None, ModeFact]]:
        """What runs before the call: in its function, or at the top level."""
        if not self.function:
            yield from ((None, fact) for fact in self.before if not fact.function)
        yield from (
            (at, fact) for at, fact in self.own if fact.function == self.function
        )

    def _at_entry(self) -> Mode:
        """The mode in which a function meets the model; `train` at the top level."""
        if not self.function:
            return "train"
        for fact in self.every:
            if fact.kind == "eval" and self.concerns(fact):
                # What a class does with its own modules is asked where it gets one.
                if fact.name or not self._is_class(fact.function):
                    return "eval"
        effects = [self._effect(f) for f in self.every if f.kind in _GIVING]
        found = [mode for mode in effects if mode is not None]
        return "eval" if "eval" in found else "unknown" if found else "train"

    def _effect(self, fact: ModeFact) -> Mode | None:
        """What a fact does to the mode; None if nothing."""
        if fact.kind == "bind":
            return self._made(fact.by) if self._is_new(fact) else None
        if fact.kind == "call":
            return self._called(fact.name)
        if not self.concerns(fact):
            return None
        if fact.kind in ("eval", "train"):
            return fact.kind
        if not fact.name:
            return None
        found = self._method(fact) if fact.kind == "method" else self._given(fact.by)
        return "eval" if found and fact.kind == "within" else found

    def _is_new(self, fact: ModeFact) -> bool:
        """Whether a name gets a model of its own, not one of another name."""
        last = self.chain[-1]
        made = self._is_known(fact.by) and self.concerns(fact)
        return made or fact.name in (last, self._scoped(last))

    def _made(self, by: str) -> Mode:
        """The mode in which a new model comes; what makes it may set any."""
        inside = () if self._is_class(by) else self._inside(by)
        return "unknown" if any(fact.kind == "eval" for fact in inside) else "train"

    def _called(self, name: str) -> Mode | None:
        """A function that puts the global model in eval mode."""
        for fact in self._inside(name):
            if fact.kind == "eval" and fact.name in self.names:
                return "eval"
        return None

    def _given(self, by: str) -> Mode | None:
        """A function that is given the model."""
        inside = list(self._inside(by))
        if self._is_known(by):
            return "eval" if any(map(self._may_evaluate, inside)) else None
        if sounds_like_eval_mode(by):
            return "eval"
        dotted = self._dotted(by)
        return None if dotted.startswith(_HARMLESS) else "unknown"

    def _may_evaluate(self, fact: ModeFact) -> bool:
        if fact.kind in ("give", "within") and not self._is_known(fact.by):
            return sounds_like_eval_mode(fact.by)
        return fact.kind == "eval" and self.concerns(fact)

    def _method(self, fact: ModeFact) -> Mode | None:
        made = instance(self.text, self.call.func)
        if made is None or made.facts is None:
            return "eval" if sounds_like_eval_mode(fact.by) else None
        family = made.facts.family
        if not any(fact.by in member.methods for member in family):
            known = _is_torchs(made.facts) or made.facts.all_stores(fact.by)
            return None if known else "unknown"
        inside = [f for member in family for f in self._inside(member.name)]
        return "eval" if any(f.kind == "eval" for f in inside) else None

    def _inside(self, name: str) -> Iterator[ModeFact]:
        """The facts of a function or class, and of what it calls."""
        pending, seen = [name], {""}
        while pending:
            wanted = pending.pop()
            if wanted in seen or wanted == self.function:
                continue
            seen.add(wanted)
            for fact in self.every:
                if fact.function == wanted:
                    yield fact
                    if fact.kind == "call":
                        pending.append(fact.name)

    def _is_set_by_its_class(self) -> bool:
        """Whether a method of the model's class sets a mode: `self.eval()`."""
        made = instance(self.text, self.call.func)
        family = made.facts.family if made and made.facts else []
        names = {member.name for member in family}
        return any(f.kind == "eval" and f.function in names for f in self.every)

    def _is_class(self, name: str) -> bool:
        bindings = self.text.names.bindings(name, self.text.tree.module)
        return any(binding.kind == "class" for binding in bindings)

    def _is_known(self, name: str) -> bool:
        bindings = self.text.names.bindings(name, self.call) if name else []
        return any(b.kind in ("function", "class") for b in bindings)

    def _dotted(self, name: str) -> str:
        root, _, rest = name.partition(".")
        meaning = self.text.names.meaning(root, self.text.tree.module) if root else ""
        return f"{meaning}.{rest}" if meaning and rest else meaning


_GIVING = ("give", "within", "method", "call")


def mode_before(text: Text, context: Context, call: ast.Call, root: ast.Name) -> Mode:
    """The mode of a model at a call; `eval` also where train mode is meant.

    `model.train()` in the block, or right before it, is Monte Carlo dropout or makes
    new batch statistics.
    """
    reader = _Reader(text, call, root)
    mode, place = reader.mode()
    if mode == "train" and place is not None:
        inside = place[0] >= context.node.lineno
        if inside or not _trains_between(text, place, call):
            return "eval"
    return mode


def _trains_between(text: Text, place: tuple[int, int], call: ast.Call) -> bool:
    """Whether something is trained between `model.train()` and a call."""
    function = text.tree.function(call)
    for node in text.tree.all(ast.Call):
        at = node.lineno, node.col_offset
        if place <= at < (call.lineno, call.col_offset):
            name = dotted_name(node.func).rpartition(".")[2]
            name = name or getattr(node.func, "attr", "")
            if name != "train" and text.tree.function(node) is function:
                if name in ("backward", "step") or TRAINS.search(name):
                    return True
    return False


def names_of(text: Text, root: ast.Name) -> Iterator[str]:
    """A model's name and those it was made from, by `=` or `deepcopy`."""
    pending, seen = [(text, root)], set[str]()
    while pending:
        owner, node = pending.pop(0)
        if node.id not in seen:
            seen.add(node.id)
            yield node.id
            pending += _sources(owner, node)


def _sources(text: Text, node: ast.Name) -> list[tuple[Text, ast.Name]]:
    if is_argument(text, node):
        return [
            (owner, found)
            for owner, found in given_by_callers(text, node)
            if isinstance(found, ast.Name)
        ]
    made = made_from(text, node)
    if made is None:
        return []
    owner, value = made
    if isinstance(value, ast.Name):
        return [made]  # type: ignore[list-item]
    if isinstance(value, ast.Call) and owner.callee(value) in WRAPPERS:
        return [(owner, item) for item in value.args if isinstance(item, ast.Name)]
    return []


def _is_torchs(facts: ClassFacts) -> bool:
    """Whether a class has no methods but its own and those of torch's modules."""
    return all(
        member.text.class_facts(base) or member.text.resolve(base).startswith("torch.")
        for member in facts.family
        for base in member.node.bases
    )


def sounds_like_eval_mode(name: str) -> bool:
    """Whether a function is named like one that sets eval mode."""
    return any(word in name.lower() for word in _EVALUATING)
