"""A hook that takes a tuple for a tensor.

## What it does

Finds hooks that read `.shape`, `.detach()` or another attribute of a tensor from an
argument that is a tuple: the output of an LSTM, GRU, RNN or `MultiheadAttention`, or
of a module of your own whose `forward` returns several values; the inputs of any
module; the gradients in a backward hook.

## Why it is bad

The hook raises in the middle of a forward: `'tuple' object has no attribute 'detach'`.
The same function works on an `nn.Linear`, so a loop over several layers fails at the
first recurrent one.

## Live evidence

The class of the hooked module, and the attributes that the function's code reads.

## Not reported

- Functions that look first: `isinstance`, `hasattr`, `try`, or a branch.
- `output[0].detach()`, and arguments that are bound again: `output = output[0]`.
- Classes that are not known to return a tuple.

## References

- `torch.nn.LSTM`
- `torch.nn.MultiheadAttention`
- `torch.nn.Module.register_forward_hook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.hooks import FORWARD, FULL_BACKWARD, Hook, is_torch_hook, resolve_hook
from ...source.instances import Instance, instance, looped
from ...source.text import Text
from ...source.tree import walk

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: both `function`, `argument`, `attribute`; live also `path`.
RULE = Rule(
    code="NN215",
    name="hook-expects-tensor-output",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{argument}.{attribute}` in hook `{function}`: `{argument}` is a tuple",
    message="`{argument}.{attribute}` in hook `{function}`: `{argument}` is a tuple",
    why="A tuple has no attributes of a tensor: the hook raises an `AttributeError`.",
    advice="Take the tensor out first, as in `output[0]`.",
    since="0.1.0",
)

# Classes of torch.nn that return a tuple in every case.
TUPLES = frozenset(("LSTM", "GRU", "RNN", "LSTMCell", "MultiheadAttention"))
# Attributes that a tuple has, too.
HARMLESS = frozenset(name for name in dir(tuple))
LOOKING = frozenset("isinstance hasattr getattr type callable".split())
# Which arguments are tuples whatever the module is (torch/nn/modules/module.py).
ALWAYS = {
    "register_forward_hook": (1,),
    "register_forward_pre_hook": (1,),
    "register_full_backward_hook": (1, 2),
    "register_full_backward_pre_hook": (1,),
}


@RULE.on_call(*FORWARD, *FULL_BACKWARD)
def tuple_as_tensor(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first attribute that a tuple does not have."""
    if not isinstance(node.func, ast.Attribute) or not is_torch_hook(node, text):
        return
    hook = resolve_hook(node, text)
    if hook is None:
        return
    arguments = hook.arguments
    method = node.func.attr
    tuples = [arguments[i] for i in ALWAYS[method] if i < len(arguments)]
    if method == "register_forward_hook" and len(arguments) > 2:
        if _returns_tuple(text, node):
            tuples.append(arguments[-1])
    use = next(_uses(hook, tuples), None)
    if use is None:
        return
    assert isinstance(use.value, ast.Name)
    local = hook.text is text
    yield text.claim(
        use if local else node.func,
        subject=Subject("function", "", hook.text.tree.qualname(hook.function)),
        severity=None if hook.sure else Severity.INFO,
        function=hook.name,
        argument=use.value.id,
        attribute=use.attr,
    )


def _uses(hook: Hook, names: list[str]) -> Iterator[ast.Attribute]:
    """Where an attribute of an argument is read without looking at it first."""
    function, text = hook.function, hook.text
    body = function.body if isinstance(function.body, list) else [function.body]
    nodes = list(walk(*body))
    for node in nodes:
        if isinstance(node, ast.Try) or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in LOOKING
        ):
            return
    bound = text.tree.scopes[function]
    for node in nodes:
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in names
            and len(bound.get(node.value.id, ())) == 1
            and node.attr not in HARMLESS
            and not _is_in_branch(hook, node)
        ):
            yield node


def _is_in_branch(hook: Hook, node: ast.AST) -> bool:
    for parent in hook.text.tree.ancestors(node):
        if parent is hook.function:
            return False
        if isinstance(parent, (ast.If, ast.IfExp, ast.BoolOp, ast.While, ast.Lambda)):
            return True
    return False


def _returns_tuple(text: Text, node: ast.Call) -> bool:
    """Whether a hooked module, or one of a loop's, certainly returns a tuple."""
    assert isinstance(node.func, ast.Attribute)
    owner = node.func.value
    if made := instance(text, owner):
        return _makes_tuple(made)
    if any(map(_makes_tuple, looped(text, owner))):
        return True
    return _is_tested(text, node, owner)


def _makes_tuple(made: Instance) -> bool:
    head, _, name = made.kind.rpartition(".")
    if head == "torch.nn":
        return name in TUPLES
    facts = made.facts
    forward = facts.methods.get("forward") if facts else None
    if facts is None or forward is None:
        return False
    returned = [
        found.value
        for found in walk(*forward.body, into_classes=False)
        if isinstance(found, ast.Return) and facts.text.tree.function(found) is forward
    ]
    return bool(returned) and all(isinstance(value, ast.Tuple) for value in returned)


def _is_tested(text: Text, node: ast.Call, owner: ast.expr) -> bool:
    """Whether the call is in `if isinstance(owner, nn.LSTM):`."""
    inner: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.If) and inner in parent.body:
            test = parent.test
            if (
                isinstance(test, ast.Call)
                and text.callee(test) == "isinstance"
                and len(test.args) == 2
                and ast.dump(test.args[0]) == ast.dump(owner)
            ):
                kind = test.args[1]
                kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                return any(_is_tuple_class(text, item) for item in kinds)
        inner = parent
    return False


def _is_tuple_class(text: Text, node: ast.expr) -> bool:
    head, _, name = text.resolve(node).rpartition(".")
    return head == "torch.nn" and name in TUPLES
