"""Prints what the live halves of all rules cost on a model of 200 modules.

Run with: python python_companion/benchmarks/probes.py
"""

from __future__ import annotations

import statistics
import time

import torch
from modulescope.live.objects import scene_of
from modulescope.live.scene import Scene
from modulescope.rules import all_rules
from modulescope.rules.base import Rule
from torch import nn

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
    feats: dict[int, torch.Tensor] = {}
    for block in model[:-1]:
        block.register_forward_hook(lambda m, i, o: feats.update({id(m): o}))
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(8, 32)).sum().backward()
    optimizer.step()
    model(torch.ones(8, 32))
    scene = scene_of({"model": model, "optimizer": optimizer, "feats": feats})
    rules = [rule for rule in all_rules() if rule.probes]
    print(f"{sum(1 for _ in model.modules())} modules, median of {REPEATS} sweeps")
    whole = 0.0
    for rule in rules:
        cost = _cost(rule, scene)
        whole += cost
        found = sum(1 for probe in rule.probes for _ in probe(scene))
        print(f"{rule.code} {rule.name:32} {cost:7.2f} ms  {found} verdicts")
    print(f"all {len(rules)} rules {whole:29.2f} ms  (budget {BUDGET_MS:.0f} ms)")


def _cost(rule: Rule, scene: Scene) -> float:
    times = []
    for _ in range(REPEATS):
        # Every sweep has a scene of its own: nothing that it caches may be reused.
        fresh = Scene(
            **{
                **vars(scene),
                "models": tuple(
                    type(m)(m.name, m.module, m.bound, m.birth, m.since)
                    for m in scene.models
                ),
            }
        )
        begin = time.perf_counter()
        for probe in rule.probes:
            list(probe(fresh))
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
