"""Training loops: what repeats `backward()` and an optimizer's `step()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .flow import is_optimizer_class
from .lazy import lazy
from .nodes import called, position
from .tree import FunctionNode, dotted_name, walk

if TYPE_CHECKING:
    from .text import Text

LoopNode = ast.For | ast.AsyncFor | ast.While
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEPTH = 3
"""How many functions deep a loop's body is followed."""

# Objects with a `backward` or `step` of their own, which do more than torch's.
_ENGINES = ("engine", "accelerator", "fabric", "manager", "model", "self", "ddp")


class Reached(NamedTuple):
    """A node that a loop runs, and the cell it is in."""

    text: Text
    node: ast.AST


class Call(NamedTuple):
    """A call that a loop runs, and the cell it is in."""

    text: Text
    node: ast.Call


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
        """The calls of a tensor's `backward()`."""
        found = self.calls.get("backward", [])
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


def is_backward(text: Text, node: ast.Call) -> bool:
    """Whether a call is `tensor.backward(…)`, not one of a module's or an engine's."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "backward":
        return False
    last = dotted_name(function.value).rpartition(".")[2].lower()
    known = last.endswith(_ENGINES) or text.resolve(function.value)
    return not known and len(node.args) < 2


def stepped(call: Call) -> ast.expr | None:
    """The optimizer that a call of `step` steps; None if it steps something else."""
    node, function = call.node, call.node.func
    if not isinstance(function, ast.Attribute):
        return None
    if is_optimizer(call.text, function.value):
        return function.value
    if len(node.args) == 1 and is_optimizer(call.text, node.args[0]):
        return node.args[0]
    return None


def is_optimizer(text: Text, node: ast.expr) -> bool:
    """Whether an expression is an optimizer: by what makes it, or by its name."""
    name = dotted_name(node)
    if not name:
        return False
    if isinstance(node, ast.Name):
        for owner, made in text.definitions(node):
            if isinstance(made, ast.Assign) and isinstance(made.value, ast.Call):
                if is_optimizer_class(owner, made.value.func):
                    return True
    last = name.rpartition(".")[2].lower()
    return last.startswith("opt") or "optim" in last or last.endswith("_opt")


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
            if loop.backwards and any(
                _root(stepped(step)) not in loop.binds or step.text is not text
                for step in loop.steps
            ):
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
    """Backward calls, and calls of functions that lead to one."""
    pending: list[ast.AST] = list(text.tree.calls.get("backward", ()))
    seen: set[ast.AST] = set()
    while pending:
        node = pending.pop(0)
        if node in seen:
            continue
        seen.add(node)
        yield node
        function = text.tree.function(node)
        if isinstance(function, _FUNCTIONS):
            pending += text.tree.calls.get(function.name, ())
    if text.cell.id is not None:
        yield from _calls_into_other_cells(text)


def _calls_into_other_cells(text: Text) -> Iterator[ast.AST]:
    loops: list[LoopNode] = [*text.tree.all(ast.For), *text.tree.all(ast.While)]
    names = {
        node.func.id: node
        for loop in loops
        for node in walk(*loop.body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    for name, node in names.items():
        if text.tree.scopes[text.tree.module].get(name):
            continue
        for owner, made in text.notebook.definitions(text.cell, name):
            if isinstance(made, _FUNCTIONS) and "backward" in owner.tree.calls:
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
            for other, function in functions_called(owner, node):
                if function not in seen:
                    seen.add(function)
                    pending.append((other, function.body, depth + 1))


def functions_called(
    text: Text, node: ast.Call
) -> Iterator[tuple[Text, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions and methods of the notebook that a call may run."""
    function = node.func
    if isinstance(function, ast.Name):
        for owner, made in text.definitions(function):
            if isinstance(made, _FUNCTIONS):
                yield owner, made
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        if function.value.id in ("self", "cls") and (
            facts := text.enclosing_class(node)
        ):
            for relative in facts.family:
                if method := relative.methods.get(function.attr):
                    yield relative.text, method
                    return
