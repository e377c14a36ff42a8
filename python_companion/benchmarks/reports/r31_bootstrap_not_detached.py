"""The critic's loss goes through the value that it bootstraps from."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
from torch import optim

# %%
class A2C(nn.Module):
    def __init__(self, n_features, n_actions, critic_lr, actor_lr, n_envs):
        super().__init__()
        self.n_envs = n_envs
        self.critic = nn.Sequential(
            nn.Linear(n_features, 32), nn.ReLU(), nn.Linear(32, 1)
        )
        self.actor = nn.Sequential(
            nn.Linear(n_features, 32), nn.ReLU(), nn.Linear(32, n_actions)
        )
        self.critic_optim = optim.RMSprop(self.critic.parameters(), lr=critic_lr)
        self.actor_optim = optim.RMSprop(self.actor.parameters(), lr=actor_lr)

    def select_action(self, x):
        dist = torch.distributions.Categorical(logits=self.actor(x))
        actions = dist.sample()
        return actions, dist.log_prob(actions), self.critic(x), dist.entropy()

    def get_losses(self, rewards, log_probs, values, entropy, masks, gamma, lam):
        T = len(rewards)
        advantages = torch.zeros(T, self.n_envs)
        gae = 0.0
        for t in reversed(range(T - 1)):
            td_error = rewards[t] + gamma * masks[t] * values[t + 1] - values[t]
            gae = td_error + gamma * lam * masks[t] * gae
            advantages[t] = gae

        critic_loss = advantages.pow(2).mean()
        actor_loss = -(advantages.detach() * log_probs).mean() - 0.01 * entropy.mean()
        return critic_loss, actor_loss

    def update_parameters(self, critic_loss, actor_loss):
        self.critic_optim.zero_grad()
        critic_loss.backward()
        self.critic_optim.step()
        self.actor_optim.zero_grad()
        actor_loss.backward()
        self.actor_optim.step()

# %%
torch.manual_seed(0)
n_envs, n_steps = 3, 6
agent = A2C(4, 2, critic_lr=5e-3, actor_lr=1e-3, n_envs=n_envs)
losses = []
for phase in range(4):
    states = torch.randn(n_envs, 4)
    buf = {k: [] for k in ("r", "lp", "v", "e", "m")}
    for step in range(n_steps):
        a, lp, v, e = agent.select_action(states)
        states = states + 0.1 * torch.randn_like(states)
        for k, item in zip(buf, (torch.rand(n_envs), lp, v.squeeze(-1), e)):
            buf[k].append(item)
        buf["m"].append((torch.rand(n_envs) > 0.1).float())
    stacked = [torch.stack(buf[k]) for k in buf]
    critic_loss, actor_loss = agent.get_losses(*stacked, gamma=0.99, lam=0.95)
    agent.update_parameters(critic_loss, actor_loss)
    losses.append(critic_loss.item())
"""

REPORT = Report(
    source="Farama-Foundation/Gymnasium#1494",
    date="2025-12-14",
    wrong=(
        "`values[t + 1]` and the sum `gae` carry gradients: the target moves towards "
        "the prediction as well as the prediction towards the target."
    ),
    right=(
        "The graph of `critic_loss` reaches the critic also by the bootstrapped "
        "`values[t + 1]`: detach the target."
    ),
    known_from="run",
    cells=(2, 3),
    notebook=NOTEBOOK,
    fix={
        "critic_loss = advantages.pow(2).mean()": (
            "returns = (advantages + values).detach()\n"
            "        critic_loss = (returns - values)[:-1].pow(2).mean()"
        )
    },
)
