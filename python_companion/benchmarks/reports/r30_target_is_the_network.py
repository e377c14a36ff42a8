"""After the first update the target network and the network are one object."""

from .report import Report

NOTEBOOK = """
import random
import torch
import torch.nn as nn
import torch.optim as optim

# %%
class DQN(nn.Module):
    def __init__(self, n_obs, n_actions):
        super(DQN, self).__init__()
        self.advantage = nn.Sequential(
            nn.Linear(n_obs, 16), nn.ReLU(), nn.Linear(16, n_actions)
        )
        self.value = nn.Sequential(nn.Linear(n_obs, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, x):
        val, adv = self.value(x), self.advantage(x)
        return val + (adv - adv.mean(1, keepdim=True))

# %%
class CentralControl:
    def __init__(self, n_obs, n_actions, gamma, n_multi_step):
        self.moving_nn = DQN(n_obs, n_actions)
        self.target_nn = DQN(n_obs, n_actions)
        self.gamma = gamma
        self.n_multi_step = n_multi_step

    def set_optimizer(self, learning_rate):
        self.optimizer = optim.Adam(self.moving_nn.parameters(), lr=learning_rate)

    def optimize(self, mini_batch):
        self.optimizer.zero_grad()
        loss_v = self._calculate_loss(mini_batch)
        loss_v.backward()
        self.optimizer.step()
        return loss_v.item()

    def update_target(self):
        self.target_nn.load_state_dict(self.moving_nn.state_dict())
        self.target_nn = self.moving_nn

    def _calculate_loss(self, mini_batch):
        states, actions, rewards, next_states, dones = mini_batch
        with torch.no_grad():
            best = self.moving_nn(next_states).argmax(1, keepdim=True)
            next_q = self.target_nn(next_states).gather(1, best).squeeze(1)
            next_q[dones] = 0.0
            expected = rewards + self.gamma**self.n_multi_step * next_q
        q = self.moving_nn(states).gather(1, actions[:, None]).squeeze(1)
        return nn.functional.mse_loss(q, expected)

# %%
torch.manual_seed(0)
cc = CentralControl(4, 2, gamma=0.99, n_multi_step=2)
cc.set_optimizer(5e-4)
for n_iter in range(12):
    batch = (
        torch.randn(8, 4), torch.randint(0, 2, (8,)), torch.randn(8),
        torch.randn(8, 4), torch.rand(8) < 0.1,
    )
    loss = cc.optimize(batch)
    if n_iter % 4 == 0:
        cc.update_target()
"""

REPORT = Report(
    source="andri27-ts/Reinforcement-Learning#14",
    date="2021-01-26",
    wrong=(
        "`update_target` binds the network itself to the name of the target: from the "
        "first update on there is no target network."
    ),
    right="`cc.target_nn` is `cc.moving_nn`: drop the assignment after the load.",
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "self.moving_nn.state_dict())\n        self.target_nn = self.moving_nn\n": (
            "self.moving_nn.state_dict())\n"
        )
    },
)
