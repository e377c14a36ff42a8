"""A hook that fires for every module in the kernel.

## What it does

Finds calls of `register_module_forward_hook` and its like whose handle is thrown away,
and, in the kernel, hooks of the notebook's own functions in torch's global registries.

## Why it is bad

A global hook runs for each call of each module: of every model in the kernel, of each
of their submodules, and of losses. A step of a two-layer network with a loss fired it
for `Linear`, `ReLU`, `Sequential` and `CrossEntropyLoss`. It survives `del model`, it
is not part of any model, and without its handle only private registries can take it
off again. If the cell runs twice, it fires twice.

## Live evidence

The global registries of `torch.nn.modules.module` are read. A hook is reported if its
function was defined in a cell of the notebook; the evidence names it and the event.

## Not reported

- Handles that are kept, in the text: the notebook may remove the hook later.
- Live, hooks of installed libraries, such as profilers: they own their handle.

## References

- `torch.nn.modules.module.register_module_forward_hook`: for debugging and profiling
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text

# Subject: `function`, empty, the hook's name.
# Values: `function`, `event`.
RULE = Rule(
    code="NN604",
    name="global-module-hook",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{function}` is registered for every module in the kernel, without a handle",
    message="`{function}` runs at each {event} of every module in the kernel",
    why=(
        "A global hook fires for all models, their submodules and losses. Without its "
        "handle no public function takes it off again."
    ),
    advice="Keep the handle and call `handle.remove()`.",
    since="0.1.0",
)

# Without `register_module_backward_hook`, of which NN211 speaks.
FUNCTIONS = {
    "register_module_forward_hook": "forward",
    "register_module_forward_pre_hook": "forward",
    "register_module_full_backward_hook": "backward",
    "register_module_full_backward_pre_hook": "backward",
}


@RULE.on_call(*FUNCTIONS)
def discarded_handles(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims registrations for all modules whose handle nobody keeps."""
    head, _, last = text.callee(node).rpartition(".")
    if head != "torch.nn.modules.module" or not node.args:
        return
    if not isinstance(text.tree.parents.get(node), ast.Expr):
        return
    hook = node.args[0]
    name = hook.id if isinstance(hook, ast.Name) else "<lambda>"
    yield text.claim(
        node.func,
        subject=Subject("function", "", name),
        function=name,
        event=FUNCTIONS[last],
    )
