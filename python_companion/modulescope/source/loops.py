"""Training loops: what repeats `backward()` and an optimizer's `step()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .backwards import BACKWARDS, is_backward
from .inference.expressions import held
from .lazy import lazy
from .nodes import called, position, root_name
from .optimizers import Call, stepped
from .tree import FunctionNode, dotted_name, walk

if TYPE_CHECKING:
    from .classes import ClassFacts
    from .text import Text

_TURNS = (ast.For, ast.AsyncFor, ast.comprehension)
LoopNode = ast.For | ast.AsyncFor | ast.While
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_STARTS = (*BACKWARDS, "step")
_DEPTH = 3
"""How many functions deep a loop's body is followed."""


class Reached(NamedTuple):
    """A node that a loop runs, and the cell it is in."""

    text: Text
    node: ast.AST


@dataclass(frozen=True)
class Loop:
    """A loop whose body, or what it calls in this notebook, runs a backward."""

    text: Text
    node: LoopNode

    @property
    def function(self) -> FunctionNode | None:
        """The function that the loop is in."""
        return self.text.tree.function(self.node)

    @lazy
    def reached(self) -> tuple[Reached, ...]:
        """The nodes of its body and of the functions that it calls."""
        return tuple(_reached(self.text, self.node.body))

    @lazy
    def calls(self) -> dict[str, list[Call]]:
        """The calls that it reaches, by the name that is called."""
        found: dict[str, list[Call]] = {}
        for text, node in self.reached:
            if isinstance(node, ast.Call) and (name := called(node)):
                found.setdefault(name, []).append(Call(text, node))
        return found

    @lazy
    def words(self) -> frozenset[str]:
        """The names, attributes and keywords that it reaches."""
        found: set[str] = set()
        for _, node in self.reached:
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
        return frozenset(found)

    @lazy
    def backwards(self) -> list[Call]:
        """The calls that back-propagate a tensor."""
        found = [call for name in BACKWARDS for call in self.calls.get(name, ())]
        return [call for call in found if is_backward(call.text, call.node)]

    @lazy
    def steps(self) -> list[Call]:
        """The calls that step an optimizer: `opt.step()`, `scaler.step(opt)`."""
        found = self.calls.get("step", [])
        return [call for call in found if stepped(call) is not None]

    @lazy
    def binds(self) -> frozenset[str]:
        """The names that each iteration binds again, in the body or as its target."""
        targets = [] if isinstance(self.node, ast.While) else [self.node.target]
        return frozenset(
            node.id
            for node in walk(*targets, *self.node.body)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        )

    def makes_anew(self, call: Call) -> bool:
        """Whether each turn makes the optimizer that a call steps."""
        root = root_name(stepped(call) or call.node)
        if root is None:
            return False
        function = call.text.tree.function(call.node)
        found = [b.node for b in call.text.names.bindings(root.id, root)]
        if function is not self.function:
            # A variable of a function that the loop calls.
            return any(
                isinstance(made, ast.Assign)
                and isinstance(made.value, ast.Call)
                and _root(made.value.func) != "self"
                and call.text.tree.function(made) is function
                for made in found
            )
        loops = [made for made in found if isinstance(made, _TURNS)]
        if loops and len(loops) == len(found):
            # One of several that were made before.
            return all(_root(loop.iter) in self.binds for loop in loops)
        return root.id in self.binds and call.text is self.text

    @property
    def runs_once(self) -> bool:
        """Whether its body always leaves it, or it counts to one."""
        if isinstance(self.node.body[-1], (ast.Break, ast.Return, ast.Raise)):
            return True
        turns = getattr(self.node, "iter", None)
        return (
            isinstance(turns, ast.Call)
            and dotted_name(turns.func) == "range"
            and len(turns.args) == 1
            and isinstance(turns.args[0], ast.Constant)
            and turns.args[0].value in (0, 1)
        )


def training_loops(text: Text) -> list[Loop]:
    """The innermost loops of a cell that run a backward and an optimizer's step."""
    found = text.memo.get("training loops")
    if found is None:
        found = text.memo["training loops"] = _training_loops(text)
    loops: list[Loop] = found
    return loops


def _training_loops(text: Text) -> list[Loop]:
    found: dict[ast.AST, Loop] = {}
    for node in _candidates(text):
        for around in loops_around(text, node):
            if around in found:
                break
            loop = Loop(text, around)
            if loop.backwards and not all(map(loop.makes_anew, loop.steps)):
                found[around] = loop
                break
    return [found[node] for node in sorted(found, key=position)]


def _root(node: ast.expr | None) -> str:
    return dotted_name(node).partition(".")[0]


