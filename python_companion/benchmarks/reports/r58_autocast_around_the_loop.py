"""One autocast around a whole loop: it goes on computing with the old weights."""

from .report import Report

NOTEBOOK = """
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class Policy(nn.Module):
    def __init__(self, dim=8):
        super().__init__()
        self.time = nn.Linear(1, 16)
        self.inp = nn.Linear(dim, 16)
        self.out = nn.Linear(16, dim)

    def forward(self, x, t):
        return self.out(F.silu(self.inp(x) + self.time(t)))

# %%
class Trainer:
    def __init__(self, policy, lr=0.05, kl_beta=0.1, mixed_precision=True):
        self.policy = policy
        self.ref_policy = copy.deepcopy(policy).requires_grad_(False)
        self.optimizer = torch.optim.SGD(policy.parameters(), lr=lr)
        self.kl_beta = kl_beta
        self.mixed_precision = mixed_precision

    def autocast(self):
        return torch.autocast("cpu", torch.bfloat16, enabled=self.mixed_precision)

    def compute_loss(self, x, t, advantage):
        pred = self.policy(x, t)
        with torch.no_grad():
            ref = self.ref_policy(x, t)
        kl = (pred - ref).float().pow(2).mean()
        policy_loss = -(advantage * pred.float().pow(2).mean(1).neg()).mean()
        return policy_loss + self.kl_beta * kl, kl

    def optimize(self, samples, inner_epochs=3):
        losses = []
        self.policy.train()
        with self.autocast():
            for _ in range(inner_epochs):
                for x, t, advantage in samples:
                    loss, kl = self.compute_loss(x, t, advantage)
                    self.optimizer.zero_grad()
                    loss.backward()
                    self.optimizer.step()
                    losses.append(loss.item())
        return losses, kl.item()

# %%
torch.manual_seed(0)
samples = [(torch.randn(16, 8), torch.rand(16, 1), torch.rand(16)) for _ in range(2)]
trainer = Trainer(Policy())
losses, kl = trainer.optimize(samples)
print([round(loss, 4) for loss in losses], "kl", kl)
"""

REPORT = Report(
    source="X-GenGroup/Flow-Factory#186",
    date="2026-06-15",
    wrong=(
        "Autocast keeps its casts of the weights until its block ends: steps change "
        "the weights, and the forward passes do not see it."
    ),
    right=(
        "`optimizer.step()` runs inside of `autocast`, whose cached casts it does not "
        "renew: enter autocast for each forward pass."
    ),
    known_from="text",
    cells=(3,),
    notebook=NOTEBOOK,
    fix={
        "        with self.autocast():\n            for _ in range": (
            "        if samples:\n            for _ in range"
        ),
        "                    loss, kl = self.compute_loss(x, t, advantage)\n": (
            "                    with self.autocast():\n"
            "                        loss, kl = self.compute_loss(x, t, advantage)\n"
        ),
    },
)
