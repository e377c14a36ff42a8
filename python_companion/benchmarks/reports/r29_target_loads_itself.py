"""A target network that loads its own state dict."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class RNNAgent(nn.Module):
    def __init__(self, obs, n_actions, dim=16):
        super().__init__()
        self.fc1 = nn.Linear(obs, dim)
        self.rnn = nn.GRUCell(dim, dim)
        self.fc2 = nn.Linear(dim, n_actions)

    def forward(self, obs, hidden):
        h = self.rnn(F.relu(self.fc1(obs)), hidden)
        return self.fc2(h), h


class QMixNet(nn.Module):
    def __init__(self, state, n_agents, dim=16):
        super().__init__()
        self.n_agents, self.dim = n_agents, dim
        self.hyper_w1 = nn.Linear(state, n_agents * dim)
        self.hyper_w2 = nn.Linear(state, dim)

    def forward(self, qs, state):
        w1 = self.hyper_w1(state).abs().view(-1, self.n_agents, self.dim)
        hidden = F.elu(torch.bmm(qs.unsqueeze(1), w1)).squeeze(1)
        return (hidden * self.hyper_w2(state).abs()).sum(1, keepdim=True)

# %%
class QMIX:
    def __init__(self, obs=5, state=7, n_agents=3, n_actions=4, target_update_cycle=2):
        self.n_agents, self.cycle = n_agents, target_update_cycle
        self.eval_rnn = RNNAgent(obs, n_actions)
        self.target_rnn = RNNAgent(obs, n_actions)
        self.eval_qmix_net = QMixNet(state, n_agents)
        self.target_qmix_net = QMixNet(state, n_agents)
        self.target_rnn.load_state_dict(self.eval_rnn.state_dict())
        self.target_qmix_net.load_state_dict(self.eval_qmix_net.state_dict())
        self.eval_parameters = [
            *self.eval_qmix_net.parameters(),
            *self.eval_rnn.parameters(),
        ]
        self.optimizer = torch.optim.RMSprop(self.eval_parameters, lr=5e-4)

    def q_values(self, rnn, obs):
        b, n, _ = obs.shape
        q, _ = rnn(obs.reshape(b * n, -1), obs.new_zeros(b * n, 16))
        return q.view(b, n, -1)

    def learn(self, batch, train_step):
        obs, state, action, reward, next_obs, next_state = batch
        q = self.q_values(self.eval_rnn, obs).gather(2, action).squeeze(2)
        with torch.no_grad():
            next_q = self.q_values(self.target_rnn, next_obs).max(2)[0]
            targets = reward + 0.99 * self.target_qmix_net(next_q, next_state)
        loss = F.mse_loss(self.eval_qmix_net(q, state), targets)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.eval_parameters, 10)
        self.optimizer.step()

        if train_step > 0 and train_step % self.cycle == 0:
            self.target_rnn.load_state_dict(self.eval_rnn.state_dict())
            self.target_qmix_net.load_state_dict(self.target_qmix_net.state_dict())

# %%
torch.manual_seed(0)
policy = QMIX()
for train_step in range(5):
    policy.learn(
        (
            torch.randn(8, 3, 5), torch.randn(8, 7), torch.randint(0, 4, (8, 3, 1)),
            torch.randn(8, 1), torch.randn(8, 3, 5), torch.randn(8, 7),
        ),
        train_step,
    )
"""

REPORT = Report(
    source="thesouther/MARL#8",
    date="2022-06-02",
    wrong=(
        "The update of the mixing network's target loads the target into itself, so "
        "that it keeps its first weights."
    ),
    right="`target_qmix_net` loads its own state dict, which changes nothing.",
    known_from="text",
    cells=(3,),
    notebook=NOTEBOOK,
    fix={
        "self.target_qmix_net.load_state_dict(self.target_qmix_net.state_dict())": (
            "self.target_qmix_net.load_state_dict(self.eval_qmix_net.state_dict())"
        )
    },
)
