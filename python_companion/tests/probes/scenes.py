"""Scenes from cells: real torch objects, each cell compiled as its own file.

A small stand-in for what `live/runs.py` builds in a kernel: it runs the cells of a
test one after the other and looks at the namespace after each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from modulescope.findings import CellRef
from modulescope.live import walk
from modulescope.live.scene import (
    HookEntry,
    InitSample,
    Model,
    Optimizer,
    Run,
    Scene,
    Since,
)
from modulescope.rules import all_rules
from modulescope.rules.base import Rule, Verdict
from modulescope.rules.walk import find_claims
from modulescope.source.cells import Cell

all_rules()

IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"

HOOKS = (
    "_forward_pre_hooks",
    "_forward_hooks",
    "_backward_pre_hooks",
    "_backward_hooks",
    "_state_dict_pre_hooks",
    "_state_dict_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)


@dataclass
class _Seen:
    module: Any
    run: Run
    versions: dict[int, int | None]
    birth: dict[str, InitSample]
    backward_runs: list[int] = field(default_factory=list)
    changed_runs: list[int] = field(default_factory=list)
    buffers: dict[str, int | None] = field(default_factory=dict)
    moved: tuple[str, ...] = ()


class Notebook:
    """Runs cells and builds the scene after the last."""

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.runs: list[Run] = []
        self.sources: dict[str, str] = {}
        self._bound: dict[str, tuple[int, Run]] = {}
        self._seen: dict[int, _Seen] = {}
        self._hooks: dict[tuple[int, str, int], Run] = {}
        exec(IMPORTS, self.namespace)

    def run(self, source: str, cell_id: str | None = None) -> Notebook:
        """Runs one cell; without an id it is a new one."""
        cell_id = cell_id or f"cell-{len(self.sources) + 1}"
        self.sources[cell_id] = source
        number = len(self.runs) + 1
        file = f"/tmp/ipykernel/{sha1(source.encode()).hexdigest()[:10]}.py"
        run = Run(number, CellRef(cell_id, number), source, file, True)
        self.runs.append(run)
        exec(compile(_blank(source), file, "exec"), self.namespace)
        self._look(run)
        return self

    def _look(self, run: Run) -> None:
        for name, value in self.namespace.items():
            known = self._bound.get(name)
            if known is None or known[0] != id(value):
                self._bound[name] = (id(value), run)
        for name, module in self._roots():
            seen = self._seen.get(id(module))
            model = Model(name, module)
            versions = {id(t): _version(t) for _, t in model.parameters}
            buffers = {fqn: _version(t) for fqn, t in model.buffers}
            trained = any(t.grad is not None for _, t in model.parameters)
            if seen is None or seen.module is not module:
                birth = {} if trained else _birth(model)
                seen = _Seen(module, run, versions, birth)
                self._seen[id(module)] = seen
            elif versions != seen.versions:
                seen.changed_runs.append(run.number)
                seen.versions = versions
            if trained and "backward" in run.source:
                seen.backward_runs.append(run.number)
            seen.moved = tuple(
                fqn
                for fqn, version in buffers.items()
                if seen.buffers and seen.buffers.get(fqn) != version
            )
            seen.buffers = buffers
            for key, *_ in _hooks(model):
                self._hooks.setdefault(key, run)

    def _roots(self) -> list[tuple[str, Any]]:
        found: dict[int, tuple[str, Any]] = {}
        for name, value in self.namespace.items():
            if walk.is_module(value):
                found.setdefault(id(value), (name, value))
            elif type(value) is list:
                for index, item in enumerate(value):
                    if walk.is_module(item):
                        found.setdefault(id(item), (f"{name}[{index}]", item))
        below = {
            id(node.module)
            for _, module in found.values()
            for node in walk.nodes(module)[0][1:]
        }
        return [entry for key, entry in found.items() if key not in below]

    def scene(self, *rules: Rule) -> Scene:
        """The scene now; with the claims of these rules."""
        models = []
        for name, module in self._roots():
            seen = self._seen[id(module)]
            since = Since(
                bool(seen.backward_runs),
                bool(seen.changed_runs),
                tuple(seen.backward_runs),
                tuple(seen.changed_runs),
                seen.moved,
            )
            bound = self._bound[name.split("[")[0]][1]
            models.append(Model(name, module, bound, seen.birth, since))
        models.sort(key=lambda model: -(model.bound.number if model.bound else 0))
        optimizers = [
            Optimizer(name, value, self._bound[name][1])
            for name, value in self.namespace.items()
            if walk.is_optimizer(value)
        ]
        cells = [Cell(id, source) for id, source in self.sources.items()]
        order = [run.cell.cell_id or "" for run in self.runs]
        imports = Cell("imports", IMPORTS)
        claims: dict[str, tuple[Any, ...]] = {}
        for found in find_claims([imports, *cells], rules, ["imports", *order]):
            claims[found.rule.code] = (*claims.get(found.rule.code, ()), found.claim)
        return Scene(
            models=tuple(models),
            optimizers=tuple(optimizers),
            namespace={
                k: v for k, v in self.namespace.items() if not k.startswith("__")
            },
            runs=tuple(self.runs),
            claims=claims,
            hooks={
                id(m.module): tuple(
                    HookEntry(fqn, module, kind, number, function, self._hooks.get(key))
                    for key, fqn, module, kind, number, function in _hooks(m)
                )
                for m in models
            },
            current_classes={
                k: v for k, v in self.namespace.items() if isinstance(v, type)
            },
        )

    def verdicts(self, rule: Rule) -> list[Verdict]:
        """What the probes of a rule say of the scene now."""
        scene = self.scene(rule)
        return [verdict for probe in rule.probes for verdict in probe(scene)]

    def confirmed(self, rule: Rule) -> list[Verdict]:
        """Only the verdicts that confirm, each with a message that can be written."""
        found = [v for v in self.verdicts(rule) if v.kind == "confirmed"]
        for verdict in found:
            claims = self.scene(rule).claims.get(rule.code, ())
            values = dict(verdict.values)
            for claim in claims:
                if claim.subject == verdict.subject:
                    values = {**claim.values, **values}
            assert rule.message.format(**values)
        return found


def message(rule: Rule, verdict: Verdict) -> str:
    """The title of a finding."""
    return rule.message.format(**verdict.values)


def notebook(*cells: str) -> Notebook:
    """A notebook after these cells."""
    made = Notebook()
    for source in cells:
        made.run(source)
    return made


def _blank(source: str) -> str:
    return "\n".join(
        "" if line.startswith("%%") else line for line in source.split("\n")
    )


def _version(tensor: Any) -> int | None:
    facts = walk.tensor_facts(tensor)
    return facts.version if facts else None


def _birth(model: Model) -> dict[str, InitSample]:
    import torch

    found = {}
    for fqn, tensor in model.parameters:
        if tensor.device.type == "meta" or type(tensor) is not torch.nn.Parameter:
            continue
        if not tensor.is_floating_point() or not tensor.numel():
            continue
        values = tensor.detach().float()
        found[fqn] = InitSample(
            values.mean().item(),
            values.std(correction=0).item(),
            values.min().item(),
            values.max().item(),
            values.numel(),
        )
    return found


def _hooks(model: Model) -> Any:
    for node in model.nodes:
        for kind in HOOKS:
            for number, function in walk.registry(node.module, kind).items():
                key = (id(node.module), kind, number)
                yield key, node.fqn, node.module, kind, number, function
