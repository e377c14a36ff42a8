"""Registrations of hooks in a text: the function that is given, and its arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from .claims import Subject
from .classes import is_self
from .graphs import under_no_grad
from .inference.expressions import held
from .inference.held import Held
from .instances import value_of
from .nodes import root_through_calls
from .torchnames import OTHER_FRAMEWORKS
from .tree import FunctionNode, dotted_name, find, walk

if TYPE_CHECKING:
    from .classes import ClassFacts
    from .text import Text

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
    sure: bool = True
    """Whether that function was seen to be given, not inferred."""

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


def given_hook(call: ast.Call) -> ast.expr | None:
    """What a registration is given as the hook."""
    if call.args:
        return None if isinstance(call.args[0], ast.Starred) else call.args[0]
    return next((k.value for k in call.keywords if k.arg == "hook"), None)


def resolve_hook(call: ast.Call, text: Text) -> Hook | None:
    """The function that a registration is given, if the notebook defines it."""
    return next(resolved_hooks(call, text), None)


def resolved_hooks(call: ast.Call, text: Text) -> Iterator[Hook]:
    """The functions of the notebook that a registration may be given."""
    for way in held(text, given_hook(call)).ways:
        if hook := _hook(way):
            yield hook


def _hook(way: Held) -> Hook | None:
    if way.kind == "object" and way.facts is not None:
        for owner in way.facts.family:
            if method := owner.methods.get("__call__"):
                return Hook(owner.text, method, skipped=1, sure=way.sure)
    if way.kind != "function":
        return None
    if isinstance(way.node, ast.Call):
        return _partial(way, way.node)
    skipped = 1 if way.of else 0
    return Hook(way.frame.text, way.node, skipped, sure=way.sure)  # type: ignore[arg-type]


def _partial(way: Held, made: ast.Call) -> Hook | None:
    """The function of `partial(keep, name)`, without what is filled in."""
    hook = next(filter(None, map(_hook, way.of.ways)), None) if way.of else None
    if hook is None or any(isinstance(item, ast.Starred) for item in made.args):
        return None
    names = [keyword.arg for keyword in made.keywords]
    if None in names:
        return None
    skipped = hook.skipped + len(made.args) - 1
    return hook._replace(skipped=skipped, given=frozenset(filter(None, names)))


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
    return not isinstance(call.func, ast.Attribute) or all(
        facts.is_module is True
        and not any(call.func.attr in owner.methods for owner in facts.family)
        for facts in _classes(text, call.func.value)
    )


def _classes(text: Text, node: ast.expr) -> Iterator[ClassFacts]:
    """The classes of the notebook that a value may be of, modules or not."""
    facts = text.enclosing_class(node) if is_self(text, node) else None
    if facts is not None:
        yield facts
    for way in held(text, node).some("module", "object"):
        if way.facts is not None:
            yield way.facts
    given = value_of(text, node) if isinstance(node, ast.Name) else None
    if given is not None and isinstance(given[1], ast.Call):
        # The bases of this class may not be known.
        if made := given[0].class_facts(given[1].func):
            yield made


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
    own += _runs_in_class(text, call)
    if own:
        return all(own)
    # A model that a function or class is given may be any.
    is_given = model in text.tree.local_names
    runs = [
        event.others == ("no_grad",)
        for _, event in text.notebook.events()
        if event.kind == "run" and (is_given or event.name == model)
    ]
    return bool(runs) and all(runs)


def _runs_in_class(text: Text, call: ast.Call) -> list[bool]:
    """Whether the class that sets the hook calls what it was given under `no_grad`."""
    facts = text.enclosing_class(call)
    if facts is None:
        return []
    return [
        under_no_grad(text, node)
        for node in find(ast.Call, facts.node)
        if isinstance(node.func, ast.Attribute)
        and is_self(text, node.func.value)
        and node.func.attr in facts.stores
    ]


def _looped(text: Text, call: ast.Call, name: str) -> str:
    """`model` for the variable of a loop over `model.modules()`."""
    for parent in text.tree.ancestors(call):
        loops = [parent] if isinstance(parent, ast.For) else []
        for loop in (*loops, *getattr(parent, "generators", ())):
            targets = (node.id for node in walk(loop.target) if _is_name(node))
            if name in targets:
                return root_through_calls(loop.iter)
    return name


def _is_name(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name)
