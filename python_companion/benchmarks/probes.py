"""Prints what the live halves of all rules cost on a model of 200 modules.

Run with: python python_companion/benchmarks/probes.py
"""

from __future__ import annotations

import statistics
import time

import torch
from modulescope.rulekit.rule import Rule
from modulescope.rules import all_rules
from modulescope.session.births import sample_births
from modulescope.session.scene import InitSample, Model, Scene, Since
from modulescope.session.without_kernel import scene_of
from torch import nn

Births = dict[str, InitSample]
REPEATS = 21
BUDGET_MS = 20.0


class Block(nn.Module):
    """Seven modules with a residual sum, and some plain attributes."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, width)
        self.act = nn.ReLU()
        self.drop = nn.Dropout(0.1)
        self.down = nn.Linear(width, width)
        self.register_buffer("mean", torch.zeros(width))
        self.sizes = [width, width]
        self.blocks = [nn.Linear(width, width)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.down(self.drop(self.act(self.up(self.norm(x)))))


def main() -> None:
    model = nn.Sequential(*(Block(32) for _ in range(33)), nn.Linear(32, 3))
    births = sample_births(Model("model", model).parameters)
    feats: dict[int, torch.Tensor] = {}
    for block in model[:-1]:
        block.register_forward_hook(lambda m, i, o: feats.update({id(m): o}))
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(8, 32)).sum().backward()
    optimizer.step()
    model(torch.ones(8, 32))
    scene = scene_of({"model": model, "optimizer": optimizer, "feats": feats})
    rules = [rule for rule in all_rules() if rule.probes]
    num_modules = sum(1 for _ in model.modules())
    print(f"{num_modules} modules, CPU time, median of {REPEATS} sweeps")
    sweeps = [_sweep(rules, scene, births) for _ in range(REPEATS)]
    for index, rule in enumerate(rules):
        cost = statistics.median(sweep[index] for sweep in sweeps)
        found = sum(1 for probe in rule.probes for _ in probe(scene))
        print(f"{rule.code} {rule.name:32} {cost:7.2f} ms  {found} verdicts")
    whole = statistics.median(sum(sweep) for sweep in sweeps)
    print(f"all {len(rules)} rules {whole:29.2f} ms  (budget {BUDGET_MS:.0f} ms)")


def _sweep(rules: list[Rule], scene: Scene, births: Births) -> list[float]:
    """CPU milliseconds of each rule; each sweep starts with empty caches."""
    since = Since(True, True, (2, 3), (3,))
    models = tuple(
        Model(m.name, m.module, m.bound, births, since) for m in scene.models
    )
    fresh = Scene(**{**vars(scene), "models": models})
    times = []
    for rule in rules:
        begin = time.thread_time()
        for probe in rule.probes:
            list(probe(fresh))
        times.append((time.thread_time() - begin) * 1000)
    return times


if __name__ == "__main__":
    main()
