"""What a name in a cell means: `nn`, `F`, aliases, star imports, local variables."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable

from .lazy import lazy
from .torchnames import CONVENTIONS, NN_CLASSES, OTHER_FRAMEWORKS, public_name
from .tree import Binding, Tree, dotted_name

_BUILTINS = frozenset(dir(builtins))
Lookup = Callable[[str], Iterable[Binding]]


def _nothing(name: str) -> Iterable[Binding]:
    return ()


class Names:
    """Resolves expressions of one cell to dotted names such as `torch.nn.Linear`.

    `shared` gives what the notebook's other cells bind at their top level.
    """

    def __init__(self, tree: Tree, shared: Lookup = _nothing) -> None:
        self._tree = tree
        self._shared = shared
        self._meanings: dict[tuple[ast.AST, str], str] = {}
        self._possible: dict[str, bool] = {}

    def resolve(self, node: ast.AST) -> str:
        """The dotted name of an expression; empty if it is local or not known."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        root = self.meaning(node.id, node)
        if not root or not parts:
            return public_name(root)
        return public_name(".".join([root, *reversed(parts)]))

    def bindings(self, name: str, at: ast.AST) -> list[Binding]:
        """What binds a name as seen from a node: the innermost scope that does."""
        tree = self._tree
        scopes = tree.scopes
        # Nearly all names of libraries are bound at the top level only.
        if name in tree.local_names:
            innermost = scope = tree.scope(at)
            while scope is not tree.module:
                found = scopes[scope].get(name)
                # A class body's names are not seen by its methods.
                if found and (type(scope) is not ast.ClassDef or scope is innermost):
                    return found
                scope = tree.scope(scope)
        return scopes[tree.module].get(name) or list(self._shared(name))

    def meaning(self, name: str, at: ast.AST) -> str:
        """The dotted name that a plain name stands for; empty if it is not certain."""
        possible = self._possible.get(name)
        if possible is None:
            possible = name in self._tree.meaningful or self._may_mean(name)
            self._possible[name] = possible
        if not possible:
            return ""
        tree = self._tree
        key = (tree.scope(at) if name in tree.local_names else tree.module), name
        found = self._meanings.get(key)
        if found is None:
            found = self._meaning(self.bindings(name, at), name, frozenset())
            self._meanings[key] = found
        return found

    def _may_mean(self, name: str) -> bool:
        """Whether a name can stand for something that this cell does not import."""
        return (
            name in _BUILTINS
            or name in CONVENTIONS
            or bool(self._stars)
            or any(self._shared(name))
        )

    def _meaning(self, bindings: list[Binding], name: str, seen: frozenset[str]) -> str:
        if not bindings:
            return self._unbound(name)
        meanings = {self._target(binding, seen | {name}) for binding in bindings}
        return meanings.pop() if len(meanings) == 1 else ""

    def _target(self, binding: Binding, seen: frozenset[str]) -> str:
        if binding.kind == "import":
            return binding.target
        if binding.kind != "alias":
            return ""
        root, _, rest = binding.target.partition(".")
        if root in seen:
            return ""
        if binding.node is not None:
            found = self.bindings(root, binding.node)
        else:
            found = list(self._shared(root))
        meaning = self._meaning(found, root, seen)
        return f"{meaning}.{rest}" if meaning and rest else meaning

    def _unbound(self, name: str) -> str:
        if name in _BUILTINS:
            return name
        stars = self._stars
        if stars:
            for module in ("torch.nn", "torch.nn.modules"):
                if module in stars and (name in NN_CLASSES or name == "Parameter"):
                    return f"torch.nn.{name}"
            if "torch.nn.functional" in stars and name in _FUNCTIONALS:
                return f"torch.nn.functional.{name}"
        convention = CONVENTIONS.get(name, "")
        return "" if convention and self._has_other_framework else convention

    @lazy
    def _has_other_framework(self) -> bool:
        roots = {module.split(".")[0] for module in self._stars}
        return bool(roots & OTHER_FRAMEWORKS) or any(
            [*self._shared(other), *self._own(other)] for other in OTHER_FRAMEWORKS
        )

    def _own(self, name: str) -> list[Binding]:
        return self._tree.scopes[self._tree.module].get(name, [])

    @lazy
    def _stars(self) -> frozenset[str]:
        """The modules that are imported with a star."""
        found = (*self._own("*"), *self._shared("*"))
        return frozenset(binding.target for binding in found)

    def spell(self, dotted: str, at: ast.AST) -> str:
        """How the user can write a torch name here; empty if nothing imports it."""
        head, _, last = dotted.rpartition(".")
        # What the cell itself imports, before what is only the custom.
        own = [
            f"{name}.{last}"
            for name, found in self._tree.scopes[self._tree.module].items()
            if any(binding.target == head for binding in found)
        ]
        usual = [dotted] if head == "torch" else [f"nn.{last}", dotted]
        candidates = [last, *own, *usual]
        for text in candidates:
            root = text.split(".")[0]
            meaning = self.meaning(root, at)
            if meaning and public_name(meaning + text[len(root) :]) == dotted:
                return text
        return ""


_FUNCTIONALS = frozenset("relu linear dropout conv2d softmax cross_entropy".split())

__all__ = ["Binding", "Names", "dotted_name"]
