"""Registrations of hooks in a text: the function that is given, and its arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from .claims import Subject
from .graphs import under_no_grad
from .instances import value_of
from .nodes import root_through_calls
from .torchnames import OTHER_FRAMEWORKS
from .tree import FunctionNode, dotted_name, walk

if TYPE_CHECKING:
    from .classes import ClassFacts
    from .text import Text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

FORWARD = frozenset(("register_forward_hook", "register_forward_pre_hook"))
FULL_BACKWARD = frozenset(
    ("register_full_backward_hook", "register_full_backward_pre_hook")
)
LEGACY_BACKWARD = frozenset(("register_backward_hook",))
STATE = frozenset(
    "register_state_dict_pre_hook register_state_dict_post_hook "
    "register_load_state_dict_pre_hook register_load_state_dict_post_hook "
    "_register_state_dict_hook _register_load_state_dict_pre_hook".split()
)
MODULE = FORWARD | FULL_BACKWARD | LEGACY_BACKWARD | STATE
"""The methods of a module that register a hook and return its handle."""


class Hook(NamedTuple):
    """The function that a registration is given, and the text that defines it."""

    text: Text
    function: FunctionNode
    skipped: int = 0
    """How many first arguments others fill in: the instance, a `partial`."""
    given: frozenset[str] = frozenset()
    """The arguments that a `partial` fills in by name."""

    @property
    def arguments(self) -> list[str]:
        """The arguments that torch fills in: those without a default."""
        every = [*self.function.args.posonlyargs, *self.function.args.args]
        count = len(every) - len(self.function.args.defaults)
        names = [argument.arg for argument in every[self.skipped : count]]
        return [name for name in names if name not in self.given]

    @property
    def name(self) -> str:
        """The name of the function, as it knows it itself."""
        return getattr(self.function, "name", "<lambda>")


# In each other: `make(1)(2)`.
_MOST_CALLS = 20


def given_hook(call: ast.Call) -> ast.expr | None:
    """What a registration is given as the hook."""
    if call.args:
        return None if isinstance(call.args[0], ast.Starred) else call.args[0]
    return next((k.value for k in call.keywords if k.arg == "hook"), None)


def resolve_hook(call: ast.Call, text: Text) -> Hook | None:
    """The function that a registration is given, if the notebook defines it."""
    return _resolved(given_hook(call), text)


def _resolved(given: ast.expr | None, text: Text, depth: int = 0) -> Hook | None:
    if isinstance(given, ast.Lambda):
        return Hook(text, given)
    if isinstance(given, ast.Name):
        return _defined(given, text)
    if isinstance(given, ast.Attribute):
        return _method(given, text)
    if not isinstance(given, ast.Call) or depth > _MOST_CALLS:
        return None
    if text.callee(given) == "functools.partial":
        return _partial(given, text, depth)
    factory = _resolved(given.func, text, depth + 1)
    return _returned(factory) if factory else None


def _partial(given: ast.Call, text: Text, depth: int) -> Hook | None:
    """The function of `partial(keep, name)`, without what is filled in."""
    hook = _resolved(given.args[0], text, depth + 1) if given.args else None
    if hook is None or any(isinstance(item, ast.Starred) for item in given.args):
        return None
    names = [keyword.arg for keyword in given.keywords]
    if None in names:
        return None
    skipped = hook.skipped + len(given.args) - 1
    return hook._replace(skipped=skipped, given=frozenset(filter(None, names)))


def _defined(name: ast.Name, text: Text) -> Hook | None:
    """The function that a name is bound to last; not that of an argument."""
    bindings = text.names.bindings(name.id, name)
    if bindings and isinstance(bindings[-1].node, ast.arg):
        return None
    found = text.definitions(name)
    if not found:
        return None
    owner, node = found[-1]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        return Hook(owner, node.value)
    return Hook(owner, node) if isinstance(node, _FUNCTIONS) else None


def _method(given: ast.Attribute, text: Text) -> Hook | None:
    """The method that `self.keep` or `recorder.keep` is."""
    facts = _class_of(given.value, text)
    for owner in facts.family if facts else ():
        if method := owner.methods.get(given.attr):
            # A static method gets no instance; others that are decorated may do so.
            if not method.decorator_list:
                return Hook(owner.text, method, skipped=1)
            if dotted_name(method.decorator_list[0]) == "staticmethod":
                return Hook(owner.text, method)
            return None
    return None


def _class_of(node: ast.expr, text: Text) -> ClassFacts | None:
    """The class of `self`, or of a variable that is an instance of a local class."""
    if not isinstance(node, ast.Name):
        return None
    bindings = text.names.bindings(node.id, node)
    if bindings and isinstance(bindings[-1].node, ast.arg):
        function = text.tree.parents[text.tree.parents[bindings[-1].node]]
        holder = text.tree.parents.get(function)
        every = [*function.args.posonlyargs, *function.args.args]  # type: ignore[attr-defined]
        if isinstance(holder, ast.ClassDef) and every[0] is bindings[-1].node:
            return text.facts(holder)
        return None
    owner, value = value_of(text, node) or (text, None)
    return owner.class_facts(value.func) if isinstance(value, ast.Call) else None


def _returned(factory: Hook) -> Hook | None:
    """The inner function that a factory returns."""
    text = factory.text
    for node in walk(factory.function):
        if isinstance(node, ast.Return) and (
            text.tree.function(node) is factory.function
        ):
            if isinstance(node.value, ast.Lambda):
                return Hook(text, node.value)
            if isinstance(node.value, ast.Name):
                return _defined(node.value, text)
    return None


def captured_names(hook: Hook) -> frozenset[str]:
    """The arguments of a hook that carry a graph: all but the module."""
    return frozenset(hook.arguments[1:])


_ADDERS = frozenset("append add extend insert update setdefault __setitem__".split())


def stored_values(hook: Hook) -> Iterator[ast.expr]:
    """The values that a hook puts where they outlive its call."""
    function, text = hook.function, hook.text
    body = function.body if isinstance(function.body, list) else [function.body]
    local = set(text.tree.scopes[function]) - _outer_names(function)
    for node in walk(*body):
        for holder, value in _stores(node):
            root = holder
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if isinstance(root, ast.Name) and (
                root.id not in local or _is_held(hook, root.id)
            ):
                yield value


def _stores(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Pairs of a holder and a value: `holder[key] = value`, `holder.append(value)`."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, (ast.Attribute, ast.Subscript, ast.Name)):
                yield target, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _ADDERS:
            for value in (*node.args, *(item.value for item in node.keywords)):
                yield node.func.value, value


def _outer_names(function: FunctionNode) -> set[str]:
    return {
        name
        for node in walk(function)
        if isinstance(node, (ast.Global, ast.Nonlocal))
        for name in node.names
    }


def _is_held(hook: Hook, name: str) -> bool:
    """Whether a name is the instance, the hook's module, or an argument's default."""
    function = hook.function
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaulted = arguments[len(arguments) - len(function.args.defaults) :]
    first = arguments[: 1 + hook.skipped]
    held = {*first, *defaulted, *function.args.kwonlyargs}
    return name in {argument.arg for argument in held}


def hook_subject(call: ast.Call, text: Text) -> Subject:
    """What claims about a hook are about: its function's `__qualname__`."""
    hook = resolve_hook(call, text)
    if hook is not None:
        return Subject("function", "", hook.text.tree.qualname(hook.function))
    given = given_hook(call)
    if isinstance(given, ast.Call):
        given = given.func
    return Subject("function", "", dotted_name(given) or "hook")


