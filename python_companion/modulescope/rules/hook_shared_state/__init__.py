"""A hook that stores what several threads compute.

## What it does

Finds forward hooks that write to a container, in a cell or file that also starts
threads. It is off by default.

## Why it is bad

Hooks belong to the module, not to a thread. If two threads run one model, each forward
calls all hooks: a recorder that one thread registered also gets what the other
computes. Wrapping hook and container in an object changes nothing about that: with two
threads, each of two such recorders holds the values of both.

## Live evidence

None: the text shows it.

## Not reported

- Hooks that look which thread they are in: `threading.get_ident()`,
  `threading.local()`.
- Threads in another cell than the hook, and processes, which have a copy of the model.
- Hooks that store nothing.

## References

- `threading.get_ident`
- `torch.nn.Module.register_forward_hook`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule
from ...source.hooks import (
    FORWARD,
    Hook,
    hook_subject,
    is_torch_hook,
    resolve_hook,
)
from ...source.hookstores import stored_values
from ...source.text import Text
from ...source.tree import walk

# Subject: `function`, empty, the hook's `__qualname__`.
# Values: `function`, `threads` (what starts them).
RULE = Rule(
    code="NN213",
    name="hook-shared-state",
    severity=Severity.HINT,
    static_severity=Severity.HINT,
    claim="Hook `{function}` stores the values of every thread; `{threads}` is used",
    message="Hook `{function}` stores the values of every thread; `{threads}` is used",
    why=(
        "Hooks belong to the module, not to a thread. Each forward calls them, in "
        "whatever thread it runs."
    ),
    advice="Compare `threading.get_ident()` in the hook, or use one model per thread.",
    since="0.1.0",
    default_on=False,
)

_THREADS = frozenset(
    (
        "threading.Thread",
        "concurrent.futures.ThreadPoolExecutor",
        "concurrent.futures.thread.ThreadPoolExecutor",
        "multiprocessing.pool.ThreadPool",
        "multiprocessing.dummy.Pool",
    )
)
_NAMES = frozenset(dotted.rpartition(".")[2] for dotted in _THREADS)
_AWARE = frozenset("get_ident get_native_id current_thread local thread_id".split())


@RULE.on_call(*FORWARD)
def shared_store(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims the first value that a hook stores for all threads."""
    threads = _started(text)
    if not threads or not isinstance(node.func, ast.Attribute):
        return
    hook = resolve_hook(node, text)
    if hook is None or not is_torch_hook(node, text) or _knows_threads(hook):
        return
    stored = next(stored_values(hook), None)
    if stored is None:
        return
    yield text.claim(
        stored if hook.text is text else node.func,
        subject=hook_subject(node, text),
        function=hook.name,
        threads=threads,
    )


def _started(text: Text) -> str:
    """What starts threads in this cell, as it is called; empty if nothing does."""
    own = text.tree.scopes[text.tree.module]
    aliases = {
        n for n, found in own.items() if any(b.target in _THREADS for b in found)
    }
    for name in (_NAMES | aliases) & text.tree.calls.keys():
        for call in text.tree.calls[name]:
            if text.callee(call) in _THREADS:
                return text.lines.text(call.func)
    return ""


def _knows_threads(hook: Hook) -> bool:
    """Whether the hook asks for its thread, or fills a `threading.local()`."""
    for node in walk(hook.function):
        if isinstance(node, ast.Attribute) and node.attr in _AWARE:
            return True
        if isinstance(node, ast.Name):
            if node.id in _AWARE:
                return True
            for owner, found in hook.text.definitions(node):
                value = getattr(found, "value", None)
                if isinstance(value, ast.Call) and (
                    owner.callee(value) == "threading.local"
                ):
                    return True
    return False