def loops_around(text: Text, node: ast.AST) -> Iterator[LoopNode]:
    """The loops that a node is in within its function, innermost first."""
    below = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (*_FUNCTIONS, ast.Lambda, ast.ClassDef)):
            return
        # What follows in `else:` runs once.
        if isinstance(parent, (ast.For, ast.AsyncFor, ast.While)) and (
            below in parent.body
        ):
            yield parent
        below = parent


def _candidates(text: Text) -> Iterator[ast.AST]:
    """Backwards, steps that may be given one, and calls of what leads to one."""
    calls = text.tree.calls
    pending: list[ast.AST] = [c for name in _STARTS for c in calls.get(name, ())]
    seen: set[ast.AST] = set()
    while pending:
        node = pending.pop(0)
        if node in seen:
            continue
        seen.add(node)
        yield node
        function = text.tree.function(node)
        if isinstance(function, _FUNCTIONS):
            pending += calls.get(function.name, ())
            if function.name == "__call__" or _is_inner(text, function):
                pending += _other_calls(text)
    if text.cell.id is not None:
        yield from _calls_into_other_cells(text)


def _is_inner(text: Text, function: ast.AST) -> bool:
    """Whether a function is made by another one, which may return it."""
    return text.tree.function(function) is not None


def _other_calls(text: Text) -> Iterator[ast.Call]:
    """Calls of names that are no functions or classes themselves."""
    for call in text.tree.all(ast.Call):
        if isinstance(call.func, ast.Name) and any(loops_around(text, call)):
            bindings = text.names.bindings(call.func.id, call.func)
            if any(b.kind in ("instance", "alias") for b in bindings):
                yield call


def _calls_into_other_cells(text: Text) -> Iterator[ast.AST]:
    if not text.notebook.steps:
        return
    loops: list[LoopNode] = [*text.tree.all(ast.For), *text.tree.all(ast.While)]
    calls = {
        name: node
        for loop in loops
        for node in walk(*loop.body)
        if isinstance(node, ast.Call) and (name := dotted_name(node.func))
    }
    for node in calls.values():
        for owner, _ in functions_called(text, node):
            if owner is not text and not owner.tree.calls.keys().isdisjoint(_STARTS):
                yield node
                break


def _reached(text: Text, body: list[ast.stmt]) -> Iterator[Reached]:
    """The nodes of statements and of the notebook's functions that they call."""
    seen: set[ast.AST] = set()
    pending: list[tuple[Text, list[ast.stmt], int]] = [(text, body, 0)]
    while pending:
        owner, statements, depth = pending.pop(0)
        for node in walk(*statements, into_classes=False):
            yield Reached(owner, node)
            if not isinstance(node, ast.Call) or depth == _DEPTH:
                continue
            for other, function in _run(owner, node):
                if function not in seen:
                    seen.add(function)
                    pending.append((other, function.body, depth + 1))


def _run(
    text: Text, node: ast.Call
) -> Iterator[tuple[Text, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions of the notebook that a call runs: also `opt.step(closure)`."""
    yield from functions_called(text, node)
    if called(node) == "step":
        for argument in node.args:
            yield from _functions(text, argument)


def functions_called(
    text: Text, node: ast.Call
) -> Iterator[tuple[Text, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions and methods of the notebook that a call may run."""
    yield from _functions(text, node.func)


def _functions(
    text: Text, node: ast.expr
) -> Iterator[tuple[Text, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions and methods of the notebook that an expression stands for."""
    if isinstance(node, ast.Name) and not text.resolve(node):
        found = [*text.definitions(node)]
        functions = [(o, made) for o, made in found if isinstance(made, _FUNCTIONS)]
        yield from functions
        if not functions and any(isinstance(m, ast.Assign) for _, m in found):
            yield from _held_functions(text, node)
    elif isinstance(node, ast.Attribute) and node.attr in text.notebook.methods:
        if text.resolve(node):
            return
        for facts in _classes(text, node.value):
            for relative in facts.family:
                if method := relative.methods.get(node.attr):
                    yield relative.text, method
                    break


def _held_functions(
    text: Text, node: ast.expr
) -> Iterator[tuple[Text, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """What a factory returned, or the `__call__` of an object that is no module."""
    for way in held(text, node).ways:
        if isinstance(way.node, _FUNCTIONS):
            yield way.frame.text, way.node
        facts = way.facts if way.kind == "object" else None
        for relative in facts.family if facts else ():
            if method := relative.methods.get("__call__"):
                yield relative.text, method


def _classes(text: Text, node: ast.expr) -> Iterator[ClassFacts]:
    """The classes of the notebook of which an expression may be an instance."""
    if isinstance(node, ast.Name) and node.id in ("self", "cls"):
        if facts := text.enclosing_class(node):
            yield facts
        return
    for way in held(text, node).some("module", "object", "optimizer", "class"):
        if facts := way.facts:
            yield facts
