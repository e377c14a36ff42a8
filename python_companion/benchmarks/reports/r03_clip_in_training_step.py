"""A training step that clips before the trainer has run backward."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class Trainer:
    '''Knows nothing of the model but its hooks.'''

    def __init__(self, epochs):
        self.epochs = epochs

    def fit(self, module, loader):
        optimizer = module.configure_optimizers()
        module.train()
        for _ in range(self.epochs):
            for i, batch in enumerate(loader):
                optimizer.zero_grad()
                loss = module.training_step(batch, i)
                loss.backward()
                module.on_before_optimizer_step(optimizer)
                optimizer.step()


class BaseModule(nn.Module):
    def on_before_optimizer_step(self, optimizer):
        pass

# %%
class LatentWorldModel(BaseModule):
    def __init__(self, obs=10, act=2, dim=24, max_norm=0.5):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(obs, dim), nn.SiLU(), nn.Linear(dim, dim)
        )
        self.dynamics = nn.Linear(dim + act, dim)
        self.max_norm = max_norm

    def forward(self, obs, act):
        return self.dynamics(torch.cat([self.encoder(obs), act], -1))

    def training_step(self, batch, batch_idx):
        obs, act, nxt = batch
        with torch.no_grad():
            target = self.encoder(nxt)
        loss = F.mse_loss(self(obs, act), target)
        torch.nn.utils.clip_grad_norm_(self.parameters(), self.max_norm)
        return loss

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=3e-4)

# %%
torch.manual_seed(0)
loader = [
    (torch.randn(16, 10), torch.randn(16, 2), torch.randn(16, 10)) for _ in range(4)
]
world = LatentWorldModel()
Trainer(epochs=2).fit(world, loader)
"""

REPORT = Report(
    source="simchowitzlabpublic/nano-world-model#22",
    date="2026-09-14",
    wrong=(
        "The trainer calls `backward()` after `training_step`, so the clipping there "
        "sees no gradients, and the step uses them unclipped."
    ),
    right=(
        "Nothing has a gradient when `clip_grad_norm_` runs: clip in the hook that "
        "runs between backward and step."
    ),
    known_from="text",
    cells=(3,),
    notebook=NOTEBOOK,
    fix={
        "        torch.nn.utils.clip_grad_norm_(self.parameters(), self.max_norm)\n"
        "        return loss\n": (
            "        return loss\n\n"
            "    def on_before_optimizer_step(self, optimizer):\n"
            "        nn.utils.clip_grad_norm_(self.parameters(), self.max_norm)\n"
        )
    },
)
