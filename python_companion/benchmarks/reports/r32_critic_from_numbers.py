"""Values are collected as numbers, so that the critic's loss reaches no parameter."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Categorical

# %%
class Politique(nn.Module):
    def __init__(self, n_obs=6, n_act=3):
        super().__init__()
        self.tronc = nn.Sequential(nn.Linear(n_obs, 32), nn.Tanh())
        self.acteur = nn.Linear(32, n_act)
        self.critic = nn.Linear(32, 1)

    def forward(self, obs):
        h = self.tronc(obs)
        return self.acteur(h), self.critic(h).squeeze(-1)


def jouer(net, n=12):
    log_probs, values, rewards = [], [], []
    obs = torch.randn(6)
    for _ in range(n):
        logits, value = net(obs)
        dist = Categorical(logits=logits)
        action = dist.sample()
        log_probs.append(dist.log_prob(action))
        values.append(value.item())
        rewards.append(float(action == 1) + 0.1 * obs[0].item())
        obs = 0.9 * obs + 0.3 * torch.randn(6)
    return log_probs, values, rewards

# %%
def gae(rewards, values, gamma=0.99, lam=0.95):
    out, acc = [], 0.0
    nxt = values[1:] + [0.0]
    for r, v, n in reversed(list(zip(rewards, values, nxt))):
        acc = (r + gamma * n - v) + gamma * lam * acc
        out.insert(0, acc)
    return torch.tensor(out)


def train_gae(net, epochs=5, lr=3e-3):
    opt = torch.optim.Adam(net.parameters(), lr=lr)
    for _ in range(epochs):
        log_probs, values, rewards = jouer(net)
        adv = gae(rewards, [float(v) for v in values])
        values_t = torch.tensor(values)
        returns = adv + values_t.detach()
        pg_loss = -(torch.stack(log_probs) * adv).mean()
        v_loss = F.mse_loss(values_t, returns)
        loss = pg_loss + 0.5 * v_loss
        opt.zero_grad()
        loss.backward()
        opt.step()
    return loss.item()

# %%
torch.manual_seed(0)
net = Politique()
w0 = net.critic.weight.detach().clone()
print(train_gae(net), "critic moved by", (net.critic.weight - w0).abs().max().item())
"""

REPORT = Report(
    source="jsboige/CoursIA#15256",
    date="2026-09-08",
    wrong=(
        "`values` holds numbers, so that `v_loss` has no graph: the value head stays "
        "at its initial weights for ever."
    ),
    right=(
        "`critic.weight` and `critic.bias` get no gradient: `v_loss` is computed from "
        "numbers that `.item()` took out of the graph."
    ),
    known_from="text",
    cells=(2, 3, 4),
    codes=("NN509",),
    notebook=NOTEBOOK,
    fix={
        "values.append(value.item())": "values.append(value)",
        "values_t = torch.tensor(values)": "values_t = torch.stack(values)",
    },
)
