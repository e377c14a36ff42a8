"""A backward hook of the old kind, which sees the wrong gradients.

## What it does

Finds `register_backward_hook` and `register_module_backward_hook`.

## Why it is bad

The old kind hooks the autograd node that made the output, not the module. What it
calls `grad_input` are the inputs of that one operation: for a `Linear(4, 3)` with a
batch of 5 these are gradients of the bias, the input and the transposed weight, of
shapes `[3]`, `[5, 4]` and `[4, 3]`. After `Linear` and `Tanh` in a `Sequential` it is
the gradient of the `Tanh`'s input, `[5, 3]`. A full backward hook gets `[5, 4]` in
both cases. A module that has the one kind refuses the other: `Cannot use both
regular backward hooks and full backward hooks on a single Module`.

The gradient of the output is right in both kinds. torch warns of the old kind only
where the module has several operations, and only when its forward runs.

## Live evidence

`_is_full_backward_hook` is False on modules that have hooks in `_backward_hooks`.

## Not reported

- Tensor hooks, `tensor.register_hook`: there is one kind only.
- Classes of the notebook that define a method of this name, and frameworks other
  than torch.

The edit renames the method. It is applied on request only: a full backward hook
raises where an in-place operation follows (NN204), and a hook that reads
`grad_input` gets other shapes, the right ones.

## References

- `torch.nn.Module.register_full_backward_hook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Severity
from ...rulekit.rule import Claim, Rule
from ...source.edits import replace_name
from ...source.hooks import hook_subject, is_torch_hook
from ...source.text import Text

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: both `method`; live also `path` (the first module that has one).
RULE = Rule(
    code="NN211",
    name="legacy-backward-hook",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{method}` gives gradients of the last operation only",
    message="`{function}` on `{path}` gets the gradients of the last operation only",
    why=(
        "Such a hook sits on the autograd node that made the output. What it gets as "
        "`grad_input` are that operation's inputs, with bias and transposed weight."
    ),
    advice="Use `register_full_backward_hook`.",
    since="0.1.0",
)

_METHOD = "register_backward_hook"
_GLOBAL = "register_module_backward_hook"


@RULE.on_call(_METHOD, _GLOBAL)
def legacy_hook(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the name of the method."""
    if isinstance(node.func, ast.Attribute):
        method = node.func.attr
        known = method == _METHOD or text.resolve(node.func).startswith("torch.")
    else:
        # A bare name is torch's only if it was imported from there.
        method = text.resolve(node.func).rpartition(".")[2]
        known = text.resolve(node.func).startswith("torch.nn.modules.module.")
    if not known or not is_torch_hook(node, text):
        return
    edits: tuple[Edit, ...] = ()
    if isinstance(node.func, ast.Attribute):
        new = method.replace("backward", "full_backward")
        edits = (replace_name(text, node.func, new),)
    yield text.claim(
        node.func,
        subject=hook_subject(node, text),
        edits=edits,
        method=method,
    )
