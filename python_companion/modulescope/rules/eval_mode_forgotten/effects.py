"""What facts of a notebook do to the mode of one model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from ...source.classes import ClassFacts
from ...source.instances import instance
from ...source.modefacts import ModeFact
from ...source.text import Text

Mode = Literal["train", "eval", "unknown"]
# Functions that are given a model and may put it in eval mode: `set_eval(model)`.
_EVALUATING = ("eval", "freeze", "inference", "no_dropout")
# They look at a model, and leave its mode as it was.
_HARMLESS = ("torch.", "copy.", "torchinfo.", "torchsummary.")


class Effects:
    """Judges facts, each by what its names mean at one call of a model.

    `chain` are the names of the model, the one it was made under last.
    """

    def __init__(
        self, text: Text, call: ast.Call, function: str, chain: list[str]
    ) -> None:
        self.text = text
        self.call = call
        self.function = function
        self.names = frozenset((*chain, *map(self._scoped, chain)))
        self._first = chain[-1], self._scoped(chain[-1])
        self.every: list[ModeFact] = []
        """All facts of the notebook."""

    def _scoped(self, name: str) -> str:
        return f"{self.function}.{name}"

    def concerns(self, fact: ModeFact) -> bool:
        """Whether a fact is, or may be, about this model."""
        return not fact.name or fact.name in self.names

    def of(self, fact: ModeFact) -> Mode | None:
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
        made = self._is_known(fact.by) and self.concerns(fact)
        return made or fact.name in self._first

    def _made(self, by: str) -> Mode:
        """The mode in which a new model comes; what makes it may set any."""
        inside = () if self.is_class(by) else self._inside(by)
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

    def of_its_class(self) -> bool:
        """Whether a method of the model's class sets a mode: `self.eval()`."""
        made = instance(self.text, self.call.func)
        family = made.facts.family if made and made.facts else []
        names = {member.name for member in family}
        return any(f.kind == "eval" and f.function in names for f in self.every)

    def is_class(self, name: str) -> bool:
        """Whether a name of a fact stands for a class of the notebook."""
        bindings = self.text.names.bindings(name, self.text.tree.module)
        return any(binding.kind == "class" for binding in bindings)

    def _is_known(self, name: str) -> bool:
        bindings = self.text.names.bindings(name, self.call) if name else []
        return any(b.kind in ("function", "class") for b in bindings)

    def _dotted(self, name: str) -> str:
        root, _, rest = name.partition(".")
        meaning = self.text.names.meaning(root, self.text.tree.module) if root else ""
        return f"{meaning}.{rest}" if meaning and rest else meaning


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
