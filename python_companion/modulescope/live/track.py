"""What is remembered of models between runs: numbers and weak references only.

The signature pass after each run reads ids, version counters and registry keys. It
tells whether anything changed, which run registered a hook, and whether a model went
through a backward while its tensors stood still.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import walk
from .births import sample_births
from .scene import HookEntry, InitSample, Model, Run, Since

HOOK_REGISTRIES = (
    "_forward_pre_hooks",
    "_forward_hooks",
    "_backward_pre_hooks",
    "_backward_hooks",
    "_state_dict_pre_hooks",
    "_state_dict_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)


class Signature(NamedTuple):
    """Everything whose change means that a model changed; all values compare fast."""

    tensors: tuple[tuple[int, int | None], ...]
    """Id and version counter of each parameter."""
    buffers: tuple[tuple[str, int, int | None], ...]
    grads: tuple[tuple[int, int | None] | None, ...]
    modules: tuple[tuple[int, Any], ...]
    """Id and training flag."""
    hooks: frozenset[tuple[int, str, int]]


@dataclass
class Tracked:
    """The memory of one root module."""

    reference: weakref.ref[Any]
    signature: Signature
    first_seen: int
    birth: dict[str, InitSample] = field(default_factory=dict)
    since: Since = Since()
    trained: bool = False
    hooks: dict[tuple[int, str, int], int | None] = field(default_factory=dict)
    """By module id, registry and key: the number of the run that registered it."""


class Tracker:
    """Follows the models of a kernel from run to run."""

    def __init__(self) -> None:
        self._tracked: dict[int, Tracked] = {}

    def get(self, module: object) -> Tracked | None:
        """What is known of a root module."""
        tracked = self._tracked.get(id(module))
        return tracked if tracked and tracked.reference() is module else None

    def update(
        self, modules: Iterable[Any], run: Run | None, stepped: frozenset[int]
    ) -> set[int]:
        """Looks at each root module once; returns the ids of those that changed.

        Args:
            modules: The root modules of the namespace.
            run: The run that has ended; None before the first.
            stepped: Ids of tensors for which an optimizer holds state.
        """
        number = run.number if run else 0
        changed: set[int] = set()
        kept: dict[int, Tracked] = {}
        for module in modules:
            signature = read_signature(module)
            tracked = self.get(module)
            if tracked is None:
                tracked = self._begin(module, signature, run)
                _refresh_birth(tracked, module, stepped)
                changed.add(id(module))
            elif signature != tracked.signature:
                _compare(tracked, signature, number)
                _refresh_birth(tracked, module, stepped)
                changed.add(id(module))
            elif tracked.since.buffers_moved:
                tracked.since = _replace(tracked.since, buffers_moved=())
            kept[id(module)] = tracked
        self._tracked = kept
        return changed

    def _begin(self, module: Any, signature: Signature, run: Run | None) -> Tracked:
        number = run.number if run else 0
        backward = any(grad is not None for grad in signature.grads)
        since = Since(backward=backward, backward_runs=(number,) if backward else ())
        known = {
            key: at
            for tracked in self._tracked.values()
            for key, at in tracked.hooks.items()
        }
        hooks = {key: known.get(key, number or None) for key in signature.hooks}
        reference = weakref.ref(module)
        return Tracked(reference, signature, number, since=since, hooks=hooks)


def _compare(tracked: Tracked, signature: Signature, number: int) -> None:
    old, since = tracked.signature, tracked.since
    ids = [ident for ident, _ in signature.tensors]
    backward = any(
        grad is not None and grad != before
        for grad, before in _pairs(signature.grads, old.grads)
    )
    before = dict(old.tensors)
    changed = any(before.get(i, v) != v for i, v in signature.tensors) or set(
        ids
    ) != set(before)
    moved = dict.fromkeys(old.buffers)
    tracked.since = Since(
        backward=since.backward or backward,
        changed=since.changed or changed,
        backward_runs=since.backward_runs + ((number,) if backward else ()),
        changed_runs=since.changed_runs + ((number,) if changed else ()),
        buffers_moved=tuple(b[0] for b in signature.buffers if b not in moved),
    )
    tracked.hooks = {
        key: tracked.hooks[key] if key in tracked.hooks else number
        for key in signature.hooks
    }
    tracked.signature = signature


def _pairs(new: tuple[Any, ...], old: tuple[Any, ...]) -> Iterable[tuple[Any, Any]]:
    if len(new) != len(old):
        return ((grad, None) for grad in new)
    return zip(new, old, strict=True)


def _replace(since: Since, **values: Any) -> Since:
    return Since(**{**vars(since), **values})


def _refresh_birth(tracked: Tracked, module: Any, stepped: frozenset[int]) -> None:
    """Samples while the model is untrained: a re-initialisation is a new birth."""
    signature = tracked.signature
    tracked.trained = (
        tracked.trained
        or tracked.since.backward
        or any(ident in stepped for ident, _ in signature.tensors)
    )
    if not tracked.trained:
        tracked.birth = sample_births(Model("", module).parameters)


def read_signature(root: Any) -> Signature:
    """Reads what a change of a model would move, from raw registries only."""
    torch = sys.modules["torch"]
    base = torch.Tensor
    version, grad_of = base._version.__get__, base.grad.__get__
    tensors: dict[int, int | None] = {}
    grads: list[tuple[int, int | None] | None] = []
    buffers: list[tuple[str, int, int | None]] = []
    modules: list[tuple[int, Any]] = []
    hooks: set[tuple[int, str, int]] = set()
    with torch._C.DisableTorchFunctionSubclass():
        for node in walk.nodes(root)[0]:
            attributes = walk.instance_dict(node.module)
            training = attributes.get("training")
            modules.append((id(node.module), training if training in (0, 1) else None))
            for name, tensor, kind in walk.own_tensors(node.module):
                number = _number(version, tensor)
                if kind == "buffer":
                    buffers.append((f"{node.fqn}.{name}", id(tensor), number))
                elif id(tensor) not in tensors:
                    tensors[id(tensor)] = number
                    grad = _grad(grad_of, tensor)
                    grads.append(
                        None if grad is None else (id(grad), _number(version, grad))
                    )
            for registry in HOOK_REGISTRIES:
                if attributes.get(registry):
                    keys = walk.registry(node.module, registry)
                    hooks.update((id(node.module), registry, key) for key in keys)
    return Signature(
        tuple(tensors.items()), tuple(buffers), tuple(grads), tuple(modules),
        frozenset(hooks),
    )


def _number(version: Any, tensor: Any) -> int | None:
    try:
        return int(version(tensor))
    except Exception:
        # Inference tensors have no version counter.
        return None


def _grad(grad_of: Any, tensor: Any) -> Any:
    try:
        return grad_of(tensor)
    except Exception:
        return None


def hook_entries(
    model: Model, registered: Mapping[tuple[int, str, int], Run | None]
) -> tuple[HookEntry, ...]:
    """The hooks of a model with the run that registered each."""
    found: list[HookEntry] = []
    for node in model.nodes:
        for registry in HOOK_REGISTRIES:
            for key, function in walk.registry(node.module, registry).items():
                run = registered.get((id(node.module), registry, key))
                found.append(
                    HookEntry(node.fqn, node.module, registry, key, function, run)
                )
    return tuple(found)
