"""The line of a cell that registered a hook, where only one can be meant."""

from __future__ import annotations

import ast

from ..objects import callables, registries
from ..session.scene import Run
from ..source import cells
from .registered import Registered

_METHODS = {
    registries.FORWARD_PRE: ("register_forward_pre_hook",),
    registries.FORWARD: ("register_forward_hook",),
    registries.BACKWARD_PRE: ("register_full_backward_pre_hook",),
    registries.BACKWARD: ("register_full_backward_hook", "register_backward_hook"),
    registries.STATE_DICT_PRE: ("register_state_dict_pre_hook",),
    registries.STATE_DICT: (
        "register_state_dict_post_hook",
        "_register_state_dict_hook",
    ),
    registries.LOAD_STATE_DICT_PRE: (
        "register_load_state_dict_pre_hook",
        "_register_load_state_dict_pre_hook",
    ),
    registries.LOAD_STATE_DICT_POST: ("register_load_state_dict_post_hook",),
    registries.POST_ACCUMULATE: ("register_post_accumulate_grad_hook",),
    registries.GLOBAL_FORWARD_PRE: ("register_module_forward_pre_hook",),
    registries.GLOBAL_FORWARD: ("register_module_forward_hook",),
    registries.GLOBAL_BACKWARD_PRE: ("register_module_full_backward_pre_hook",),
    registries.GLOBAL_BACKWARD: (
        "register_module_full_backward_hook",
        "register_module_backward_hook",
    ),
    registries.GLOBAL_MODULE: ("register_module_module_registration_hook",),
    registries.GLOBAL_PARAMETER: ("register_module_parameter_registration_hook",),
    registries.GLOBAL_BUFFER: ("register_module_buffer_registration_hook",),
}


def registering_line(hook: Registered, run: Run) -> int | None:
    """The zero-based line of the call; None if several could have been it."""
    tree = cells.parse(run.source).indexed("")
    methods = ("register_hook",) if hook.kind == "tensor" else _METHODS[hook.registry]
    calls = [call for method in methods for call in tree.calls.get(method, ())]
    named = [call for call in calls if _names(call, hook.function, run)]
    if len(named) == 1:
        return named[0].lineno - 1
    return calls[0].lineno - 1 if len(calls) == 1 else None


def _names(call: ast.Call, function: object, run: Run) -> bool:
    """Whether the argument of a call can only be this function."""
    given = [k.value for k in call.keywords if k.arg == "hook"]
    argument = next(iter([*call.args, *given]), None)
    name = callables.name(function).rpartition(".")[2]
    if isinstance(argument, ast.Lambda):
        code = callables.code_of(function)
        return (
            code is not None
            and name == "<lambda>"
            and (code.co_filename, code.co_firstlineno) == (run.file, argument.lineno)
        )
    if isinstance(argument, ast.Name):
        return argument.id == name
    return isinstance(argument, ast.Attribute) and argument.attr == name
