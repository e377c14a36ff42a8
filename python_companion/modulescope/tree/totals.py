"""Totals of a model, over distinct objects."""

from __future__ import annotations

from collections import Counter

from ..objects.registries import HOOK_KINDS, TENSOR_KINDS
from .collect import Collector
from .facts import Facts, Totals


def count(collector: Collector) -> Totals:
    """The totals of a finished pass."""
    facts = collector.facts
    specs = [
        (facts.specs[n], times) for n, times in Counter(facts.tensor_specs).items()
    ]
    trainable = [(spec, times) for spec, times in specs if spec.requires_grad]
    return Totals(
        modules=len(facts) - len(facts.alias_of),
        parameters=len(facts.tensor_specs),
        buffers=collector.tensors.num_buffers,
        numel=sum(spec.numel * times for spec, times in specs),
        trainable=sum(times for _, times in trainable),
        trainable_numel=sum(spec.numel * times for spec, times in trainable),
        bytes=sum(spec.bytes * times for spec, times in specs),
        storage_bytes=collector.tensors.storages.bytes,
        uninitialized=sum(times for spec, times in specs if spec.lazy),
        hooks=hook_counts(facts, 0, len(facts)),
        devices=tuple(sorted({spec.device_type for spec, _ in specs})),
        dtypes=tuple(sorted({spec.dtype for spec, _ in specs})),
        partial=facts.partial,
    )


def hook_counts(facts: Facts, start: int, end: int) -> dict[str, int]:
    """Hooks by kind on the modules of a range; kinds without hooks are left out."""
    kinds = (*HOOK_KINDS.values(), *TENSOR_KINDS.values())
    columns = [
        (*facts.hooks.get(index, (0,) * 8), *facts.tensor_hooks.get(index, (0, 0)))
        for index in sorted({*facts.hooks, *facts.tensor_hooks})
        if start <= index < end
    ]
    sums = [sum(column) for column in zip(*columns, strict=True)] or [0] * len(kinds)
    return {kind: total for kind, total in zip(kinds, sums, strict=True) if total}
