"""A loss is computed, its backward is missing, and the optimizer steps."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn

# %%
class Net(nn.Module):
    def __init__(self, n_in, n_out, layers=1, act=torch.sigmoid):
        super().__init__()
        self.rnn = nn.GRU(n_in, n_out, layers, batch_first=True)
        self.fc = nn.Linear(n_out, n_out)
        self.act = act

    def forward(self, x):
        h, _ = self.rnn(x)
        h = self.fc(h)
        return h if self.act is None else self.act(h)

# %%
class TimeGAN:
    def __init__(self, n_feat=4, hidden=8, gamma=1.0, lr=1e-3):
        self.embedder = Net(n_feat, hidden)
        self.recovery = Net(hidden, n_feat)
        self.generator = Net(n_feat, hidden)
        self.discriminator = Net(hidden, 1, act=None)
        self.gamma = gamma
        self.mse, self.bce = nn.MSELoss(), nn.BCEWithLogitsLoss()
        self.optim_E = torch.optim.Adam(
            [*self.embedder.parameters(), *self.recovery.parameters()], lr=lr
        )
        self.optim_G = torch.optim.Adam(self.generator.parameters(), lr=lr)
        self.optim_D = torch.optim.Adam(self.discriminator.parameters(), lr=lr)

    def train_embedder(self, X):
        self.optim_E.zero_grad()
        H = self.embedder(X)
        X_tilde = self.recovery(H)
        self.E_loss = 10 * torch.sqrt(self.mse(X, X_tilde))
        self.optim_E.step()
        return self.E_loss.item()

    def train_generator(self, Z):
        self.optim_G.zero_grad()
        Y = self.discriminator(self.generator(Z))
        self.G_loss = self.gamma * self.bce(Y, torch.ones_like(Y))
        self.G_loss.backward()
        self.optim_G.step()
        return self.G_loss.item()

    def train_discriminator(self, X, Z):
        self.optim_D.zero_grad()
        real = self.discriminator(self.embedder(X).detach())
        fake = self.discriminator(self.generator(Z).detach())
        self.D_loss = self.bce(real, torch.ones_like(real))
        self.D_loss = self.D_loss + self.bce(fake, torch.zeros_like(fake))
        self.D_loss.backward()
        self.optim_D.step()
        return self.D_loss.item()

# %%
torch.manual_seed(0)
gan = TimeGAN()
data = torch.rand(6, 12, 4)
for itt in range(4):
    gan.train_embedder(data)
for itt in range(3):
    Z = torch.rand(6, 12, 4)
    g_loss = gan.train_generator(Z)
    e_loss = gan.train_embedder(data)
    d_loss = gan.train_discriminator(data, Z)
print(e_loss, g_loss, d_loss)
"""

REPORT = Report(
    source="AlanDongMu/TimeGAN_PytorchRebuild#1",
    date="2023-11-03",
    wrong=(
        "`self.E_loss.backward()` is missing: `optim_E` steps without gradients, and "
        "embedder and recovery never change."
    ),
    right=(
        "`optim_E.step()` has no gradients to use: nothing runs backward between "
        "`zero_grad()` and the step, and no parameter moves."
    ),
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "        self.optim_E.step()\n": (
            "        self.E_loss.backward()\n        self.optim_E.step()\n"
        )
    },
)
