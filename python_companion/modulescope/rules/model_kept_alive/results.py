"""Results that are kept with their graphs, and where what is kept is put."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from ...findings import CellRef, Range
from ...objects import graph, walk
from ...objects.containers import container_kind, held
from ...rulekit import provenance
from ...rulekit.rule import Verdict
from ...session.scene import Scene
from ...source.cells import parse

_MOST_RESULTS = 50
_MOST_NODES = 2_000
_PUTS = frozenset("add append appendleft extend insert setdefault update".split())


def leaves_of_results(scene: Scene) -> Iterator[tuple[str, dict[int, Any]]]:
    """The parameters in the graphs of what a container of the namespace holds.

    A single tensor is bound anew by the next run.
    """
    for name, value in scene.namespace.items():
        if container_kind(value) is None:
            continue
        results = (item for item in held(value) if walk.is_tensor(item))
        found: dict[int, Any] = {}
        for result in islice(results, _MOST_RESULTS):
            for leaf in graph.leaves(result, _MOST_NODES) or ():
                if walk.is_parameter(leaf):
                    found[id(leaf)] = leaf
        if found:
            yield name, found


def placed(scene: Scene, name: str, verdict: Verdict) -> Verdict:
    """A verdict at the line that puts something into a variable."""
    for run in reversed(scene.runs):
        if name in provenance.words(run.source):
            parsed = parse(run.source)
            if put := _put(parsed.tree, name):
                return _at(verdict, run.cell, parsed.lines.range(put))
    for run in reversed(scene.runs):
        if span := provenance.name_range(run, name):
            return _at(verdict, run.cell, span)
    return verdict


def _at(verdict: Verdict, cell: CellRef, span: Range) -> Verdict:
    return replace(verdict, cell=cell, range=span)


def _put(tree: ast.Module, name: str) -> ast.expr | None:
    """`errors.append` or `results[key]`."""
    for node in provenance.nodes(tree, ast.expr):
        owner = getattr(node, "value", None)
        if not isinstance(owner, ast.Name) or owner.id != name:
            continue
        stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
        if stored or (isinstance(node, ast.Attribute) and node.attr in _PUTS):
            return node
    return None
