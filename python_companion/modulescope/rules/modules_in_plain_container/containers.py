"""Which attributes of a module class are plain containers of modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ...findings import Edit
from ...source.classes import ClassFacts, Store, is_set_from_outside, may_register
from ...source.edits import wrap
from ...source.inference.containers import places
from ...source.inference.expressions import held, held_attribute
from ...source.inference.held import Held
from ...source.registering import (
    is_given_away,
    is_lost,
    may_be_container,
    modules_in,
    registered,
)

_KINDS = ("list", "tuple", "set", "dict")
# What asks for the very type.
_ASKS = frozenset(("isinstance", "type"))
# What nn.ModuleList offers of a list.
_LIST_METHODS = frozenset(("append", "extend", "insert", "pop"))


@dataclass(frozen=True)
class Container:
    """An assignment of a plain container, and where modules are added to it."""

    facts: ClassFacts
    store: Store
    kind: str
    ways: tuple[Held, ...]
    grown: tuple[ast.expr, ...]

    def edits(self) -> tuple[Edit, ...]:
        """Wraps the value, if its registered twin takes all its elements."""
        text, value = self.facts.text, self.store.value
        if value is None or len(self.facts.all_stores(self.store.attr)) > 1:
            # A registered name refuses to become a list again.
            return ()
        if not may_register(self.facts, self.store):
            return ()
        if not all(way.items and way.items.only("module") for way in self.ways):
            return ()
        if self.kind == "dict" and not (_has_text_keys(value) and self._grows_by_text):
            return ()
        wanted = "ModuleDict" if self.kind == "dict" else "ModuleList"
        name = text.names.spell(f"torch.nn.{wanted}", self.store.target)
        return wrap(text, value, name) if name else ()

    @property
    def _grows_by_text(self) -> bool:
        return all(
            _is_text(place.slice)
            for place in self.grown
            if isinstance(place, ast.Subscript)
        )

    def is_safe(self) -> bool:
        """Whether everything that is done with it works on a ModuleList too."""
        attr = self.store.attr
        uses = [use.node for use in self.facts.all_uses(attr)]
        uses += [n for n in self.facts.text.tree.all(ast.Attribute) if n.attr == attr]
        fits = all(_fits_module_list(self.facts, use) for use in uses)
        is_list = isinstance(self.store.value, (ast.List, ast.ListComp))
        return is_list and fits and not is_set_from_outside(self.facts, attr)


def plain_containers(facts: ClassFacts) -> Iterator[Container]:
    """The plain containers of modules that a class's own methods make."""
    own: set[ast.AST] | None = None
    for attr, stores in facts.stores.items():
        if facts.registration(attr) or not may_be_container(facts, attr):
            continue
        values = held_attribute(facts, attr)
        found = [way for way in values.some(*_KINDS) if way.sure]
        if not found or values.some("module"):
            # What is added to a ModuleList is registered.
            continue
        if own is None:
            own = registered(facts)
        known = own | _inherited(facts, attr)
        hidden = [m for m in modules_in(found) if is_lost(m) and m.node not in known]
        if hidden and not is_given_away(facts, attr):
            yield _container(facts, stores, found, {module.node for module in hidden})


def _inherited(facts: ClassFacts, attr: str) -> set[ast.AST]:
    """What the classes that it derives from hide under the same name."""
    return {
        module.node
        for base in facts.local_bases
        for module in modules_in(held_attribute(base, attr).ways)
    }


def _container(
    facts: ClassFacts, stores: list[Store], found: list[Held], hidden: set[ast.AST]
) -> Container:
    makes = (s for s in stores if not isinstance(s.statement, ast.AugAssign))
    store = next(makes, stores[0])
    grown = tuple(
        place.at
        for use in facts.uses.get(store.attr, ())
        for place in places(facts.text, use.node)
        if hidden
        & {module.node for module in modules_in(held(facts.text, place.value).ways)}
    )
    return Container(facts, store, found[0].kind, tuple(found), grown)


def _fits_module_list(facts: ClassFacts, use: ast.Attribute) -> bool:
    """Whether a ModuleList can do what is done with an attribute of any object."""
    parent = facts.text.tree.parents.get(use)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _LIST_METHODS
    if isinstance(parent, ast.Call) and facts.text.resolve(parent.func) in _ASKS:
        return False
    return not isinstance(parent, (ast.BinOp, ast.Compare))


def _has_text_keys(value: ast.expr) -> bool:
    """Whether all keys are texts that ModuleDict accepts."""
    if isinstance(value, ast.Dict):
        return all(_is_text(key) for key in value.keys)
    return isinstance(value, ast.DictComp) and _is_text(value.key)


def _is_text(key: ast.expr | None) -> bool:
    """Whether a key is certainly a text, not empty and without a dot."""
    if isinstance(key, ast.Constant):
        return isinstance(key.value, str) and key.value != "" and "." not in key.value
    return isinstance(key, ast.JoinedStr)