def is_torch_hook(call: ast.Call, text: Text) -> bool:
    """Whether a registration can be torch's.

    MindSpore and Paddle name theirs alike, and a class may have a method of its own.
    """
    scope = text.tree.scopes[text.tree.module]
    for found in scope.values():
        for binding in found:
            root = binding.target.partition(".")[0]
            if binding.kind == "import" and root in OTHER_FRAMEWORKS:
                return False
    if isinstance(call.func, ast.Attribute):
        facts = _class_of(call.func.value, text)
        if facts and facts.is_module is not True:
            return False
        if facts and any(call.func.attr in owner.methods for owner in facts.family):
            return False
    return True


def only_without_grad(text: Text, call: ast.Call) -> bool:
    """Whether every visible run of the hooked model is under `no_grad`."""
    assert isinstance(call.func, ast.Attribute)
    model = _looped(text, call, root_through_calls(call.func.value))
    if not model:
        return False
    own = [
        under_no_grad(text, node)
        for node in text.tree.all(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == model
    ]
    if own:
        return all(own)
    runs = [
        event.others == ("no_grad",)
        for _, event in text.notebook.events()
        if event.kind == "run" and event.name == model
    ]
    return bool(runs) and all(runs)


def _looped(text: Text, call: ast.Call, name: str) -> str:
    """`model` for the variable of a loop over `model.modules()`."""
    for parent in text.tree.ancestors(call):
        if isinstance(parent, ast.For):
            targets = (node.id for node in walk(parent.target) if _is_name(node))
            if name in targets:
                return root_through_calls(parent.iter)
    return name


def _is_name(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name)
