"""Where the cells that ran pickle a module as a whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Range
from ...rulekit import provenance
from ...session.scene import Run, Scene
from ...source.cells import parse
from ...source.tree import dotted_name

_METHODS = frozenset("save dump dumps spawn".split())
# Picklers that store functions by name; `dill` and `cloudpickle` do not.
_PICKLERS = frozenset(
    "torch.save pickle.dump pickle.dumps joblib.dump mp.spawn multiprocessing.spawn "
    "torch.multiprocessing.spawn".split()
)


class Save(NamedTuple):
    """A call that pickles a module."""

    path: str
    """The expression that it is given: `model.encoder`."""
    function: str
    run: Run
    range: Range

    @property
    def call(self) -> str:
        """`torch.save(model)`."""
        return f"{self.function}({self.path})"

    def covers(self, path: str) -> bool:
        """Whether a module is the one that is saved, or below it."""
        return path == self.path or path.startswith((f"{self.path}.", f"{self.path}["))


def saves(scene: Scene) -> list[Save]:
    """The calls in the latest text of each cell that pickle a variable's object."""
    latest = {run.cell.cell_id or run.number: run for run in scene.runs}.values()
    concerned = [run for run in latest if provenance.words(run.source) & _METHODS]
    if not concerned:
        return []
    imported: dict[str, str] = {}
    for run in latest:
        if "import" in run.source:
            imported.update(_imported(parse(run.source).tree))
    return [save for run in concerned for save in _saves_in(run, imported)]


def _saves_in(run: Run, imported: dict[str, str]) -> Iterator[Save]:
    parsed = parse(run.source)
    for call in provenance.nodes(parsed.tree, ast.Call):
        function = imported.get(dotted_name(call.func), dotted_name(call.func))
        if function not in _PICKLERS:
            continue
        if any(keyword.arg == "pickle_module" for keyword in call.keywords):
            continue
        for node in _given(call, function):
            if path := dotted_name(node):
                yield Save(path, function, run, parsed.lines.range(call))


def _imported(tree: ast.AST) -> dict[str, str]:
    """`save` for `from torch import save`, `p.dump` for `import pickle as p`."""
    found: dict[str, str] = {}
    for origin in provenance.nodes(tree, ast.ImportFrom):
        for alias in origin.names:
            found[alias.asname or alias.name] = f"{origin.module}.{alias.name}"
    for node in provenance.nodes(tree, ast.Import):
        for alias in node.names:
            if alias.asname:
                for method in _METHODS:
                    found[f"{alias.asname}.{method}"] = f"{alias.name}.{method}"
    return found


def _given(call: ast.Call, function: str) -> Iterator[ast.expr]:
    """What is pickled: the first argument, the items of a dict, `args` of spawn."""
    if function.endswith("spawn"):
        pending = [k.value for k in call.keywords if k.arg == "args"]
    else:
        pending = list(call.args[:1])
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Dict):
            pending += node.values
        elif isinstance(node, (ast.Tuple, ast.List)):
            pending += node.elts
        else:
            yield node
