"""The actor's backward adds to the critic's gradients before the critic steps."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn
import torch.nn.functional as F

# %%
class Actor(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(obs, 24), nn.ReLU(), nn.Linear(24, 2 * act))

    def forward(self, obs):
        mean, log_std = self.net(obs).chunk(2, -1)
        dist = torch.distributions.Normal(mean, log_std.clamp(-5, 2).exp())
        pi = dist.rsample()
        return torch.tanh(pi), dist.log_prob(pi).sum(-1, keepdim=True)


class QuantileCritic(nn.Module):
    def __init__(self, obs, act, n_quantiles=5):
        super().__init__()
        self.qf = nn.Sequential(
            nn.Linear(obs + act, 24), nn.ReLU(), nn.Linear(24, n_quantiles)
        )

    def forward(self, obs, act):
        return self.qf(torch.cat([obs, act], -1))

# %%
class TQCLearner:
    def __init__(self, module, lr=1e-3):
        self.actor, self.critic = module
        self.optimizers = {
            "qf": torch.optim.Adam(self.critic.parameters(), lr=lr),
            "policy": torch.optim.Adam(self.actor.parameters(), lr=lr),
        }

    def compute_losses(self, batch):
        obs, act, rew, nxt = batch
        with torch.no_grad():
            nxt_act, logp = self.actor(nxt)
            nxt_q = self.critic(nxt, nxt_act).mean(-1, True)
            target = rew + 0.98 * (nxt_q - 0.1 * logp)
        qf_loss = F.mse_loss(self.critic(obs, act), target.expand(-1, 5))
        pi, logp = self.actor(obs)
        qf_curr = self.critic(obs, pi).mean(-1, True)
        policy_loss = (0.1 * logp - qf_curr).mean()
        return {"qf": qf_loss, "policy": policy_loss}

    def update(self, batch):
        losses = self.compute_losses(batch)
        for name, optim in self.optimizers.items():
            optim.zero_grad(set_to_none=True)
            losses[name].backward(retain_graph=True)
        for optim in self.optimizers.values():
            optim.step()
        return {name: loss.item() for name, loss in losses.items()}

# %%
torch.manual_seed(0)
learner = TQCLearner((Actor(6, 2), QuantileCritic(6, 2)))
for _ in range(6):
    batch = torch.randn(16, 6), torch.rand(16, 2), torch.rand(16, 1), torch.randn(16, 6)
    out = learner.update(batch)
print(out)
"""

REPORT = Report(
    source="ray-project/ray#65125",
    date="2026-07-30",
    wrong=(
        "Both losses run backward before either optimizer steps. The policy loss goes "
        "through the critic, so that the critic also learns to praise the policy."
    ),
    right=(
        "The gradients of `critic` hold those of `policy_loss` when its optimizer "
        "steps: freeze the critic for the actor's pass."
    ),
    known_from="run",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "        qf_curr = self.critic(obs, pi).mean(-1, True)\n": (
            "        self.critic.requires_grad_(False)\n"
            "        qf_curr = self.critic(obs, pi).mean(-1, True)\n"
            "        self.critic.requires_grad_(True)\n"
        )
    },
)
