"""A running average of the generator that leaves its batch norm statistics alone."""

from .report import Report

NOTEBOOK = """
import argparse
import torch
from torch import nn, optim

# %%
class Generator(nn.Module):
    def __init__(self, latent, width):
        super().__init__()
        self.fc = nn.Linear(latent, width)
        self.bn = nn.BatchNorm1d(width)
        self.to_rgb = nn.Linear(width, 12)

    def forward(self, z):
        return torch.tanh(self.to_rgb(torch.relu(self.bn(self.fc(z)))))


class Critic(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(12, width), nn.LeakyReLU(0.2))
        self.score = nn.Linear(width, 1)

    def forward(self, img):
        return self.score(self.body(img))

# %%
def requires_grad(model, flag=True):
    for p in model.parameters():
        p.requires_grad = flag


def accumulate(model1, model2, decay=0.999):
    par1 = dict(model1.named_parameters())
    par2 = dict(model2.named_parameters())

    for k in par1.keys():
        par1[k].data.mul_(decay).add_(par2[k].data, alpha=1 - decay)

# %%
args = argparse.Namespace(latent=8, width=16, iter=12, batch=16, lr=2e-3)
torch.manual_seed(5)
generator = Generator(args.latent, args.width)
critic = Critic(args.width)
g_ema = Generator(args.latent, args.width)
g_ema.eval()
accumulate(g_ema, generator, 0)

g_optim = optim.Adam(generator.parameters(), lr=args.lr, betas=(0.0, 0.99))
d_optim = optim.Adam(critic.parameters(), lr=args.lr, betas=(0.0, 0.99))

# %%
for idx in range(args.iter):
    real = torch.randn(args.batch, 12).clamp(-1, 1)
    requires_grad(generator, False)
    requires_grad(critic, True)
    fake = generator(torch.randn(args.batch, args.latent))
    d_loss = nn.functional.softplus(critic(fake)).mean()
    d_loss = d_loss + nn.functional.softplus(-critic(real)).mean()
    critic.zero_grad()
    d_loss.backward()
    d_optim.step()

    requires_grad(generator, True)
    requires_grad(critic, False)
    fake = generator(torch.randn(args.batch, args.latent))
    g_loss = nn.functional.softplus(-critic(fake)).mean()
    generator.zero_grad()
    g_loss.backward()
    g_optim.step()
    accumulate(g_ema, generator, 0.9)

# %%
with torch.no_grad():
    sample = g_ema(torch.randn(4, args.latent))
print(sample.std())
"""

REPORT = Report(
    source="rosinality/stylegan2-pytorch#172",
    date="2021-01-06",
    wrong=(
        "Only parameters are averaged. The copy is in eval mode and uses running "
        "statistics that are still 0 and 1."
    ),
    right=(
        "`g_ema.bn.running_mean` and `running_var` never left their initial values, "
        "while those of the generator moved: copy the buffers, too."
    ),
    known_from="objects",
    cells=(3, 4, 5, 6),
    notebook=NOTEBOOK,
    fix={
        "alpha=1 - decay)\n": (
            "alpha=1 - decay)\n"
            "    for old, new in zip(model1.buffers(), model2.buffers()):\n"
            "        old.copy_(new)\n"
        )
    },
)
