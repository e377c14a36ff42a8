"""A buffer and an attribute are one tensor: loading overwrites the attribute."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn, optim

# %%
class Spheres(nn.Module):
    '''Balls whose radius is kept near the value they started with.'''

    def __init__(self, init_value):
        super().__init__()
        self.init_value = torch.tensor([init_value], dtype=torch.float)
        self.register_buffer("radius", self.init_value)
        self.scale = nn.Parameter(torch.ones(3))

    def update(self, target):
        with torch.no_grad():
            self.radius = 0.5 * self.radius + 0.5 * target

    def forward(self, points):
        dist = (points * self.scale).norm(dim=-1) - self.radius
        drift = (self.radius - self.init_value).abs()
        return dist.pow(2).mean() + drift.sum()

# %%
def fit(spheres, steps):
    opt = optim.SGD(spheres.parameters(), lr=0.05)
    for _ in range(steps):
        points = torch.randn(32, 3)
        loss = spheres(points)
        opt.zero_grad()
        loss.backward()
        opt.step()
        spheres.update(points.norm(dim=-1).mean())


torch.manual_seed(4)
spheres = Spheres(0.4)
fit(spheres, 5)
saved = {k: v.clone() for k, v in spheres.state_dict().items()}

# %%
resumed = Spheres(0.4)
resumed.load_state_dict(saved)
print("radius", resumed.radius, "started with", resumed.init_value)
fit(resumed, 5)
"""

REPORT = Report(
    source="pytorch/pytorch#112020",
    date="2023-10-25",
    wrong=(
        "`init_value` is the very tensor that is registered as `radius`: "
        "`load_state_dict` copies into it, and the start value is gone."
    ),
    right=(
        "The buffer `radius` and the attribute `init_value` share their memory; "
        "what is loaded into one appears in the other: register a clone."
    ),
    known_from="text",
    cells=(2, 4),
    notebook=NOTEBOOK,
    fix={'("radius", self.init_value)': '("radius", self.init_value.clone())'},
)
