"""A forward hook that stores its output with the graph attached.

## What it does

Finds a function given to `register_forward_hook` that stores its input or output,
in a container, a list or an attribute, without `detach()`. It may be a method, a
callable object, a `partial` or what a function returns, and give the tensor on to a
function of the notebook that stores it.

## Why it is bad

A stored tensor with a `grad_fn` keeps every activation that its graph needs: after
three calls of a network of 31 layers it holds 24 MiB, with `detach()` none. The
memory is held until the container is emptied. It is no bug where the gradient is
wanted.

## Live evidence

The variables that a registered hook closes over, its defaults, its object and the
globals it names are searched two levels deep for tensors that have a `grad_fn`.
Hooks run in the grad mode of the caller: under `no_grad` and `inference_mode` a
stored output has no graph, and nothing is reported.

## Not reported

- `output.detach()`, `.item()`, `.cpu().numpy()`, and numbers computed from it.
- Cells that run the model under `torch.no_grad()` or `torch.inference_mode()` only.
- Code that computes gradients from what is stored (Grad-CAM, feature losses): a loss
  that some cell makes of it, or `autograd.grad` and `retain_grad` beside the hook.
- Stores that a class returns or computes with, or that a method returns.
- Graphs that a backward has freed, in a store that is overwritten: nothing grows.

The edit adds `.detach()` to what is stored.

## References

- `torch.nn.Module.register_forward_hook`
- `torch.Tensor.detach`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.edits import insert
from ...source.hooks import (
    FORWARD,
    Hook,
    is_torch_hook,
    only_without_grad,
    resolved_hooks,
)
from ...source.hookstores import stored_graphs
from ...source.text import Text
from .hooks import wants_gradients

# Subject of both halves: `function`, empty, the hook's `__qualname__`.
# Values: both `function` (its name), live also `kind` (`Forward`, `Forward pre`, …).
RULE = Rule(
    code="NN201",
    name="hook-captures-graph",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="Forward hook `{function}` stores tensors with their autograd graph",
    message="{kind} hook `{function}` stores tensors with their autograd graph",
    why=(
        "A tensor with a `grad_fn` keeps all activations that its graph needs. The "
        "memory stays held until what the hook filled is emptied."
    ),
    advice="Store `output.detach()`.",
    since="0.1.0",
)


@RULE.on_call(*FORWARD)
def storing_hook(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first place where a hook stores what carries a graph."""
    if not isinstance(node.func, ast.Attribute):
        return
    found = (
        claim for h in resolved_hooks(node, text) for claim in _claims(text, node, h)
    )
    if (first := next(found, None)) is not None and is_torch_hook(node, text):
        yield first


def _claims(text: Text, node: ast.Call, hook: Hook) -> Iterator[Claim]:
    stored = next(stored_graphs(hook), None)
    if stored is None or wants_gradients(text, hook, stored):
        return
    if only_without_grad(text, node):
        return
    local = hook.text is text
    related = [] if local else [hook.text.place(stored, "It is stored here")]
    yield text.claim(
        stored if local else node.func,
        subject=Subject("function", "", hook.text.tree.qualname(hook.function)),
        edits=_edits(text, stored) if local else (),
        severity=None if hook.sure else Severity.INFO,
        related=related,
        function=hook.name,
    )


def _edits(text: Text, stored: ast.expr) -> tuple[Edit, ...]:
    """Adds `.detach()` where the syntax allows it."""
    simple = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
    if not isinstance(stored, simple) or not re.match(r"\w", text.lines.text(stored)):
        return ()
    return (insert(text, text.lines.end(stored), ".detach()"),)
